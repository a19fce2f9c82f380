"""Claims on shards: no two processes ever hold the same one, and none stays free for long."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.shards import SECONDS_PER_IDENTIFY, shares
from bot.store.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store.shards import Claims

LONG = 60.0


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with await open_store(database_url) as opened:
        yield opened


async def settle(store: Store, *processes: str, count: int = 4, lease: float = LONG) -> dict[str, Claims]:
    """Lets each process take its turn until nothing changes, giving up what is too much at once."""
    found: dict[str, Claims] = {}
    for _ in range(count * 3):
        for process in processes:
            found[process] = await store.shards.renew(process, count, lease)
            await store.shards.give_up(process, found[process].surplus)
    return found


def held(found: dict[str, Claims]) -> list[int]:
    return sorted(number for claims in found.values() for number in claims.held)


@given(st.integers(1, 500), st.integers(1, 60))
def test_shares_are_equal_and_together_everything(count: int, processes: int) -> None:
    parts = shares(count, processes)
    assert sum(parts) == count
    assert max(parts) - min(parts) <= 1


async def test_one_process_gets_everything_one_shard_at_a_time(store: Store) -> None:
    first = await store.shards.renew("a", 4, LONG)
    assert len(first.held) == 1
    assert held(await settle(store, "a")) == [0, 1, 2, 3]


async def test_a_second_process_gets_half_of_what_the_first_had(store: Store) -> None:
    await settle(store, "a")
    found = await settle(store, "a", "b")
    assert [len(found[process].held) for process in "ab"] == [2, 2]
    assert held(found) == [0, 1, 2, 3]


async def test_what_is_too_much_is_free_only_once_it_is_given_up(store: Store) -> None:
    await settle(store, "a")
    await store.shards.renew("b", 4, LONG)
    assert (await store.shards.renew("a", 4, LONG)).surplus == {2, 3}
    assert (await store.shards.renew("b", 4, LONG)).held == frozenset()
    await store.shards.give_up("a", [2])
    assert (await store.shards.renew("b", 4, LONG)).held == {2}


async def test_more_processes_than_shards_stand_by(store: Store) -> None:
    found = await settle(store, "a", "b", "c", count=2)
    assert [len(found[process].held) for process in "abc"] == [1, 1, 0]


async def test_the_shards_of_a_process_that_is_silent_for_too_long_are_taken_over(store: Store) -> None:
    await settle(store, "a", lease=0.2)
    await asyncio.sleep(0.3)
    assert held(await settle(store, "b")) == [0, 1, 2, 3]
    late = await store.shards.renew("a", 4, LONG)
    assert not late.held


async def test_a_process_that_leaves_leaves_everything(store: Store) -> None:
    await settle(store, "a")
    await store.shards.leave("a")
    assert held(await settle(store, "b")) == [0, 1, 2, 3]


async def test_processes_that_were_told_of_another_number_of_shards_wait_for_the_older_ones(
    store: Store,
) -> None:
    await settle(store, "a", count=4)
    waiting = await store.shards.renew("b", 8, LONG)
    assert waiting.other_count == 4
    assert not waiting.held
    assert len((await settle(store, "a", count=4))["a"].held) == 4
    await store.shards.leave("a")
    assert len((await settle(store, "b", count=8))["b"].held) == 8


async def test_no_two_processes_get_the_same_shard_however_they_hurry(store: Store) -> None:
    names = [f"process {number}" for number in range(4)]
    for name in names:
        await store.shards.renew(name, 16, LONG, most=0)
    claims = await asyncio.gather(*(store.shards.renew(name, 16, LONG, most=4) for name in names))
    numbers = [number for claim in claims for number in claim.held]
    assert sorted(numbers) == list(range(16))


async def test_identifications_take_turns_over_all_processes(store: Store) -> None:
    turns = await asyncio.gather(*(store.shards.identify_turn(0) for _ in range(3)))
    assert sorted(round(turn / SECONDS_PER_IDENTIFY) for turn in turns) == [0, 1, 2]
    assert await store.shards.identify_turn(1) == 0
