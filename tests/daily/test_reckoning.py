"""Due instants, held against clocks that are read minute by minute."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.daily.reckoning import catch_up, due, instant, is_timely, next_plan
from bot.store.records import Plan, Schedule

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
MINUTE, QUARTER, DAY = timedelta(minutes=1), timedelta(minutes=15), timedelta(days=1)
FIRST, LAST = date(2018, 1, 1), date(2030, 12, 31)

days = st.dates(FIRST, LAST)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES)
moments = st.builds(datetime.combine, days, times, st.just(UTC))


def clock(zone: str, day: date, step: timedelta = MINUTE) -> list[tuple[datetime, datetime]]:
    """Every minute in UTC from the day before to the day after, and what the clocks of a zone show then."""
    start = datetime.combine(day - DAY, time(), UTC)
    tz = ZoneInfo(zone)
    minutes = (start + number * step for number in range(3 * DAY // step))
    return [(minute, minute.astimezone(tz).replace(tzinfo=None)) for minute in minutes]


def first_shown(local: datetime, minutes: list[tuple[datetime, datetime]]) -> datetime:
    """The first minute at which the clocks show a time, or a later one because they leave it out."""
    return next(minute for minute, shown in minutes if shown >= local)


@given(zones, days, times)
@settings(max_examples=100, deadline=None)
def test_any_day_in_any_zone(zone: str, day: date, at: time) -> None:
    assert instant(day, at, ZoneInfo(zone)) == first_shown(datetime.combine(day, at), clock(zone, day))


@functools.cache
def changes() -> dict[tuple[date, timedelta, timedelta], str]:
    """Every day on which clocks are changed anywhere, by how much, and a zone where that is so."""
    found: dict[tuple[date, timedelta, timedelta], str] = {}
    for zone in ZONES:
        tz = ZoneInfo(zone)
        moment, before = datetime(2018, 1, 1, tzinfo=UTC), None
        while moment.date() <= LAST:
            offset = moment.astimezone(tz).utcoffset() or timedelta()
            if before is not None and offset != before:
                found.setdefault((moment.date() - DAY, before, offset), zone)
            moment, before = moment + DAY, offset
    return found


def test_every_change_of_clocks_until_2030() -> None:
    assert len(changes()) > 500
    for (day, _, _), zone in changes().items():
        tz = ZoneInfo(zone)
        # All changes are on the quarter of an hour, but for this one.
        minutes = clock(zone, day, MINUTE if zone == "Antarctica/Casey" else QUARTER)
        for local_day in (day, day + DAY):
            for number in range(0, 24 * 60, 30):
                at = time(number // 60, number % 60)
                expected = datetime.combine(local_day, at)
                found = instant(local_day, at, tz)
                if expected < minutes[-1][1] - QUARTER and expected > minutes[0][1]:
                    assert found == first_shown(expected, minutes), (zone, local_day, at)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00"),  # clocks jump from 2:00 to 3:00
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),  # 1:30 comes twice
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30"),  # by half an hour
        ("Africa/Cairo", "2026-04-24", "00:10", "2026-04-23T22:00"),  # from midnight to 1:00
        ("Asia/Kathmandu", "2026-03-08", "09:00", "2026-03-08T03:15"),
    ],
)
def test_times_that_are_left_out_or_come_twice(zone: str, day: str, at: str, expected: str) -> None:
    found = instant(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    assert found == datetime.fromisoformat(f"{expected}:00+00:00")


def test_a_day_that_a_zone_leaves_out_is_not_posted() -> None:
    samoa = ZoneInfo("Pacific/Apia")  # moved over the date line at the end of December 29, 2011
    assert instant(date(2011, 12, 30), time(9), samoa) is None
    plans = due(datetime(2011, 12, 28, tzinfo=UTC), time(9), samoa)
    assert [plan.day.day for plan in islice(plans, 4)] == [28, 29, 31, 1]


@given(zones, times, moments)
@settings(max_examples=300, deadline=None)
def test_one_post_for_every_day_in_order(zone: str, at: time, after: datetime) -> None:
    plans = list(islice(due(after, at, ZoneInfo(zone)), 10))
    assert plans[0].due_at > after
    assert plans[0].due_at - after <= timedelta(hours=49 if zone.endswith(("Apia", "Fakaofo")) else 26)
    for earlier, later in pairwise(plans):
        assert earlier.due_at < later.due_at
        assert later.day - earlier.day == DAY


schedules = st.builds(Schedule, st.just(1), st.just(2), times, zones)
changes_of_mind = st.lists(
    st.tuples(st.integers(1, 60 * 24 * 4), st.none() | st.tuples(times, zones)), max_size=12
)


@given(schedules, days, changes_of_mind)
@settings(max_examples=300, deadline=None)
def test_no_change_of_time_or_zone_repeats_a_day(
    schedule: Schedule, day: date, happenings: list[tuple[int, tuple[time, str] | None]]
) -> None:
    now = datetime.combine(day, time(), UTC)
    posted: list[date] = []
    plan = next_plan(schedule, now)
    for minutes, change in happenings:
        later = now + minutes * MINUTE
        while plan.due_at <= later:
            posted.append(plan.day)
            plan = next_plan(replace(schedule, day=plan.day), max(plan.due_at, now))
        now = later
        if change:
            schedule = replace(schedule, at=change[0], zone=change[1])
            plan = next_plan(replace(schedule, day=posted[-1] if posted else None), now)
    assert posted == sorted(set(posted))


@given(
    schedules,
    moments,
    st.integers(0, 24),
)
@settings(max_examples=300, deadline=None)
def test_after_an_outage_at_most_the_day_that_is_not_over(
    schedule: Schedule, now: datetime, hours: int
) -> None:
    zone, grace = ZoneInfo(schedule.zone), timedelta(hours=hours)
    plan = catch_up(replace(schedule, day=(now - 10 * DAY).date()), now, grace)
    if plan.due_at <= now:
        assert now - plan.due_at <= grace
        today = now.astimezone(zone).date()
        assert plan.day == today or now - plan.due_at <= timedelta(minutes=15)
    else:
        assert plan == next_plan(schedule, now)
        latest = next(due(now - DAY, schedule.at, zone))
        assert latest == plan or not is_timely(latest, now, zone, grace)


def test_late_on_the_same_day_but_not_on_the_next() -> None:
    zone = ZoneInfo("Asia/Tokyo")
    plan = Plan(date(2026, 3, 8), datetime(2026, 3, 8, 0, 0, tzinfo=UTC))  # 9:00 in Tokyo
    for hours, timely in ((0, True), (14, True), (15, False), (40, False)):
        assert is_timely(plan, plan.due_at + timedelta(hours=hours), zone, DAY) is timely
    assert not is_timely(plan, plan.due_at + timedelta(hours=2), zone, timedelta(hours=1))
