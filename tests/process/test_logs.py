"""What a whole bot logs: where each line comes from, and nothing that people wrote."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

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
    assert [(one["guild"], one["shard"]) for one in lines(bot, UNANSWERED)] == [
        (guild.id, shard_of(guild)) for guild in guilds
    ]
    assert [one.get("guild") for one in lines(bot, RESUMED)] == [None] * SHARDS
    assert "grandmother" not in bot.written


async def test_the_default_level_tells_nothing_of_what_people_wrote(scene: Scene, tmp_path: Path) -> None:
    async with BotProcess(scene.discord, tmp_path) as bot:
        await scene.asks(f"!ask {PRIVATE}")
    assert "Registered" in bot.written
    assert "grandmother" not in bot.written
