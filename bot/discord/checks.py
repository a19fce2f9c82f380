"""Who may use a command, said in one place: the check that holds, and what Discord shows to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from discord import app_commands
from discord.ext import commands

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def for_managers(callback: F) -> F:
    """A command in servers alone, for those who manage the server."""
    callback = app_commands.allowed_installs(guilds=True, users=False)(callback)
    callback = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)(callback)
    callback = app_commands.default_permissions(manage_guild=True)(callback)
    callback = commands.has_guild_permissions(manage_guild=True)(callback)
    return commands.guild_only()(callback)
