"""Question → Answer: pure functions on a frozen chronicle."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates import Invalid, Reading, edtf
from bot.dates.span import Span
from bot.dates.vocabulary import WEEKDAYS
from bot.lookup.almanac import Almanac, lies_in, lies_in_each
from bot.lookup.answer import DOUBTFUL, Answer, Found, ReadSpan, Status, headline, proved
from bot.lookup.chat import Chat
from bot.lookup.confidence import Confidence
from bot.lookup.conversation import (
    Context,
    beside,
    hangs,
    is_of_someone,
    lean,
    leans,
    names_something,
    onward,
    other,
)
from bot.lookup.examples import Examples
from bot.lookup.index import build
from bot.lookup.language import load_language
from bot.lookup.order import Order
from bot.lookup.place import Places
from bot.lookup.profile import in_turn, profile
from bot.lookup.query import Need, Query, Reader, Sort
from bot.lookup.question import Command, Question
from bot.lookup.rank import Ranker
from bot.lookup.reckon import Reckoner, lasting
from bot.lookup.slot import Slots
from bot.lookup.tenure import Tenure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chronicle.model import Chronicle, Entry
    from bot.lookup.order import Bound
    from bot.lookup.rank import Evidence

SURE = 0.45  # below this the first entry is no answer
JUDGED = 4  # entries of which one may be the answer
HOPELESS = 0.1  # where the first is less likely than this, none of the next is likely enough
MOST = 5
MOST_SUGGESTIONS = 3
NEAR = 0.8  # a further entry is shown if it ranks at least so near the first
CERTAIN = 0.7  # how sure a part of a question must be found before anything is reckoned from it
KNOWN = 0.95  # how sure an answer is that the pack itself gives to the very question
MOST_EVENTS = 2_000  # descriptions of events that are remembered
MOST_NAMED = 4  # days or years that a listing of several names
SUGGESTED = 0.25  # what an entry must touch of the question to be suggested
_OCCASIONS = frozenset(
    {"meeting", "summit", "conference", "forum", "event", "election", "ceremony"}
)  # types of terms
_JOINTS = frozenset({"and", "&", "to", "until", "till"})
_EACH = re.compile(r"\b(?:every|each|some|any|all)(?: (?:one )?days?\b)?(?: of\b)? *", re.IGNORECASE)
_LEADING = re.compile(r"^(?:on|in|at|during|from|for|by) ", re.IGNORECASE)
_NO_THAT = "It isn’t clear after or before what."
_NO_SUBJECT = "It isn’t clear what that is about."
_NO_OTHER = "The chronology has no other entry for that."
CALENDAR = frozenset({Command.ON, Command.BETWEEN})


class Lookup:
    """Answers questions from one chronicle. Safe to share between threads and servers."""

    def __init__(self, chronicle: Chronicle) -> None:
        self.chronicle = replace(chronicle, examples=())  # thousands, which are compared but never shown
        self.language = load_language(self.chronicle.pack.language)
        self.index = build(self.chronicle, self.language)
        self.almanac = Almanac(self.chronicle)
        self.reader = Reader(self.index, self.language, self.almanac)
        self.ranker = Ranker(self.index, self.language, self.almanac)
        self.examples = Examples(chronicle.examples, self.index, self.language, self.reader.need)
        self.confidence = Confidence(self.ranker, self.language, self.examples)
        self._chat = Chat(self.chronicle, self.language)
        self._slots = Slots(self.index, self.language, self.ranker)
        self._places = Places(self.index, self.language)
        self._tenure = Tenure(self.index, self.language, self.ranker, self._slots)
        self._events: dict[str, tuple[Entry | None]] = {}
        self._order = Order(self.chronicle, self.index, self.language, self.almanac, self.reader, self.ranker)
        self._reckoner = Reckoner(self.index, self.language, self.almanac, self.reader, self._order)

    def answer(self, question: Question, context: Context | None = None) -> tuple[Answer, Context]:
        """What the chronicle says to a question, and what the conversation remembers of it."""
        text = question.text
        if question.command in CALENDAR:  # “every Monday in March”, “some day in April”
            text = _EACH.sub("", text) or text
            question = replace(question, text=text)
        asked = self.reader.read(text, question.today)
        query = asked if context is None else beside(asked, context, self.almanac)
        if question.command in CALENDAR:
            query = self._days(question, query) if query is asked else query
            half = question.command is Command.BETWEEN and _is_half(query)
            described = (
                self._reckoner.between(query.text, self._described) if half or not query.spans else None
            )
            answer = described or (self._calendar(query) if not half else _half(query))
            return answer, self._remember(query, answer)
        if question.command is Command.ASK and (reply := self._chat.reply(text)):
            return Answer(Status.NOT_FOUND, reply, is_chat=True), context or Context(Query(""))
        if context is not None:
            followed = self._followed(question.command, query, context)
            if followed is not None:
                return followed
        answer = self._answer(question.command, query)
        if context is not None and not answer.found and not names_something(query):
            return answer, context  # what was spoken of before still is
        return answer, self._remember(query, answer)

    def _followed(self, command: Command, query: Query, context: Context) -> tuple[Answer, Context] | None:
        """The answer to a question that leans on the last one; `None` where it stands alone as well."""
        further = self._reckoner.onward(query, context)
        if further is not None:
            return further
        if onward(query) is not None and context.answer is None:
            return Answer(Status.NOT_FOUND, _NO_THAT), context
        others = other(query, context)
        if others is not None:
            return _others(others, context)
        if query.invalid or not (leans(query) or (context.answer is not None and hangs(query))):
            return None
        leaning = lean(query, context, self.chronicle.by_id)
        if not leaning.units and not query.spans and query.need not in {Need.ANY, Need.WHEN}:
            return Answer(Status.NOT_FOUND, _NO_SUBJECT), context  # “why?” after a day was listed
        answer = self._answer(command, leaning)
        if answer.status is Status.ANSWERED:
            return answer, self._remember(leaning, answer)
        if is_of_someone(query):  # what was said before is still what is spoken of
            return answer, Context(leaning, context.answer)
        if names_something(query):
            return None
        alone = self._answer(command, query)
        if alone.found and alone.found[0].score >= CERTAIN:
            return alone, self._remember(query, alone)
        return answer, context

    def _remember(self, query: Query, answer: Answer) -> Context:
        if not answer.found:
            return Context(query)
        first, *others = (found.entry for found in answer.found)
        alike = answer.message.startswith(headline(first))  # in a listing none is meant more than another
        return Context(query, first, tuple(others) if alike else ())

    def is_ranked(self, command: Command, query: Query) -> bool:
        """Whether a question is answered by ranking, and not by the calendar, a profile or a reckoning."""
        if query.invalid or command in CALENDAR or not query.units:
            return False
        return self._special(command, query) is None

    def _answer(self, command: Command, query: Query) -> Answer:
        if query.invalid is not None:
            return Answer(Status.INVALID, query.invalid.reason)
        if query.spans and not query.units:
            counted = query.need in {Need.DURATION, Need.COUNT}
            return (self._reckoner.answer(query, self._described) if counted else None) or self._calendar(
                query
            )
        if not query.units:
            return self._nothing(query)
        query = needing(command, query)
        answer = self._special(command, query) or self._known(command, query) or self._best(query)
        if answer.status is Status.ANSWERED or query.need is not Need.WHO:
            return answer
        return in_turn(query, self.chronicle, self.index) or answer

    def _known(self, command: Command, query: Query) -> Answer | None:
        """The answer to a whole question that stands among the examples of the pack."""
        ids = self.examples.known(query) if command is Command.ASK else None
        if ids is None:
            return None
        if not ids:
            return self._nothing(query)
        found = tuple(Found(self.chronicle.by_id[entry], KNOWN) for entry in ids[:MOST])
        return Answer(Status.ANSWERED, headline(found[0].entry), found, (), _read_span(query))

    def _special(self, command: Command, query: Query) -> Answer | None:
        return (
            self._reckoner.answer(query, self._described)
            or self._order.answer(command, query, self._described, self._best_of)
            or (
                None
                if query.personal
                else profile(command, query, self.chronicle, self.index, self.ranker, self.language)
            )
        )

    def _described(self, text: str) -> Entry | None:
        """The dated entry that a part of a question describes; several readings of one question may ask for it."""
        known = self._events.get(text)
        if known is None:
            known = (self._find_described(text),)
            if len(self._events) < MOST_EVENTS:
                self._events[text] = known
        return known[0]

    def _find_described(self, text: str) -> Entry | None:
        query = replace(self.reader.read(text), need=Need.WHEN)
        named = self._event_of(query)
        if named is not None:
            return named
        answer = self._first(query) if query.units else None
        return answer.found[0].entry if answer and answer.found and answer.found[0].score >= CERTAIN else None

    def _event_of(self, query: Query) -> Entry | None:
        """The event that the term for a summit or the like stands for: the only one to which the pack links it."""
        unit = query.units[0] if len(query.units) == 1 and query.units[0].sort is Sort.NAME else None
        term = self.chronicle.by_id.get(unit.targets[0]) if unit and unit.targets else None
        if term is None or term.type not in _OCCASIONS:
            return None
        linked = (self.chronicle.by_id[one] for one in term.related if one in self.chronicle.by_id)
        events = [entry for entry in linked if entry.kind is Kind.EVENT and entry.date]
        return events[0] if len(events) == 1 else None

    def _best_of(self, query: Query, bound: Bound) -> Entry | None:
        """The surest entry for a query on the right side of an event, where one there is as good as any other."""
        ranked = [one for one in self.ranker.rank(query) if self.ranker.entry(one).id != bound.entry.id]
        there = [one for one in ranked if bound.admits(self.ranker.entry(one))]
        near = there if there and there[0].rank >= NEAR * ranked[0].rank else []
        found = self._judge(query, near).found or self._judge(query, ranked).found
        return found[0].entry if found else None

    def _best(self, query: Query) -> Answer:
        """The first entry, on the right side of the event that the question leans on, if it names one."""
        counted = self._order.counted(query, self._described)
        if counted is not None:
            answer = self._first(counted.query)
            if answer.found and answer.found[0].entry.id != counted.event.id:
                return answer
        answer = self._first(query)
        if counted is not None and answer.found and answer.found[0].entry.id == counted.event.id:
            return self._nothing(query)  # the event from which the days are counted is not what they lead to
        reaction = self._order.reaction(query, self._described)
        if reaction is not None and answer.found and answer.found[0].entry.id == reaction.event.id:
            if reaction.told:
                return Answer(Status.ANSWERED, headline(reaction.told[0]), proved(reaction.told))
            nothing = self._nothing(query)
            return replace(nothing, suggestions=reaction.near[:MOST_SUGGESTIONS] or nothing.suggestions)
        bound = self._order.bound(query, self._described)
        if bound is None:
            return answer
        first = answer.found[0].entry if answer.found else None
        if first and first.id != bound.entry.id and not bound.contradicts(first):
            return answer
        beyond = self._beyond(query, bound)
        if beyond.found and (beyond.found[0].score >= CERTAIN or (first and first.id != bound.entry.id)):
            return beyond
        if first is None or (first.id != bound.entry.id and bound.vague):
            return answer
        leaves = first.id != bound.entry.id or bound.is_yes_or_no or bound.asks_deed
        return self._nothing(query) if leaves else answer

    def _beyond(self, query: Query, bound: Bound) -> Answer:
        """What the rest of a question finds beyond an event; nothing where the event itself fits it as well."""
        main = replace(self.reader.read(bound.main), need=query.need)
        ranked = self.ranker.rank(main)
        there = [one for one in ranked if bound.admits(self.ranker.entry(one))]
        event = next((one.rank for one in ranked if self.ranker.entry(one).id == bound.entry.id), 0.0)
        return self._judge(main, there if there and event < NEAR * there[0].rank else [])

    def _first(self, query: Query) -> Answer:
        return self._judge(query, self.ranker.rank(query))

    def _judge(self, query: Query, ranked: list[Evidence]) -> Answer:
        """The first of what was ranked, if it is sure enough to be the answer; else a surer one of the next deeds."""
        for place, one in enumerate(ranked[:JUDGED]):
            entry = self.ranker.entry(one)
            if place and entry.kind in {Kind.PERSON, Kind.TERM}:
                continue
            score = self.confidence.of([one, *ranked[:place], *ranked[place + 1 :]], query)
            if score >= (DOUBTFUL if place else SURE) and not self._is_ruled_out(query, entry):
                return self._found(query, ranked[place:], score)
            if not place and score < HOPELESS:
                break
        return self._nothing(query, ranked)

    def _found(self, query: Query, ranked: list[Evidence], score: float) -> Answer:
        first = ranked[0]
        entry = self.ranker.entry(first)
        shown = [one for one in ranked[:MOST] if one.rank >= NEAR * first.rank]
        found = tuple(Found(self.ranker.entry(one), round(score * one.rank / first.rank, 3)) for one in shown)
        message = headline(entry) + (lasting(entry) if query.need is Need.DURATION else "")
        return Answer(Status.ANSWERED, message, found, (), _read_span(query))

    def _is_ruled_out(self, query: Query, entry: Entry) -> bool:
        """Whether an entry is no answer, however likely it looks: other days or places, nothing to name, and so on."""
        return (
            self._is_of_other_days(query, entry)
            or self._places.rules_out(query, entry)
            or self._tenure.rules_out(query, entry)
            or self._slots.is_empty(query, entry)
        )

    def _is_of_other_days(self, query: Query, entry: Entry) -> bool:
        wanted = map(self.almanac.spans, query.spans)
        return entry.span is not None and not self.almanac.speaks_of_each(entry, wanted)

    def _namesakes(self, query: Query) -> list[Entry]:
        """People of the chronicle who share the surname of one that it doesn't know."""
        strangers = [unit.text.split()[-1] for unit in query.units if unit.sort is Sort.FOREIGN]
        ids = [person for surname in strangers for person in self.index.names.get((surname,), ())]
        return [self.chronicle.by_id[person] for person in ids]

    def _days(self, question: Question, query: Query) -> Query:
        """The days that `on` and `between` name: the whole text is one expression, wherever it can be."""
        whole = None
        if question.command is Command.BETWEEN:
            whole = self.almanac.read(f"between {query.text}", question.today)
        if not isinstance(whole, Reading):
            whole = self.almanac.read(query.text, question.today) or whole
        if isinstance(whole, Reading):
            text = whole.text.removeprefix("between ")
            return replace(
                query, spans=(Reading(whole.span, text, 0, len(query.text)),), units=(), invalid=None
            )
        if isinstance(whole, Invalid):
            return replace(query, invalid=whole)
        if question.command is Command.BETWEEN and len(query.spans) == 2:
            first, last = query.spans
            span = Span(first.span.start, last.span.end)
            return replace(
                query, spans=(Reading(span, f"{first.text} to {last.text}", first.start, last.end),)
            )
        return query

    def _calendar(self, query: Query) -> Answer:
        """Every entry that overlaps the days asked for, in order of time."""
        if query.invalid is not None:
            return Answer(Status.INVALID, query.invalid.reason)
        if not query.spans:
            return Answer(
                Status.INVALID, "Please name a day or a period, such as “March 8” or “between March 5 and 9”."
            )
        reading = query.spans[0]
        spans = [span for each in query.spans for span in self.almanac.spans(each)]
        entries = self.almanac.entries(spans)
        meant = [self.almanac.spans(each) for each in query.spans]
        if not _are_apart(meant):  # “after March 8 but before April 1”, “Mondays in March”
            entries = [entry for entry in entries if lies_in_each(entry, meant)]
        for unit in query.units:
            postings, _ = self.ranker.touch(unit)
            kept = [entry for entry in entries if postings.get(self.index.numbers[entry.id], 0.0) >= 0.5]
            entries = kept or ([] if unit.sort is Sort.FOREIGN else entries)
        if not entries:
            near = self.almanac.nearest(reading.span, MOST_SUGGESTIONS)
            day = _LEADING.sub("", reading.text)
            if len(query.spans) > 1:
                day = query.text[reading.start : query.spans[-1].end]
            elif len(spans) == 1:
                day = _span_name(reading.span) or day
            message = f"Nothing in “{self.chronicle.pack.title}” is dated {day}."
            return Answer(Status.NOT_FOUND, message, (), tuple(near), _read_span(query))
        told = [span for span in spans if any(lies_in(entry, span) for entry in entries)]
        if len(query.spans) > 1:
            reading = replace(reading, text=query.text[reading.start : query.spans[-1].end])
        elif told and reading.span not in told:  # of all the years that were not said, it is this one
            reading = replace(reading, span=told[-1])
            query = replace(query, spans=(reading, *query.spans[1:]))
        noun = "entry" if len(entries) == 1 else "entries"
        label = reading.text if len(query.spans) > 1 else _days_label(reading, told)
        otherwise = all(
            not any(entry.span and entry.span.overlaps(span) for span in spans) for entry in entries
        )
        message = f"{label}: {len(entries)} {noun}{', of a disputed date' if otherwise else ''}."
        return Answer(
            Status.ANSWERED, message, tuple(Found(entry, 1.0) for entry in entries), (), _read_span(query)
        )

    def _nothing(self, query: Query, ranked: list[Evidence] | None = None) -> Answer:
        """An honest “not in here”, with the nearest entries as suggestions."""
        ranked = self.ranker.rank(query) if ranked is None else ranked
        near = [
            *self._namesakes(query),
            *(self.ranker.entry(one) for one in ranked[:MOST_SUGGESTIONS] if one.coverage >= SUGGESTED),
        ]
        if query.personal and not any(unit.targets for unit in query.units):
            near = []  # who tells of themselves is not helped by what sounds alike
        near = list(dict.fromkeys(near))[:MOST_SUGGESTIONS]
        message = f"Nothing in “{self.chronicle.pack.title}” answers this."
        return Answer(Status.NOT_FOUND, message, (), tuple(near), _read_span(query))


def _others(others: tuple[Entry, ...], before: Context) -> tuple[Answer, Context]:
    """The entries that answer the last question nearly as well as the one that was given."""
    if not others:
        return Answer(Status.NOT_FOUND, _NO_OTHER), before
    found = tuple(Found(entry, CERTAIN) for entry in others)
    return Answer(Status.ANSWERED, headline(others[0]), found), Context(before.query, others[0], others[1:])


def needing(command: Command, query: Query) -> Query:
    """The query with the kind of answer that its command asks for, where its words ask for none.

    “did Japan sign” behind `when` is no question for yes or no: it goes on from the command.
    """
    need = {Command.WHEN: Need.WHEN, Command.WHO: Need.WHO}.get(command, query.need)
    return replace(query, need=need) if query.need in {Need.ANY, Need.YES_OR_NO} else query


def _days_label(reading: Reading, spans: list[Span]) -> str:
    """The days of a reading as one writes them; its own words, where they have no end or are those of several years."""
    start, end = reading.span.start, reading.span.end
    if start is None or end is None:
        return reading.text
    if len(spans) > 1:
        days = sorted(span.start for span in spans if span.start)
        years = dict.fromkeys(str(day.year) for day in days)
        named = years if len(years) > 1 else dict.fromkeys(f"{day:%B} {day.day}" for day in days)
        return f"{reading.text} ({', '.join(named)})" if len(named) <= MOST_NAMED else reading.text
    return edtf.label(edtf.of(reading.span))


def _span_name(span: Span) -> str:
    """A day, a month, a year or a stretch of days as one writes them; empty where it is open."""
    if span.start is None or span.end is None:
        return ""
    month, year = span.start.isoformat()[:7], span.start.isoformat()[:4]
    return edtf.label(next((part for part in (month, year) if edtf.parse(part) == span), edtf.of(span)))


def _read_span(query: Query) -> ReadSpan | None:
    """The days that were understood, where they are one stretch: not those of “March 8 and 22”, “a Friday in April”."""
    readings = list(query.spans)
    weekday = any(each.text.split()[-1].lower() in WEEKDAYS for each in readings)
    if not readings or (len(readings) > 1 and (weekday or _are_apart([(each.span,) for each in readings]))):
        return None
    first, last = readings[0], readings[-1]
    starts = [each.span.start for each in readings if each.span.start]
    ends = [each.span.end for each in readings if each.span.end]
    text = first.text if first is last else query.text[first.start : last.end]
    return ReadSpan(Span(max(starts, default=None), min(ends, default=None)), text)


def _is_half(query: Query) -> bool:
    """Whether one of the two days that something lies between was not understood: “the summit and March 8”."""
    if len(query.spans) != 1 or query.invalid is not None:
        return False
    reading = query.spans[0]
    before, behind = query.text[: reading.start].split(), query.text[reading.end :].split()
    return (before[-1:] or [""])[0].lower() in _JOINTS or (behind[:1] or [""])[0].lower() in _JOINTS


def _half(query: Query) -> Answer:
    message = f"Only “{query.spans[0].text}” of this is clear. Please name two days or one period."
    return Answer(Status.INVALID, message)


def _are_apart(meant: Sequence[tuple[Span, ...]]) -> bool:
    """Whether several days are named one beside the other, and not one to bound the other."""
    closed = all(span.start and span.end for spans in meant for span in spans)
    return len(meant) == 1 or (
        closed and not any(one.overlaps(other) for a, b in pairwise(meant) for one in a for other in b)
    )
