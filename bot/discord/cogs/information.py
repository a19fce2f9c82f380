"""About the bot itself: help, about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from bot import __version__
from bot.chronicle.model import Kind
from bot.discord.answering import send
from bot.render.card import COLOURS, Card, Field
from bot.render.markdown import literal
from bot.render.words import span_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.chronicle.model import Chronicle
    from bot.discord.answering import Context
    from bot.discord.client import Chronicler

_HONESTY = (
    "Every answer comes from a chronology that people wrote and cites the place where it stands. "
    "What the chronology doesn't tell, I say is not in there."
)
_PRIVACY = (
    "I keep nothing about people and no questions: only what a server has set, such as its prefix. "
    "The last question of a conversation is remembered for ten minutes, in memory alone."
)


class Information(commands.Cog):
    """About this bot."""

    def __init__(self, bot: Chronicler) -> None:
        self.bot = bot

    @commands.hybrid_command()
    async def help(self, ctx: Context) -> None:
        """How to ask, with examples."""
        chronicle = self.bot.knowledge.edition.chronicle
        prefix = await self._prefix(ctx)
        text = [
            _HONESTY,
            "",
            "Just mention me with a question, write to me directly, reply to an answer, or use a command:",
        ]
        examples = self.bot.knowledge.edition.examples
        text += [f"• `{prefix}{name} {told}`" for name, told in examples.items()]
        fields = tuple(
            Field(cog.description, "\n".join(_usage(cog, prefix)))
            for cog in self.bot.cogs.values()
            if any(_usage(cog, prefix))
        )
        title = f"Ask me about {literal(chronicle.pack.title)}"
        await send(ctx, Card(title, "\n".join(text), fields, colour=COLOURS[Kind.EVENT]), private=True)

    @commands.hybrid_command()
    async def about(self, ctx: Context) -> None:
        """What this bot knows, and what it keeps."""
        chronicle = self.bot.knowledge.edition.chronicle
        counts = (
            (chronicle.events, "events"),
            (chronicle.facts, "facts"),
            (chronicle.people, "people"),
            (chronicle.terms, "terms"),
        )
        known = ", ".join(f"{len(entries)} {noun}" for entries, noun in counts if entries)
        fields = (
            Field("Period", _span(chronicle), inline=True),
            Field("Entries", known, inline=True),
            Field("Privacy", _PRIVACY),
        )
        card = Card(
            literal(chronicle.pack.title), _HONESTY, fields, f"Chronicler {__version__}", COLOURS[Kind.TERM]
        )
        await send(ctx, card)

    async def _prefix(self, ctx: Context) -> str:
        """What to write before a command: a slash, where the bot doesn't read messages."""
        if ctx.interaction or (ctx.guild and not self.bot.intents.message_content):
            return "/"
        return await self.bot.prefix_of(ctx.guild)


def _usage(cog: commands.Cog, prefix: str) -> Iterator[str]:
    for command in cog.get_commands():
        if not command.hidden:
            yield f"`{prefix}{command.qualified_name}` {command.short_doc}"


def _span(chronicle: Chronicle) -> str:
    return span_label(chronicle.pack.period)


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(Information(bot))
