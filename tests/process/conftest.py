"""A server with a channel and somebody in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest_asyncio

from bot.demo.local import LocalDiscord, Person
from tests.databases import postgresql

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.demo.local.model import Channel, Guild, Message

__all__ = ["postgresql", "scene"]


@dataclass
class Scene:
    discord: LocalDiscord
    guild: Guild
    channel: Channel
    ann: Person

    async def asks(self, text: str = "!when tariffs") -> Message:
        """The one reply to a question."""
        return await self.discord.reply(self.ann.send(self.channel, text))

    def requests(self, method: str, end: str) -> list[int]:
        """The states of the requests to addresses with this end; 0 is one that is still open."""
        known = self.discord.rest.requests
        return [one.status for one in known if one.method == method and one.path.endswith(end)]

    async def begins_to_answer(self, end: str = "/messages") -> None:
        """Waits until a request with an answer has arrived, which a fault keeps waiting."""
        await self.discord.wait_for(lambda: 0 in self.requests("POST", end))


@pytest_asyncio.fixture
async def scene() -> AsyncGenerator[Scene]:
    async with LocalDiscord() as discord:
        guild = discord.add_guild("History")
        channel = discord.add_channel(guild)
        yield Scene(discord, guild, channel, discord.add_person("ann", guild))
        assert not discord.rest.strangers, "The bot uses an endpoint that the local Discord lacks."
