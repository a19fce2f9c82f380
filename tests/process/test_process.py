"""The bot as it runs: a real process against a local Discord, whole and with faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo.local import LocalDiscord
from tests.process.running import BotProcess

if TYPE_CHECKING:
    from pathlib import Path


async def test_every_way_of_asking_is_answered(tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        guild = discord.add_guild()
        channel = discord.add_channel(guild)
        ann = discord.add_person("ann", guild)
        async with BotProcess(discord, tmp_path):
            by_prefix = await discord.reply(ann.send(channel, "!when tariffs"))
            by_slash = await discord.answer(ann.invoke(channel, "when", topic="tariffs"))
            direct = await discord.reply(ann.direct("when tariffs"))
            offered = await ann.completions(channel, "when", "topic", "imposes tar")
            on_message = await discord.answer(ann.use_on(by_prefix, "Find in chronology"))
            sources = await discord.answer(ann.press(by_slash, "Sources"))
        title = "Thursday, March 8, 2018: Trump imposes tariffs on steel and aluminum"
        assert [message.embeds[0]["title"] for message in (by_prefix, by_slash, direct)] == [title] * 3
        assert offered[0]["name"] == "Trump imposes tariffs on steel and aluminum"
        assert on_message.visible_to is ann.user
        assert sources.visible_to is ann.user
        assert "Chronology, March 8, 2018" in sources.embeds[0]["description"]
        assert not discord.rest.strangers
