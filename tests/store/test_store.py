"""What is kept about servers and about the bot."""

from __future__ import annotations

import asyncio
import gc

from bot.store.store import Store, open_store

GUILD = (1 << 63) - 1  # the largest id that fits


async def test_prefix_is_kept_changed_and_taken_back(store: Store) -> None:
    assert await store.prefix(GUILD) is None
    for prefix in ("?", "‽‽", None):
        await store.set_prefix(GUILD, prefix)
        assert await store.prefix(GUILD) == prefix
    assert await store.prefix(1) is None


async def test_values_are_kept(store: Store) -> None:
    assert await store.get_value("commands") is None
    await store.set_value("commands", "a")
    await store.set_value("commands", "'; DROP TABLE note; --")
    assert await store.get_value("commands") == "'; DROP TABLE note; --"


async def test_everything_is_there_after_a_restart(database_url: str) -> None:
    async with await open_store(database_url) as first:
        await first.set_prefix(GUILD, "?")
    async with await open_store(database_url) as second:
        assert await second.prefix(GUILD) == "?"


async def test_what_is_in_hand_ends_before_the_connections_close(database_url: str) -> None:
    store = await open_store(database_url)
    reading = [asyncio.create_task(store.guilds()) for _ in range(3)]
    await asyncio.sleep(0.002)  # each has a connection, or waits for one
    await store.close()
    assert await asyncio.gather(*reading) == [{}, {}, {}]
    del store, reading
    gc.collect()  # a connection that nobody closed would warn here, and so fail
