"""The prefix of a server, and the reloading of the pack."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

import discord
import pytest
from discord.ext import commands

from bot.discord.client import Chronicler
from bot.discord.knowledge import Edition, Knowledge
from bot.lookup.question import Command
from bot.store.store import Store
from tests.conftest import SHIPPED
from tests.discord.conftest import World, settings

if TYPE_CHECKING:
    from pathlib import Path

    from simcord.actors import MemberActor


@pytest.fixture
def manager(world: World) -> MemberActor:
    """A member who manages the server."""
    role = world.guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    return world.guild.add_member(world.env.create_user("mia"), roles=[role])


@pytest.fixture
def owner(world: World) -> MemberActor:
    """The owner of the bot, who is an administrator of the server."""
    role = world.guild.create_role("Admins", permissions=discord.Permissions(administrator=True))
    member = world.guild.add_member(world.env.create_user("olga"), roles=[role])
    world.bot.owner_ids = {member.id}
    return member


async def test_a_server_chooses_its_prefix(world: World, manager: MemberActor) -> None:
    await manager.send(world.channel, "!prefix ?")
    assert world.card.title == "Commands now begin with ?"
    await world.ann.send(world.channel, "!who bolton")
    assert world.channel.last_message
    assert world.channel.last_message.content == "!who bolton"
    await world.ann.send(world.channel, "?who bolton")
    assert world.card.title == "John Bolton"
    await manager.slash(world.channel, "prefix", new="default")
    await world.ann.send(world.channel, "!who bolton")
    assert world.card.title == "John Bolton"


async def test_another_server_keeps_its_own(world: World, manager: MemberActor) -> None:
    await manager.send(world.channel, "!prefix ?")
    other = world.env.create_guild("Other")
    channel = other.create_text_channel("history")
    await other.add_member(world.env.create_user("zoe")).send(channel, "!who bolton")
    assert channel.last_message
    assert channel.last_message.embeds[0].title == "John Bolton"


async def test_the_prefix_outlives_the_bot(
    world: World, manager: MemberActor, edition: Edition, store: Store
) -> None:
    await manager.send(world.channel, "!prefix ?")
    fresh = Chronicler(settings(), Knowledge(SHIPPED, edition), store)
    fresh.shard_count = 1
    await world.env.restart_bot(fresh)
    await world.ann.send(world.channel, "?who bolton")
    assert world.card.title == "John Bolton"
    fresh.knowledge.close()


async def test_only_who_manages_the_server_may_set_it(world: World) -> None:
    await world.ann.send(world.channel, "!prefix ?")
    assert world.last.content == "You need the permission “Manage Server” for this."
    assert [type(error) for error in world.env.errors] == [commands.MissingPermissions]
    await world.ann.send(world.channel, "!who bolton")
    assert world.card.title == "John Bolton"


@pytest.mark.parametrize("text", ["much-too-long-a-prefix", "/", "@here", "a b", "`"])
async def test_a_senseless_prefix_is_told(world: World, manager: MemberActor, text: str) -> None:
    await manager.send(world.channel, f"!prefix {text}")
    assert str(world.card.title).startswith("A prefix ")
    assert await world.bot.prefix_of(world.bot.get_guild(world.guild.id)) == "!"


@pytest.mark.bot(prefix="c?")
async def test_the_whole_bot_may_have_another(world: World) -> None:
    await world.ann.send(world.channel, "c?who bolton")
    assert world.card.title == "John Bolton"


def copied(folder: Path) -> Path:
    """A copy of the shipped pack that may be changed."""
    return shutil.copytree(SHIPPED, folder / "pack")


def change(pack: Path, before: str, after: str) -> None:
    file = pack / "people.yaml"
    file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")


async def test_a_changed_pack_is_swapped_in(
    world: World, owner: MemberActor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    world.bot.knowledge.folder = pack = copied(tmp_path)
    change(pack, "name: John Bolton", "name: Jonathan Bolton")
    result = await owner.slash(world.channel, "reload")
    assert result.ephemeral
    assert result.response is not None
    assert str(result.response.embeds[0].title).startswith("Loaded US-Japan relations")
    await world.ann.send(world.channel, "!who bolton")
    assert world.card.title == "Jonathan Bolton"


async def test_a_pack_with_problems_is_told_by_file_and_line_and_left(
    world: World, owner: MemberActor, tmp_path: Path
) -> None:
    before = world.bot.knowledge.edition
    world.bot.knowledge.folder = pack = copied(tmp_path)
    change(pack, "- id: john-bolton", "- id: john-bolton\n  shoes: brown")
    result = await owner.slash(world.channel, "reload")
    assert result.response is not None
    (embed,) = result.response.embeds
    assert embed.title == "The pack has problems; I go on with the old one."
    assert "people.yaml:" in str(embed.description)
    assert "shoes" in str(embed.description)
    assert world.bot.knowledge.edition is before


async def test_only_owners_may_reload(world: World) -> None:
    await world.ann.send(world.channel, "!reload")
    assert world.last.content == "Only the owners of this bot may do this."
    assert [type(error) for error in world.env.errors] == [commands.NotOwner]


async def test_a_question_in_flight_finishes_on_the_old_edition(
    edition: Edition, apollo_edition: Edition
) -> None:
    knowledge = Knowledge(SHIPPED, edition)
    asked = asyncio.create_task(knowledge.answer(Command.WHO, "bolton"))
    await asyncio.sleep(0)
    knowledge.edition = apollo_edition
    reply = await asked
    assert reply.edition is edition
    assert reply.answer.found[0].entry.title == "John Bolton"
    knowledge.close()
