"""What is known, as frozen data: a chronicle and its cited entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.dates.span import Span


class Kind(StrEnum):
    """What an entry is about."""

    EVENT = "event"
    FACT = "fact"
    PERSON = "person"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Source:
    """A work that entries cite, described by CSL fields (`csl` keeps them all, as written in the pack)."""

    id: str
    type: str
    title: str
    csl: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source: `locator` names the heading or the chronology day."""

    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """Another date or figure that a source gives for the same thing. `date` is EDTF."""

    text: str
    citations: tuple[Citation, ...]
    date: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a person held. `since` and `until` are EDTF days, months or years, both included.

    `since: ../2018-04-23` says that it was held by that day and perhaps before, `until: 2018-04-23/..` likewise.
    `aliases` are other names of the office ("SecState"); `None` ends are unknown to the sources.
    """

    title: str
    since: str | None = None
    until: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One cited statement. For people and terms `title` is their name and `text` their profile or definition.

    `date` is the EDTF string as the pack writes it and `span` the closed interval of days that it covers.
    `people`, `terms` and `related` are ids of other entries.
    """

    id: str
    kind: Kind
    title: str
    text: str
    citations: tuple[Citation, ...]
    date: str | None = None
    span: Span | None = None
    people: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    place: str | None = None
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    disputed: tuple[Dispute, ...] = ()
    related: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A question as people ask it, with the ids of the entries that answer it; none where nothing here does."""

    text: str
    answers: tuple[str, ...] = ()


def as_asked(text: str) -> str:
    """What questions share that differ in capitals, blanks and final marks alone."""
    return " ".join(text.casefold().split()).rstrip("?!. ")


@dataclass(frozen=True, slots=True)
class Pack:
    """The head of a chronicle: its identity, period (closed, in days), language and time zone."""

    id: str
    title: str
    period: Span
    language: str = "en"
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A whole pack, loaded. Entries keep the order of the files; events are sorted by date, then by file."""

    pack: Pack
    sources: Mapping[str, Source]
    events: tuple[Entry, ...]
    facts: tuple[Entry, ...]
    people: tuple[Entry, ...]
    terms: tuple[Entry, ...]
    by_id: Mapping[str, Entry] = field(repr=False)
    examples: tuple[Example, ...] = field(default=(), repr=False)

    def __iter__(self) -> Iterator[Entry]:
        """All entries: events, facts, people, terms."""
        yield from self.events
        yield from self.facts
        yield from self.people
        yield from self.terms
