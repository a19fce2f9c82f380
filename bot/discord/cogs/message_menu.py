"""“Find in chronology”: a command on any message, which looks its text up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.answering import content_of, lay_out, view_under
from bot.lookup.answer import Status
from bot.lookup.question import Command

if TYPE_CHECKING:
    from bot.discord.client import Chronicler
    from bot.discord.knowledge import Reply

    Interaction = discord.Interaction[Chronicler]

NAME = "Find in chronology"


class MessageMenu(commands.Cog):
    """Looks messages up."""

    def __init__(self, bot: Chronicler) -> None:
        self.bot = bot
        self._menu = app_commands.ContextMenu(name=NAME, callback=self.find)

    async def cog_load(self) -> None:
        """Adds the menu to the tree."""
        self.bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Takes the menu away."""
        self.bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def find(self, interaction: Interaction, message: discord.Message) -> None:
        """Answers with what the chronology has about a message; only the asker sees it."""
        self.bot.admit(interaction.user.id)
        with self.bot.answering("menu"):
            await interaction.response.defer(ephemeral=True)
            texts = _texts(message)
            if not texts:
                await interaction.followup.send("This message has no text to look up.", ephemeral=True)
                return
            reply = await self._first_answer(texts)
            shown = await self.bot.knowledge.in_thread(lambda: lay_out(reply, interaction.user.id, None))
            may_embed = interaction.app_permissions.embed_links
            options = content_of(shown.card, may_embed=may_embed)
            if view := view_under(shown, reply.edition, may_embed=may_embed):
                options["view"] = view
            await interaction.followup.send(**options, ephemeral=True)

    async def _first_answer(self, texts: tuple[str, ...]) -> Reply:
        reply = await self.bot.knowledge.answer(Command.ASK, texts[0])
        for text in texts[1:]:
            if reply.answer.status is not Status.ANSWERED:
                reply = await self.bot.knowledge.answer(Command.ASK, text)
        return reply


def _texts(message: discord.Message) -> tuple[str, ...]:
    """What a message says: its own words, else those of its first embed, and the title of that alone."""
    if message.content.strip() or not message.embeds:
        found = (message.clean_content,)
    else:
        embed = message.embeds[0]
        found = (" ".join(filter(None, (embed.title, embed.description))), embed.title or "")
    return tuple(text.strip() for text in found if text.strip())


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(MessageMenu(bot))
