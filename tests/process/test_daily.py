"""Daily posts of the whole bot, through kills of its process and drops of its gateway."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.daily.reckoning import catch_up
from bot.store import tables
from bot.store.database import open_engine, parse_url
from bot.store.records import OnEmpty, Schedule, State
from bot.store.store import open_store
from tests.daily.conftest import ago, midday
from tests.process.running import BotProcess

if TYPE_CHECKING:
    from pathlib import Path

    from tests.process.conftest import Scene

CHANNELS = 30


async def prepare(scene: Scene, folder: Path) -> tuple[str, list[int]]:
    """A database with channels whose post of today is due."""
    url = f"sqlite:///{folder}/data/chronicler.db"
    channels = [scene.discord.add_channel(scene.guild).id for _ in range(CHANNELS)]
    now = datetime.now(UTC)
    async with await open_store(url) as store:
        for channel in channels:
            wanted = Schedule(channel, scene.guild.id, ago(now), midday(now), OnEmpty.NEXT, thread=True)
            await store.schedules.put(wanted, lambda one: catch_up(one, now, timedelta(hours=24)))
    return url, channels


async def all_sent(url: str, channels: list[int], seconds: float = 60.0) -> None:
    async with await open_store(url) as store, asyncio.timeout(seconds):
        while True:
            record = await store.schedules.history(channels, len(channels) * 2)
            if len(record) == len(channels) and all(one.state is State.SENT for one in record):
                return
            await asyncio.sleep(0.1)


def counted(scene: Scene, channels: list[int]) -> list[int]:
    state = scene.discord.state
    return [len(scene.discord.said(state.channel(channel))) for channel in channels]


async def test_the_gateway_drops_while_posts_go_out(scene: Scene, tmp_path: Path) -> None:
    url, channels = await prepare(scene, tmp_path)
    async with BotProcess(scene.discord, tmp_path):
        await scene.discord.wait_for(lambda: sum(counted(scene, channels)) >= 3, 30)
        scene.discord.gateway.drop()
        await scene.discord.wait_for(lambda: sum(counted(scene, channels)) >= 12, 30)
        scene.discord.gateway.drop()
        await all_sent(url, channels)
    assert counted(scene, channels) == [1] * CHANNELS
    assert threads(scene, channels) == channels


def threads(scene: Scene, channels: list[int]) -> list[int]:
    """The channels that have a thread under their post, each once for each thread."""
    parents = [one.parent.id for one in scene.discord.state.channels.values() if one.parent]
    return [channel for channel in channels for parent in parents if parent == channel]


@pytest.mark.parametrize("after", [2, 15])
async def test_what_a_killed_bot_had_in_hand_is_posted_by_the_next(
    scene: Scene, tmp_path: Path, after: int
) -> None:
    url, channels = await prepare(scene, tmp_path)
    async with BotProcess(scene.discord, tmp_path) as bot:
        await scene.discord.wait_for(lambda: sum(counted(scene, channels)) >= after, 30)
        await bot.kill()
    assert sum(counted(scene, channels)) < CHANNELS
    await let_claims_run_out(url, channels)
    async with BotProcess(scene.discord, tmp_path):
        await all_sent(url, channels)
    assert counted(scene, channels) == [1] * CHANNELS
    assert threads(scene, channels) == channels


async def let_claims_run_out(url: str, channels: list[int]) -> None:
    """As if the lease of these channels' claims had passed, which is a minute."""
    engine = open_engine(parse_url(url))
    async with engine.begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        claimed = sa.update(tables.post).where(tables.post.c.state == State.CLAIMED)
        claimed = claimed.where(tables.post.c.channel_id.in_(channels))
        assert (await connection.execute(claimed.values(lease_until=past))).rowcount
        waiting = sa.update(tables.schedule).where(tables.schedule.c.wake_at > tables.schedule.c.due_at)
        waiting = waiting.where(tables.schedule.c.channel_id.in_(channels))
        await connection.execute(waiting.values(wake_at=past))
    await engine.dispose()
