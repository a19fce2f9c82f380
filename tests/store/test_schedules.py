"""Claims and leases, and what is planned after them, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import text

from bot.store.records import OnEmpty, Pause, Plan, Post, Schedule, Shards, State
from bot.store.store import Store

NOW = datetime(2026, 3, 8, 9, 0, tzinfo=UTC)
DAY, LEASE = timedelta(days=1), timedelta(seconds=60)
GUILD = (1 << 62) + (5 << 22)


def tomorrow(schedule: Schedule) -> Plan:
    """The day after the schedule's, or today's, at nine."""
    day = schedule.day + DAY if schedule.day else NOW.date()
    return Plan(day, datetime.combine(day, time(9), UTC))


async def put(store: Store, channel: int = 1, guild: int = GUILD) -> Schedule:
    return await store.schedules.put(Schedule(channel, guild, time(9), "UTC"), tomorrow)


async def claim(store: Store, schedule: Schedule, owner: str, now: datetime = NOW) -> Post | None:
    claims = await store.schedules.claim([schedule], owner, now, now + LEASE)
    return next(iter(claims), None)


async def test_a_schedule_is_kept_as_it_is_set(store: Store) -> None:
    wanted = Schedule(
        7, GUILD, time(21, 30), "Asia/Tokyo", OnEmpty.WEEK, most=3, role_id=(1 << 63) - 1, thread=True
    )
    kept = await store.schedules.put(wanted, tomorrow)
    assert kept == replace(wanted, day=NOW.date(), due_at=NOW, wake_at=NOW)
    assert await store.schedules.get(7) == kept
    assert await store.schedules.of_guild(GUILD) == [kept]
    assert await store.schedules.get(8) is None


async def test_one_of_many_gets_a_claim(store: Store) -> None:
    schedule = await put(store)
    claims = await asyncio.gather(*(claim(store, schedule, f"process {number}") for number in range(8)))
    assert len([one for one in claims if one]) == 1
    assert await store.schedules.due(NOW, 10) == []
    assert await store.schedules.next_wake(NOW) == NOW + LEASE


async def test_a_claim_is_taken_over_when_its_lease_is_over_and_then_lost_to_its_owner(store: Store) -> None:
    schedule = await put(store)
    first = await claim(store, schedule, "first")
    assert first
    assert await claim(store, schedule, "second", NOW + LEASE - timedelta(seconds=1)) is None
    second = await claim(store, schedule, "second", NOW + LEASE)
    assert second
    assert (second.tries, second.claimed_at) == (2, NOW)
    assert not await store.schedules.renew(first, NOW + 2 * LEASE)
    assert not await store.schedules.settle(first, State.SENT, NOW, tomorrow)
    assert await store.schedules.settle(second, State.SENT, NOW, tomorrow, message_id=5)
    (post,) = await store.schedules.history([1], 5)
    assert (post.state, post.message_id, post.owner) == (State.SENT, 5, "second")


async def test_settling_plans_the_next_day(store: Store) -> None:
    held = await claim(store, await put(store), "me")
    assert held
    assert await store.schedules.settle(held, State.SENT, NOW, tomorrow)
    after = await store.schedules.get(1)
    assert after
    assert (after.day, after.due_at, after.wake_at) == (NOW.date() + DAY, NOW + DAY, NOW + DAY)


async def test_a_released_claim_is_looked_at_again_in_time(store: Store) -> None:
    schedule = await put(store)
    held = await claim(store, schedule, "me")
    assert held
    again = NOW + timedelta(seconds=30)
    await store.schedules.release(held, again, NOW, "too slow")
    assert await store.schedules.due(again - timedelta(seconds=1), 10) == []
    assert [one.channel_id for one in await store.schedules.due(again, 10)] == [1]
    taken = await claim(store, schedule, "other", again)
    assert taken
    assert (taken.tries, taken.detail) == (2, "too slow")


async def test_a_change_while_a_post_is_in_hand_leaves_its_day_to_be_seen_through(store: Store) -> None:
    schedule = await put(store)
    await claim(store, schedule, "gone")
    changed = await store.schedules.put(replace(schedule, at=time(10), zone="Asia/Tokyo"), tomorrow)
    assert (changed.day, changed.wake_at) == (NOW.date(), NOW + LEASE)


async def test_a_schedule_made_anew_goes_on_after_the_last_day_that_was_posted(store: Store) -> None:
    held = await claim(store, await put(store), "me")
    assert held
    await store.schedules.settle(held, State.SENT, NOW, tomorrow)
    assert await store.schedules.remove(1)
    assert (await put(store)).day == NOW.date() + DAY


async def test_a_missed_day_may_still_be_posted(store: Store) -> None:
    held = await claim(store, await put(store), "me")
    assert held
    await store.schedules.settle(held, State.MISSED, NOW, tomorrow, detail="away")
    again = await put(store)
    assert again.day == NOW.date()
    assert await claim(store, again, "me")


async def test_pausing_and_resuming(store: Store) -> None:
    await put(store)
    assert await store.schedules.pause(1, Pause.PERMISSION)
    assert not await store.schedules.pause(1, Pause.MANAGER)
    assert await store.schedules.due(NOW + DAY, 10) == []
    assert await store.schedules.next_wake(NOW - DAY) is None
    assert await store.schedules.resume(1, tomorrow, Pause.LEFT) is None
    resumed = await store.schedules.resume(1, tomorrow, Pause.PERMISSION)
    assert resumed
    assert (resumed.pause, resumed.due_at) == (None, NOW)
    assert await store.schedules.resume(1, tomorrow) is None


async def test_a_process_sees_only_the_servers_of_its_shards(store: Store) -> None:
    for number in range(8):
        await put(store, channel=number + 1, guild=number << 22)
    halves = [Shards(frozenset({0, 1}), 4), Shards(frozenset({2, 3}), 4)]
    seen = [[one.channel_id - 1 for one in await store.schedules.due(NOW, 10, half)] for half in halves]
    assert [sorted(numbers) for numbers in seen] == [[0, 1, 4, 5], [2, 3, 6, 7]]
    assert len(await store.schedules.due(NOW, 10, Shards(frozenset(range(4)), 4))) == 8
    assert await store.schedules.next_wake(NOW - DAY, Shards(frozenset({3}), 4)) == NOW


async def test_old_record_is_deleted_and_a_server_forgotten(store: Store) -> None:
    held = await claim(store, await put(store), "me")
    assert held
    await store.schedules.settle(held, State.SENT, NOW, tomorrow)
    assert await store.schedules.prune(NOW.date()) == 0
    assert (await store.kept(GUILD)).posts == 1
    assert await store.schedules.prune(NOW.date() + DAY) == 1
    await put(store, channel=2, guild=77)
    await store.set_prefix(GUILD, "?")
    await store.forget(GUILD)
    assert await store.kept(GUILD) == replace(await store.kept(5), schedules=())
    assert set(await store.guilds()) == {77}


async def test_the_time_of_leaving_is_kept(store: Store) -> None:
    await store.set_prefix(GUILD, "?")
    await store.set_left(GUILD, NOW)
    assert await store.guilds() == {GUILD: NOW}
    assert await store.left_before(NOW) == []
    assert await store.left_before(NOW + DAY) == [GUILD]
    await store.set_left(GUILD, None)
    assert await store.left_before(NOW + DAY) == []
    assert await store.prefix(GUILD) == "?"


@pytest.mark.parametrize("query", ["due_at <= :now ORDER BY due_at DESC", "wake_at > :now ORDER BY wake_at"])
async def test_what_is_due_is_read_from_an_index(store: Store, query: str) -> None:
    engine = store.schedules._engine  # pyright: ignore[reportPrivateUsage]
    for number in range(1, 20):
        await put(store, number)
    sqlite = engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
    async with engine.begin() as connection:
        if not sqlite:
            await connection.execute(text("SET LOCAL enable_seqscan = off"))  # a table so small is read whole
        plan = await connection.execute(
            text(f"{explain} SELECT * FROM schedule WHERE {query} LIMIT 5"),  # noqa: S608 - our own words
            {"now": "2026-03-08" if sqlite else NOW},
        )
        told = " ".join(str(row) for row in plan)
    assert "schedule_due" in told or "schedule_wake" in told
    assert "Sort" not in told
    assert "TEMP B-TREE" not in told
