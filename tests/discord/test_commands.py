"""The commands as a whole: names, contexts, permissions, and when they are registered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from discord.ext import commands

from bot.discord.client import EXTENSIONS, Chronicler
from bot.discord.knowledge import Edition, Knowledge
from bot.discord.sync import fingerprint
from bot.store.store import Store
from tests.conftest import ROOT, SHIPPED
from tests.discord.conftest import World, settings

if TYPE_CHECKING:
    from collections.abc import Iterable

EVERYWHERE, IN_SERVERS = {0, 1, 2}, {0}
OF_SERVERS, OF_PEOPLE = 0, 1


def definitions(bot: Chronicler) -> list[dict[str, Any]]:
    """What Discord is told of every command."""
    return [dict(command.to_dict(bot.tree)) for command in bot.tree.get_commands()]


def test_every_cog_is_an_extension() -> None:
    files = {path.stem for path in (ROOT / "bot" / "discord" / "cogs").glob("*.py")} - {"__init__"}
    assert files <= {name.rpartition(".")[2] for name in EXTENSIONS}


async def test_no_two_commands_share_a_name_or_an_alias(world: World) -> None:
    def names(of: Iterable[commands.Command[Any, ..., Any]]) -> Counter[str]:
        return Counter(name for command in of for name in {command.qualified_name, *command.aliases})

    written = names(command for cog in world.bot.cogs.values() for command in cog.get_commands())
    assert written
    assert max(written.values()) == 1, written
    slash = Counter((command["type"], command["name"]) for command in definitions(world.bot))
    assert max(slash.values()) == 1, slash


async def test_every_written_command_is_a_slash_command_too(world: World) -> None:
    slash = {command["name"] for command in definitions(world.bot)}
    for name in (
        "when",
        "who",
        "what",
        "on",
        "between",
        "ask",
        "timeline",
        "random",
        "sources",
        "help",
        "about",
    ):
        assert isinstance(world.bot.get_command(name), commands.HybridCommand)
        assert name in slash
    assert {command.name for command in world.bot.commands} <= slash


async def test_contexts_and_permissions_are_set_on_every_command(world: World) -> None:
    for command in definitions(world.bot):
        for_managers = command["default_member_permissions"] is not None
        if command["name"] == "prefix":
            assert set(command["contexts"]) == IN_SERVERS
            assert command["integration_types"] == [OF_SERVERS]
        elif not for_managers:
            assert set(command["contexts"]) == EVERYWHERE, command["name"]
            assert set(command["integration_types"]) == {OF_SERVERS, OF_PEOPLE}
    restricted = {c["name"] for c in definitions(world.bot) if c["default_member_permissions"] is not None}
    assert {"prefix", "reload"} <= restricted
    assert not restricted & {"when", "who", "what", "on", "between", "ask", "timeline", "help", "about"}


async def test_every_description_and_option_is_written_for_people(world: World) -> None:
    for command in definitions(world.bot):
        if command["type"] == 1:
            assert 0 < len(command["description"]) <= 100
            assert command["description"] != "…"
            for option in command["options"]:
                assert option["description"] != "…", (command["name"], option["name"])


def registrations(world: World) -> int:
    """How often the commands were sent to Discord."""
    return sum(call.method == "PUT" and call.path.endswith("/commands") for call in world.env.http_requests)


async def test_commands_are_registered_only_when_they_have_changed(
    world: World, edition: Edition, store: Store
) -> None:
    assert registrations(world) == 1
    fresh = [Chronicler(settings(), Knowledge(SHIPPED, edition), store) for _ in range(2)]
    for bot in fresh:
        bot.shard_count = 1
    await world.env.restart_bot(fresh[0])
    assert registrations(world) == 1
    assert await store.get_value("commands") == fingerprint(fresh[0])
    await store.set_value("commands", "what they were a version ago")
    await world.env.restart_bot(fresh[1])
    assert registrations(world) == 2
    for bot in fresh:
        bot.knowledge.close()
