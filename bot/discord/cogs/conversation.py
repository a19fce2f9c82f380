"""Just talking to the bot: a mention, a direct message, or a reply to what it said, is a question."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

if TYPE_CHECKING:
    from bot.discord.client import Chronicler

_ALONE = frozenset({"help", "about", "random", "sources", "reload"})
"""Commands that are meant only if nothing else is said: “about the tariffs” is a question."""

_WITH_TEXT = frozenset({"timeline", "prefix"})


class Conversation(commands.Cog):
    """Answers who talks to the bot."""

    def __init__(self, bot: Chronicler) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers a message that is meant for the bot, as the command that it amounts to.

        Commands with the prefix are left to discord.py.
        """
        if message.author.bot or not self._is_meant(message):
            return
        prefix = await self.bot.prefix_of(message.guild)
        if message.content.startswith(prefix) and (await self.bot.get_context(message)).command:
            return
        meant = copy(message)
        meant.content = prefix + _command(self._said(message).removeprefix(prefix).strip(), self.bot)
        await self.bot.process_commands(meant)

    def _is_meant(self, message: discord.Message) -> bool:
        """Whether a message speaks to the bot."""
        me = self.bot.user
        if me is None or message.type not in {discord.MessageType.default, discord.MessageType.reply}:
            return False
        if message.guild is None or f"<@{me.id}>" in message.content or f"<@!{me.id}>" in message.content:
            return True
        quoted = message.reference.resolved if message.reference else None
        replied = isinstance(quoted, discord.Message) and quoted.author.id == me.id
        return replied and bool(message.content)

    def _said(self, message: discord.Message) -> str:
        me = self.bot.user.id if self.bot.user else 0
        return message.content.replace(f"<@{me}>", " ").replace(f"<@!{me}>", " ").strip(" ,:;\n\t")


def _command(text: str, bot: Chronicler) -> str:
    """The command that a sentence amounts to: one that it names, else `ask`; `help` where nothing is said."""
    name, _, rest = text.partition(" ")
    if not text:
        return "help"
    command = bot.get_command(name)
    if isinstance(command, commands.Group) and (
        not rest or rest.split()[0].casefold() in command.all_commands
    ):
        return text
    if command and (name.casefold() in _WITH_TEXT or (name.casefold() in _ALONE and not rest)):
        return text
    return text if name.casefold() == "ask" and rest else f"ask {text}"


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(Conversation(bot))
