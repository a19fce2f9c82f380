"""Daily posts of the whole bot, through kills of its process and drops of its gateway."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.daily.reckoning import catch_up, next_plan
from bot.store import tables
from bot.store.database import open_engine, parse_url
from bot.store.records import OnEmpty, Pause, Schedule, State
from bot.store.store import open_store
from tests.daily.conftest import ago, midday
from tests.process.running import BotProcess

if TYPE_CHECKING:
    from pathlib import Path

    from bot.demo.local.model import Channel
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


# Servers that the bot is removed from, and comes back to


@dataclass
class Home:
    """A server with a daily post that comes in an hour, and another beside it."""

    scene: Scene
    url: str
    channel: Channel
    other: Channel

    async def schedules(self) -> tuple[Schedule, Schedule]:
        """Both schedules as they are kept."""
        async with await open_store(self.url) as store:
            found = [await store.schedules.get(one.id) for one in (self.channel, self.other)]
        assert found[0]
        assert found[1]
        return found[0], found[1]

    async def rests(self, pause: Pause | None) -> None:
        """Waits until the first one's daily post rests for a reason, or goes on."""
        async with asyncio.timeout(20):
            while (await self.schedules())[0].pause is not pause:
                await asyncio.sleep(0.05)

    async def was_left(self) -> None:
        """Waits until it is noted that the bot was gone from the first one's server, and is back."""
        engine = open_engine(parse_url(self.url))
        query = sa.select(tables.guild.c.left_at).where(tables.guild.c.id == self.scene.guild.id)
        async with asyncio.timeout(20), engine.connect() as connection:
            while (await connection.execute(query)).all() != [(None,)]:
                await connection.rollback()
                await asyncio.sleep(0.05)
        await engine.dispose()

    async def is_due(self) -> None:
        """Makes today's post due in both, and has the bot look."""
        now = datetime.now(UTC)
        engine = open_engine(parse_url(self.url))
        async with engine.begin() as connection:
            today = now.astimezone(ZoneInfo(midday(now))).date()
            due = {"at": ago(now), "day": today, "due_at": now, "wake_at": now}
            running = sa.update(tables.schedule).where(tables.schedule.c.pause.is_(None))
            await connection.execute(running.values(due))
        await engine.dispose()
        self.scene.discord.gateway.invalidate()

    async def posts(self, *numbers: int) -> None:
        """Waits until there are so many posts in the two channels."""
        channels = [self.channel.id, self.other.id]
        await self.scene.discord.wait_for(lambda: counted(self.scene, channels) == list(numbers), 20)


@pytest.fixture
async def home(scene: Scene, tmp_path: Path) -> Home:
    url = f"sqlite:///{tmp_path}/data/chronicler.db"
    channel = scene.discord.add_channel(scene.guild, "daily")
    other = scene.discord.add_channel(scene.discord.add_guild("Another"))
    now = datetime.now(UTC)
    async with await open_store(url) as store:
        for place in (channel, other):
            assert place.guild
            wanted = Schedule(place.id, place.guild.id, ago(now, -60), midday(now), OnEmpty.NEXT)
            await store.schedules.put(wanted, lambda one: next_plan(one, now))
    return Home(scene, url, channel, other)


async def test_a_server_that_removes_the_bot_gets_no_posts_until_it_is_back(
    home: Home, tmp_path: Path
) -> None:
    state, guild = home.scene.discord.state, home.scene.guild
    before = await home.schedules()
    async with BotProcess(home.scene.discord, tmp_path) as bot:
        state.remove_bot(guild)
        await home.rests(Pause.LEFT)
        assert (await home.schedules())[1] == before[1], "another server goes on"
        await home.is_due()
        await home.posts(0, 1)
        state.add_bot(guild)
        await home.rests(None)
        assert (await home.schedules())[0] == before[0]
        await home.is_due()
        await home.posts(1, 1)
        await home.scene.asks()
        assert "Traceback" not in bot.written
    assert "Unknown Guild" not in bot.written


async def test_a_server_that_is_left_and_joined_again_between_two_connections_goes_on(
    home: Home, tmp_path: Path
) -> None:
    discord, guild = home.scene.discord, home.scene.guild
    before = await home.schedules()
    async with BotProcess(discord, tmp_path):
        discord.gateway.is_down = True
        discord.gateway.drop()
        discord.state.remove_bot(guild)
        discord.state.add_bot(guild)
        discord.gateway.is_down = False
        await discord.wait_for(lambda: discord.gateway.live and discord.gateway.live[0].is_resumed, 20)
        await home.was_left()
        await home.rests(None)
        assert await home.schedules() == before
        await home.is_due()
        await home.posts(1, 1)


async def test_comings_and_goings_while_the_bot_is_down_are_noticed_at_the_start(
    home: Home, tmp_path: Path
) -> None:
    state, guild = home.scene.discord.state, home.scene.guild
    state.remove_bot(guild)
    async with BotProcess(home.scene.discord, tmp_path):
        await home.rests(Pause.LEFT)
    state.add_bot(guild)
    async with BotProcess(home.scene.discord, tmp_path):
        await home.rests(None)
        await home.is_due()
        await home.posts(1, 1)


async def test_a_server_that_discord_cannot_serve_for_a_while_keeps_its_post(
    home: Home, tmp_path: Path
) -> None:
    guild = home.scene.guild
    before = await home.schedules()
    async with BotProcess(home.scene.discord, tmp_path):
        home.scene.discord.state.lose(guild)
        await home.scene.discord.reply(home.scene.ann.direct("when tariffs"))  # it has come before
        assert await home.schedules() == before
        home.scene.discord.state.regain(guild)
        await home.scene.asks()
        assert await home.schedules() == before


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
