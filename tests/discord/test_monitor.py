"""When a heartbeat counts as answered, and when the bot is no longer ready."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import aiohttp

from bot.discord.connection import Heartbeats
from bot.monitoring.server import application, serving

if TYPE_CHECKING:
    from tests.discord.conftest import World


def test_each_change_of_the_time_an_answer_took_is_an_answer() -> None:
    now = 0.0
    heartbeats = Heartbeats(lambda: now)
    heartbeats.look(0, 0.05)
    heartbeats.look(1, 0.05)
    now = 40.0
    heartbeats.look(0, 0.051)
    heartbeats.look(1, 0.05)
    now = 50.0
    assert heartbeats.silence(0) == 10.0
    assert heartbeats.silence(1) == 50.0


def test_a_new_connection_is_no_answer_yet() -> None:
    now = 0.0
    heartbeats = Heartbeats(lambda: now)
    heartbeats.look(0, 0.05)
    now = 70.0
    heartbeats.look(0, math.inf)
    assert heartbeats.silence(0) == 70.0
    heartbeats.look(0, 0.04)
    assert heartbeats.silence(0) == 0.0


def test_a_shard_is_unwell_when_two_of_the_heartbeats_that_are_asked_for_have_no_answer() -> None:
    now = 0.0
    heartbeats = Heartbeats(lambda: now)
    heartbeats.look(0, 0.05, 10.0)
    heartbeats.look(1, 0.05, 41.25)
    now = 21.0
    assert [heartbeats.is_well(shard) for shard in (0, 1, 2)] == [False, True, True]
    now = 83.0
    assert not heartbeats.is_well(1)
    heartbeats.forget(1)
    assert heartbeats.is_well(1)


def test_a_shard_that_was_never_seen_is_not_yet_silent() -> None:
    assert Heartbeats(lambda: 7.0).silence(3) == 0.0


async def test_a_bot_whose_daily_loop_has_ended_is_neither_ready_nor_alive(world: World) -> None:
    async with (
        serving(application(world.bot.health, world.bot.metrics), "127.0.0.1", 0) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
    ):
        for path in ("/readyz", "/healthz"):
            async with session.get(path) as response:
                assert response.status == 200
        (loop,) = (task for task in asyncio.all_tasks() if task.get_name() == "daily posts")
        loop.cancel()
        await asyncio.wait({loop})
        for path in ("/readyz", "/healthz"):
            async with session.get(path) as response:
                assert response.status == 503
                told = (await response.json())["checks"]["daily posts"]
                assert told == {"ok": False, "detail": "the loop has ended"}
