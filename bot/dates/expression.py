"""What an expression means before its context is known, and how the context completes it.

“March 8” means a day of *some* year. An `Expression` therefore maps the first day of whatever period it
leaves open (a year, a month, a week) to a span; `resolve` picks the period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from bot.dates.span import Span

Build = Callable[[date], Span]
Join = Callable[[Span, Span], Span]


class Missing(IntEnum):
    """The period an expression leaves open, from none to the shortest."""

    NOTHING = 0
    YEAR = 1
    MONTH = 2
    WEEK = 3


class Impossible(ValueError):  # noqa: N818 - it names a finding, not a fault
    """A calendar expression that cannot be; the message says why, for people."""


class Unanchored(ValueError):  # noqa: N818
    """An expression that nothing known can complete (“yesterday”, with no today)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is known beside the text: today, the period that is spoken of, and the order of 3/8."""

    today: date | None = None
    period: Span | None = None
    day_first: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """`build` gives the span for the first day of the missing period; `core` the days that name the period.

    They differ for “before March”: its core is March, which decides the year.
    """

    build: Build
    missing: Missing = Missing.NOTHING
    core: Build | None = None
    relative: bool = False

    def map(self, change: Callable[[Span], Span], *, keep_core: bool = True) -> Expression:
        """The same expression with its span changed, its open period still chosen by the old core."""
        build = self.build
        core = self.core or build
        return Expression(
            lambda first: change(build(first)), self.missing, core if keep_core else None, self.relative
        )

    def at(self, first: date) -> Span:
        """The core span in the period that begins on `first`."""
        return (self.core or self.build)(first)


def fixed(span: Span, *, relative: bool = False) -> Expression:
    """An expression that needs no context."""
    return Expression(lambda _: span, relative=relative)


def period_start(day: date, missing: Missing) -> date:
    """The first day of the year, month or week in which `day` lies."""
    match missing:
        case Missing.YEAR:
            return day.replace(month=1, day=1)
        case Missing.MONTH:
            return day.replace(day=1)
        case Missing.WEEK:
            return day - timedelta(days=day.weekday())
        case _:
            return day


def step(first: date, missing: Missing, count: int) -> date:
    """The first day of the period `count` periods later. Raises OverflowError outside of years 1–9999."""
    if missing is Missing.WEEK:
        return first + timedelta(weeks=count)
    months = first.year * 12 + first.month - 1 + count * (12 if missing is Missing.YEAR else 1)
    if not 12 <= months < 120000:
        raise OverflowError("outside of the calendar")
    return date(months // 12, months % 12 + 1, 1)


def resolve(expression: Expression, settings: Settings) -> Span:
    """The span that is meant. Raises Impossible or Unanchored."""
    try:
        if expression.missing is Missing.NOTHING:
            return expression.build(date.min)
        return expression.build(_choose(expression, settings))
    except (OverflowError, ValueError) as error:
        if isinstance(error, Impossible | Unanchored):
            raise
        raise Impossible("That lies outside of the calendar, which runs from the year 1 to 9999.") from error


def _choose(expression: Expression, settings: Settings) -> date:
    if settings.period and (settings.period.start or settings.period.end):
        return _in_period(expression, settings.period, settings.today)
    if settings.today is None:
        raise Unanchored
    return _nearest(expression, settings.today)


def _in_period(expression: Expression, period: Span, today: date | None) -> date:
    begin = period.start or period.end or date.min
    end = period.end or max(begin, today or begin)
    overlapping: list[date] = []
    near: list[tuple[int, date]] = []
    impossible: Impossible | None = None
    for first in _periods(begin, end, expression.missing):
        try:
            span = expression.at(first)
        except Impossible as error:
            if begin <= step(first, expression.missing, 1) - timedelta(days=1) and first <= end:
                impossible = error
            continue
        if span.overlaps(period):
            overlapping.append(first)
        near.append((min(_distance(span, begin), _distance(span, end)), first))
    if overlapping:
        if len(overlapping) == 1 or today is None:
            return overlapping[-1]
        return min(overlapping, key=lambda first: _distance(expression.at(first), today))
    if impossible:
        raise impossible
    if not near:
        raise Unanchored
    return min(near)[1]


def _periods(begin: date, end: date, missing: Missing) -> Iterator[date]:
    """The periods from one before `begin` to one after `end`; at most some hundreds."""
    first = step(period_start(begin, missing), missing, -1)
    for _ in range(600):
        yield first
        if first > end:
            return
        first = step(first, missing, 1)


def _nearest(expression: Expression, today: date) -> date:
    here = period_start(today, expression.missing)
    reason = Impossible("There is no such day.")
    for reach in (1, 8):
        best: tuple[int, int, date] | None = None
        for count in range(-reach, reach + 1):
            first = step(here, expression.missing, count)
            try:
                distance = _distance(expression.at(first), today)
            except Impossible as error:
                reason = error if count == 0 else reason
                continue
            # Of two equally near readings the past one is meant.
            if best is None or (distance, count) < best[:2]:
                best = (distance, count, first)
        if best:
            return best[2]
    raise reason


def _distance(span: Span, day: date) -> int:
    if span.start and day < span.start:
        return (span.start - day).days
    if span.end and span.end < day:
        return (day - span.end).days
    return 0


def join(first: Span, last: Span) -> Span:
    """From the beginning of one span to the end of another. Raises Impossible where that runs backwards."""
    if first.start and last.end and last.end < first.start:
        raise Impossible("That range ends before it begins.")
    return Span(first.start, last.end)


def through(first: Expression, last: Expression, join: Join = join) -> Expression:
    """The range from one expression to another; what one of them leaves open, the other completes."""
    relative = first.relative or last.relative
    if first.missing is Missing.NOTHING and last.missing is Missing.NOTHING:
        return Expression(lambda day: join(first.build(day), last.build(day)), relative=relative)
    if first.missing is last.missing:
        return Expression(lambda day: join(*_same(first, last, day)), first.missing, relative=relative)
    if first.missing > last.missing:
        return Expression(
            lambda day: join(*_backward(first, last.build(day))), last.missing, last.core, relative
        )
    return Expression(
        lambda day: join(*_forward(first.build(day), last)), first.missing, first.core, relative
    )


def _same(first: Expression, last: Expression, day: date) -> tuple[Span, Span]:
    begin, end = first.build(day), last.build(day)
    if begin.start and end.end and end.end < begin.start and first.missing is not Missing.MONTH:
        later = last.build(step(day, first.missing, 1))
        if first.missing is Missing.WEEK or _crosses(begin, later):
            return begin, later
    return begin, end


def _crosses(begin: Span, end: Span) -> bool:
    """Whether a range may cross the new year: “November to February”; “April 10 to April 3” is a slip."""
    if begin.start is None or end.end is None:
        return False
    days = (end.end - begin.start).days
    months = begin.start.day == 1 and (end.end + timedelta(days=1)).day == 1
    return months or days < 220 or 364 <= days <= 366


def _backward(first: Expression, end: Span) -> tuple[Span, Span]:
    """The latest reading of `first` that does not begin after `end`."""
    anchor = end.start or end.end
    if anchor is None:
        raise Unanchored
    if first.missing is not Missing.YEAR and end.start and end.end and (end.end - end.start).days > 31:
        raise Unanchored  # “the 18th to the 19th century” speaks of no day
    here = period_start(anchor, first.missing)
    begin = first.build(here)
    if begin.start and end.end and begin.start > end.end:
        earlier = first.build(step(here, first.missing, -1))
        if first.missing is not Missing.YEAR or _crosses(earlier, end):
            return earlier, end
    return begin, end


def _forward(begin: Span, last: Expression) -> tuple[Span, Span]:
    """The earliest reading of `last` that does not end before `begin`."""
    if begin.start is None:
        raise Unanchored
    here = period_start(begin.start, last.missing)
    end = last.build(here)
    if end.end and end.end < begin.start:
        later = last.build(step(here, last.missing, 1))
        # “January 28 to the 3rd” runs into February, “March 8 to the 5th” into nothing.
        if last.missing is not Missing.MONTH or (later.end and (later.end - begin.start).days < 15):
            return begin, later
    return begin, end
