"""Closed spans of days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included; `None` is an open end."""

    start: date | None
    end: date | None

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a day."""
        return not (
            (self.end and other.start and self.end < other.start)
            or (other.end and self.start and other.end < self.start)
        )

    def contains(self, other: Span) -> bool:
        """Whether every day of `other` lies in this span."""
        starts = self.start is None or (other.start is not None and self.start <= other.start)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return starts and ends
