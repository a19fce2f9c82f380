"""Reading around: timelines, any entry, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chronicle.citation import cite
from bot.chronicle.model import Kind
from bot.discord.answering import lay_out_entry, send, timeline, view_under
from bot.discord.choices import entries
from bot.render import limits
from bot.render.card import COLOURS, Card
from bot.render.limits import join
from bot.render.markdown import literal

if TYPE_CHECKING:
    import discord

    from bot.discord.answering import Context
    from bot.discord.choices import Choices
    from bot.discord.client import Chronicler

    Interaction = discord.Interaction[Chronicler]


class Browsing(commands.Cog):
    """Read around in the chronology."""

    def __init__(self, bot: Chronicler) -> None:
        self.bot = bot

    @commands.hybrid_command()
    @app_commands.describe(topic="A topic, a person or a term, perhaps within some days")
    async def timeline(self, ctx: Context, *, topic: str) -> None:
        """Everything dated about a topic or a person, in order."""
        await timeline(ctx, topic)

    @commands.hybrid_command()
    async def random(self, ctx: Context) -> None:
        """Any entry of the chronology."""
        edition = self.bot.knowledge.edition
        shown = lay_out_entry(edition.any_event(), edition, ctx.author.id)
        view = view_under(shown, edition, may_embed=ctx.bot_permissions.embed_links)
        await send(ctx, shown.card, view)

    @commands.hybrid_command()
    async def sources(self, ctx: Context) -> None:
        """The works that the chronology restates."""
        chronicle = self.bot.knowledge.edition.chronicle
        works = [f"• {literal(cite(source, ''))}" for source in chronicle.sources.values()]
        text = join(works, limits.DESCRIPTION)
        await send(ctx, Card("Sources", text, footer=chronicle.pack.title, colour=COLOURS[Kind.TERM]))

    @timeline.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> Choices:
        return await entries(self.bot, typed, {Kind.PERSON, Kind.TERM, Kind.EVENT})


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(Browsing(bot))
