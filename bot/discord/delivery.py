"""Carries daily posts to their channels."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import date, timedelta
from hashlib import blake2s
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol, Self, cast

import aiohttp
import discord

from bot.daily.dispatch import RefusedError, UndeliverableError, UnreachableError
from bot.daily.post import name_of
from bot.discord import panel
from bot.discord.answering import PICTURE, embed_of
from bot.render.markdown import literal
from bot.render.picture import described, timeline_picture
from bot.store.records import Pause, Shards

if TYPE_CHECKING:
    import re
    from collections.abc import Generator
    from datetime import datetime

    from bot.daily.post import DailyPost, Timeline
    from bot.discord.client import Chronicler
    from bot.store.records import Schedule

    Interaction = discord.Interaction[Any]

log = logging.getLogger(__name__)

REASONS = {
    Pause.MANAGER: "somebody who manages the server paused it",
    Pause.CHANNEL: "the channel was deleted",
    Pause.PERMISSION: "I am not allowed to post there any more",
    Pause.LEFT: "I was removed from the server",
    Pause.ZONE: "its time zone is no longer known",
}
_MARK = r"chrday:(?P<day>\d{4}-\d\d-\d\d)"
_EARLIER = timedelta(minutes=5)  # by how much clocks may disagree
_MOST_DRAWN = 32  # pictures that are kept
_MOST_READ = 3000  # messages in which one of ours is looked for
_UNKNOWN_MESSAGE = 10008
_UNKNOWN_PLACES = {10003, 10004}  # channel, server


class Delivery:
    """Sends posts, finds those that were sent, and tells managers of trouble. Needs no gateway, only requests."""

    def __init__(self, bot: Chronicler, *, draws: bool = True) -> None:
        self.bot = bot
        self.draws = draws
        self._drawn: dict[Timeline, asyncio.Task[bytes | None]] = {}

    def shards(self) -> Shards | None:
        """Which servers this process looks after."""
        held, total = self.bot.held_shards, self.bot.shard_count
        return Shards(held, total) if held is not None and total else None

    async def send(self, schedule: Schedule, day: date, post: DailyPost) -> int | None:
        """Sends a post, with a nonce of its channel and day; the message's id, if it is still there."""
        role = f"<@&{schedule.role_id}>" if schedule.role_id else None
        pinged = [discord.Object(schedule.role_id)] if schedule.role_id else False
        embed, picture = embed_of(post.card), await self.picture(post)
        if picture:
            embed.set_image(url=f"attachment://{picture.filename}")
        with _told_apart():
            try:
                message = await self._channel(schedule).send(
                    content=role,
                    embed=embed,
                    files=[picture] if picture else [],
                    view=view_of(self.bot, day, post),
                    nonce=nonce(schedule.channel_id, day),
                    allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=pinged),
                )
            except discord.NotFound as error:
                if error.code != _UNKNOWN_MESSAGE:
                    raise
                return None  # it was sent a moment ago, and deleted since
            await self._complete(schedule, day, message)
        return message.id

    async def find(self, schedule: Schedule, day: date, since: datetime) -> int | None:
        """The message of a day if it was sent since then; its thread is opened if that is still to be done."""
        mark = _mark(day)
        earliest = since - _EARLIER
        with _told_apart():
            history = self._channel(schedule).history(limit=_MOST_READ, after=earliest, oldest_first=True)
            async for message in history:
                if message.author == self.bot.user and mark in _marks(message):
                    await self._complete(schedule, day, message)
                    return message.id
        return None

    async def notify(self, schedule: Schedule, pause: Pause, name: str | None = None) -> None:
        """Tells those who manage the server, in its system channel or else its owner; `name` is the channel's."""
        guild = self.bot.get_guild(schedule.guild_id)
        if guild is None or pause in {Pause.LEFT, Pause.MANAGER}:
            return
        where = f"#{literal(name)}" if name else f"<#{schedule.channel_id}>"
        text = (
            f"The daily post in {where} on **{literal(guild.name)}** is paused: {REASONS[pause]}. "
            "`/daily setup` or `/daily resume` starts it again."
        )
        channel = guild.system_channel
        if channel and channel.id != schedule.channel_id and channel.permissions_for(guild.me).send_messages:
            with contextlib.suppress(discord.HTTPException):
                await channel.send(text)
                return
        if guild.owner_id:
            with contextlib.suppress(discord.HTTPException):
                owner = await self.bot.fetch_user(guild.owner_id)
                await owner.send(text)

    async def picture(self, post: DailyPost) -> discord.File | None:
        """The picture that goes with a post, if one does; drawn once for all the servers that get the same post."""
        timeline = post.timeline
        if timeline is None or not self.draws:
            return None
        if timeline not in self._drawn:
            while len(self._drawn) >= _MOST_DRAWN:
                del self._drawn[next(iter(self._drawn))]
            drawing = self.bot.knowledge.in_thread(lambda: timeline_picture(*timeline))
            self._drawn[timeline] = asyncio.create_task(drawing)
        try:
            png = await asyncio.shield(self._drawn[timeline])
        except Exception:
            log.exception("A daily post goes without its picture.")
            return None
        return discord.File(BytesIO(png), PICTURE, description=described(*timeline)) if png else None

    def _channel(self, schedule: Schedule) -> discord.PartialMessageable:
        return self.bot.get_partial_messageable(
            schedule.channel_id, guild_id=schedule.guild_id, type=discord.ChannelType.text
        )

    async def _complete(self, schedule: Schedule, day: date, message: discord.Message) -> None:
        """Opens the day's thread, once; a post without it is a post all the same."""
        if not schedule.thread or message.flags.has_thread or message.guild is None:
            return
        try:
            await message.create_thread(
                name=f"On this date: {name_of(day)}, {day.year}", auto_archive_duration=1440
            )
        except discord.HTTPException as error:
            log.info("No thread under the daily post in channel %d: %s", schedule.channel_id, error)


class DayButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_MARK):
    """Shows everything about the date of a post. By its id, a post and its day are known for good."""

    def __init__(self, day: date) -> None:
        super().__init__(discord.ui.Button(label="More on this date", custom_id=_mark(day), emoji="📅"))
        self.day = day

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[discord.ui.View], match: re.Match[str]
    ) -> Self:
        """The button that was pressed; raises `ValueError` for a day that there isn't."""
        return cls(date.fromisoformat(match["day"]))

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Whether a press is for this process to answer."""
        return interaction.client.enters(interaction.guild_id)

    async def callback(self, interaction: Interaction) -> None:
        """Hands the press on."""
        cog = interaction.client.get_cog("Daily")
        if cog:
            await cast("Presses", cog).show_day(interaction, self.day)


class Presses(Protocol):
    """What answers a press."""

    async def show_day(self, interaction: Interaction, day: date) -> None:
        """Shows everything about a date to one person."""
        ...


def _mark(day: date) -> str:
    return f"chrday:{day.isoformat()}"


def nonce(channel_id: int, day: date) -> str:
    """What Discord knows a day's post by, for some minutes: the same whoever sends it, and however often."""
    return blake2s(f"{channel_id}:{day.isoformat()}".encode(), digest_size=12).hexdigest()


def view_of(bot: Chronicler, day: date, post: DailyPost) -> discord.ui.View:
    """The buttons under a post. The last one carries its day, by which the post is known for good."""
    single = post.entries[0] if len(post.entries) == 1 else None
    shown = panel.Panel(0, post.entries, single, None, len(post.entries), post.card.is_cut)
    view = panel.view_of(shown, bot.knowledge.edition) or discord.ui.View(timeout=None)
    view.add_item(DayButton(day))
    return view


def _marks(message: discord.Message) -> set[str | None]:
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    return {getattr(item, "custom_id", None) for row in rows for item in row.children}


@contextlib.contextmanager
def _told_apart() -> Generator[None]:
    """Discord's errors as the dispatcher tells them apart."""
    try:
        yield
    except discord.Forbidden as error:
        raise UndeliverableError(Pause.PERMISSION, _text(error)) from error
    except discord.NotFound as error:
        if error.code in _UNKNOWN_PLACES:
            raise UndeliverableError(Pause.CHANNEL, _text(error)) from error
        raise RefusedError(_text(error)) from error
    except discord.HTTPException as error:
        refused = 400 <= error.status < 500 and error.status not in {401, 408, 429}
        raise (RefusedError if refused else UnreachableError)(_text(error)) from error
    except (discord.RateLimited, aiohttp.ClientError, OSError) as error:
        raise UnreachableError(str(error) or type(error).__name__) from error


def _text(error: Any) -> str:
    return f"{error.status} {error.text or error.response.reason}"[:200]
