"""What a whole bot logs: where each line comes from, and nothing that people wrote."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.daily.reckoning import catch_up
from bot.store.records import OnEmpty, Schedule
from bot.store.store import open_store
from tests.daily.conftest import ago, midday
from tests.process.running import BotProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.demo.local.model import Guild
    from tests.process.conftest import Scene

SHARDS = 2
PRIVATE = "tariffs that grandmother paid"
UNANSWERED = "Could not answer"
RESUMED = "successfully RESUMED"
CONNECTED = "has connected to Gateway"


def lines(bot: BotProcess, words: str) -> list[dict[str, Any]]:
    """The complete lines whose message has these words."""
    told = [json.loads(line) for line in bot.written.splitlines(keepends=True) if line.endswith("\n")]
    return [line for line in told if words in line["message"]]


async def until(look: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not look():
            await asyncio.sleep(0.05)


def shard_of(guild: Guild) -> int:
    return (guild.id >> 22) % SHARDS


async def test_json_lines_name_server_and_shard_and_never_what_people_wrote(
    scene: Scene, tmp_path: Path
) -> None:
    discord = scene.discord
    guilds = [scene.guild]
    while len({shard_of(guild) for guild in guilds}) < SHARDS:
        guilds.append(discord.add_guild())
    async with BotProcess(discord, tmp_path, LOG_FORMAT="json", LOG_LEVEL="debug", SHARD_COUNT="2") as bot:
        await discord.wait_for(lambda: len(discord.gateway.live) == SHARDS, 30)
        for guild in guilds:
            ann, channel = discord.add_person("ann", guild), discord.add_channel(guild)
            await discord.answer(ann.invoke(channel, "when", topic=PRIVATE))
            await discord.reply(ann.send(channel, f"!when {PRIVATE}"))
            discord.fail(f"/channels/{channel.id}/messages", 404, method="POST")
            ann.send(channel, f"!when {PRIVATE}")
            await until(
                lambda guild=guild: any(one.get("guild") == guild.id for one in lines(bot, UNANSWERED))
            )
        discord.gateway.drop()
        await until(lambda: len(lines(bot, RESUMED)) == SHARDS)
        discord.gateway.ask_to_reconnect()
        await until(lambda: len(lines(bot, RESUMED)) == SHARDS * 2)
        discord.gateway.invalidate()  # told in the task that has read the messages
        await until(lambda: len(lines(bot, CONNECTED)) == SHARDS * 2)
    assert [(one["guild"], one["shard"]) for one in lines(bot, UNANSWERED)] == [
        (guild.id, shard_of(guild)) for guild in guilds
    ]
    told = [json.loads(line) for line in bot.written.splitlines()]
    of_shards = [one for one in told if re.search(r"shard ID \d", one["message"], re.IGNORECASE)]
    assert len(of_shards) > 10
    for one in of_shards:
        assert f"shard ID {one['shard']} " in one["message"].replace(".", " ").replace("Shard", "shard")
        assert "guild" not in one
    for words in ("Received RECONNECT opcode", "Websocket closed with"):
        assert {one["shard"] for one in lines(bot, words)} == set(range(SHARDS))
    assert not [one for one in told if one["logger"] in {"aiosqlite", "asyncio"}]
    assert "grandmother" not in bot.written


async def test_lines_about_daily_posts_name_their_server_and_shard(scene: Scene, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/chronicler.db"
    now = datetime.now(UTC)
    other = scene.discord.add_guild()
    channels = {guild.id: scene.discord.add_channel(guild) for guild in (scene.guild, other)}
    async with await open_store(url) as store:
        for guild_id, channel in channels.items():
            scene.discord.deny(channel, None, "send_messages")
            wanted = Schedule(channel.id, guild_id, ago(now), midday(now), OnEmpty.NEXT)
            await store.schedules.put(wanted, lambda one: catch_up(one, now, timedelta(hours=24)))
    async with BotProcess(scene.discord, tmp_path, LOG_FORMAT="json", SHARD_COUNT="2") as bot:
        await until(lambda: len(lines(bot, "Paused the daily post")) == len(channels))
    told = {one["guild"]: (one["shard"], one["message"]) for one in lines(bot, "Paused the daily post")}
    assert told.keys() == channels.keys()
    for guild in (scene.guild, other):
        shard, message = told[guild.id]
        assert shard == shard_of(guild)
        assert f"channel {channels[guild.id].id}:" in message


async def test_the_default_level_tells_nothing_of_what_people_wrote(scene: Scene, tmp_path: Path) -> None:
    async with BotProcess(scene.discord, tmp_path) as bot:
        await scene.asks(f"!ask {PRIVATE}")
    assert "Registered" in bot.written
    assert "grandmother" not in bot.written
