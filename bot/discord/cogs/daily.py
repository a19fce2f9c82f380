"""Daily posts: what those who manage a server set, and the loop that serves all servers."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from bot.daily.clock_time import parse_time
from bot.daily.dispatch import Dispatcher, Pace
from bot.daily.post import MOST_ENTRIES, Composer, name_of
from bot.daily.reckoning import next_plan
from bot.daily.zones import find_zone, search
from bot.dates import Reading, read
from bot.dates import Settings as Calendar
from bot.discord.answering import embed_of, lay_out, send, view_under
from bot.discord.checks import for_managers
from bot.discord.delivery import REASONS, DayButton, Delivery, view_of
from bot.discord.panel import Asked
from bot.discord.place import at
from bot.discord.wrong import WrongError
from bot.lookup.question import Command
from bot.monitoring.health import Unwell
from bot.render import limits
from bot.render.card import Card
from bot.render.limits import cut, join
from bot.render.markdown import literal
from bot.store.records import OnEmpty, Pause, Schedule, State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bot.discord.answering import Context
    from bot.discord.client import Chronicler
    from bot.discord.cogs.errors import Errors
    from bot.store.records import Plan, Post

    Interaction = discord.Interaction[Any]

log = logging.getLogger(__name__)

MOST_CHANNELS = 10  # with a schedule, in one server
_UNTIL_READY = timedelta(minutes=1)  # after which posts go out even if the gateway isn't there yet
_SHOWN_AHEAD = 3
_SHOWN_BACK = 10
_EMPTY_DAYS = {
    OnEmpty.SILENT: "silent on days without an entry",
    OnEmpty.NEXT: "the next entry ahead on days without one",
    OnEmpty.WEEK: "the entry of the week on the first day without one",
}
_STATES = {
    State.CLAIMED: "⏳ in hand",
    State.SENT: "✅ posted",
    State.MISSED: "⚠️ missed",
    State.FAILED: "❌ refused",
}


class Daily(commands.Cog):
    """“On this date”: a post each day in channels of your choice."""

    def __init__(self, bot: Chronicler) -> None:
        self.bot = bot
        self.schedules = bot.store.schedules
        self.composer = Composer(lambda: bot.knowledge.edition.chronicle)
        self.delivery = Delivery(bot)
        grace = timedelta(hours=bot.settings.daily_grace_hours)
        self.dispatcher = Dispatcher(
            bot.store,
            self.delivery,
            self.composer,
            pace=Pace(grace=grace),
            count=bot.metrics.post,
            at=lambda guild_id: at(bot.place_of(guild_id)),
        )
        self._posting: asyncio.Task[None] | None = None
        self._comings_and_goings = asyncio.Lock()  # seen through in the order in which they happened

    async def cog_load(self) -> None:
        """Makes old buttons work, and begins to post."""
        self.bot.add_dynamic_items(DayButton)
        self._posting = asyncio.create_task(self.dispatcher.run(_UNTIL_READY), name="daily posts")
        self.bot.health.add("daily posts", self._how, is_vital=True)

    async def cog_unload(self) -> None:
        """Stops posting; what is in hand is taken up by the next process."""
        if self._posting:
            self._posting.cancel()
            await asyncio.gather(self._posting, return_exceptions=True)

    async def _how(self) -> str:
        """Whether the loop runs."""
        if self._posting is None or self._posting.done():
            raise Unwell("the loop has ended")
        return "the loop runs"

    # What managers set

    @commands.hybrid_group(fallback="status")
    @for_managers
    async def daily(self, ctx: Context) -> None:
        """Shows the daily posts of this server, and when the next ones come."""
        schedules = await self.schedules.of_guild(_guild(ctx).id)
        if not schedules:
            text = "Set one up with `/daily setup`: a channel, a time and a time zone are enough."
            await send(ctx, Card("There are no daily posts here", text), private=True)
            return
        lines = [line for schedule in schedules for line in self._described(schedule, _guild(ctx))]
        await send(ctx, Card("Daily posts", join(lines, limits.DESCRIPTION)), private=True)

    @daily.command()
    @commands.has_guild_permissions(manage_guild=True)
    @app_commands.describe(
        channel="Where to post",
        time="When, in that zone: 9:00, 21:30, 9 am",
        zone="The time zone: a city, a country, or a name such as Eastern Time",
        on_empty="What to do on days without an entry (silent)",
        most="How many entries at most, 1 to 6 (5)",
        role="A role to ping",
        thread="Open a thread under each post",
    )
    async def setup(
        self,
        ctx: Context,
        channel: discord.TextChannel,
        time: str,
        zone: str,
        on_empty: Literal["silent", "next", "week"] = "silent",
        most: commands.Range[int, 1, MOST_ENTRIES] = 5,
        role: discord.Role | None = None,
        thread: bool = False,
    ) -> None:
        """Sets up the daily post of a channel, or changes it."""
        guild = _guild(ctx)
        try:
            at = parse_time(time)
        except ValueError as error:
            raise WrongError(str(error)) from None
        key = find_zone(zone) or _unknown_zone(zone)
        _check_permissions(channel, thread=thread)
        note = _check_role(ctx, channel, role)
        present = {one.channel_id for one in await self.schedules.of_guild(guild.id)}
        if channel.id not in present and len(present) >= MOST_CHANNELS:
            raise WrongError(
                f"A server can have daily posts in {MOST_CHANNELS} channels; one has to go first."
            )
        wanted = Schedule(
            channel.id, guild.id, at, key, OnEmpty(on_empty), most, role.id if role else None, thread
        )
        planned = await self.schedules.put(wanted, _from_now)
        self.dispatcher.wake()
        lines = [*self._described(planned, guild), *note]
        verb = "changed" if channel.id in present else "set up"
        await send(ctx, Card(f"The daily post is {verb}", "\n".join(lines)), private=True)

    @setup.autocomplete("zone")
    async def zones(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Zones whose names are like what is typed, with what their clocks show."""
        found = await asyncio.to_thread(search, typed)
        now = datetime.now(UTC)
        return [
            app_commands.Choice(
                name=cut(f"{zone.key} – now {now.astimezone(ZoneInfo(zone.key)):%H:%M}", limits.OPTION),
                value=zone.key,
            )
            for zone in found[: limits.CHOICES]
        ]

    @daily.command()
    @commands.has_guild_permissions(manage_guild=True)
    @app_commands.describe(day="Today by default, or any date", channel="As this channel would post it")
    async def preview(
        self, ctx: Context, channel: discord.TextChannel | None = None, *, day: str | None = None
    ) -> None:
        """Shows the post of today, or of any date, to you alone."""
        schedule = await self._chosen(ctx, channel, is_needed=False)
        today = datetime.now(ZoneInfo(schedule.zone) if schedule else UTC).date()
        asked = _day(day, today) if day else today
        on_empty, most = (schedule.on_empty, schedule.most) if schedule else (OnEmpty.SILENT, 5)
        post = self.composer(asked, on_empty, most)
        if post is None:
            text = "The chronology has no entry for this date" + (
                "." if on_empty is OnEmpty.SILENT else ", and this week has had its entry."
            )
            await send(ctx, Card(f"Nothing is posted on {name_of(asked)}, {asked.year}", text), private=True)
            return
        picture = await self.delivery.picture(post)
        await send(ctx, post.card, view_of(self.bot, asked, post), private=True, picture=picture)

    @daily.command()
    @commands.has_guild_permissions(manage_guild=True)
    @app_commands.describe(channel="Which daily post, where there are several")
    async def pause(self, ctx: Context, channel: discord.TextChannel | None = None) -> None:
        """Lets a daily post rest until it is resumed."""
        schedule = await self._chosen(ctx, channel)
        paused = await self.schedules.pause(schedule.channel_id, Pause.MANAGER)
        title = "The daily post is paused" if paused else "The daily post was paused already"
        await send(
            ctx, Card(title, f"<#{schedule.channel_id}> · `/daily resume` starts it again."), private=True
        )

    @daily.command()
    @commands.has_guild_permissions(manage_guild=True)
    @app_commands.describe(channel="Which daily post, where there are several")
    async def resume(self, ctx: Context, channel: discord.TextChannel | None = None) -> None:
        """Lets a paused daily post go on."""
        schedule = await self._chosen(ctx, channel)
        guild = _guild(ctx)
        present = guild.get_channel(schedule.channel_id)
        if isinstance(present, discord.TextChannel):
            _check_permissions(present, thread=schedule.thread)
        elif schedule.pause is Pause.CHANNEL:
            raise WrongError("The channel was deleted. Set up the daily post in another one: `/daily setup`.")
        late = (
            schedule.pause is not Pause.MANAGER
        )  # what was missed through trouble is caught up, if it's today's
        planned = await self.schedules.resume(
            schedule.channel_id, self.dispatcher.plan if late else _from_now
        )
        self.dispatcher.wake()
        title = "The daily post goes on" if planned else "The daily post wasn't paused"
        await send(ctx, Card(title, "\n".join(self._described(planned or schedule, guild))), private=True)

    @daily.command()
    @commands.has_guild_permissions(manage_guild=True)
    @app_commands.describe(channel="Which daily post, where there are several")
    async def off(self, ctx: Context, channel: discord.TextChannel | None = None) -> None:
        """Ends the daily post of a channel and deletes its settings."""
        schedule = await self._chosen(ctx, channel)
        await self.schedules.remove(schedule.channel_id)
        await send(
            ctx, Card("The daily post is off", f"<#{schedule.channel_id}> gets no more posts."), private=True
        )

    @daily.command()
    @commands.has_guild_permissions(manage_guild=True)
    @app_commands.describe(channel="Of one channel only")
    async def history(self, ctx: Context, channel: discord.TextChannel | None = None) -> None:
        """Shows the latest posts and how they went."""
        guild = _guild(ctx)
        channels = (
            [channel.id] if channel else [one.channel_id for one in await self.schedules.of_guild(guild.id)]
        )
        posts = [
            one for one in await self.schedules.history(channels, _SHOWN_BACK) if one.guild_id == guild.id
        ]
        lines = [_told(post, guild.id) for post in posts]
        text = join(lines, limits.DESCRIPTION) if lines else "Nothing has been posted yet."
        await send(ctx, Card("The latest daily posts", text), private=True)

    # What happens to servers

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Notes from which servers the bot was removed, and to which it came back, while it was away."""
        async with self._comings_and_goings:
            present = {guild.id for guild in self.bot.guilds}
            shards = self.delivery.shards()
            for guild_id, left_at in (await self.bot.store.guilds()).items():
                if shards and (guild_id >> 22) % shards.total not in shards.ids:
                    continue
                if guild_id not in present and left_at is None:
                    await self._left(guild_id)
                elif guild_id in present and left_at is not None:
                    await self._returned(guild_id)
        self.dispatcher.wake()

    @commands.Cog.listener()
    async def on_shard_ready(self, _shard_id: int) -> None:
        """Posts for the servers of a shard that this process has taken over."""
        self.dispatcher.wake()

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Pauses what was set in a server that the bot was removed from."""
        async with self._comings_and_goings:
            if (await self.bot.store.guilds()).get(guild.id, _UNKNOWN) is not _UNKNOWN:
                await self._left(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Lets it go on when the bot comes back."""
        async with self._comings_and_goings:
            if (await self.bot.store.guilds()).get(guild.id) is not None:
                await self._returned(guild.id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Pauses the daily post of a channel that is gone."""
        schedule = await self.schedules.get(channel.id)
        if schedule and await self.schedules.pause(channel.id, Pause.CHANNEL):
            await self.delivery.notify(schedule, Pause.CHANNEL, name=channel.name)

    async def _left(self, guild_id: int) -> None:
        await self.bot.store.set_left(guild_id, datetime.now(UTC))
        for schedule in await self.schedules.of_guild(guild_id):
            await self.schedules.pause(schedule.channel_id, Pause.LEFT)

    async def _returned(self, guild_id: int) -> None:
        await self.bot.store.set_left(guild_id, None)
        for schedule in await self.schedules.of_guild(guild_id):
            await self.schedules.resume(schedule.channel_id, _from_now, Pause.LEFT)
        self.dispatcher.wake()

    # The button under a post

    async def show_day(self, interaction: Interaction, day: date) -> None:
        """Shows everything about a date to the person who pressed."""
        try:
            with self.bot.answering("button"):
                self.bot.cooldown.count(interaction.user.id)
                await interaction.response.defer(ephemeral=True, thinking=True)
                reply = await self.bot.knowledge.answer(Command.ON, name_of(day))
                asked = Asked(Command.ON.value, name_of(day))
                shown = await self.bot.knowledge.in_thread(lambda: lay_out(reply, interaction.user.id, asked))
                options: dict[str, Any] = {"embed": embed_of(shown.card)}
                if view := view_under(shown, reply.edition, may_embed=True):
                    options["view"] = view
                await interaction.followup.send(ephemeral=True, **options)
        except Exception as error:
            await cast("Errors", self.bot.get_cog("Errors")).pressed(interaction, error)

    # Words

    async def _chosen(
        self, ctx: Context, channel: discord.TextChannel | None, *, is_needed: bool = True
    ) -> Any:
        """The schedule that is meant: of the channel that was named, or of this one, or the only one."""
        schedules = {one.channel_id: one for one in await self.schedules.of_guild(_guild(ctx).id)}
        if channel:
            found = schedules.get(channel.id)
            if found is None and is_needed:
                raise WrongError(f"There is no daily post in {channel.mention}.")
            return found
        found = schedules.get(ctx.channel.id) or (
            next(iter(schedules.values())) if len(schedules) == 1 else None
        )
        if found is None and is_needed:
            names = ", ".join(f"<#{one}>" for one in schedules)
            raise WrongError(
                f"Please say which: there are daily posts in {names}."
                if names
                else "There are no daily posts here."
            )
        return found

    def _described(self, schedule: Schedule, guild: discord.Guild) -> Iterable[str]:
        """A schedule in words, with its next posts in the reader's time and in the schedule's."""
        parts = [f"{schedule.at:%H:%M} in {literal(schedule.zone)}", f"at most {schedule.most} entries"]
        parts.append(_EMPTY_DAYS[schedule.on_empty])
        if schedule.role_id:
            parts.append(f"pings <@&{schedule.role_id}>")
        if schedule.thread:
            parts.append("with a thread")
        yield f"**<#{schedule.channel_id}>** · {' · '.join(parts)}"
        if schedule.pause:
            yield f"⏸ Paused: {REASONS[schedule.pause]}."
            return
        channel = guild.get_channel(schedule.channel_id)
        missing = (
            _missing(channel, thread=schedule.thread) if isinstance(channel, discord.TextChannel) else []
        )
        if missing:
            yield f"⚠️ I lack permissions there: {', '.join(missing)}."
        last = schedule.day - timedelta(days=1) if schedule.day else None
        planned = replace(schedule, day=last)
        since = min(datetime.now(UTC), (schedule.due_at or datetime.now(UTC)) - timedelta(seconds=1))
        for plan in self.composer.upcoming(planned, since, _SHOWN_AHEAD):
            yield _when(plan, schedule.zone)


_UNKNOWN = object()


def _from_now(schedule: Schedule) -> Plan:
    return next_plan(schedule, datetime.now(UTC))


def _guild(ctx: Context) -> discord.Guild:
    if ctx.guild is None:
        raise commands.NoPrivateMessage
    return ctx.guild


def _when(plan: Plan, zone: str) -> str:
    local = plan.due_at.astimezone(ZoneInfo(zone))
    moment = int(plan.due_at.timestamp())
    return f"• <t:{moment}:F>, <t:{moment}:R> – there {local:%A, %B} {local.day}, {local.year}, {local:%H:%M}"


def _told(post: Post, guild_id: int) -> str:
    link = f"https://discord.com/channels/{guild_id}/{post.channel_id}/{post.message_id}"
    day = f"{post.day:%B} {post.day.day}, {post.day.year}"
    shown = f"[{day}]({link})" if post.message_id else day
    at = f" <t:{int(post.settled_at.timestamp())}:t>" if post.settled_at else ""
    why = f" – {literal(post.detail)}" if post.detail else ""
    return f"{_STATES[post.state]}{at} · <#{post.channel_id}> · {shown}{why}"


def _unknown_zone(text: str) -> str:
    near = [f"`{zone.key}`" for zone in search(text, 3)] if text.strip() else []
    told = (
        f" Did you mean {' or '.join(near)}?"
        if near
        else " Name a city, such as Tokyo, or a zone: Eastern Time."
    )
    raise WrongError(f"I don't know the time zone “{literal(cut(text, 60))}”.{told}")


def _missing(channel: discord.TextChannel, *, thread: bool) -> list[str]:
    """What the bot isn't allowed to do in a channel, and needs."""
    may = channel.permissions_for(channel.guild.me)
    needed = {
        "View Channel": may.view_channel,
        "Send Messages": may.send_messages,
        "Embed Links": may.embed_links,
        "Attach Files": may.attach_files,
        "Read Message History": may.read_message_history,
        "Create Public Threads": may.create_public_threads or not thread,
    }
    return [name for name, is_allowed in needed.items() if not is_allowed]


def _check_permissions(channel: discord.TextChannel, *, thread: bool) -> None:
    if missing := _missing(channel, thread=thread):
        raise WrongError(
            f"In {channel.mention} I lack the permissions {', '.join(f'“{name}”' for name in missing)}."
        )


def _check_role(ctx: Context, channel: discord.TextChannel, role: discord.Role | None) -> list[str]:
    """Refuses a role that the person could not ping; a line of warning where the bot can't."""
    if role is None:
        return []
    if role.is_default():
        raise WrongError("A daily post doesn't ping everyone. Choose a role that people can take and leave.")
    person = channel.permissions_for(cast("discord.Member", ctx.author))
    if not role.mentionable and not person.mention_everyone:
        raise WrongError(f"You may not ping {role.mention} there, so I won't.")
    if not role.mentionable and not channel.permissions_for(channel.guild.me).mention_everyone:
        return [
            f"⚠️ {role.mention} can't be pinged by me: let anyone mention it, or allow me to mention all roles."
        ]
    return []


def _day(text: str, today: date) -> date:
    reading = read(text[: limits.OPTION], Calendar(today=today))
    if isinstance(reading, Reading) and reading.span.start and reading.span.start == reading.span.end:
        return reading.span.start
    raise WrongError("I read a single date there, such as March 8 or 2018-03-08.")


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(Daily(bot))
