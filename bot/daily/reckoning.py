"""When a daily post is due: a local time of each day in a time zone, as an instant.

A day has at most one such instant. Where clocks are put forward over the time, it is the first that exists after it;
where they are put back so that the time comes twice, it is the first of the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.store.records import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.store.records import Schedule

_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)
_AT_LEAST = timedelta(minutes=15)  # how late a post shortly before midnight may be


def instant(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The instant of a local time on a day, in UTC; `None` for a day that the zone leaves out altogether."""
    found = _first(datetime.combine(day, at), zone)
    if found.astimezone(zone).date() == day:
        return found
    # The time lies in a gap that ends on a later day: the day counts if some of it exists before the gap.
    return found if (found - _TICK).astimezone(zone).date() == day else None


def due(after: datetime, at: time, zone: ZoneInfo, last: date | None = None) -> Iterator[Plan]:
    """The days, with their instants, that come due after an instant, and lie after the day `last`."""
    day = after.astimezone(zone).date() - _DAY
    if last is not None and last >= day:
        day = last + _DAY
    while True:
        found = instant(day, at, zone)
        if found is not None and found > after:
            yield Plan(day, found)
        day += _DAY


def is_timely(plan: Plan, now: datetime, zone: ZoneInfo, grace: timedelta) -> bool:
    """Whether a day may still be posted: within the grace, and while it isn't over there, or only just."""
    is_over = now.astimezone(zone).date() > plan.due_at.astimezone(zone).date()
    return now - plan.due_at <= (min(grace, _AT_LEAST) if is_over else grace)


def next_plan(schedule: Schedule, now: datetime) -> Plan:
    """The next day of a schedule that comes due after `now`; it lies after the schedule's present day."""
    return next(due(now, schedule.at, ZoneInfo(schedule.zone), schedule.day))


def catch_up(schedule: Schedule, now: datetime, grace: timedelta) -> Plan:
    """The day of a schedule that is due and may still be posted, or else the next one."""
    zone = ZoneInfo(schedule.zone)
    for plan in due(now - min(grace, _DAY) - _TICK, schedule.at, zone, schedule.day):
        if plan.due_at > now or is_timely(plan, now, zone, grace):
            return plan
    raise AssertionError  # days don't end


def _first(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the zone's clocks show `local`, or else that at which they jump over it."""
    found = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local:
        return found
    # In a gap, fold 0 reckons with the offset before it and lands behind it; fold 1 the other way round.
    low, high = local.replace(tzinfo=zone, fold=1).astimezone(UTC), found
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
