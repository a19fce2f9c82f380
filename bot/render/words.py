"""Phrases that every medium shares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates.edtf import beginning, ending, label, of

if TYPE_CHECKING:
    from bot.chronicle.model import Dispute, Entry, Office
    from bot.dates.span import Span

UNSURE = "Not sure, but this comes nearest:"


def offices(entry: Entry) -> tuple[str, ...]:
    """The offices of a person, each with the time in which it was held, as far as the sources give it."""
    return tuple(_office(office) for office in entry.offices)


def disagreement(other: Dispute, entry: Entry) -> str:
    """A sentence that says how another statement of the sources differs."""
    own = {citation.source for citation in entry.citations}
    within = own == {citation.source for citation in other.citations} and len(own) == 1
    return f"{'The source disagrees with itself' if within else 'Sources disagree'}: {other.text}"


def day_label(edtf: str) -> str:
    """An EDTF date as people write it, a single day with its weekday: “Thursday, March 8, 2018”."""
    try:
        return f"{date.fromisoformat(edtf):%A}, {label(edtf)}"
    except ValueError:
        return label(edtf)


def dated_headline(entry: Entry) -> str:
    """The headline of an entry, with the weekday where it is dated to a day."""
    return (
        f"{day_label(entry.date)}: {entry.title}"
        if entry.date and entry.kind is not Kind.PERSON
        else entry.title
    )


def span_label(span: Span) -> str:
    """The days of a span as a person writes them; an open end is left open."""
    return label(of(span))


def _office(office: Office) -> str:
    since = [beginning(office.since)] if office.since else []
    until = [ending(office.until)] if office.until else []
    return f"{office.title} ({' '.join(since + until)})" if since or until else office.title
