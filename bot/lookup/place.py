"""Where something happened as a condition: Tokyo rules an entry out which tells of the same in Toronto.

What lies in what is known from the language's list of places, and from places that a pack writes as “town, country”.
Of any other place nobody can tell whether it lies in the one asked for, so that it rules out nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.chronicle.model import Kind
from bot.lookup.query import Need
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.chronicle.model import Entry
    from bot.lookup.index import Index
    from bot.lookup.language import Language
    from bot.lookup.query import Query

AT = frozenset({"in", "at", "near", "off", "into", "outside", "within"})
TOWARDS = frozenset({"to", "from", "for"})
VISITS = frozenset({"visit", "visits", "visited", "visiting", "reach", "reached", "reaches"})
MOVES = VISITS | {
    *("go", "goes", "went", "gone", "going", "come", "comes", "came", "coming", "return", "returned"),
    *("travel", "travels", "traveled", "travelled", "traveling", "travelling", "trip", "journey", "tour"),
    *("fly", "flies", "flew", "flown", "flying", "sail", "sailed", "drive", "drove", "march", "marched"),
    *("head", "headed", "move", "moved", "leave", "left", "arrive", "arrived", "flee", "fled"),
}
CLAUSES = frozenset({"after", "before", "when", "while", "since", "following", "until"})
TOWNS = frozenset({"citi", "town", "villag"})  # as norms
ARTICLE = frozenset({"the"})
_CLAUSE_END = re.compile(r"[,;.:](?=\s|$)")
LONGEST = 4  # words of a place's name


class _Place(NamedTuple):
    """All that a place lies in, itself first."""

    within: tuple[str, ...]

    def lies_in(self, other: _Place) -> bool:
        """Whether this is the other place or a part of it."""
        return other.within[0] in self.within


class Places:
    """Tells whether the entries of one chronicle happened where a question says."""

    def __init__(self, index: Index, language: Language) -> None:
        self._language = language
        self._pack = {place.within[0]: place for entry in index.entries for place in self._field(entry)}
        self._known: dict[str, tuple[tuple[_Place, ...], tuple[_Place, ...]]] = {}

    def rules_out(self, query: Query, entry: Entry) -> bool:
        """Whether a question names a place, and the entry happened in others that have nothing to do with it."""
        if entry.kind is Kind.PERSON or query.negated:
            return False
        if query.focus in TOWNS and query.need in {Need.WHERE, Need.ANY} and self._tells_no_town(entry):
            return True
        asked = tuple(self._behind(_main_clause(query.words), towards=True))
        if not asked:
            return False
        own, named = self._of(entry)
        return bool(own) and any(
            not any(place.lies_in(one) or one.lies_in(place) for one in own)
            and not any(one.lies_in(place) for one in named)
            for place in asked
        )

    def _tells_no_town(self, entry: Entry) -> bool:
        """Whether of the place of an entry just the country or region is told."""
        field = tuple(self._field(entry))
        told = (*field, *self._all([word.text for word in words(f"{entry.title}. {entry.text}")]))
        return bool(field) and not any(place.within[0] in self._language.towns for place in told)

    def _of(self, entry: Entry) -> tuple[tuple[_Place, ...], tuple[_Place, ...]]:
        """The places in which an entry happened, none where one of them can't be told, and all that it names."""
        known = self._known.get(entry.id)
        if known is None:
            text = [word.text for word in words(f"{entry.title}. {entry.text}")]
            other = [word.text for part in (*entry.aliases, *entry.keywords) for word in words(part)]
            field = tuple(self._field(entry))
            told = (
                text if field else [word.text for word in words(_CLAUSE_END.split(entry.text, maxsplit=1)[0])]
            )
            own = (*field, *self._behind(told)) if field or not entry.place else ()
            known = self._known[entry.id] = own, (*own, *self._all(text), *self._all(other))
        return known

    def _field(self, entry: Entry) -> Iterator[_Place]:
        """The place of an entry, with all that is said or known to lie around it."""
        parts = [" ".join(word.text for word in words(part)) for part in (entry.place or "").split(",")]
        around = [one for part in parts for one in self._language.within.get(part, ())]
        if around:
            first = self._language.within.get(parts[0], (parts[0],))
            yield _Place(tuple(dict.fromkeys((*first, *around))))

    def _behind(self, tokens: Sequence[str], *, towards: bool = False) -> Iterator[_Place]:
        """The places behind a preposition or a verb for going there."""
        moves = towards and not MOVES.isdisjoint(tokens)
        for at, token in enumerate(tokens):
            if token in AT or token in VISITS or (moves and token in TOWARDS):
                start = at + 2 if ARTICLE.issuperset(tokens[at + 1 : at + 2]) else at + 1
                place, _ = self._place(tokens, start)
                if place is not None:
                    yield place

    def _all(self, tokens: Sequence[str]) -> Iterator[_Place]:
        at = 0
        while at < len(tokens):
            place, length = self._place(tokens, at)
            if place is not None:
                yield place
            at += length

    def _place(self, tokens: Sequence[str], at: int) -> tuple[_Place | None, int]:
        """The longest name of a place that begins here, with its length."""
        for length in range(min(LONGEST, len(tokens) - at), 0, -1):
            name = " ".join(tokens[at : at + length])
            within = self._language.within.get(name)
            if within is not None:
                return _Place(within), length
            if name in self._pack:
                return self._pack[name], length
        return None, 1


def _main_clause(tokens: Sequence[str]) -> Sequence[str]:
    """The words without those from “after” or “when” on, which place something else."""
    if not tokens or (tokens[0] in CLAUSES and tokens[0] != "when"):
        return ()
    return tokens[: next((at for at, token in enumerate(tokens) if at and token in CLAUSES), len(tokens))]
