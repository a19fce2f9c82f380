"""Calendar arithmetic: the days of a month, a week, a quarter, a season, and steps between them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from bot.dates.expression import Impossible
from bot.dates.span import Span

MONTH_NAMES = tuple(calendar.month_name)
WEEKDAY_NAMES = tuple(calendar.day_name)


def day(year: int, month: int, number: int) -> Span:
    """One day. Raises Impossible with the reason when there is none."""
    check_month(month)
    check_year(year)
    days = calendar.monthrange(year, month)[1]
    if number < 1:
        raise Impossible("Days of a month count from 1.")
    if number > 31:
        raise Impossible(f"No month has a day {number}; days run from 1 to 31.")
    if number > days:
        where = f"February {year}" if month == 2 else MONTH_NAMES[month]
        raise Impossible(f"{where} has {days} days, so there is no {MONTH_NAMES[month]} {number}.")
    return single(date(year, month, number))


def single(when: date) -> Span:
    """The span of one day."""
    return Span(when, when)


def check_month(number: int) -> None:
    """Raises Impossible unless the number is a month."""
    if not 1 <= number <= 12:
        raise Impossible(f"There is no month {number}; months run from 1 to 12.")


def check_year(number: int) -> None:
    """Raises Impossible unless the calendar has the year."""
    if not 1 <= number <= 9999:
        raise Impossible(f"There is no year {number} in the calendar, which runs from 1 to 9999.")


def month(year: int, number: int) -> Span:
    """A whole month."""
    check_month(number)
    check_year(year)
    return Span(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def months(year: int, first: int, last: int) -> Span:
    """Whole months; `last` above 12 lies in the next year."""
    end = month(year + (last > 12), last - 12 * (last > 12)).end
    return Span(month(year, first).start, end)


def year(number: int) -> Span:
    """A whole year."""
    return years(number, number)


def years(first: int, last: int) -> Span:
    """Whole years."""
    check_year(first)
    check_year(last)
    return Span(date(first, 1, 1), date(last, 12, 31))


def quarter(in_year: int, number: int) -> Span:
    """A quarter of the calendar year."""
    if not 1 <= number <= 4:
        raise Impossible(f"A year has four quarters, so there is no quarter {number}.")
    return months(in_year, number * 3 - 2, number * 3)


def half(in_year: int, number: int) -> Span:
    """A half of the calendar year."""
    if not 1 <= number <= 2:
        raise Impossible(f"A year has two halves, so there is no half {number}.")
    return months(in_year, number * 6 - 5, number * 6)


def season(in_year: int, number: int) -> Span:
    """A meteorological season, 1 spring to 4 winter; winter ends in the next year."""
    return months(in_year, number * 3, number * 3 + 2)


def week(when: date) -> Span:
    """The week, Monday to Sunday, in which a day lies."""
    monday = when - timedelta(days=when.weekday())
    return Span(monday, monday + timedelta(days=6))


def iso_week(in_year: int, number: int) -> Span:
    """A numbered week of ISO 8601."""
    check_year(in_year)
    try:
        return week(date.fromisocalendar(in_year, number, 1))
    except ValueError:
        raise Impossible(f"{in_year} has no week {number}.") from None


def ordinal_day(in_year: int, number: int) -> Span:
    """The numbered day of a year."""
    length = 366 if calendar.isleap(in_year) else 365
    if not 1 <= number <= length:
        raise Impossible(f"{in_year} has {length} days, so there is no day {number}.")
    return single(date(in_year, 1, 1) + timedelta(days=number - 1))


def add_months(when: date, count: int) -> date:
    """The same day of another month, or that month's last day. Raises OverflowError."""
    index = when.year * 12 + when.month - 1 + count
    if not 12 <= index < 120000:
        raise OverflowError("outside of the calendar")
    in_year, in_month = divmod(index, 12)
    return date(in_year, in_month + 1, min(when.day, calendar.monthrange(in_year, in_month + 1)[1]))


def easter(in_year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus)."""
    check_year(in_year)
    golden = in_year % 19
    century, rest = divmod(in_year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    in_month, number = divmod(epact + weekday - 7 * late + 114, 31)
    return date(in_year, in_month, number + 1)


def orthodox_easter(in_year: int) -> date:
    """Easter Sunday of the Julian calendar, in days of the Gregorian one (Meeus)."""
    check_year(in_year)
    moon = (19 * (in_year % 19) + 15) % 30
    weekday = (2 * (in_year % 4) + 4 * (in_year % 7) - moon + 34) % 7
    in_month, number = divmod(moon + weekday + 114, 31)
    century = in_year // 100
    return date(in_year, in_month, number + 1) + timedelta(days=century - century // 4 - 2)


def nth_weekday(within: Span, weekday: int, number: int) -> date:
    """The numbered Monday, Tuesday … of a span; from its end for negative numbers. Raises Impossible."""
    start, end = closed(within)
    if number > 0:
        found = start + timedelta(days=(weekday - start.weekday()) % 7 + 7 * (number - 1))
    else:
        found = end - timedelta(days=(end.weekday() - weekday) % 7 + 7 * (-number - 1))
    if not start <= found <= end:
        raise Impossible(f"There are not that many {WEEKDAY_NAMES[weekday]}s in that time.")
    return found


def closed(span: Span) -> tuple[date, date]:
    """Both ends of a span. Raises Impossible where one is open."""
    if span.start is None or span.end is None:
        raise Impossible("That has no beginning or no end to count from.")
    return span.start, span.end
