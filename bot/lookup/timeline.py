"""Everything dated about a topic or a person, in order of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.lookup.almanac import lies_in
from bot.lookup.answer import Answer, Found, Status
from bot.lookup.lookup import MOST_SUGGESTIONS
from bot.lookup.query import Sort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.chronicle.model import Entry
    from bot.dates.span import Span
    from bot.lookup.lookup import Lookup
    from bot.lookup.query import Query

_TOUCHES = 0.85  # how strongly an entry must say each word of the topic: by itself or a synonym
_MENTIONS = 0.5  # how strongly it must link to a person or term, or mention them


def timeline(lookup: Lookup, topic: str, named: Entry | None = None) -> Answer:
    """The entries about a topic, a person or a term; about the entry that is `named`, where the topic is one.

    Facts of days on which an event is listed are left out: most tell of the same.
    """
    query = lookup.reader.read(topic)
    if query.invalid is not None:
        return Answer(Status.INVALID, query.invalid.reason)
    about = _about_words(query, lookup)
    if named:
        about = list(dict.fromkeys((*_about_entry(named, lookup), *about)))
    entries = sorted(_dated(about), key=_order)
    told = [entry.span for entry in entries if entry.kind is Kind.EVENT and entry.span]
    chosen = [entry for entry in entries if entry.kind is Kind.EVENT or not _lies_in_one(entry, told)]
    title = named.title if named else query.text
    if not chosen:
        message = f"Nothing dated in “{lookup.chronicle.pack.title}” is about “{title}”."
        return Answer(Status.NOT_FOUND, message, (), tuple(about[:MOST_SUGGESTIONS]))
    noun = "entry" if len(chosen) == 1 else "entries"
    message = f"{title}: {len(chosen)} {noun} in order of time"
    return Answer(Status.ANSWERED, message, tuple(Found(entry, 1.0) for entry in chosen))


def _about_entry(named: Entry, lookup: Lookup) -> list[Entry]:
    """What links to an entry or from it, and what mentions it by name."""
    mentioned = lookup.index.postings.get(f"@{named.id}", {})
    linked = {number for number, strength in mentioned.items() if strength >= _MENTIONS}
    near = {*named.related, named.id}
    return [
        entry
        for number, entry in enumerate(lookup.index.entries)
        if number in linked or entry.id in near or named.id in entry.related
    ]


def _about_words(query: Query, lookup: Lookup) -> list[Entry]:
    """What says every part of a topic, within the days that it names."""
    if not query.units and not query.spans:
        return []
    numbers = set(range(len(lookup.index.entries)))
    for unit in query.units:
        postings, _ = lookup.ranker.touch(unit)
        least = _MENTIONS if unit.sort is Sort.NAME else _TOUCHES
        numbers &= {number for number, strength in postings.items() if strength >= least}
    entries = [lookup.index.entries[number] for number in sorted(numbers)]
    for reading in query.spans:
        spans = lookup.almanac.spans(reading)
        entries = [entry for entry in entries if any(lies_in(entry, span) for span in spans)]
    return entries


def _dated(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.span and entry.kind in {Kind.EVENT, Kind.FACT}]


def _lies_in_one(entry: Entry, spans: Iterable[Span]) -> bool:
    return entry.span is not None and any(span.contains(entry.span) for span in spans)


def _order(entry: Entry) -> tuple[date, bool]:
    """By the first day; what is dated more coarsely comes after the days in it that are known."""
    span = entry.span
    start = (span.start if span else None) or date.min
    return start, span is not None and span.start != span.end
