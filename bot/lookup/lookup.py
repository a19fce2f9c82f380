"""Question → Answer: pure functions on a frozen chronicle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates import edtf
from bot.lookup.answer import Answer, Found, ReadSpan, Status
from bot.lookup.confidence import confidence
from bot.lookup.index import build
from bot.lookup.language import load_language
from bot.lookup.query import Need, Query, Reader, Sort
from bot.lookup.question import Command, Question
from bot.lookup.rank import Ranker

if TYPE_CHECKING:
    from bot.chronicle.model import Chronicle, Entry
    from bot.dates.span import Span
    from bot.lookup.rank import Evidence

SURE = 0.5  # below this the first entry is no answer
MOST = 5
MOST_SUGGESTIONS = 3
NEAR = 0.8  # a further entry is shown if it ranks at least so near the first


@dataclass(frozen=True, slots=True)
class Context:
    """What one conversation remembers: the last question as it was read."""

    query: Query


class Lookup:
    """Answers questions from one chronicle. Safe to share between threads and servers."""

    def __init__(self, chronicle: Chronicle) -> None:
        self.chronicle = chronicle
        self.language = load_language(chronicle.pack.language)
        self.index = build(chronicle, self.language)
        self.reader = Reader(self.index, self.language, chronicle.pack.period)
        self.ranker = Ranker(self.index, self.language)

    def answer(self, question: Question, context: Context | None = None) -> tuple[Answer, Context]:
        """What the chronicle says to a question, and what the conversation remembers of it."""
        query = self.reader.read(question.text, question.today)
        if context is not None:
            query = lean(query, context.query)
        return self._answer(question.command, query), Context(query)

    def _answer(self, command: Command, query: Query) -> Answer:
        if query.invalid is not None:
            return Answer(Status.INVALID, query.invalid.reason)
        if command in {Command.ON, Command.BETWEEN} or (query.spans and not query.units):
            return self._calendar(query)
        if not query.units:
            return self._nothing(query)
        if command is Command.WHEN and query.need is Need.ANY:
            query = Query(query.text, query.units, Need.WHEN, query.spans, None, query.words, query.negated)
        profile = self._profile(command, query)
        return profile or self._best(query)

    def is_ranked(self, command: Command, query: Query) -> bool:
        """Whether a question is answered by ranking, and not by the calendar or a profile."""
        calendar = command in {Command.ON, Command.BETWEEN} or (query.spans and not query.units)
        return bool(query.units) and not (query.invalid or calendar or self._profile(command, query))

    def _best(self, query: Query) -> Answer:
        ranked = self.ranker.rank(query)
        span = _read_span(query)
        if not ranked:
            return self._nothing(query)
        first = ranked[0]
        score = confidence(first, ranked[1] if len(ranked) > 1 else None, self._entry(first), query, self.ranker, self.language)
        if score < SURE:
            return self._nothing(query, ranked)
        shown = [one for one in ranked[:MOST] if one.rank >= NEAR * first.rank]
        found = tuple(
            Found(self._entry(one), round(score * one.rank / first.rank, 3) if first.rank else 0.0) for one in shown
        )
        return Answer(Status.ANSWERED, headline(found[0].entry), found, (), span)

    def _entry(self, evidence: Evidence) -> Entry:
        return self.index.entries[evidence.number]

    def _profile(self, command: Command, query: Query) -> Answer | None:
        """A person or term asked for by name alone, and then what they did."""
        if len(query.units) != 1 or query.need not in {Need.ANY, Need.WHO, Need.DEFINITION}:
            return None
        unit = query.units[0]
        if command is Command.WHEN or unit.sort not in {Sort.NAME, Sort.OFFICE}:
            return None
        span = query.spans[0].span if query.spans else None
        about = [self.chronicle.by_id[target] for target in unit.targets]
        if unit.sort is Sort.OFFICE:
            about = [person for person in about if self._held(person, unit.text, span)] or about
        if not about:
            return None
        chosen = {entry.id for entry in about}
        deeds = [
            entry
            for entry in self.chronicle.events
            if chosen & {*entry.people, *entry.terms} and (span is None or self.ranker.agrees(entry, span))
        ]
        profiles = [Found(entry, 0.95) for entry in about]
        done = [Found(entry, 0.9) for entry in deeds]
        found = done + profiles if span and done and unit.sort is Sort.NAME else profiles + done
        return Answer(Status.ANSWERED, headline(found[0].entry), tuple(found), (), _read_span(query))

    def _held(self, person: Entry, office: str, span: Span | None) -> bool:
        """Whether a person held the office at some day of the span, as far as the sources tell."""
        key = tuple(office.split())
        for holder, held in self.index.offices.get(key, ()):
            if holder == person.id:
                if span is None:
                    return True
                since = edtf.parse(held.since).start if held.since else None
                until = edtf.parse(held.until).end if held.until else None
                if not ((until and span.start and until < span.start) or (since and span.end and since > span.end)):
                    return True
        return False

    def _calendar(self, query: Query) -> Answer:
        """Every entry that overlaps the days asked for, in order of time."""
        if not query.spans:
            return Answer(Status.INVALID, "Please name a day or a period, such as “March 8” or “between March 5 and 9”.")
        reading = query.spans[0]
        entries = [
            entry
            for entry in (*self.chronicle.events, *self.chronicle.facts)
            if self.ranker.agrees(entry, reading.span) and not _coarser(entry, reading.span)
        ]
        wanted = [unit for unit in query.units if unit.sort is not Sort.MISSING]
        for unit in wanted:
            postings, _ = self.ranker.touch(unit)
            kept = [entry for entry in entries if postings.get(self.index.numbers[entry.id], 0.0) >= 0.5]
            entries = kept or ([] if unit.sort is Sort.FOREIGN else entries)
        entries.sort(key=_day)
        if not entries:
            return self._nothing(query)
        found = tuple(Found(entry, 1.0) for entry in entries)
        noun = "entry" if len(found) == 1 else "entries"
        message = f"{len(found)} {noun}: {reading.text}."
        return Answer(Status.ANSWERED, message, found, (), ReadSpan(reading.span, reading.text))

    def _nothing(self, query: Query, ranked: list[Evidence] | None = None) -> Answer:
        """An honest “not in here”, with the nearest entries as suggestions."""
        near = [self._entry(one) for one in (ranked or [])[:MOST_SUGGESTIONS]]
        message = f"Nothing in “{self.chronicle.pack.title}” answers this."
        return Answer(Status.NOT_FOUND, message, (), tuple(entry.title for entry in near), _read_span(query))


def headline(entry: Entry) -> str:
    """The sentence that a person reads first: the date, where there is one, and the title."""
    return f"{edtf.label(entry.date)}: {entry.title}" if entry.date else entry.title


def lean(query: Query, before: Query) -> Query:
    """A question that leans on the one before it takes from there what it leaves open."""
    words = query.words
    opening = words[:2] in {("what", "about"), ("how", "about")} or words[:1] == ("and",)
    pronoun = any(word in {"he", "she", "him", "his", "her", "they", "them", "their", "it", "that", "this", "there"} for word in words)
    if not (opening or pronoun or not query.units):
        return query
    if query.units and any(unit.sort is Sort.NAME for unit in query.units) and not opening:
        return query
    named = any(unit.sort in {Sort.NAME, Sort.OFFICE} for unit in query.units)
    if opening:
        kept = tuple(unit for unit in before.units if not (named and unit.sort in {Sort.NAME, Sort.OFFICE}))
    else:
        kept = tuple(unit for unit in before.units if unit.sort in {Sort.NAME, Sort.OFFICE}) or before.units
    have = {unit.text for unit in query.units}
    units = query.units + tuple(unit for unit in kept if unit.text not in have)
    spans = query.spans or (before.spans if opening else ())
    need = query.need if query.need is not Need.ANY else (before.need if opening else Need.ANY)
    return Query(query.text, units, need, spans, query.invalid, query.words, query.negated)


def _read_span(query: Query) -> ReadSpan | None:
    return ReadSpan(query.spans[0].span, query.spans[0].text) if query.spans else None


def _coarser(entry: Entry, span: Span) -> bool:
    """Whether an entry is dated by month or more, while the days asked for are fewer."""
    if entry.span is None or entry.date is None or entry.kind is Kind.EVENT and "/" in entry.date:
        return False
    return not span.contains(entry.span) and "/" not in entry.date


def _day(entry: Entry) -> tuple[str, str]:
    return (str(entry.span.start) if entry.span else "", entry.date or "")
