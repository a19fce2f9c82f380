"""Question sets and the rule by which a first answer is right.

A set is a YAML list of `{id, kind, command, text, date, names}`: the accepted EDTF dates of the right entry (none:
no date is demanded) and groups of names, of which one each must stand in it. `status` instead of those: the source
has no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import yaml

from bot.dates import edtf
from bot.lookup.question import Command, Question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.chronicle.model import Entry


TODAY = date(2026, 11, 24)
"""The day on which all questions are asked, as every medium tells it: long after all the histories have ended."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a set and what is right. `statuses` is empty where an entry answers."""

    id: str
    kind: str
    command: Command
    text: str
    dates: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    statuses: tuple[str, ...]

    @property
    def question(self) -> Question:
        """What is asked, as the commands hand it over."""
        return Question(self.command, self.text, TODAY)


def read(path: Path) -> tuple[Asked, ...]:
    """The questions of one file."""
    rows = cast("list[dict[str, Any]]", yaml.safe_load(path.read_text("utf-8")))
    return tuple(map(_asked, rows))


def _asked(row: dict[str, Any]) -> Asked:
    statuses = row.get("status", [])
    return Asked(
        str(row["id"]),
        str(row.get("kind", "")),
        Command(row["command"]),
        str(row["text"]),
        tuple(map(str, row.get("date") or ())),
        tuple(tuple(str(group).casefold().split("|")) for group in row.get("names") or ()),
        (statuses,) if isinstance(statuses, str) else tuple(statuses),
    )


def is_right(asked: Asked, entries: Sequence[Entry]) -> bool:
    """Whether the first entry is a right one; for a listing of days, whether any entry is."""
    if asked.command in {Command.ON, Command.BETWEEN}:
        return any(fits(asked, entry) for entry in entries)
    return bool(entries) and fits(asked, entries[0])


def fits(asked: Asked, entry: Entry) -> bool:
    """Whether an entry has one of the dates and all the names."""
    text = " ".join((entry.title, entry.text, *(dispute.text for dispute in entry.disputed))).casefold()
    return (not asked.dates or _is_dated(asked, entry)) and all(
        any(name in text for name in group) for group in asked.names
    )


def _is_dated(asked: Asked, entry: Entry) -> bool:
    spans = [span for span in (entry.span, *(dispute.span for dispute in entry.disputed)) if span is not None]
    wanted = [edtf.parse(date) for date in asked.dates]
    return any(
        span == want or want.contains(span) or (span.overlaps(want) and "/" in (entry.date or ""))
        for span in spans
        for want in wanted
    )
