"""What those who manage a server, and the bot's owners, may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chronicle.loader import PackError
from bot.discord.answering import send
from bot.discord.checks import for_managers
from bot.render.card import WRONG, Card
from bot.render.limits import DESCRIPTION, join
from bot.render.markdown import literal
from bot.settings import valid_prefix

if TYPE_CHECKING:
    from bot.discord.answering import Context
    from bot.discord.client import Chronicler


class Management(commands.Cog):
    """For those who manage this server, or the bot."""

    def __init__(self, bot: Chronicler) -> None:
        self.bot = bot

    @commands.hybrid_command()
    @for_managers
    @app_commands.describe(new="1 to 8 characters; “default” goes back to the bot's own")
    async def prefix(self, ctx: Context, *, new: str | None = None) -> None:
        """Shows or changes what commands begin with in this server."""
        assert ctx.guild is not None  # noqa: S101 - for_managers
        if new is None:
            await send(ctx, Card(f"Commands begin with {literal(await self.bot.prefix_of(ctx.guild))} here."))
            return
        try:
            chosen = None if new.casefold() == "default" else valid_prefix(new.strip("\"'“”"))
        except ValueError as error:
            await send(ctx, Card(str(error), colour=WRONG), private=True)
            return
        await self.bot.set_prefix(ctx.guild, chosen)
        text = (
            ""
            if self.bot.intents.message_content
            else (
                "I don't read messages on this bot, so the prefix works only in direct messages; "
                "slash commands and mentions work everywhere."
            )
        )
        await send(ctx, Card(f"Commands now begin with {literal(await self.bot.prefix_of(ctx.guild))}", text))

    @commands.hybrid_command(hidden=True)
    @commands.is_owner()
    @app_commands.default_permissions(administrator=True)
    async def reload(self, ctx: Context) -> None:
        """Loads the changed pack, if nothing is wrong with it (owners of the bot only)."""
        await ctx.defer(ephemeral=True)
        try:
            edition = await self.bot.knowledge.reload()
        except PackError as error:
            problems = join((f"• {literal(str(problem))}" for problem in error.problems), DESCRIPTION)
            card = Card("The pack has problems; I go on with the old one.", problems, colour=WRONG)
            await send(ctx, card, private=True)
            return
        title = f"Loaded {literal(edition.chronicle.pack.title)}: {edition.size} entries."
        await send(ctx, Card(title), private=True)


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(Management(bot))
