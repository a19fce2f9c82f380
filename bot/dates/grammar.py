"""How calendar expressions are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dates import written
from bot.dates.expression import Expression, through
from bot.dates.sentence import Sentence, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule
def point(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """One date, month or year."""
    yield from written.calendar_date(s, at)
    yield from written.month(s, at)
    yield from written.year(s, at)
    yield from written.day_of_month(s, at)


@rule
def expression(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Any calendar expression."""
    start = s.skip(at, "between", "from")
    for first, middle in point(s, start):
        if s.word(middle) in {"to", "and", "-", "until", "till", "through"}:
            for last, end in point(s, middle + 1):
                yield through(first, last), end
    yield from point(s, at)
