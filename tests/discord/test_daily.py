"""Daily posts as those who manage a server set them, and as they come."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, cast

import discord
import pytest
from discord.ext import commands

from bot.daily.reckoning import next_plan
from bot.discord.client import Chronicler
from bot.discord.knowledge import Edition, Knowledge
from bot.discord.wrong import WrongError
from bot.store.records import OnEmpty, Pause, Plan, Schedule, State
from bot.store.store import Store
from tests.conftest import SHIPPED
from tests.discord.conftest import World, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.actors import MemberActor
    from simcord.builders import ChannelHandle, RoleHandle

    from bot.discord.cogs.daily import Daily


@pytest.fixture
def manager(world: World) -> Iterator[MemberActor]:
    """A member who manages the server. No errors come but those that tell people what can't be or they may not do."""
    role = world.guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    yield world.guild.add_member(world.env.create_user("mia"), roles=[role])
    assert all(isinstance(error, WrongError | commands.MissingPermissions) for error in world.env.errors)


async def said(world: World, who: MemberActor, command: str, **options: object) -> str:
    """What a command answers, title and text."""
    result = await who.slash(world.channel, command, **options)
    assert result.response is not None
    if not result.response.embeds:
        return result.response.content
    (embed,) = result.response.embeds
    return f"{embed.title}\n{embed.description or ''}"


async def set_up(world: World, manager: MemberActor, **options: object) -> Schedule:
    """A daily post in the channel; the schedule as it is kept."""
    given = {"channel": world.channel, "time": "9:00", "zone": "Asia/Tokyo", **options}
    text = await said(world, manager, "daily setup", **given)
    assert text.startswith("The daily post is"), text
    schedule = await world.bot.store.schedules.get(cast("ChannelHandle", given["channel"]).id)
    assert schedule
    return schedule


def cog(world: World) -> Daily:
    return cast("Daily", world.bot.get_cog("Daily"))


async def make_due(world: World, schedule: Schedule) -> date:
    """Lets the day of the schedule be due now, and waits for what happens; the day."""
    now = datetime.now(UTC)
    today = now.date()
    wanted = Plan(today, now - timedelta(seconds=1))
    present = await world.bot.store.schedules.get(schedule.channel_id)
    assert present
    await world.bot.store.schedules.put(
        Schedule(
            present.channel_id, present.guild_id, time(now.hour, now.minute), "UTC", OnEmpty.NEXT, present.most,
            present.role_id, present.thread,
        ),
        lambda _: wanted,
    )  # fmt: skip
    cog(world).dispatcher.wake()
    await world.env.settle(timeout=20)
    await cog(world).dispatcher.finish()
    await world.env.settle()
    return today


async def test_setting_up_shows_the_next_three_posts_in_both_times(
    world: World, manager: MemberActor
) -> None:
    text = await said(
        world, manager, "daily setup", channel=world.channel, time="9 am", zone="tokyo", on_empty="next"
    )
    assert text.startswith("The daily post is set up")
    lines = [line for line in text.splitlines() if line.startswith("•")]
    assert len(lines) == 3
    schedule = await world.bot.store.schedules.get(world.channel.id)
    assert schedule
    assert schedule.due_at
    assert (schedule.zone, schedule.at, schedule.on_empty) == ("Asia/Tokyo", time(9), OnEmpty.NEXT)
    moments = [int((schedule.due_at + timedelta(days=number)).timestamp()) for number in range(3)]
    for line, moment in zip(lines, moments, strict=True):
        assert f"<t:{moment}:F>" in line
        assert f"<t:{moment}:R>" in line
        assert line.endswith("09:00")


async def test_silence_is_the_default_so_only_days_with_entries_are_announced(
    world: World, manager: MemberActor
) -> None:
    schedule = await set_up(world, manager)
    assert schedule.on_empty is OnEmpty.SILENT
    text = await said(world, manager, "daily status")
    composer = cog(world).composer
    after = datetime.now(UTC)
    plans = composer.upcoming(Schedule(1, 1, time(9), "Asia/Tokyo"), after, 3)
    assert [f"<t:{int(plan.due_at.timestamp())}:F>" in text for plan in plans] == [True] * 3


async def test_only_who_manages_the_server_may_change_it(world: World, manager: MemberActor) -> None:
    assert "daily setup" not in world.ann.available_commands(world.channel)
    await world.ann.send(world.channel, '!daily setup #history 9:00 "tokyo"')
    assert "You need the permission “Manage Server”" in str(
        world.channel.last_message and world.channel.last_message.content
    )
    for command in ("daily", "daily pause", "daily off", "daily history", "daily preview", "forget"):
        await world.ann.send(world.channel, f"!{command}")
        assert world.channel.last_message
        assert "You need the permission" in world.channel.last_message.content
    assert await world.bot.store.schedules.of_guild(world.guild.id) == []
    await manager.send(world.channel, f'!daily setup {world.channel.mention} 9:00 "new york"')
    assert len(await world.bot.store.schedules.of_guild(world.guild.id)) == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"time": "25:00"}, "I read times such as"),
        ({"zone": "tokio"}, "Did you mean `Asia/Tokyo`"),
        ({"zone": "@everyone"}, "I don't know the time zone"),
    ],
)
async def test_what_cannot_be_is_told(
    world: World, manager: MemberActor, options: dict[str, str], told: str
) -> None:
    given = {"channel": world.channel, "time": "9:00", "zone": "Asia/Tokyo", **options}
    assert told in await said(world, manager, "daily setup", **given)
    assert await world.bot.store.schedules.of_guild(world.guild.id) == []


async def test_permissions_are_checked_at_once(world: World, manager: MemberActor) -> None:
    quiet = world.guild.create_text_channel(
        "quiet",
        overwrites={world.user: discord.PermissionOverwrite(embed_links=False, read_message_history=False)},
    )
    text = await said(world, manager, "daily setup", channel=quiet, time="9:00", zone="UTC")
    assert "“Embed Links”" in text
    assert "“Read Message History”" in text
    assert await world.bot.store.schedules.of_guild(world.guild.id) == []


async def test_zones_are_offered_while_somebody_types(world: World, manager: MemberActor) -> None:
    for typed, key in (("tokyo", "Asia/Tokyo"), ("eastern", "America/New_York"), ("tokio", "Asia/Tokyo")):
        offered = await manager.autocomplete(
            world.channel, "daily setup", "zone", typed, channel=world.channel, time="9:00"
        )
        assert offered[0]["value"] == key
        assert len(offered) <= 25


async def test_several_channels_have_schedules_of_their_own(world: World, manager: MemberActor) -> None:
    other = world.guild.create_text_channel("other")
    await set_up(world, manager)
    await set_up(
        world, manager, channel=other, time="21:30", zone="America/New_York", on_empty="week", most=2
    )
    text = await said(world, manager, "daily status")
    assert f"<#{world.channel.id}>" in text
    assert f"**<#{other.id}>** · 21:30 in America/New\\_York" in text
    await said(world, manager, "daily off", channel=other)
    assert [one.channel_id for one in await world.bot.store.schedules.of_guild(world.guild.id)] == [
        world.channel.id
    ]


async def test_pausing_and_resuming(world: World, manager: MemberActor) -> None:
    await set_up(world, manager)
    assert "is paused" in await said(world, manager, "daily pause")
    assert "Paused: somebody who manages" in await said(world, manager, "daily status")
    paused = await world.bot.store.schedules.get(world.channel.id)
    assert paused
    assert (paused.pause, paused.wake_at) == (Pause.MANAGER, None)
    assert "goes on" in await said(world, manager, "daily resume")
    assert "wasn't paused" in await said(world, manager, "daily resume")
    resumed = await world.bot.store.schedules.get(world.channel.id)
    assert resumed
    assert resumed.wake_at


async def test_preview_of_any_date(world: World, manager: MemberActor) -> None:
    text = await said(world, manager, "daily preview", day="March 8, 2026")
    assert text.startswith("On this date in 2018 · 8 years ago")
    assert "Nothing is posted on July 4, 2026" in await said(
        world, manager, "daily preview", day="2026-07-04"
    )
    assert "I read a single date" in await said(world, manager, "daily preview", day="in spring")
    await set_up(world, manager, on_empty="next")
    assert "Next in the chronology" in await said(world, manager, "daily preview", day="2026-07-04")
    assert world.channel.last_message is None  # all of it privately


async def test_a_post_comes_with_its_role_entries_and_buttons(world: World, manager: MemberActor) -> None:
    role = world.guild.create_role("History", mentionable=True)
    schedule = await set_up(world, manager, role=role)
    day = await make_due(world, schedule)
    message = world.last
    assert message.content == role.mention
    assert message.role_mentions == [] or [one.id for one in message.role_mentions] == [role.id]
    (embed,) = message.embeds
    assert embed.title
    assert embed.footer.text
    assert "More on this date" in world.labels()
    (post,) = await world.bot.store.schedules.history([world.channel.id], 5)
    assert (post.day, post.state, post.message_id) == (day, State.SENT, message.id)
    assert "✅ posted" in await said(world, manager, "daily history")
    result = await world.ben.click(message, label="More on this date")
    assert result.ephemeral or result.followups


async def test_presses_of_servers_that_another_process_has_are_left_to_it(
    world: World, manager: MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_due(world, await set_up(world, manager))
    message = world.last

    def serves(_guild_id: int | None) -> bool:
        return False

    monkeypatch.setattr(world.bot, "serves", serves)
    for label in ("Sources", "More on this date"):
        result = await world.ben.click(message, label=label)
        assert (result.response, result.deferred) == (None, False)
        assert not result.followups


async def test_a_post_with_a_thread(world: World, manager: MemberActor) -> None:
    await make_due(world, await set_up(world, manager, thread=True))
    (thread,) = world.channel.threads
    assert str(thread.name).startswith("On this date: ")


async def test_everyone_is_not_pinged_and_roles_only_where_the_person_may(
    world: World, manager: MemberActor
) -> None:
    closed: RoleHandle = world.guild.create_role("Staff")
    options = {"channel": world.channel, "time": "9:00", "zone": "UTC"}
    assert "You may not ping" in await said(world, manager, "daily setup", role=closed, **options)
    everyone = world.guild.default_role
    assert "doesn't ping everyone" in await said(world, manager, "daily setup", role=everyone, **options)


async def test_changes_never_repeat_a_day(world: World, manager: MemberActor) -> None:
    schedule = await set_up(world, manager)
    day = await make_due(world, schedule)
    await said(world, manager, "daily off")
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"):
        for at in ("00:00", "23:59"):
            again = await set_up(world, manager, time=at, zone=zone)
            assert again.day
            assert again.day > day
    assert len(await world.bot.store.schedules.history([world.channel.id], 9)) == 1


async def test_withdrawn_permission_pauses_and_is_told_once_to_the_owner(
    world: World, manager: MemberActor
) -> None:
    schedule = await set_up(world, manager)
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    world.env.inject_error(
        "POST", f"/channels/{channel.id}/messages", status=403, code=50013, message="Missing Permissions"
    )
    await make_due(world, schedule)
    paused = await world.bot.store.schedules.get(world.channel.id)
    assert paused
    assert paused.pause is Pause.PERMISSION
    told = world.guild.owner.dm_channel.last_message
    assert told
    assert "is paused: I am not allowed to post there" in told.content
    count = len(world.guild.owner.dm_channel.history())
    cog(world).dispatcher.wake()
    await world.env.settle()
    assert len(world.guild.owner.dm_channel.history()) == count
    assert "goes on" in await said(world, manager, "daily resume")


async def test_a_deleted_channel_pauses_its_post(world: World, manager: MemberActor) -> None:
    other = world.guild.create_text_channel("other")
    await set_up(world, manager, channel=other)
    channel = world.bot.get_channel(other.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete()
    await world.env.settle()
    paused = await world.bot.store.schedules.get(other.id)
    assert paused
    assert paused.pause is Pause.CHANNEL
    told = world.guild.owner.dm_channel.last_message
    assert told
    assert "#other" in told.content


async def test_settings_are_found_again_after_rejoining(
    world: World, manager: MemberActor, store: Store
) -> None:
    schedule = await set_up(world, manager)
    await world.bot.store.set_prefix(world.guild.id, "?")
    guild = world.bot.get_guild(world.guild.id)
    assert guild
    daily = cog(world)
    await daily.on_guild_remove(guild)
    left = await store.schedules.get(world.channel.id)
    assert left
    assert (left.pause, left.wake_at) == (Pause.LEFT, None)
    assert (await store.guilds())[world.guild.id] is not None
    await daily.on_guild_join(guild)
    back = await store.schedules.get(world.channel.id)
    assert back
    assert (back.pause, back.due_at) == (None, schedule.due_at)
    assert (await store.guilds())[world.guild.id] is None
    assert await store.prefix(world.guild.id) == "?"


async def test_what_happened_while_the_bot_was_away_is_noticed_at_start(
    edition: Edition, store: Store
) -> None:
    """A server that removed the bot meanwhile rests, and is forgotten after thirty days."""
    import simcord

    now = datetime.now(UTC)
    gone = Schedule(77, 7 << 22, time(9), "UTC", OnEmpty.NEXT)
    await store.schedules.put(gone, lambda one: next_plan(one, now))
    bot = Chronicler(settings(), Knowledge(SHIPPED, edition), store)
    bot.shard_count = 1
    async with simcord.run(bot) as env:
        await env.settle()
        rests = await store.schedules.get(77)
        assert rests
        assert rests.pause is Pause.LEFT
    await store.set_left(7 << 22, now - timedelta(days=31))
    bot = Chronicler(settings(), Knowledge(SHIPPED, edition), store)
    bot.shard_count = 1
    async with simcord.run(bot) as env:
        await env.settle(timeout=20)
        assert await store.schedules.get(77) is None
    bot.knowledge.close()


async def test_forget_shows_and_deletes_all(world: World, manager: MemberActor) -> None:
    await make_due(world, await set_up(world, manager))
    await said(world, manager, "prefix", new="?")
    result = await manager.slash(world.channel, "forget")
    assert result.response
    text = str(result.response.embeds[0].description)
    assert "The prefix" in text
    assert f"<#{world.channel.id}>" in text
    assert "The record of 1 daily post" in text
    assert result.ephemeral
    await manager.click(result.response, label="Keep it")
    assert len(await world.bot.store.schedules.of_guild(world.guild.id)) == 1
    again = await manager.slash(world.channel, "forget")
    assert again.response
    await manager.click(again.response, label="Delete everything")
    kept = await world.bot.store.kept(world.guild.id)
    assert (kept.prefix, kept.schedules, kept.posts) == (None, (), 0)
    assert world.guild.id not in await world.bot.store.guilds()
    assert "Nothing is stored" in await said(world, manager, "forget")
