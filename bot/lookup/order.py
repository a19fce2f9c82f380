"""Questions that lean on a second event: what was after it, before it or while it went on, and which of two came first.

The second event is looked up by itself. Where it isn't found surely, the question is left to the ranking.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot.chronicle.model import Kind
from bot.dates import Reading, edtf
from bot.dates.span import Span
from bot.dates.vocabulary import CARDINALS
from bot.lookup.almanac import is_by_day
from bot.lookup.answer import Answer, Status, proved
from bot.lookup.index import mentions
from bot.lookup.profile import profile
from bot.lookup.query import Sort
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.chronicle.model import Chronicle, Entry
    from bot.lookup.almanac import Almanac
    from bot.lookup.index import Index
    from bot.lookup.language import Language
    from bot.lookup.query import Query, Reader
    from bot.lookup.question import Command
    from bot.lookup.rank import Ranker

    Best = Callable[[str], Entry | None]
    BestOf = Callable[[Query, "Bound"], Entry | None]
_WORDS = frozenset({"after", "before", "following", "since", "prior"})
_SOON = r"(?:(?:right|just|shortly|soon|immediately|directly|even) )?"
_ORDER = r"(?P<order>after|before|following|prior to|since)"
_OPENING = re.compile(
    rf"^(?P<lead>(?:in|on|during) [\w\s]{{1,20}}, )?{_SOON}{_ORDER}\s+(?P<event>[^,]{{4,120}}),\s*(?P<main>.+)",
    re.IGNORECASE,
)
_OPENING_ASKED = re.compile(
    rf"^(?P<lead>){_SOON}{_ORDER}\s+(?P<event>.{{4,120}}?),?\s+(?P<main>(?:who|what|when|where|which|how|did|was|were)\b.+)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"^(?P<lead>)(?P<main>.*?\w{{2}}.*?)[,;]?\s+{_SOON}{_ORDER}\s+(?P<event>.{{3,120}})", re.IGNORECASE
)
_YES_OR_NO = re.compile(r"^(?:so |and |in [\w\s]+?, )?(?:was|were|did|is|has|had|have)\b", re.IGNORECASE)
_DEED = re.compile(
    r"^(?:so |and )?(?:what (?:did|has|have|had) .+ (?:do|done)|how did .+ (?:react|respond|reply|answer))\b[^a-z]*"
    r"(?:next|then)?[^a-z]*$",
    re.IGNORECASE,
)
_RETORTS = (
    "answer",
    "response",
    "reaction",
    "reply",
    "retort",
    "retaliation",
    "comeback",
    "riposte",
    "counter",
)
_REACTING = ("react", "respond", "reply", "answer", "retaliate", "hit back")
_RETORT = rf"(?:{'|'.join(_RETORTS)})"
_REACTION_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^(?:so |and )?what (?:did|does) (?P<actor>.{{2,40}}?) do (?:in|as an?) {_RETORT} to (?P<event>.{{3,120}})",
        rf"^(?:so |and )?(?:what (?:was|is|were) )?(?:the )?(?P<actor>[^?]{{2,40}}?)(?:'s?)? {_RETORT} to"
        r" (?P<event>.{3,120})",
        rf"^(?:so |and )?how (?:did|does) (?P<actor>.{{2,40}}?) (?:{'|'.join(_REACTING)})"
        r" (?:(?:to|against|for|at) )?(?P<event>.{3,120})",
    )
)
_REACTION_WORDS = frozenset(word.split()[0] for word in (*_RETORTS, *_REACTING))
_DEED_WORDS = frozenset({"do", "done", "react", "respond", "reply", "answer"})
_REACTIONS = frozenset({"react", "respond", "repli", "answer"})
_ONE_OF = (
    r"^(?:so )?(?P<who>who|which|what)\b(?P<deed>[\w\s]*?)\b(?:%s)\b[\s,:;–-]*"
    r"(?P<one>[^?]+?),? or (?P<other>[^?]+)"
)
_FIRST_OF = re.compile(_ONE_OF % "first|earlier|sooner", re.IGNORECASE)
_LAST_OF = re.compile(_ONE_OF % "last|later", re.IGNORECASE)
_WHILE = re.compile(
    r"^(?:so )?what(?: else)? (?:happened|went on|was happening|was going on|occurred|took place)"
    r" (?:while|during the time)\b(?P<event>.+)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(?P<main>.*?\b(?:who|which)\b.+?),?\s+(?:when|while|during|at the time of|at the time)\s+(?P<event>.+)",
    re.IGNORECASE,
)
_APART = r"(?:exactly |just )?(?P<count>\w+) (?P<unit>day|week)s? "
_ASKING = r"(?P<main>(?:who|what|when|where|which|how|did|was|were)\b.+?)"
_APART_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^(?P<main>.*?\w{{2}}.*?)[,;]?\s+{_APART}(?P<order>after|before)\s+(?P<event>.{{3,120}})",
        rf"^{_APART}(?P<order>after|before)\s+(?P<event>.{{3,120}}?),?\s+{_ASKING}$",
        rf"^(?P<order>after)\s+(?P<event>.{{3,120}}?),?\s+{_ASKING},? {_APART}(?:later|afterwards?)\b",
    )
)
_REACTS = re.compile(
    r"\b(?:repl(?:y|ies|ied)|respon(?:se|d\w*)|react\w*|answer\w*|retaliat\w*|retort\w*|counter(?:ed|s)?|in turn)\b",
    re.IGNORECASE,
)
_ONE = frozenset({"the", "a", "one"})
_LONG = frozenset({"day", "days", "week", "weeks"})
MOST_DEEDS = 8
MOST_APART = 999  # days or weeks that are counted from an event
FEW = 2
LONGEST = 62  # days for which it can be told what else went on


class Reaction(NamedTuple):
    """An event, what somebody did about it in so many words, and what is merely linked to it and not earlier."""

    event: Entry
    told: tuple[Entry, ...]
    near: tuple[Entry, ...]


class Counted(NamedTuple):
    """The rest of a question that lies so many days or weeks from an event, with those days for its condition."""

    query: Query
    event: Entry


@dataclass(frozen=True, slots=True)
class Bound:
    """An event that the rest of a question leans on, and on which side of it the answer lies."""

    main: str
    entry: Entry
    span: Span
    follows: bool
    vague: bool  # described by a single word, which may mean another event

    @property
    def is_yes_or_no(self) -> bool:
        """Whether what is asked besides the event is only whether it was so."""
        return bool(_YES_OR_NO.match(self.main))

    @property
    def asks_deed(self) -> bool:
        """Whether it is asked what somebody did then, which is never the event itself."""
        return bool(_DEED.match(self.main))

    def contradicts(self, entry: Entry) -> bool:
        """Whether an entry surely lies on the other side."""
        return entry.span is not None and is_beyond(entry.span, self.span, follows=not self.follows)

    def admits(self, entry: Entry) -> bool:
        """Whether an entry surely lies on the right side; on the same day, where it is linked to the event."""
        other = entry.span
        if other is None or entry.id == self.entry.id:
            return False
        return is_beyond(other, self.span, follows=self.follows) or (
            self.follows
            and other == self.span
            and (self.entry.id in entry.related or entry.id in self.entry.related)
        )


class Order:
    """Tells before from after in one chronicle."""

    def __init__(
        self,
        chronicle: Chronicle,
        index: Index,
        language: Language,
        almanac: Almanac,
        reader: Reader,
        ranker: Ranker,
    ) -> None:
        self._language = language
        self._chronicle = chronicle
        self._index = index
        self._almanac = almanac
        self._reader = reader
        self._ranker = ranker

    def answer(self, command: Command, query: Query, best: Best, best_of: BestOf) -> Answer | None:
        """The answer to a question about order in time; `None` for others, and where its events aren't found."""
        text = query.text
        return (
            self._first_of(text, best)
            or self._deeds(query, best)
            or self._while(query, best)
            or self._in_office(command, text, best)
            or self._yes_or_no(query, best, best_of)
        )

    def bound(self, query: Query, best: Best) -> Bound | None:
        """The event before or after which the answer is to lie; `None` where it isn't found surely."""
        if _WORDS.isdisjoint(query.words):
            return None
        match = _OPENING.match(query.text) or _OPENING_ASKED.match(query.text) or _CLOSING.match(query.text)
        if not match or isinstance(self._almanac.read(match["event"].strip(" ?.!")), Reading):
            return None
        entry = best(match["event"])
        if entry is None or entry.span is None or entry.kind not in {Kind.EVENT, Kind.FACT}:
            return None
        follows = match["order"].lower() not in {"before", "prior to"}
        main = (match["lead"] or "") + match["main"]
        vague = len(self._reader.read(match["event"]).units) < FEW
        return Bound(main, entry, entry.span, follows, vague)

    def counted(self, query: Query, best: Best) -> Counted | None:
        """What is asked of the day that lies so long after or before an event; `None` where nothing is counted."""
        if _LONG.isdisjoint(query.words) or query.spans:
            return None
        match = next((match for form in _APART_FORMS if (match := form.match(query.text))), None)
        main = self._reader.read(match["main"]) if match else None
        if match is None or main is None or not main.units or main.spans:
            return None
        entry = best(match["event"])
        follows = match["order"].lower() == "after"
        there = so_long_from(entry.span, match, follows=follows) if entry and entry.span else None
        if entry is None or there is None:
            return None
        label = edtf.label(edtf.of(there))
        return Counted(replace(main, spans=(Reading(there, label, 0, len(query.text)),)), entry)

    def _first_of(self, text: str, best: Best) -> Answer | None:
        """Which of two came first, or last."""
        first_of = _FIRST_OF.match(text)
        match = first_of or _LAST_OF.match(text)
        if not match:
            return None
        deed = f" {match['deed'].strip()}" if match["who"].lower() == "who" else ""
        one, other = best(match["one"] + deed), best(match["other"] + deed)
        if one is None or other is None or one.id == other.id or not one.span or not other.span:
            return None
        return _compared(one, other, last=first_of is None)

    def _yes_or_no(self, query: Query, best: Best, best_of: BestOf) -> Answer | None:
        """“Did A come before B”: how the two lie, with both dates."""
        bound = self.bound(query, best)
        if bound is None or not bound.is_yes_or_no:
            return None
        main = self._reader.read(bound.main)
        entry = best_of(main, bound)
        if entry is None or entry.span is None:
            return None
        answer = _compared(entry, bound.entry)
        return replace(answer, found=proved([entry, bound.entry])) if answer else None

    def _deeds(self, query: Query, best: Best) -> Answer | None:
        """What somebody did after or before an event: the entries beyond it that begin with them."""
        bound = self.bound(query, best) if _DEED_WORDS.intersection(query.words) else None
        if bound is None or bound.entry.date is None or not bound.asks_deed:
            return None
        units = [one for one in self._reader.read(bound.main).units if one.text not in _REACTIONS]
        if len(units) != 1 or units[0].sort is not Sort.NAME:
            return None
        actors = frozenset(units[0].targets)
        entries = [one for one in self._index.entries if bound.admits(one) and self._begins_with(one, actors)]
        entries = [one for one in entries if one.date and is_by_day(one.date)] or entries
        if not entries:
            return None
        entries.sort(key=_starts)
        chosen = entries[:MOST_DEEDS] if bound.follows else entries[-MOST_DEEDS:]
        side = "After" if bound.follows else "Before"
        message = f"{side} {edtf.label(bound.entry.date)} ({bound.entry.title}) the chronology has:"
        return Answer(Status.ANSWERED, message, proved(chosen))

    def near(self, text: str, most: int) -> tuple[Entry, ...]:
        """The dated entries that come nearest to a description of an event."""
        ranked = self._ranker.rank(self._reader.read(text))
        dated = [entry for one in ranked if (entry := self._ranker.entry(one)).span is not None]
        return tuple(dated[:most])

    def reaction(self, query: Query, best: Best) -> Reaction | None:
        """The event to which somebody's reaction is asked for, and what may be one; `None` for other questions."""
        if _REACTION_WORDS.isdisjoint(query.words):
            return None
        match = next((match for form in _REACTION_FORMS if (match := form.match(query.text))), None)
        event = best(match["event"]) if match else None
        if match is None or event is None or event.span is None:
            return None
        actors = frozenset(
            target for unit in self._reader.read(match["actor"]).units for target in unit.targets
        )
        if self._begins_with(event, actors):
            return None  # it is the reaction
        entries = [
            one
            for one in self._index.entries
            if (event.id in one.related or one.id in event.related)
            and one.span
            and not is_beyond(one.span, event.span, follows=False)
            and self._begins_with(one, actors)
        ]
        entries.sort(key=_starts)
        told = tuple(one for one in entries if _REACTS.search(one.text))
        return Reaction(event, told, tuple(entries))

    def _begins_with(self, entry: Entry, actors: frozenset[str]) -> bool:
        """Whether one of those who are asked about opens a title: “China plans …”, “Trump and Abe speak …”."""
        if entry.kind not in {Kind.EVENT, Kind.FACT}:
            return False
        told = [word.text for word in words(entry.title)]
        opening = 0
        for start, end, key in mentions(self._index, told):
            if start != opening:
                return False
            if not actors.isdisjoint(self._index.names.get(key, ())):
                return True
            opening = end + (told[end : end + 1] == ["and"])
        return False

    def _while(self, query: Query, best: Best) -> Answer | None:
        """What else the chronology has in the days of an event."""
        match = _WHILE.match(query.text)
        entry = best(match["event"]) if match and not query.spans else None
        if entry is None or entry.span is None or entry.date is None or not _is_short(entry.span):
            return None
        others = [other for other in self._almanac.entries([entry.span]) if other.id != entry.id]
        others = [other for other in others if other.kind is Kind.EVENT]
        label = f"{edtf.label(entry.date)} ({entry.title})"
        if not others:
            return Answer(Status.ANSWERED, f"Nothing but this is dated {label}.", proved([entry]))
        return Answer(
            Status.ANSWERED, f"In the days of {label} the chronology has:", proved([*others, entry])
        )

    def _in_office(self, command: Command, text: str, best: Best) -> Answer | None:
        """Who held an office when something happened."""
        match = _WHEN.match(text)
        main = self._reader.read(match["main"]) if match else None
        if not match or not main or not any(unit.sort is Sort.OFFICE for unit in main.units) or main.spans:
            return None
        entry = best(match["event"])
        if entry is None or entry.span is None or entry.date is None:
            return None
        label = f"{edtf.label(entry.date)} ({entry.title})"
        at = replace(main, spans=(Reading(entry.span, label, 0, len(text)),))
        answer = profile(command, at, self._chronicle, self._index, self._ranker, self._language)
        if answer is None:
            return None
        kept = tuple(found for found in answer.found if found.entry.id != entry.id)
        return Answer(
            Status.ANSWERED, f"{label}: {answer.message}", (*kept, *proved([entry])), (), answer.span
        )


def _compared(one: Entry, other: Entry, *, last: bool = False) -> Answer | None:
    """How two entries lie to each other, the one that is asked for first; `None` where they overlap."""
    first, second = (one, other) if _starts(one) <= _starts(other) else (other, one)
    if one.span is None or other.span is None or first.date is None or second.date is None:
        return None
    if one.span == other.span:
        label = edtf.label(first.date)
        message = f"Both are dated {label}: “{one.title}” and “{other.title}”."
        return Answer(Status.ANSWERED, message, proved([one, other]))
    if not first.span or not second.span or not first.span.end or not second.span.start:
        return None
    if first.span.end >= second.span.start:
        return None
    message = (
        f"{edtf.label(first.date)} ({first.title}) was before {edtf.label(second.date)} ({second.title})."
    )
    return Answer(Status.ANSWERED, message, proved([second, first] if last else [first, second]))


def is_beyond(other: Span, span: Span, *, follows: bool) -> bool:
    """Whether days surely lie after, or before, others."""
    if follows:
        return bool(other.start and span.end and other.start > span.end)
    return bool(other.end and span.start and other.end < span.start)


def so_long_from(span: Span, apart: re.Match[str], *, follows: bool) -> Span | None:
    """The days that lie the `count` of a `unit` after or before others; `None` where they can't be counted."""
    count = apart["count"].lower()
    number = int(count) if count.isdigit() else 1 if count in _ONE else CARDINALS.get(count, 0)
    edge = span.end if follows else span.start
    if not 0 < number <= MOST_APART or edge is None:
        return None
    days = number * (7 if apart["unit"].lower() == "week" else 1)
    day = edge + timedelta(days if follows else -days)
    whole = count == "the" and days > 1  # “the week after” is all of it, “a week after” its last day
    near = edge + timedelta(1 if follows else -1) if whole else day
    return Span(min(near, day), max(near, day))


def _starts(entry: Entry) -> str:
    return str(entry.span.start or entry.span.end if entry.span else "")


def _is_short(span: Span) -> bool:
    return bool(span.start and span.end and (span.end - span.start).days <= LONGEST)
