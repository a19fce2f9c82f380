"""EDTF dates (Extended Date/Time Format, levels 0 and 1 as far as packs need them) ↔ spans of days."""

from __future__ import annotations

import calendar
import re
from datetime import date

from bot.dates.span import Span

_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
_PART = re.compile(r"(?P<year>\d[\dX]{3})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<mark>[~?%]?)")


def parse(edtf: str) -> Span:
    """The closed span of an EDTF date or interval. Raises ValueError with a sentence for people."""
    first, slash, last = edtf.strip().partition("/")
    if not slash:
        return _part(first, edtf)
    start = None if first in {"", ".."} else _part(first, edtf).start
    end = None if last in {"", ".."} else _part(last, edtf).end
    if start and end and end < start:
        raise ValueError(f"{edtf} ends before it begins")
    return Span(start, end)


def _part(text: str, whole: str) -> Span:
    match = _PART.fullmatch(text)
    if not match:
        raise ValueError(
            f"“{whole}” is no EDTF date; write 2018-03-08, 2018-03, 2018 or 2018-03-15/2018-03-18"
        )
    low, high = int(match["year"].replace("X", "0")), int(match["year"].replace("X", "9"))
    if low == 0:
        raise ValueError("there is no year 0")
    if not match["month"]:
        return Span(date(low, 1, 1), date(high, 12, 31))
    month = int(match["month"])
    if month in _SEASONS and not match["day"]:
        first, last = _SEASONS[month]
        end_year = high + (last > 12)
        last -= 12 * (last > 12)
        return Span(date(low, first, 1), date(end_year, last, calendar.monthrange(end_year, last)[1]))
    if not 1 <= month <= 12:
        raise ValueError(f"{text} has no month {month}; months run from 01 to 12")
    days = calendar.monthrange(high, month)[1]
    if not match["day"]:
        return Span(date(low, month, 1), date(high, month, days))
    day = int(match["day"])
    if not 1 <= day <= days:
        raise ValueError(f"{calendar.month_name[month]} {high} has {days} days, not {day}")
    return Span(date(low, month, day), date(high, month, day))


def of(span: Span) -> str:
    """The EDTF of a span: one day, or an interval, whose open ends are written `..`."""
    start, end = (day.isoformat() if day else ".." for day in (span.start, span.end))
    return start if start == end != ".." else f"{start}/{end}"


def label(edtf: str) -> str:
    """An EDTF date in English: “March 15–18, 2018”, “about March 2018”, “December 2017 – January 2018”."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _label(first)
    if first in {"", ".."}:
        return f"until {_label(last)}"
    if last in {"", ".."}:
        return f"from {_label(first)}"
    if len(first) == len(last) == 10 and first[:7] == last[:7]:
        head, year = _label(first).rsplit(", ", 1)
        return f"{head}–{int(last[8:])}, {year}"
    if len(first) == len(last) == 10 and first[:4] == last[:4]:
        return f"{_label(first).rsplit(', ', 1)[0]} – {_label(last)}"
    return f"{_label(first)} – {_label(last)}"


def beginning(edtf: str) -> str:
    """Since when something held: “from March 8, 2018”, or of `../2018-03-08` “by March 8, 2018”."""
    first, slash, last = edtf.partition("/")
    return f"by {label(last)}" if slash and first in {"", ".."} else f"from {label(edtf)}"


def ending(edtf: str) -> str:
    """Until when something held: “until March 8, 2018”, or of `2018-03-08/..` “at least until March 8, 2018”."""
    first, slash, last = edtf.partition("/")
    return f"at least until {label(first)}" if slash and last in {"", ".."} else f"until {label(edtf)}"


def _label(text: str) -> str:
    match = _PART.fullmatch(text)
    if not match:
        return text
    about = "about " if match["mark"] else ""
    year = f"{match['year'].replace('X', '0')}s" if "X" in match["year"] else match["year"].lstrip("0")
    if not match["month"]:
        return about + year
    month = int(match["month"])
    if month in _SEASONS:
        return f"{about}{('spring', 'summer', 'autumn', 'winter')[month - 21]} {year}"
    name = calendar.month_name[month]
    return f"{about}{name} {int(match['day'])}, {year}" if match["day"] else f"{about}{name} {year}"


def day_label(day: date) -> str:
    """One day in English."""
    return _label(day.isoformat())
