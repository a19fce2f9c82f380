"""Answers that are reckoned from several entries: how many times, how many days between, first, last, what came next.

Each takes a question apart into parts that the ranking can find, and proves its result by the entries it used.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates import Reading, edtf
from bot.dates.span import Span
from bot.dates.vocabulary import CARDINALS
from bot.lookup.almanac import lies_in
from bot.lookup.answer import Answer, Found, ReadSpan, Status, headline
from bot.lookup.query import Need
from bot.lookup.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.chronicle.model import Entry
    from bot.lookup.almanac import Almanac
    from bot.lookup.index import Index
    from bot.lookup.language import Language
    from bot.lookup.query import Query, Unit
    from bot.lookup.rank import Ranker

    Best = Callable[[str], Entry | None]
    Point = tuple[Span, str, Entry | None]

_TIMES = re.compile(
    r"\bhow (?:many times|often|frequently)\b|\bnumber of times\b"
    r"|\bhow many (?:\w+ )?(?:calls|meetings|visits|summits|talks|trips|conversations)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:(?:how (?:many days|many weeks|much time)|(?:number|count) of (?:days|weeks)|days|time)\b.*?"
    r"|how long (?:(?:was it|was there|did it take|did it last|passed|went by|elapsed|lay|is it|is there)\b.*?)?)"
    r"\b(?:between|from)\b(?P<one>.+?)\b(?:and|to|until|till)\b(?P<other>.+)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\bhow (?:many (?P<unit>days|weeks)|long)\b\s*(?P<order>after|before)\b(?P<one>.+?)"
    r"\b(?:did|was|were|came|until|before)\b(?P<other>.+)",
    re.IGNORECASE,
)
_LISTING = (
    r"^\s*(?:so )?(?:what(?:'s|s)?(?: else)? (?:happen(?:ed|s)|came|comes|follow(?:ed|s)|occurred|took place|went on)"
    r"|which events?|anything|everything|events?|list)\b[\w\s]{0,24}?\b"
)
_NEXT = re.compile(
    _LISTING + r"(?P<order>after|before|following|since|prior to|leading up to)\b(?P<event>.+)", re.IGNORECASE
)
_APART = re.compile(r"\b(?P<count>\w+) (?P<unit>day|week)s? $", re.IGNORECASE)
_BOTH = re.compile(r"(?:from |between )?(?P<one>.+?) (?:and|to|until|till) (?P<other>.+)", re.IGNORECASE)
_HAPPENED_BETWEEN = re.compile(_LISTING + r"between (?P<both>.+)", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|before|after|over|ahead of|to discuss|planned|possible)\b", re.IGNORECASE)
_NO_EVENT = frozenset(
    {Need.DURATION, Need.AMOUNT, Need.COUNT, Need.WHY, Need.HOW}
)  # asks more than which one
_FIRST, _LAST = frozenset({"first", "earliest"}), frozenset({"last", "latest", "final", "latter"})
SAME = 0.85  # how near a word of a title must be to the one asked for
EQUAL = 0.95
MOST_NEXT = 8
MOST_APART = 999  # days or weeks that are counted from an event


class Reckoner:
    """Reckons on the entries of one chronicle."""

    def __init__(self, index: Index, language: Language, almanac: Almanac, ranker: Ranker) -> None:
        self._index = index
        self._language = language
        self._almanac = almanac
        self._ranker = ranker

    def answer(self, query: Query, best: Best) -> Answer | None:
        """The reckoned answer; `None` where the question asks for no reckoning or its parts aren't found."""
        return (
            self._within(query.text, best)
            or self._days_between(query.text, best)
            or self._times(query)
            or self._next(query.text, best)
            or self._first_or_last(query)
        )

    def between(self, text: str, best: Best) -> Answer | None:
        """Everything from one event that is described to another: “the tariffs and the summit”."""
        match = _BOTH.fullmatch(text.strip(" ?.!"))
        one, other = (self._point(match[part], best) for part in ("one", "other")) if match else (None, None)
        if one is None or other is None:
            return None
        first, last = sorted((one, other), key=lambda point: _day(point[0]))
        span = Span(_day(first[0]), max(last[0].end or _day(last[0]), _day(last[0])))
        entries = self._almanac.entries([span])
        message = f"From {first[1]} to {last[1]} the chronology has:"
        return (
            Answer(Status.ANSWERED, message, _found(entries), (), ReadSpan(span, text)) if entries else None
        )

    def _within(self, text: str, best: Best) -> Answer | None:
        match = _HAPPENED_BETWEEN.match(text)
        if not match or self._almanac.find(text):
            return None
        unclear = f"It isn't clear which two entries “{match['both'].strip(' ?.!')}” means."
        return self.between(match["both"], best) or Answer(Status.NOT_FOUND, unclear)

    def _times(self, query: Query) -> Answer | None:
        """How many entries tell of the same thing."""
        if not _TIMES.search(query.text) or not query.units:
            return None
        events = self._such(query.units)
        if not events:
            return None
        days = ", ".join(edtf.label(entry.date) for entry in events if entry.date)
        count = "one such entry" if len(events) == 1 else f"{len(events)} such entries"
        return Answer(Status.ANSWERED, f"The chronology has {count}: {days}.", _found(events))

    def _events(self) -> list[Entry]:
        """Every dated event, in order of time."""
        events = (entry for entry in self._index.entries if entry.kind is Kind.EVENT and entry.span)
        return sorted(events, key=_start)

    def _such(self, units: tuple[Unit, ...]) -> list[Entry]:
        """The events in order of time in which all who are named take part, and whose titles say the rest."""
        near = (
            SAME if any(unit.targets for unit in units) else EQUAL
        )  # of no one's deeds only the very word counts
        return sorted(
            (
                entry
                for number, entry in enumerate(self._index.entries)
                if entry.kind is Kind.EVENT and all(self._is_of(unit, number, entry, near) for unit in units)
            ),
            key=_start,
        )

    def _is_of(self, unit: Unit, number: int, entry: Entry, near: float) -> bool:
        people = [
            target
            for target in unit.targets
            if self._index.entries[self._index.numbers[target]].kind is Kind.PERSON
        ]
        if people:
            named = self._index.postings.get(f"@{people[0]}", {}).get(number, 0.0)
            return people[0] in entry.people or (not entry.people and named >= SAME)
        deed = self._deed(number)
        return any(
            strength >= near and all(part in deed for part in concept.split())
            for concept, strength in unit.alternatives
            if concept[0] != "@"
        )

    def _deed(self, number: int) -> frozenset[str]:
        """What an entry says was done: a call *about* a meeting is none."""
        title = _ABOUT.split(self._index.entries[number].title, maxsplit=1)[0]
        return frozenset(self._language.norm(word.text) for word in words(fold(title)))

    def _days_between(self, text: str, best: Best) -> Answer | None:
        """The days from one date or event to another."""
        match = _AFTER.search(text) or _BETWEEN.search(text)
        if not match:
            return None
        one, other = self._point(match["one"], best), self._point(match["other"], best)
        if one is None or other is None:
            unclear = match["one"] if one is None else match["other"]
            return Answer(Status.NOT_FOUND, f"It isn't clear which entry “{unclear.strip(' ?.!')}” means.")
        if one[0] == other[0]:
            return None
        (first, last) = sorted((one, other), key=lambda point: _day(point[0]))
        days = (_day(last[0]) - _day(first[0])).days
        weeks = f" ({days // 7} weeks)" if days >= 14 and days % 7 == 0 else ""
        message = f"{days} day{'s' * (days != 1)}{weeks}: from {first[1]} to {last[1]}."
        proof = list(dict.fromkeys(point[2] for point in (first, last) if point[2] is not None))
        return Answer(Status.ANSWERED, message, _found(proof)) if proof else None

    def _point(self, text: str, best: Best) -> Point | None:
        """A day named outright, or that of the event which a text describes."""
        reading = self._almanac.read(text.strip(" ?.,"))
        if isinstance(reading, Reading) and reading.span.start:
            there = self._almanac.entries([reading.span])
            return reading.span, edtf.day_label(reading.span.start), there[0] if there else None
        entry = best(text)
        if entry is None or entry.span is None or entry.span.start is None or entry.date is None:
            return None
        return entry.span, f"{edtf.label(entry.date)} ({entry.title})", entry

    def _next(self, text: str, best: Best) -> Answer | None:
        """What the chronology has next after, or last before, an event that is described."""
        match = _NEXT.search(text)
        if not match or self._almanac.find(match[0]):
            return None
        entry = best(match["event"])
        if entry is None or entry.span is None or entry.date is None:
            return None
        follows = match["order"].lower() in {"after", "following", "since"}
        apart = _APART.search(match[0][: match.start("order") - match.start()])
        if apart:
            return self._so_long_from(entry.span, apart, follows=follows)
        events = [
            other
            for other in self._index.entries
            if other.kind is Kind.EVENT
            and other.span
            and other.id != entry.id
            and _is_beyond(other.span, entry.span, follows=follows)
        ]
        events.sort(key=_start, reverse=not follows)
        chosen = sorted(events[:MOST_NEXT], key=_start)
        if not chosen:
            return None
        order = "After" if follows else "Before"
        message = f"{order} {edtf.label(entry.date)} ({entry.title}) the chronology has:"
        return Answer(Status.ANSWERED, message, _found(chosen))

    def _so_long_from(self, span: Span, apart: re.Match[str], *, follows: bool) -> Answer | None:
        """What is dated so many days or weeks after or before an event: “two days before the signing”."""
        count = apart["count"].lower()
        number = (
            int(count) if count.isdigit() else 1 if count in {"the", "a", "one"} else CARDINALS.get(count, 0)
        )
        edge = span.end if follows else span.start
        if not 0 < number <= MOST_APART or edge is None:
            return None
        days = number * (7 if apart["unit"].lower() == "week" else 1)
        day = edge + timedelta(days if follows else -days)
        there = Span(day, day)
        entries = self._almanac.entries([there])
        label = edtf.day_label(day)
        if not entries:
            return Answer(
                Status.NOT_FOUND, f"Nothing in here is dated {label}.", (), (), ReadSpan(there, label)
            )
        noun = "entry" if len(entries) == 1 else "entries"
        return Answer(
            Status.ANSWERED, f"{label}: {len(entries)} {noun}.", _found(entries), (), ReadSpan(there, label)
        )

    def _first_or_last(self, query: Query) -> Answer | None:
        """The earliest or latest of several entries that fit alike."""
        words = set(query.words)
        ordinal = bool(words & _FIRST) - bool(words & _LAST)
        units = tuple(unit for unit in query.units if unit.text not in _FIRST | _LAST)
        if not ordinal or len(units) == len(query.units) or query.need in _NO_EVENT:
            return None
        if not units and not query.spans:
            return None
        wanted = [self._almanac.spans(reading) for reading in query.spans]
        events = [
            entry
            for entry in (self._such(units) if units else self._events())
            if all(any(lies_in(entry, span) for span in spans) for spans in wanted)
        ]
        if not events:
            return None
        if len(events) == 1:
            return Answer(Status.ANSWERED, headline(events[0]), _found(events))
        if ordinal < 0:
            events.reverse()
        rank = "earliest" if ordinal > 0 else "latest"
        message = f"{headline(events[0])}, the {rank} of {len(events)} such entries."
        return Answer(Status.ANSWERED, message, _found(events))


def _found(entries: list[Entry]) -> tuple[Found, ...]:
    return tuple(Found(entry, 0.9) for entry in entries)


def _start(entry: Entry) -> str:
    return str(entry.span.start if entry.span else "")


def _day(span: Span) -> date:
    return span.start or span.end or date.min


def _is_beyond(other: Span, span: Span, *, follows: bool) -> bool:
    if follows:
        return bool(other.start and span.end and other.start > span.end)
    return bool(other.end and span.start and other.end < span.start)
