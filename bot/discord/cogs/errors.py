"""The one place where errors become a sentence to the person and a line in the log."""

from __future__ import annotations

import logging
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.cooldown import Stopping, TooFast
from bot.discord.wrong import WrongError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from bot.discord.answering import Context
    from bot.discord.client import Chronicler

    Interaction = discord.Interaction[Any]

log = logging.getLogger(__name__)

_FORBIDDEN = "Discord doesn't let me do this here: please check what I may do in this channel."
_CHANGED = "This command has changed. Please try again in a minute."
_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (commands.NotOwner, "Only the owners of this bot may do this."),
    (commands.NoPrivateMessage, "This works only in a server."),
    (Stopping, "I am about to restart. Please ask again in a minute."),
    (discord.Forbidden, _FORBIDDEN),
    (commands.UserInputError, "I couldn't read this. Please write it more plainly."),
    (app_commands.CommandNotFound, _CHANGED),
    (app_commands.CommandSignatureMismatch, _CHANGED),
)


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
        cause = _cause(error)
        if isinstance(cause, discord.NotFound):
            log.warning("Could not answer: %s", cause)
            return
        if ctx.interaction is None and _is_quiet(cause):
            return
        if isinstance(cause, commands.MissingRequiredArgument):
            sentence = self._missing(ctx)
        elif isinstance(cause, discord.Forbidden):
            sentence = _lacking(ctx.bot_permissions, in_thread=isinstance(ctx.channel, discord.Thread))
        else:
            sentence = _sentence(cause, ctx.command.qualified_name if ctx.command else "a message")
        if ctx.interaction:
            await self._tell(ctx.interaction, sentence)
        else:
            with _lenient():
                await self._write(ctx, sentence)

    async def on_tree_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """An error of a message menu, or of a slash command before it began."""
        name = interaction.command.qualified_name if interaction.command else "an interaction"
        await self._tell(interaction, _sentence(_cause(error), name))

    async def pressed(self, interaction: Interaction, error: Exception) -> None:
        """An error of a button or a menu."""
        await self._tell(interaction, _sentence(_cause(error), "a button"))

    async def _tell(self, interaction: Interaction, sentence: str) -> None:
        """A sentence to one person alone, however far the interaction has got."""
        with _lenient():
            if interaction.response.is_done():
                await interaction.followup.send(sentence, ephemeral=True)
            else:
                await interaction.response.send_message(sentence, ephemeral=True)

    async def _write(self, ctx: Context, sentence: str) -> None:
        """Answers in the channel, or privately where the bot may not write there."""
        may = ctx.bot_permissions
        if may.send_messages_in_threads if isinstance(ctx.channel, discord.Thread) else may.send_messages:
            await ctx.send(sentence)
        else:
            await ctx.author.send(sentence)

    def _missing(self, ctx: Context) -> str:
        if ctx.command and ctx.command.parent:
            return f"This is used so: `{ctx.prefix}{ctx.command.qualified_name} {ctx.command.signature}`"
        name = ctx.command.name if ctx.command else "ask"
        shown = self.bot.knowledge.edition.examples.get(name, "…")
        prefix = "/" if ctx.interaction else ctx.prefix or ""
        return f"Please say what you want to know, such as: `{prefix}{name} {shown}`"


@contextmanager
def _lenient() -> Generator[None]:
    """Where even an error can't be told, that is logged, and no more."""
    try:
        yield
    except discord.HTTPException as failure:
        log.warning("Could not tell of an error: %s", failure)


def _is_quiet(error: BaseException) -> bool:
    """Whether nothing is said: to what is no command of ours, and to who knows already that it was too fast."""
    return isinstance(error, commands.CommandNotFound) or (isinstance(error, TooFast) and error.is_told)


def _sentence(error: BaseException, where: str) -> str:
    """What a person is told; what nobody expected is logged under an id that they get, too."""
    if isinstance(error, TooFast):
        wait = max(1, round(error.again_in))
        return f"That was fast. Please ask again in {wait} second{'s' * (wait > 1)}."
    if isinstance(error, commands.MissingPermissions):
        return f"You need the permission {_named(error.missing_permissions)} for this."
    if isinstance(error, commands.BotMissingPermissions):
        return f"I lack the permission {_named(error.missing_permissions)} in this channel."
    if isinstance(error, WrongError):
        return str(error)
    for kind, sentence in _SENTENCES:
        if isinstance(error, kind):
            return sentence
    number = secrets.token_hex(3)
    log.error("Error %s in %s", number, where, exc_info=error)
    return f"Something went wrong on my side (error {number}). Please try again."


def _cause(error: BaseException) -> BaseException:
    """What lies beneath what discord.py wraps around an error, as often as it does."""
    while isinstance(inner := getattr(error, "original", None), BaseException):
        error = inner
    return error


def _lacking(may: discord.Permissions, *, in_thread: bool) -> str:
    """Which permissions the bot would need where Discord has refused it something."""
    needed = [
        "view_channel",
        "send_messages_in_threads" if in_thread else "send_messages",
        "read_message_history",
    ]
    lacking = [name for name in needed if not getattr(may, name)]
    return f"I lack the permission {_named(lacking)} in this channel." if lacking else _FORBIDDEN


def _named(permissions: Iterable[str]) -> str:
    """Permissions as Discord's settings call them."""
    names = (name.replace("guild", "server").replace("_", " ").title() for name in permissions)
    return ", ".join(f"“{name}”" for name in names)


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(Errors(bot))
