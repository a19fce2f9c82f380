"""Several processes on one database that share four shards: each server is answered by exactly one of them."""

from __future__ import annotations

import asyncio
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.daily.reckoning import catch_up
from bot.demo.local import LocalDiscord
from bot.discord.first_steps import Exit
from bot.store.records import OnEmpty, Schedule
from bot.store.store import open_store
from tests.daily.conftest import ago, midday
from tests.databases import new_database
from tests.process.running import BotProcess
from tests.process.test_daily import all_sent, let_claims_run_out

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.demo.local.model import Channel, Guild, Message

SHARDS = 4
LEASE = "3"


class World:
    """A Discord with a server on each shard, and processes that share them."""

    def __init__(self, discord: LocalDiscord, folder: Path, database_url: str) -> None:
        self.discord = discord
        self.places: list[tuple[Guild, Channel]] = []
        covered: set[int] = set()
        while len(covered) < SHARDS:
            guild = discord.add_guild()
            covered.add((guild.id >> 22) % SHARDS)
            self.places.append((guild, discord.add_channel(guild)))
        self.url = database_url
        self._folder = folder
        self._variables = {
            "DATABASE_URL": database_url, "SHARD_COUNT": str(SHARDS), "SHARD_IDS": "claim", "SHARD_LEASE": LEASE,
        }  # fmt: skip

    async def start(self, name: str) -> BotProcess:
        folder = self._folder / name
        folder.mkdir()
        return await BotProcess(self.discord, folder, **self._variables).start()

    async def served(self) -> None:
        """Waits until every shard is connected."""

        def covered() -> bool:
            return {session.shard[0] for session in self.discord.gateway.live} == set(range(SHARDS))

        await self.discord.wait_for(covered, 30)

    async def everybody_is_answered_once(self) -> None:
        """Asks in every server, in two ways, and sees that there is one answer each."""
        asked = self.ask()
        for guild, channel in self.places:
            ben = self.discord.add_person("ben", guild)
            answer = await self.discord.answer(ben.invoke(channel, "when", topic="tariffs"))
            assert "March 8, 2018" in answer.embeds[0]["title"]
        for message in [*asked, *self.ask()]:
            await self.discord.reply(message)
        self.were_answered_once(asked)  # a second answer would be here by now

    def ask(self) -> list[Message]:
        """Somebody asks in each server."""
        return [
            self.discord.add_person("ann", guild).send(channel, "!when tariffs")
            for guild, channel in self.places
        ]

    def were_answered_once(self, asked: list[Message]) -> None:
        assert [len(self.discord.replies(message)) for message in asked] == [1] * len(asked)


@pytest.fixture
async def world(tmp_path: Path, postgresql: str) -> AsyncIterator[World]:
    async with LocalDiscord() as discord:
        discord.gateway.concurrency = 16
        yield World(discord, tmp_path, await asyncio.to_thread(new_database, postgresql))


def shards_of(bot: BotProcess) -> list[int]:
    """The shards that a process says last that it has."""
    told = [line for line in bot.written.splitlines() if "Shards of this process: " in line]
    shards = told[-1].partition("process: ")[2].partition(" (")[0] if told else "none"
    return [] if shards == "none" else [int(shard) for shard in shards.split(", ")]


async def holds(bot: BotProcess, number: int) -> None:
    """Waits until a process says last that it has so many shards."""
    async with asyncio.timeout(30):
        while True:
            if len(shards_of(bot)) == number:
                return
            await asyncio.sleep(0.1)


async def test_two_processes_share_the_shards_and_each_takes_over_from_the_other(world: World) -> None:
    first, second = await world.start("first"), await world.start("second")
    try:
        await asyncio.gather(holds(first, 2), holds(second, 2))
        await world.served()
        await world.everybody_is_answered_once()

        await first.kill()
        await holds(second, 4)
        await world.served()
        await world.everybody_is_answered_once()

        third = await world.start("third")
        try:
            await asyncio.gather(holds(second, 2), holds(third, 2))
            await world.served()
            await world.everybody_is_answered_once()

            await second.kill()
            await holds(third, 4)
            await world.served()
            await world.everybody_is_answered_once()
        finally:
            await third.kill()
    finally:
        await first.kill()
        await second.kill()


async def test_a_process_that_was_held_up_answers_nothing_that_another_has_taken_over(world: World) -> None:
    first = await world.start("first")
    try:
        await holds(first, 4)
        second = await world.start("second")
        try:
            await asyncio.gather(holds(first, 2), holds(second, 2))
            await world.served()
            first.send_signal(signal.SIGSTOP)
            await holds(second, 4)
            await world.discord.wait_for(lambda: len(world.discord.gateway.live) == SHARDS + 2)
            asked = world.ask()
            for message in asked:
                await world.discord.reply(message)
            first.send_signal(signal.SIGCONT)
            assert await first.ended() == Exit.CLAIMS_LOST
            world.were_answered_once(asked)
            assert "could not renew its claims" in first.written
            assert "Traceback" not in first.written
        finally:
            await second.kill()
    finally:
        await first.kill()


async def test_a_process_that_stops_hands_its_shards_over_at_once(world: World) -> None:
    first, second = await world.start("first"), await world.start("second")
    try:
        await asyncio.gather(holds(first, 2), holds(second, 2))
        first.send_signal(signal.SIGTERM)
        assert await first.ended() == 0
        await holds(second, 4)
        await world.served()
        await world.everybody_is_answered_once()
    finally:
        await first.kill()
        await second.kill()


async def test_daily_posts_go_out_once_though_one_of_two_processes_is_killed_over_them(world: World) -> None:
    first, second = await world.start("first"), await world.start("second")
    try:
        await asyncio.gather(holds(first, 2), holds(second, 2))
        await world.served()
        due = await every_server_is_due(world, 15)
        doomed = [channel for channel, shard in due.items() if shard in shards_of(first)]
        assert 0 < len(doomed) < len(due)

        world.discord.gateway.invalidate()  # each process looks for what is due when its shards are back
        await world.discord.wait_for(lambda: posts(world, doomed) >= 3, 30)
        await first.kill()
        assert posts(world, doomed) < len(doomed)
        await let_claims_run_out(world.url, doomed)
        await all_sent(world.url, list(due), 90)
        assert [posts(world, [channel]) for channel in due] == [1] * len(due)
    finally:
        await first.kill()
        await second.kill()


async def every_server_is_due(world: World, number: int) -> dict[int, int]:
    """Sets up so many channels in each server whose post of today is due; each with its server's shard."""
    now = datetime.now(UTC)
    due: dict[int, int] = {}
    async with await open_store(world.url) as store:
        for guild, _ in world.places:
            for _ in range(number):
                channel = world.discord.add_channel(guild)
                wanted = Schedule(channel.id, guild.id, ago(now), midday(now), OnEmpty.NEXT)
                await store.schedules.put(wanted, lambda one: catch_up(one, now, timedelta(hours=24)))
                due[channel.id] = (guild.id >> 22) % SHARDS
    return due


def posts(world: World, channels: list[int]) -> int:
    """How many messages stand in these channels."""
    state = world.discord.state
    return sum(len(world.discord.said(state.channel(channel))) for channel in channels)
