"""The hosting guide, done word by word: its commands, given to a real engine, with the bot in a local Discord."""

from __future__ import annotations

import os
import re
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from tests.compose.project import on_postgresql
from tests.conftest import PACKS
from tests.guide import guide
from tests.process.test_shards import World

if TYPE_CHECKING:
    from pathlib import Path

    from bot.demo.local import LocalDiscord, Person
    from bot.demo.local.model import Channel
    from tests.compose.project import Project

pytestmark = pytest.mark.skipif(
    "ENGINE_ADDRESS" not in os.environ, reason="no container engine was started: .ci/compose does it"
)


async def follow(project: Project, heading: str, block: int = 0, token: str = "") -> str:
    """Does what a block under a heading of the guide says; what was written. The image is there already."""
    commands = guide(heading)[block].replace("the token", token).replace(" --build", "")
    version = (await project.run("git rev-parse --short HEAD")).strip()
    return await project.run(commands.replace("VERSION", version))


async def set_prefix(discord: LocalDiscord, boss: Person, channel: Channel, prefix: str) -> None:
    await discord.answer(boss.invoke(channel, "prefix", new=prefix))


async def answers_to(discord: LocalDiscord, ann: Person, channel: Channel, prefix: str) -> bool:
    answer = await discord.reply(ann.send(channel, f"{prefix}when tariffs"))
    return "March 8, 2018" in answer.embeds[0]["title"]


async def test_without_a_token_the_log_says_how_to_get_one(hosted: Project) -> None:
    hosted.settings(PREFIX="?")
    await hosted.run("docker compose up -d")
    (bot,) = await hosted.containers("bot")
    await hosted.run("while ! docker compose logs bot | grep 'New Application'; do sleep 0.5; done")
    assert bot["HostConfig"]["RestartPolicy"]["Name"] == "unless-stopped"


async def test_from_a_token_to_an_answer_and_back_from_a_backup(
    hosted: Project, discord: LocalDiscord
) -> None:
    channel = discord.add_channel(guild := discord.add_guild())
    ann, boss = discord.add_person("ann", guild), discord.add_person("boss", guild)
    guild.owner = boss.user
    written = await follow(hosted, "From a token to the first answer", token=discord.token)
    assert f"client_id={discord.state.application}" in written
    await hosted.healthy("bot")
    assert "ok   gateway: connected" in await hosted.run("docker compose exec bot python -m bot health")
    answer = await discord.answer(ann.invoke(channel, "when", topic="tariffs"))
    assert "March 8, 2018" in answer.embeds[0]["title"]

    await set_prefix(discord, boss, channel, "$")
    await follow(hosted, "Updating")
    await set_prefix(discord, boss, channel, "?")
    await follow(hosted, "Backing up and restoring")
    assert (hosted.folder / "backup.db").stat().st_size > 10_000
    await set_prefix(discord, boss, channel, "%")
    await follow(hosted, "Backing up and restoring", 1)
    await discord.ready()
    assert await answers_to(discord, ann, channel, "?")
    await follow(hosted, "Updating", 1)
    await discord.ready()
    assert await answers_to(discord, ann, channel, "$")


async def test_a_pack_of_ones_own_is_mounted_and_loaded_anew(hosted: Project, discord: LocalDiscord) -> None:
    channel = discord.add_channel(guild := discord.add_guild())
    ann = discord.add_person("ann", guild)
    await follow(hosted, "The token in a file", token=discord.token)
    pack = hosted.folder / "packs" / "my-history"
    shutil.copytree(PACKS / "july-crisis", pack)
    hosted.settings(KNOWLEDGE="/packs/my-history")
    await hosted.run("docker compose up -d")
    await discord.ready()
    asked = {"topic": "assassination of Franz Ferdinand"}
    answer = await discord.answer(ann.invoke(channel, "when", **asked))
    assert answer.embeds[0]["title"].endswith("The assassination at Sarajevo")

    events = pack / "events.yaml"
    events.write_text(events.read_text("utf-8").replace("The assassination at Sarajevo", "Shots"), "utf-8")
    await hosted.run("docker compose kill -s HUP bot")
    await hosted.run("until docker compose logs bot | grep 'Loaded .* again'; do sleep 0.5; done")
    answer = await discord.answer(ann.invoke(channel, "when", **asked))
    assert answer.embeds[0]["title"].endswith(" Shots")
    (bot,) = await hosted.containers("bot")
    assert bot["RestartCount"] == 0


async def test_two_bots_on_postgresql_share_the_servers_and_outlive_each_other(
    hosted: Project, discord: LocalDiscord, tmp_path: Path
) -> None:
    world = World(discord, tmp_path, "")
    guild, channel = world.places[0]
    ann, boss = discord.add_person("ann", guild), discord.add_person("boss", guild)
    guild.owner = boss.user
    await follow(hosted, "The token in a file", token=discord.token)
    await hosted.run("docker compose up -d")
    await discord.ready()
    await set_prefix(discord, boss, channel, "?")
    written = await follow(hosted, "Moving from SQLite to PostgreSQL")
    assert re.search(r"\bguild: 1\b", written)
    hosted.settings(**on_postgresql(), SHARD_LEASE="5")
    await hosted.run("docker compose up -d")
    await hosted.healthy("bot", 2)
    await hosted.healthy("postgres")
    await world.served()
    assert await answers_to(discord, ann, channel, "?")
    await set_prefix(discord, boss, channel, "default")
    await world.everybody_is_answered_once()

    first, second = await hosted.containers("bot")
    await hosted.run(f"docker kill {first['Id']}")  # stays down, like a machine that is lost
    await world.served()
    await world.everybody_is_answered_once()
    await hosted.run("docker compose up -d")
    os.kill(second["State"]["Pid"], signal.SIGKILL)  # is started again by the engine
    await hosted.healthy("bot", 2)
    await world.served()
    await world.everybody_is_answered_once()

    await set_prefix(discord, boss, channel, "?")
    await follow(hosted, "Backing up and restoring", 2)
    await set_prefix(discord, boss, channel, "%")
    await follow(hosted, "Backing up and restoring", 3)
    await world.served()
    assert await answers_to(discord, ann, channel, "?")
