"""Which entries belong to a date of any year.

An entry belongs to the day on which it began, if it is dated to a day; what is dated more coarsely belongs to none.
It is an event, or on dates without events a fact from the chronicle's own period. Where a year has no February 29,
the entries of that day come with those of February 28.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.store.records import OnEmpty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.chronicle.model import Chronicle, Entry

_DAY = timedelta(days=1)
_FOUR_YEARS = 1461
_NEAR = timedelta(days=14)
_MOST_AROUND = 12
_DAY_LENGTH = len("2018-03-08")


@dataclass(frozen=True, slots=True)
class Selection:
    """What a day's post is about: entries of the date `of`, and those that began before `today` and are going on.

    `around` is what happened in the weeks before and after, where there are several entries of one year.

    `reason` is `None` for the entries of today's own date, or else what was chosen for days without any.
    """

    today: date
    of: date
    entries: tuple[Entry, ...]
    going_on: tuple[Entry, ...] = ()
    reason: OnEmpty | None = None
    around: tuple[Entry, ...] = ()


class Anniversaries:
    """The entries of a chronicle by month and day."""

    def __init__(self, chronicle: Chronicle) -> None:
        self._by_date: dict[tuple[int, int], list[Entry]] = defaultdict(list)
        events = [event for event in chronicle.events if _start(event)]
        for event in events:
            self._by_date[_month_and_day(event)].append(event)
        dates = set(self._by_date)
        for fact in chronicle.facts:
            inside = fact.span is not None and chronicle.pack.period.contains(fact.span)
            if _start(fact) and inside and _month_and_day(fact) not in dates:
                self._by_date[_month_and_day(fact)].append(fact)
        self._all = sorted((entry for day in self._by_date.values() for entry in day), key=_in_time)
        self._lasting = [entry for entry in self._all if _end(entry) > _in_time(entry)]

    def on(self, today: date) -> tuple[Entry, ...]:
        """The entries that began on this date, in this year or an earlier one, the earliest first."""
        found = list(self._by_date.get((today.month, today.day), ()))
        if (today.month, today.day) == (2, 28) and not calendar.isleap(today.year):
            found += self._by_date.get((2, 29), ())
        return tuple(sorted((entry for entry in found if _in_time(entry) <= today), key=_in_time))

    def going_on(self, today: date) -> tuple[Entry, ...]:
        """The entries that began before this date, in this year or an earlier one, and had not ended on it."""
        return tuple(
            entry for entry in self._lasting if any(_lasts_on(entry, day) for day in _same(today, entry))
        )

    def select(self, today: date, on_empty: OnEmpty) -> Selection | None:
        """What is posted on a day; `None` for nothing."""
        entries, going_on = self.on(today), self.going_on(today)
        if entries:
            return Selection(today, today, entries, going_on, None, self._around(entries))
        if on_empty is OnEmpty.NEXT:
            return next(
                (Selection(today, day, found, going_on, on_empty) for day, found in self._ahead(today)), None
            )
        if on_empty is OnEmpty.WEEK and self._is_first_without(today):
            entry = self._of_week(today)
            return Selection(today, _start(entry) or today, (entry,), going_on, on_empty) if entry else None
        return None

    def _around(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """The entries nearest in time to several of one year, themselves included, the earliest first."""
        day = _in_time(entries[0])
        if len(entries) < 2 or _in_time(entries[-1]).year != day.year:
            return ()
        near = [entry for entry in self._all if abs(_in_time(entry) - day) <= _NEAR]
        near.sort(key=lambda entry: (entry not in entries, abs(_in_time(entry) - day)))
        return tuple(sorted(near[:_MOST_AROUND], key=_in_time))

    def _ahead(self, today: date) -> Iterator[tuple[date, tuple[Entry, ...]]]:
        for days in range(1, _FOUR_YEARS):
            day = today + timedelta(days=days)
            if found := tuple(entry for entry in self.on(day) if _in_time(entry) <= today):
                yield day, found

    def _is_first_without(self, today: date) -> bool:
        """Whether the days of this week before today all had entries: an entry of the week is posted once."""
        return all(self.on(day) for day in _week(today) if day < today)

    def _of_week(self, today: date) -> Entry | None:
        """The entry with the most links of those that belong to the week, or else each in its turn."""
        own = [entry for day in _week(today) for entry in self.on(day) if _in_time(entry) <= today]
        if own:
            return max(own, key=lambda entry: len(entry.related) + len(entry.people) + len(entry.terms))
        past = [entry for entry in self._all if _in_time(entry) <= today]
        return past[today.toordinal() // 7 % len(past)] if past else None


def years_ago(entry: Entry, today: date) -> int:
    """How many years lie between the year in which an entry began and this one."""
    return today.year - _in_time(entry).year


def last_day(entry: Entry) -> date:
    """The day on which an entry ended."""
    return _end(entry)


def _start(entry: Entry) -> date | None:
    """The day on which an entry began, if it is dated to one and not only about."""
    if entry.date is None or entry.span is None:
        return None
    return entry.span.start if all(len(end) == _DAY_LENGTH for end in entry.date.split("/")) else None


def _end(entry: Entry) -> date:
    return (entry.span and entry.span.end) or _in_time(entry)


def _in_time(entry: Entry) -> date:
    return _start(entry) or date.max


def _month_and_day(entry: Entry) -> tuple[int, int]:
    start = _in_time(entry)
    return start.month, start.day


def _same(today: date, entry: Entry) -> Iterator[date]:
    """The days of today's date in the years in which an entry went on."""
    for year in range(_in_time(entry).year, min(_end(entry).year, today.year) + 1):
        if (today.month, today.day) != (2, 29) or calendar.isleap(year):
            yield today.replace(year=year)


def _lasts_on(entry: Entry, day: date) -> bool:
    return _in_time(entry) < day <= _end(entry)


def _week(today: date) -> Iterator[date]:
    monday = today - timedelta(days=today.weekday())
    return (monday + _DAY * number for number in range(7))
