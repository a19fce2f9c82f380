"""A bot that is logged in at a local Discord, with a database of either kind and channels that are due."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from discord.http import Route

from bot.daily.dispatch import Dispatcher, Pace
from bot.daily.post import Composer
from bot.daily.reckoning import catch_up
from bot.demo.local import LocalDiscord
from bot.discord.client import Chronicler
from bot.discord.delivery import Delivery
from bot.discord.knowledge import Edition, Knowledge
from bot.settings import Settings
from bot.store.records import OnEmpty, Post, Schedule
from bot.store.store import Store, open_store
from tests.conftest import SHIPPED
from tests.databases import database_url, postgresql

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.demo.local.model import Channel, Guild, Message
    from bot.lookup.lookup import Lookup

__all__ = ["database_url", "postgresql", "scene"]

FAST = Pace(
    per_second=1000.0,
    lease=timedelta(seconds=2),
    sending=timedelta(seconds=1),
    retry=timedelta(seconds=0.1),
)


@dataclass
class Scene:
    """What a test moves in."""

    discord: LocalDiscord
    guild: Guild
    bot: Chronicler
    store: Store
    url: str

    def dispatcher(self, **changes: Any) -> Dispatcher:
        """A loop as a process has one."""
        pace = replace(FAST, **changes)
        composer = Composer(lambda: self.bot.knowledge.edition.chronicle)
        return Dispatcher(self.store, Delivery(self.bot), composer, pace=pace)

    async def due(self, channel: Channel | None = None, **changes: Any) -> Schedule:
        """A channel whose post of today is due."""
        channel = channel or self.discord.add_channel(self.guild)
        now = datetime.now(UTC)
        wanted = Schedule(channel.id, self.guild.id, ago(now), midday(now), OnEmpty.NEXT)
        return await self.store.schedules.put(
            replace(wanted, **changes), lambda one: catch_up(one, now, timedelta(hours=24))
        )

    def posts(self, schedule: Schedule) -> list[Message]:
        """What stands in a channel."""
        channel = self.discord.state.channel(schedule.channel_id)
        return [message for message in self.discord.said(channel) if not message.is_deleted]

    async def record(self, schedule: Schedule) -> list[Post]:
        """What is on record for a channel, the newest first."""
        return await self.store.schedules.history([schedule.channel_id], 10)

    @contextlib.asynccontextmanager
    async def running(self, dispatcher: Dispatcher | None = None) -> AsyncGenerator[Dispatcher]:
        """Runs a loop until the end of the context."""
        dispatcher = dispatcher or self.dispatcher()
        loop = asyncio.create_task(dispatcher.run())
        try:
            yield dispatcher
        finally:
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)


def midday(now: datetime) -> str:
    """A zone in which it is about noon, so that no test runs into midnight."""
    return f"Etc/GMT{now.hour - 12:+d}" if now.hour != 12 else "UTC"  # its signs are the other way round


def ago(now: datetime, minutes: int = 0) -> time:
    """What the clocks there showed some minutes ago."""
    local = (now - timedelta(minutes=minutes)).astimezone(ZoneInfo(midday(now)))
    return time(local.hour, local.minute)


@pytest.fixture
async def scene(database_url: str, shipped: Lookup, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Scene]:
    async with LocalDiscord() as discord, await open_store(database_url) as store:
        monkeypatch.setattr(Route, "BASE", discord.url)
        settings = Settings(_env_file=None, knowledge=Path(SHIPPED))  # pyright: ignore[reportCallIssue]
        bot = Chronicler(settings, Knowledge(SHIPPED, Edition.of(shipped)), store)
        await bot.login(discord.token)
        yield Scene(discord, discord.add_guild(), bot, store, database_url)
        await bot.close()
