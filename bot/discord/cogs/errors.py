"""The one place where errors become a sentence to the person and a line in the log."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.cooldown import TooFast
from bot.discord.examples import example

if TYPE_CHECKING:
    from bot.discord.answering import Context
    from bot.discord.client import Chronicler

    Interaction = discord.Interaction[Any]

log = logging.getLogger(__name__)


class Errors(commands.Cog):
    """Tells people what went wrong, in their words."""

    def __init__(self, bot: Chronicler) -> None:
        self.bot = bot
        self._default = bot.tree.on_error

    async def cog_load(self) -> None:
        """Takes the errors of slash commands and menus, too."""
        self.bot.tree.on_error = self.on_tree_error

    async def cog_unload(self) -> None:
        """Gives them back."""
        self.bot.tree.on_error = self._default

    @commands.Cog.listener()
    async def on_command_error(self, ctx: Context, error: commands.CommandError) -> None:
        """An error of a command by prefix, mention or slash."""
        if isinstance(error, commands.MissingRequiredArgument):
            sentence: str | None = await self._missing(ctx)
        else:
            sentence = _sentence(error)
        if sentence is None:
            return
        if sentence == "":
            sentence = _unexpected(error, ctx.command.qualified_name if ctx.command else "a message")
        try:
            if ctx.interaction:
                await ctx.send(sentence, ephemeral=True)
            else:
                await self._write(ctx, sentence)
        except discord.HTTPException as failure:
            log.warning("Could not tell of an error: %s", failure)

    async def on_tree_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """An error of a message menu, or of a slash command before it began."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            sentence: str | None = "This command has changed. Please try again in a minute."
        else:
            cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
            sentence = _sentence(cause)
            if sentence == "":
                name = interaction.command.qualified_name if interaction.command else "an interaction"
                sentence = _unexpected(cause, name)
        await self.tell(interaction, sentence)

    async def tell(self, interaction: Interaction, sentence: str | None) -> None:
        """A sentence to one person alone, however far the interaction has got."""
        if sentence is None:
            return
        try:
            if interaction.response.is_done():
                await interaction.followup.send(sentence, ephemeral=True)
            else:
                await interaction.response.send_message(sentence, ephemeral=True)
        except discord.HTTPException as failure:
            log.warning("Could not tell of an error: %s", failure)

    async def pressed(self, interaction: Interaction, error: Exception) -> None:
        """An error of a button or a menu."""
        sentence = _sentence(error)
        await self.tell(interaction, _unexpected(error, "a button") if sentence == "" else sentence)

    async def _write(self, ctx: Context, sentence: str) -> None:
        """Answers in the channel, or privately where the bot may not write there."""
        may = ctx.bot_permissions
        if may.send_messages_in_threads if isinstance(ctx.channel, discord.Thread) else may.send_messages:
            await ctx.send(sentence)
        else:
            await ctx.author.send(sentence)

    async def _missing(self, ctx: Context) -> str:
        name = ctx.command.name if ctx.command else "ask"
        shown = example(name, self.bot.knowledge.edition.chronicle) or "…"
        prefix = "/" if ctx.interaction else ctx.prefix or ""
        return f"Please say what you want to know, such as: `{prefix}{name} {shown}`"


def _sentence(error: BaseException) -> str | None:
    """What a person is told; `None` for silence, the empty text for what nobody expected."""
    error = getattr(error, "original", error)
    if isinstance(error, commands.CommandNotFound):
        return None
    if isinstance(error, TooFast):
        wait = max(1, round(error.again_in))
        return (
            None if error.is_told else f"That was fast. Please ask again in {wait} second{'s' * (wait > 1)}."
        )
    if isinstance(error, commands.MissingPermissions):
        return f"You need the permission {_named(error.missing_permissions)} for this."
    if isinstance(error, commands.BotMissingPermissions):
        return f"I lack the permission {_named(error.missing_permissions)} in this channel."
    if isinstance(error, commands.NotOwner):
        return "Only the owners of this bot may do this."
    if isinstance(error, commands.NoPrivateMessage):
        return "This works only in a server."
    if isinstance(error, discord.Forbidden):
        return "Discord doesn't let me do this here: please check what I may do in this channel."
    if isinstance(error, commands.UserInputError):
        return "I couldn't read this. Please write it more plainly."
    return ""


def _named(permissions: list[str]) -> str:
    return ", ".join(f"“{name.replace('_', ' ').title()}”" for name in permissions)


def _unexpected(error: BaseException, where: str) -> str:
    """Logs an error that nobody expected under an id that the person gets, too."""
    error = getattr(error, "original", error)
    number = secrets.token_hex(3)
    log.error("Error %s in %s", number, where, exc_info=error)
    return f"Something went wrong on my side (error {number}). Please try again."


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(Errors(bot))
