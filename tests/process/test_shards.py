"""Several processes on one database that share four shards: each server is answered by exactly one of them."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest

from bot.demo.local import LocalDiscord
from bot.discord.first_steps import Exit
from tests.databases import new_database
from tests.process.running import BotProcess

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


async def holds(bot: BotProcess, number: int) -> None:
    """Waits until a process says last that it has so many shards."""
    async with asyncio.timeout(30):
        while True:
            told = [line for line in bot.written.splitlines() if "Shards of this process: " in line]
            shards = told[-1].partition("process: ")[2].partition(" (")[0] if told else "none"
            if (0 if shards == "none" else len(shards.split(", "))) == number:
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
