"""Two real processes post on one database and are killed at a hundred random points. Then the posts are counted."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from bot.daily.reckoning import next_plan
from bot.demo.local import LocalDiscord
from bot.demo.local.forms import walk
from bot.store.records import OnEmpty, Schedule, State
from bot.store.store import open_store
from tests.conftest import ROOT
from tests.daily.conftest import ago, midday

if TYPE_CHECKING:
    from bot.demo.local.model import Message

KILLS = 100
CHANNELS = 24
DAY = timedelta(days=1)


@dataclass
class Runner:
    """One process that starts those to be killed."""

    parent: asyncio.subprocess.Process
    child: int | None = None

    @classmethod
    async def open(cls, database: str, discord: LocalDiscord) -> Self:
        parent = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.daily.runner", database, discord.url, discord.token,
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        return cls(parent)

    async def start(self, moved: timedelta) -> None:
        assert self.parent.stdin
        assert self.parent.stdout
        self.parent.stdin.write(f"{moved.total_seconds()}\n".encode())
        self.child = int(await self.parent.stdout.readline())

    async def kill(self) -> None:
        assert self.parent.stdout
        assert self.child
        os.kill(self.child, signal.SIGKILL)
        self.child = None
        assert await self.parent.stdout.readline() == b"ended\n"

    async def close(self) -> None:
        if self.child:
            await self.kill()
        self.parent.kill()
        await self.parent.wait()


class World:
    """A Discord whose days pass when all channels have their post, and the processes that post."""

    def __init__(self, discord: LocalDiscord, runners: list[Runner], first: date) -> None:
        self.discord = discord
        self.runners = runners
        self.first = first
        self.moved = timedelta()
        self.days = 1
        discord.state.clock = lambda: time.time() + self.moved.total_seconds()

    def is_posted(self) -> bool:
        """Whether all channels have as many different days as have begun."""
        return len({(one.channel.id, day_of(one)) for one in self.discord.said()}) >= self.days * CHANNELS

    def let_days_pass(self) -> None:
        if self.is_posted():
            self.moved += DAY
            self.days += 1

    async def kill_at_random(self, chance: random.Random) -> None:
        """Kills one of the processes, or both, after a while or at the moment when a message arrives."""
        for runner in self.runners:
            if runner.child is None:
                await runner.start(self.moved)
        if chance.random() < 0.5:
            await asyncio.sleep(chance.uniform(0.0, 0.5))
        else:
            said = len(self.discord.said()) + chance.randint(1, 8)
            with contextlib.suppress(TimeoutError):
                await self.discord.wait_for(lambda: len(self.discord.said()) >= said, 0.7)
            await asyncio.sleep(chance.uniform(0.0, 0.01))
        for runner in chance.choice([self.runners[:1], self.runners[1:], self.runners]):
            await runner.kill()


def day_of(message: Message) -> date:
    """The day that a post carries."""
    marks = (part.get("custom_id") or "" for part in walk(message.components))
    return date.fromisoformat(
        next(mark for mark in marks if mark.startswith("chrday:")).removeprefix("chrday:")
    )


async def test_a_hundred_kills_double_no_day_and_lose_none(database_url: str) -> None:
    now = datetime.now(UTC)
    zone = midday(now)
    chance = random.Random(20180308)  # noqa: S311 - nothing secret
    async with LocalDiscord() as discord, await open_store(database_url) as store:
        guild = discord.add_guild()
        channels = [discord.add_channel(guild).id for _ in range(CHANNELS)]
        for channel in channels:
            wanted = Schedule(channel, guild.id, ago(now), zone, OnEmpty.NEXT)
            await store.schedules.put(wanted, lambda one: next_plan(one, now - timedelta(minutes=2)))
        runners = [await Runner.open(database_url, discord) for _ in range(2)]
        first = (await store.schedules.of_guild(guild.id))[0].day
        assert first
        world = World(discord, runners, first)
        try:
            for _ in range(KILLS):
                await world.kill_at_random(chance)
                world.let_days_pass()
            for runner in runners:
                if runner.child:
                    await runner.kill()  # their clocks stand at earlier days
                await runner.start(world.moved)
            await discord.wait_for(world.is_posted, 30)
            async with asyncio.timeout(30):
                while not await all_settled(store, channels, world):
                    await asyncio.sleep(0.05)
        finally:
            for runner in runners:
                await runner.close()
        posted = Counter((one.channel.id, day_of(one)) for one in discord.said())
        days = [world.first + number * DAY for number in range(world.days)]
        assert posted == Counter((channel, day) for channel in channels for day in days)
        assert world.days > 3
        record = await store.schedules.history(channels, CHANNELS * world.days)
        assert {(one.channel_id, one.day, one.state) for one in record} == {
            (channel, day, State.SENT) for channel in channels for day in days
        }
        assert sum(one.tries > 1 for one in record) > KILLS / 4  # so many died with claims in hand


async def all_settled(store: object, channels: list[int], world: World) -> bool:
    from bot.store.store import Store

    assert isinstance(store, Store)
    record = await store.schedules.history(channels, CHANNELS * world.days)
    return len(record) == CHANNELS * world.days and all(one.state is State.SENT for one in record)
