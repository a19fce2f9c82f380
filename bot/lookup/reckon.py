"""Answers that are reckoned from several entries: how many times, how many days between, first, last, what came next.

Each takes a question apart into parts that the ranking can find, and proves its result by the entries it used.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates import Reading, edtf
from bot.dates.span import Span
from bot.lookup.almanac import is_by_day, lies_in_each
from bot.lookup.answer import Answer, ReadSpan, Status, headline, proved
from bot.lookup.apart import is_numbered_otherwise
from bot.lookup.conversation import Context, another, is_one_of_those, onward
from bot.lookup.order import is_beyond, so_long_from
from bot.lookup.query import Need
from bot.lookup.text import words

if TYPE_CHECKING:
    from bot.chronicle.model import Entry
    from bot.lookup.almanac import Almanac
    from bot.lookup.index import Index
    from bot.lookup.language import Language
    from bot.lookup.order import Best, Bound, Order
    from bot.lookup.query import Query, Reader, Unit

    Point = tuple[Span, str, Entry | None]

_TIMES = re.compile(
    r"\bhow (?:many times|often|frequently)\b|\bnumber of times\b"
    r"|\bhow many (?:\w+ )?(?:calls|meetings|visits|summits|talks|trips|conversations)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:(?:how (?:many days|many weeks|much time)|(?:number|count) of (?:days|weeks)|days"
    r"|(?<!what )(?<!which )time)\b.*?"
    r"|how long (?:(?:was it|was there|did it take|did it last|passed|went by|elapsed|lay|is it|is there)\b.*?)?)"
    r"\b(?:between|from)\b(?P<one>.+?)\b(?:and|to|until|till)\b(?P<other>.+)",
    re.IGNORECASE,
)
_TWO = re.compile(
    r"\bhow (?:many (?:days|weeks)|long|much time)\b.*?\bbetween (?:the |these |those )?(?:two|both) (?P<such>.+)",
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
_RANK = re.compile(r"(?:the )?(?:first|second|third|fourth|last|[1-4](?:st|nd|rd|th))", re.IGNORECASE)
_NEXT = re.compile(
    _LISTING + r"(?P<order>after|before|following|since|prior to|leading up to)\b(?P<event>.+)", re.IGNORECASE
)
_APART = re.compile(r"\b(?P<count>\w+) (?P<unit>day|week)s? $", re.IGNORECASE)
_BOTH = re.compile(r"(?:from |between )?(?P<one>.+?) (?:and|to|until|till) (?P<other>.+)", re.IGNORECASE)
_HAPPENED_BETWEEN = re.compile(_LISTING + r"between (?P<both>.+)", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|before|after|over|ahead of|to discuss|planned|possible)\b", re.IGNORECASE)
_OF_ALL = re.compile(
    r"(?:so )?(?:(?:what|when|which)(?:'s| is| was)? )?(?:the )?(?:very )?(?:first|earliest|last|latest|final)"
    r" (?:event|entry|item)(?: (?:in|of|on) (?:the|this|your) (?:whole |entire )?"
    r"(?:chronology|timeline|chronicle|list|period|record))?[?.! ]*",
    re.IGNORECASE,
)
_INTENT = re.compile(
    r"\b(?:willing(?:ness)?|ready|propos\w+|suggest\w*|offers?|offered|invit\w+|plans?|announc\w+|agrees? to|refus\w+"
    r"|declin\w+|calls? for|called for|asks? for|asked for|demand\w*|hopes?|wants?|intends?)\b",
    re.IGNORECASE,
)
_NO_EVENT = frozenset(
    {Need.DURATION, Need.AMOUNT, Need.COUNT, Need.WHY, Need.HOW}
)  # asks more than which one
_FIRST, _LAST = frozenset({"first", "earliest"}), frozenset({"last", "latest", "final", "latter"})
_NEXT_ONE = frozenset({"next"})
_ORDINALS = {
    "first": 1,
    "earliest": 1,
    "next": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
}
_PLACED = _LAST | frozenset(_ORDINALS) | frozenset({"thing", "time"})
_RANKS = {1: "earliest", -1: "latest", 2: "second", 3: "third", 4: "fourth"}
_NO_MORE = "The chronology has nothing further of that."
_NO_SPAN = Span(None, None)
FEW = 2
SAME = 0.85  # how near a word of a title must be to the one asked for
EQUAL = 0.95
MOST_NEXT = 8
MOST_NEAR = 3


class Reckoner:
    """Reckons on the entries of one chronicle."""

    def __init__(
        self, index: Index, language: Language, almanac: Almanac, reader: Reader, order: Order
    ) -> None:
        self._index = index
        self._language = language
        self._almanac = almanac
        self._reader = reader
        self._order = order

    def answer(self, query: Query, best: Best) -> Answer | None:
        """The reckoned answer; `None` where the question asks for no reckoning or its parts aren't found."""
        return (
            self._within(query.text, best)
            or self._days_between(query.text, best)
            or self._times(query)
            or self._next(query, best)
            or self._in_a_row(query, best)
        )

    def between(self, text: str, best: Best) -> Answer | None:
        """Everything from one event that is described to another: “the tariffs and the summit”."""
        match = _BOTH.fullmatch(text.strip(" ?.!"))
        one, other = self._points(match["one"], match["other"], best) if match else (None, None)
        if one is None or other is None:
            return None
        first, last = sorted((one, other), key=lambda point: _day(point[0]))
        span = Span(_day(first[0]), max(last[0].end or _day(last[0]), _day(last[0])))
        entries = self._almanac.entries([span])
        message = f"From {first[1]} to {last[1]} the chronology has:"
        return (
            Answer(Status.ANSWERED, message, proved(entries), (), ReadSpan(span, text)) if entries else None
        )

    def _within(self, text: str, best: Best) -> Answer | None:
        match = _HAPPENED_BETWEEN.match(text)
        if not match or self._almanac.find(text) or self._are_people(match["both"]):
            return None
        unclear = f"It isn’t clear which two entries “{match['both'].strip(' ?.!')}” means."
        return self.between(match["both"], best) or Answer(Status.NOT_FOUND, unclear)

    def _times(self, query: Query) -> Answer | None:
        """How many entries tell of the same thing."""
        if not _TIMES.search(query.text) or not query.units:
            return None
        events = self._placed(query.units, query, None)
        elsewhere = self._such(query.units) if not events and query.spans else []
        if elsewhere:
            days = " ".join(reading.text for reading in query.spans)
            message = f"The chronology has no such entry {days}."
            return Answer(Status.NOT_FOUND, message, (), tuple(elsewhere[:MOST_NEAR]))
        if not events:
            return None
        days = ", ".join(edtf.label(entry.date) for entry in events if entry.date)
        count = "one such entry" if len(events) == 1 else f"{len(events)} such entries"
        return Answer(Status.ANSWERED, f"The chronology has {count}: {days}.", proved(events))

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
        person = self._person(unit)
        if person:
            named = self._index.postings.get(f"@{person}", {}).get(number, 0.0)
            return person in entry.people or (not entry.people and named >= SAME)
        deed = self._deed(number)
        return any(
            strength >= near and all(part in deed for part in concept.split())
            for concept, strength in unit.alternatives
            if concept[0] != "@"
        )

    def _deed(self, number: int) -> frozenset[str]:
        """What an entry says was done: a call *about* a meeting is none, nor is the willingness to meet."""
        title = _ABOUT.split(self._index.entries[number].title, maxsplit=1)[0]
        intent = _INTENT.search(title)
        title = title[: intent.end()] if intent else title
        return frozenset(self._language.norm(word.text) for word in words(title))

    def _days_between(self, text: str, best: Best) -> Answer | None:
        """The days from one date or event to another."""
        two = _TWO.search(text)
        if two:
            return self._between_two(self._reader.read(two["such"]))
        match = _AFTER.search(text) or _BETWEEN.search(text)
        if not match:
            return None
        one, other = self._points(match["one"], match["other"], best)
        if one is None or other is None:
            unclear = (match["one"] if one is None else match["other"]).strip(" ?.!")
            near = self._order.near(unclear, MOST_NEAR)
            return Answer(Status.NOT_FOUND, f"It isn’t clear which entry “{unclear}” means.", (), near)
        if one[0] == other[0]:
            return None
        (first, last) = sorted((one, other), key=lambda point: _day(point[0]))
        message = (
            f"{_days_apart(first, last, weeks='week' in match[0].lower())}: from {first[1]} to {last[1]}."
        )
        proof = list(dict.fromkeys(point[2] for point in (first, last) if point[2] is not None))
        return Answer(Status.ANSWERED, message, proved(proof)) if proof else None

    def _between_two(self, asked: Query) -> Answer | None:
        """The days between two entries that fit alike: “the two calls in February”."""
        events = self._placed(asked.units, asked, None) if asked.units else []
        if len(events) != len(("one", "other")):
            return None
        days = (_day(events[1].span or _NO_SPAN) - _day(events[0].span or _NO_SPAN)).days
        first, last = (f"{edtf.label(entry.date or '')} ({entry.title})" for entry in events)
        message = f"{days} day{'s' * (days != 1)}: from {first} to {last}."
        return Answer(Status.ANSWERED, message, proved(events))

    def _are_people(self, text: str) -> bool:
        """Whether a text names nobody and nothing but people: “(calls) between Abe and Trump”."""
        units = self._reader.read(text).units
        people = {entry.id for entry in self._index.entries if entry.kind is Kind.PERSON}
        return bool(units) and all(not people.isdisjoint(unit.targets[:1]) for unit in units)

    def _points(self, one: str, other: str, best: Best) -> tuple[Point | None, Point | None]:
        """Two days, each named outright or that of an event; one without its year is that nearest to the other."""
        first = self._day_named(one, None) or self._day_told(one, best)
        second = self._day_named(other, first) or self._day_told(other, best)
        return self._day_named(one, second) or first, second

    def _day_named(self, text: str, beside: Point | None) -> Point | None:
        reading = self._almanac.read(text.strip(" ?.,"))
        if not isinstance(reading, Reading) or not reading.span.start or _RANK.fullmatch(reading.text):
            return None  # “the first” of whatever the other part names is no day
        span = reading.span
        if beside is not None:
            span = min(self._almanac.spans(reading), key=lambda span: abs(_day(span) - _day(beside[0])))
        there = self._almanac.entries([span])
        return span, edtf.day_label(_day(span)), there[0] if there else None

    def _day_told(self, text: str, best: Best) -> Point | None:
        entry = best(text)
        if entry is None or entry.span is None or entry.span.start is None or entry.date is None:
            return None
        return entry.span, f"{edtf.label(entry.date)} ({entry.title})", entry

    def _next(self, query: Query, best: Best) -> Answer | None:
        """What the chronology has next after, or last before, an event that is described."""
        match = _NEXT.search(query.text)
        if not match or query.spans or query.invalid:
            return None
        entry = best(match["event"])
        if entry is None or entry.span is None or entry.date is None:
            return None
        follows = match["order"].lower() in {"after", "following", "since"}
        apart = _APART.search(match[0][: match.start("order") - match.start()])
        if apart:
            return self._so_long_from(entry, apart, follows=follows)
        return self._beyond(entry, follows=follows)

    def onward(self, query: Query, before: Context) -> tuple[Answer, Context] | None:
        """What came after the answer before: anything (“and after that?”), or more of the same (“the next one?”)."""
        entry = before.answer
        if entry is None or entry.span is None or entry.date is None:
            return None
        ahead = onward(query)
        if ahead is not None:
            answer = self._beyond(entry, follows=ahead) or Answer(Status.NOT_FOUND, _NO_MORE)
            spoken_of = tuple(unit for unit in before.query.units if self._person(unit))
            context = replace(query, units=spoken_of)  # “he” is nobody who merely comes next
            return answer, Context(context, answer.found[0].entry if answer.found else entry)
        those = self._one_of_those(query, before)
        if those is not None:
            return those
        ahead = another(query)
        units = tuple(unit for unit in before.query.units if unit.text not in _PLACED)
        if ahead is None or not units:
            return None
        such = self._such(units)
        there = [one for one in such if one.span and is_beyond(one.span, entry.span, follows=ahead)]
        if not there:
            return Answer(Status.NOT_FOUND, _NO_MORE), before
        one = there[0 if ahead else -1]
        return Answer(Status.ANSWERED, headline(one), proved([one])), replace(before, answer=one)

    def _one_of_those(self, query: Query, before: Context) -> tuple[Answer, Context] | None:
        """“When was the first?” of those that were just counted or put in a row."""
        asked = before.query
        counted = _TIMES.search(asked.text) or _place(set(asked.words))
        if not counted or not is_one_of_those(query):
            return None
        units = tuple(unit for unit in asked.units if unit.text not in _PLACED)
        events = self._placed(units, asked, None) if units or asked.spans else []
        place = _place(set(query.words))
        if len(events) < max(FEW, place):
            return None
        answer = _picked(events, place)
        return answer, replace(before, answer=answer.found[0].entry)

    def _beyond(self, entry: Entry, *, follows: bool) -> Answer | None:
        """The events next to an entry on one side, in order of time; the nearest of those before come last."""
        if entry.span is None or entry.date is None:
            return None
        span = entry.span
        events = [one for one in self._events() if one.span and is_beyond(one.span, span, follows=follows)]
        chosen = events[:MOST_NEXT] if follows else events[-MOST_NEXT:]
        if not chosen:
            return None
        order = "After" if follows else "Before"
        message = f"{order} {edtf.label(entry.date)} ({entry.title}) the chronology has:"
        return Answer(Status.ANSWERED, message, proved(chosen))

    def _so_long_from(self, event: Entry, apart: re.Match[str], *, follows: bool) -> Answer | None:
        """What is dated so many days or weeks after or before an event: “two days before the signing”."""
        there = so_long_from(event.span or _NO_SPAN, apart, follows=follows)
        if there is None:
            return None
        entries = [entry for entry in self._almanac.entries([there]) if entry.id != event.id]
        label = edtf.label(edtf.of(there))
        if not entries:
            return Answer(
                Status.NOT_FOUND, f"Nothing in here is dated {label}.", (), (), ReadSpan(there, label)
            )
        noun = "entry" if len(entries) == 1 else "entries"
        return Answer(
            Status.ANSWERED, f"{label}: {len(entries)} {noun}.", proved(entries), (), ReadSpan(there, label)
        )

    def _in_a_row(self, query: Query, best: Best) -> Answer | None:
        """The earliest, the latest or the second of several entries that fit alike, perhaps beyond an event."""
        if not _place(set(query.words)) or query.need in _NO_EVENT:
            return None
        bound = self._order.bound(query, best)
        asked = self._reader.read(bound.main) if bound else query
        words = set(asked.words)
        place = _place(words)
        if not place or (words & _NEXT_ONE and (bound is None or not bound.follows)):
            return None
        units = tuple(unit for unit in asked.units if unit.text not in _PLACED)
        if bound is None and _OF_ALL.fullmatch(query.text.strip()):
            return _picked(self._events(), place, such="events") if len(self._events()) >= FEW else None
        if (len(units) == len(asked.units) and "thing" not in words) or not (units or asked.spans):
            return None
        events = self._placed(units, asked, bound)
        if not events or is_numbered_otherwise(asked.words, f"{events[0].title} {events[0].text}"):
            return None
        if len(events) < place:
            return self._too_few(events, units, place)
        if len(events) == 1:
            return Answer(Status.ANSWERED, headline(events[0]), proved(events))
        return _picked(events, place, _beyond(bound), such="such entries" if units else "events")

    def _too_few(self, events: list[Entry], units: tuple[Unit, ...], place: int) -> Answer | None:
        """There is no second meeting of two people if the chronology has one, unless it calls something a second."""
        people = [unit for unit in units if self._person(unit)]
        named = set(self._index.postings.get(_RANKS[place], {}))
        for unit in people:
            named &= set(self._index.postings.get(f"@{self._person(unit)}", {}))
        if not people or named:
            return None
        count = "one such entry" if len(events) == 1 else f"{len(events)} such entries"
        return Answer(Status.NOT_FOUND, f"No more than {count} can be told for sure.", (), tuple(events))

    def _person(self, unit: Unit) -> str:
        """The id of the person whom a unit names, if it does."""
        kinds = ((one, self._index.entries[self._index.numbers[one]].kind) for one in unit.targets)
        return next((one for one, kind in kinds if kind is Kind.PERSON), "")

    def _placed(self, units: tuple[Unit, ...], asked: Query, bound: Bound | None) -> list[Entry]:
        """The events of which one is to be picked by its place, in order of time."""
        wanted = [self._almanac.spans(reading) for reading in asked.spans]
        return [
            entry
            for entry in (self._such(units) if units else self._events())
            if lies_in_each(entry, wanted) and (bound is None or bound.admits(entry))
        ]


def _days_apart(first: Point, last: Point, *, weeks: bool) -> str:
    """How many days or weeks lie between two points; of months and years only between which numbers it lies."""
    least, most = ((_day(last[0]) - _day(first[0])).days,) * 2
    if not (_is_exact(first) and _is_exact(last)):
        ends = first[0].end or _day(first[0]), last[0].end or _day(last[0])
        least, most = max(0, (_day(last[0]) - ends[0]).days), (ends[1] - _day(first[0])).days
    if least != most:
        return f"Between {least} and {most} days"
    if weeks:
        return f"{most // 7} weeks and {most % 7} days" if most % 7 else f"{most // 7} weeks"
    days = f"{most} day{'s' * (most != 1)}"
    return f"{days} ({most // 7} weeks)" if most >= 14 and most % 7 == 0 else days


def _is_exact(point: Point) -> bool:
    """Whether a point is known to the day; of a stretch of days its first one counts."""
    entry = point[2]
    return point[0].start == point[0].end or (
        entry is not None and entry.date is not None and is_by_day(entry.date)
    )


def _place(words: set[str]) -> int:
    """Which one of several is asked for: 1 for the first, -1 for the last, 0 for none."""
    if words & _LAST:
        return 0 if words & _FIRST else -1
    return next((place for word, place in _ORDINALS.items() if word in words), 0)


def _picked(events: list[Entry], place: int, beyond: str = "", such: str = "such entries") -> Answer:
    """One of several entries in order of time, and then the others."""
    events = events[::-1] if place < 0 else events
    at = abs(place) - 1
    chosen = [events[at], *(event for event in events if event is not events[at])]
    message = f"{headline(chosen[0])}, the {_RANKS[place]} of {len(events)} {such}{beyond}."
    return Answer(Status.ANSWERED, message, proved(chosen))


def _beyond(bound: Bound | None) -> str:
    if bound is None or bound.entry.date is None:
        return ""
    side = "after" if bound.follows else "before"
    return f" {side} {edtf.label(bound.entry.date)} ({bound.entry.title})"


def lasting(entry: Entry) -> str:
    """How many days an entry went on, where it is dated by its first and last day."""
    start, end = (entry.span.start, entry.span.end) if entry.span else (None, None)
    if start is None or end is None or start == end or not is_by_day(entry.date or ""):
        return ""
    return f" ({(end - start).days + 1} days, the first and the last among them)"


def _start(entry: Entry) -> str:
    return str(entry.span.start if entry.span else "")


def _day(span: Span) -> date:
    return span.start or span.end or date.min
