"""What is said: plain data that any medium can render."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.chronicle.model import Entry
    from bot.dates.span import Span

DOUBTFUL = 0.6  # of the answers below this hardly more than half are right
PROOF = 0.9  # how sure an entry is that something was reckoned from


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that answers, with a confidence between 0 and 1."""

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A calendar expression that was understood: its days and the words that it was read from."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one question: `message` is the sentence that a person reads first.

    `found` is best first, or in order of time for calendar listings. `suggestions` are
    entries that come near, where nothing answers. `is_chat`: nothing was asked at all.
    """

    status: Status
    message: str
    found: tuple[Found, ...] = ()
    suggestions: tuple[Entry, ...] = ()
    span: ReadSpan | None = None
    is_chat: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether the first entry may well be no answer, which a person must be told."""
        return bool(self.found) and self.found[0].score < DOUBTFUL


def proved(entries: Iterable[Entry]) -> tuple[Found, ...]:
    """The entries from which an answer was reckoned."""
    return tuple(Found(entry, PROOF) for entry in entries)


def headline(entry: Entry) -> str:
    """The sentence that a person reads first: the date, where there is one, and the title."""
    return (
        f"{edtf.label(entry.date)}: {entry.title}"
        if entry.date and entry.kind is not Kind.PERSON
        else entry.title
    )
