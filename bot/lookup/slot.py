"""What would stand in the gap of a question: somebody for “who”, a thing for “which hotel”.

An entry may tell of the very meeting and still name nobody who led it. Then it does not answer who did.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.lookup.focus import is_past
from bot.lookup.gap import is_open
from bot.lookup.index import mentions
from bot.lookup.query import Need, Sort
from bot.lookup.text import words

if TYPE_CHECKING:
    from bot.chronicle.model import Entry
    from bot.lookup.index import Index
    from bot.lookup.language import Language
    from bot.lookup.query import Query
    from bot.lookup.rank import Ranker

MISSED = 0.1  # an entry that touches a name less says nothing of it
SAYS = 0.3  # how strongly an entry must touch what is asked for
PERSON, GROUP, THING = "person", "group", "thing"
_PLURAL = frozenset({"people", "men", "women", "children"})
_BEFORE_VERB = frozenset({"who", "whom", "else", "first", "had", "has", "was", "were", "is", "really", "did"})
_NAMES = re.compile(r"(?<!code )(?<!code-)(?<!brand )(?<!pen )\bnames? of\b|\bby name\b", re.IGNORECASE)
_WHERES = frozenset(
    {"island", "citi", "town", "countri", "place", "port", "base", "capit", "region", "airport"}
)  # norms
_DOES = frozenset({"did", "does", "do"})
_AGENT = frozenset({"by", "under"})
_ONE_OF_MANY = frozenset({"a", "an", "the", "his", "her", "their", "its", "one"})


class Slots:
    """Tells whether the entries of one chronicle can fill what a question leaves open."""

    def __init__(self, index: Index, language: Language, ranker: Ranker) -> None:
        self._index = index
        self._language = language
        self._ranker = ranker

    def is_empty(self, query: Query, entry: Entry) -> bool:
        """Whether a person, a thing, a number is asked for, and the entry has none beside those of the question."""
        if entry.kind is Kind.PERSON:
            return False
        if is_open(query, entry, self._language) or self._misses_actor(query, entry):
            return True
        if query.noun in {PERSON, GROUP} and _NAMES.search(query.text):
            return not self._names_somebody_new(query, entry)
        if query.need is Need.WHO and _is_of_somebody(query, entry):
            return False
        if query.need is Need.WHO or (query.noun == PERSON and query.need is Need.ANY):
            if self._misses_verb(query, entry) and not self._has_some_person_new(query, entry):
                return True
            return not (
                self._has_somebody_new(query, entry)
                or (query.noun != PERSON and self._names_a_body(query, entry))
            )
        if query.noun == THING and query.focus not in _WHERES and query.need in {Need.ANY, Need.WHERE}:
            return not self._says(query, entry) and not self._names_anything_new(query, entry)
        return False

    def _misses_actor(self, query: Query, entry: Entry) -> bool:
        """Whether it is asked what somebody did of whom the entry says nothing: “when did Japan retaliate”."""
        said = query.asked
        at = next((at for at, word in enumerate(said) if word in _DOES), len(said))
        unit = next(
            (
                unit
                for unit in query.units
                if said[at + 1 :][: len(unit.text.split())] == (*unit.text.split(),)
            ),
            None,
        )
        if unit is None or unit.sort is not Sort.NAME:
            return False
        return self._ranker.touch(unit)[0].get(self._index.numbers[entry.id], 0.0) < MISSED

    def has_strange_names(self, query: Query, entry: Entry) -> bool:
        """Whether an entry names somebody or something that is neither in the question nor in the pack."""
        return self._new_names(query, entry)[1]

    def _says(self, query: Query, entry: Entry) -> bool:
        """Whether the entry touches the very thing that is asked for."""
        number = self._index.numbers[entry.id]
        return any(
            query.focus in unit.text.split() and self._ranker.touch(unit)[0].get(number, 0.0) >= SAYS
            for unit in query.units
        )

    def _has_somebody_new(self, query: Query, entry: Entry) -> bool:
        named = query.named
        if any(person not in named for person in entry.people):
            return True
        known, strange = self._new_names(query, entry)
        return (
            strange
            or any(one.kind is Kind.PERSON or (query.noun != PERSON and self._acts(one)) for one in known)
            or self._speaks_of_people(query, entry)
        )

    def _acts(self, term: Entry) -> bool:
        """Whether a term of the pack is one of those that act: an organization, a company, a country."""
        country = any(name.lower() in self._language.countries for name in (term.title, *term.aliases))
        return country or (term.type is not None and self._language.noun(term.type.lower()) == GROUP)

    def _misses_verb(self, query: Query, entry: Entry) -> bool:
        """Whether the entry doesn't touch what the one asked for did: “who drew the prints”."""
        verb = next((word for word in query.asked if word not in _BEFORE_VERB), "")
        norm, number = self._language.norm(verb), self._index.numbers[entry.id]
        unit = next((unit for unit in query.units if norm in unit.text.split()), None)
        if unit is None or unit.sort not in {Sort.WORD, Sort.MISSING}:
            return False
        return self._ranker.touch(unit)[0].get(number, 0.0) < SAYS

    def _has_some_person_new(self, query: Query, entry: Entry) -> bool:
        """Whether an entry names or speaks of a person whom the question doesn't; other names are none."""
        return self._speaks_of_people(query, entry) or self._names_somebody_new(query, entry)

    def _names_somebody_new(self, query: Query, entry: Entry) -> bool:
        named = query.named
        if any(person not in named for person in entry.people):
            return True
        read = words(entry.text)
        known: set[int] = set()  # of those whom the question names, however the entry writes them
        for start, end, key in mentions(self._index, [word.text for word in read]):
            targets = [one for one in self._index.names.get(key, ()) if one not in named]
            if not targets:
                known.update(range(start, end))
            if any(self._index.entries[self._index.numbers[one]].kind is Kind.PERSON for one in targets):
                return True
        texts = ("", *(word.text for word in read), "")
        return any(
            word.capital
            and at not in known
            and word.text not in query.words
            and (
                word.text in self._language.first_names
                or (
                    (before in _AGENT or is_past(after, self._language))  # “… by Barker”, “Anders filmed …”
                    and self._is_name(word.text)
                )
            )
            for at, (before, word, after) in enumerate(zip(texts, read, texts[2:], strict=False))
        )

    def _names_anything_new(self, query: Query, entry: Entry) -> bool:
        known, strange = self._new_names(query, entry)
        return strange or any(one.kind is Kind.TERM and self._says(query, one) for one in known)

    def _new_names(self, query: Query, entry: Entry) -> tuple[list[Entry], bool]:
        """The people and terms that an entry names and the question doesn't, and whether it has other new names."""
        asked = set(query.words)
        read = words(f"{entry.title}. {entry.text}")
        known: list[Entry] = []
        at_known: set[int] = set()
        for start, end, key in mentions(self._index, [word.text for word in read]):
            at_known.update(range(start, end))
            if asked.isdisjoint(key):
                known += (
                    self._index.entries[self._index.numbers[one]] for one in self._index.names.get(key, ())
                )
        strange = any(
            word.capital and word.text not in asked and self._is_name(word.text)
            for at, word in enumerate(read)
            if at not in at_known
        )
        return known, strange

    def _speaks_of_people(self, query: Query, entry: Entry) -> bool:
        """Whether people without names take part: lawmakers, a jury's foreman, the driver."""
        asked = {self._language.norm(word) for word in query.words}
        read = words(entry.text)
        for at, word in enumerate(read):
            if self._language.norm(word.text) in asked or self._language.noun(word.text) != PERSON:
                continue
            several = word.text in _PLURAL or (word.text.endswith("s") and not word.text.endswith("ss"))
            before = read[at - 1].text if at else ""
            after = read[at + 1] if at + 1 < len(read) else None
            if several or (before in _ONE_OF_MANY and not (after and after.capital)):
                return True
        return False

    def _names_a_body(self, query: Query, entry: Entry) -> bool:
        """Whether an entry names a body that can act, such as a council, which the question doesn't."""
        read = words(f"{entry.title}. {entry.text}")
        return any(
            word.capital and word.text not in query.words and self._language.noun(word.text) == GROUP
            for word in read
        )

    def _is_name(self, word: str) -> bool:
        """Whether a word with a capital is a name, and not that of a place or the beginning of a sentence."""
        language = self._language
        common = word in language.stopwords or word in language.determiners
        ordinary = language.is_ordinary(word) and word not in language.first_names
        return not common and not ordinary and word not in language.places


def _is_of_somebody(query: Query, entry: Entry) -> bool:
    """Whether it is asked who somebody is, who has a part in the entry: “who was Thornton, and why did she come?”."""
    if query.asked and set(query.asked) <= {word.text for word in words(entry.text) if word.capital}:
        return True  # nothing but a name
    named = next((unit for unit in query.units if unit.sort is Sort.NAME), None)
    if named is None or set(named.targets).isdisjoint(entry.people):
        return False
    name = tuple(named.text.split())
    is_asked = [("who", verb, *name) for verb in ("is", "was", "are", "were")]
    opening, rest = query.asked[: len(name) + 2], query.asked[len(name) + 2 :]
    return opening in is_asked and rest[:1] in {(), ("and",)}
