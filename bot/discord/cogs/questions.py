"""The questions: when, who, what, on, between, ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chronicle.model import Kind
from bot.discord.answering import answer
from bot.discord.choices import days, entries
from bot.lookup.question import Command

if TYPE_CHECKING:
    import discord

    from bot.discord.answering import Context
    from bot.discord.choices import Choices
    from bot.discord.client import Chronicler

    Interaction = discord.Interaction[Chronicler]

DATED = frozenset({Kind.EVENT, Kind.FACT})


class Questions(commands.Cog):
    """Ask about the period: every answer is cited, and what isn't in the chronology is said to be missing."""

    def __init__(self, bot: Chronicler) -> None:
        self.bot = bot

    @commands.hybrid_command()
    @app_commands.describe(topic="What happened, in a few words")
    async def when(self, ctx: Context, *, topic: str) -> None:
        """When something happened."""
        await answer(ctx, Command.WHEN, topic)

    @commands.hybrid_command()
    @app_commands.describe(person="A name, or an office, perhaps at a time: “prime minister in March”")
    async def who(self, ctx: Context, *, person: str) -> None:
        """Who somebody is, by name or office, and what they did."""
        await answer(ctx, Command.WHO, person)

    @commands.hybrid_command()
    @app_commands.describe(term="An organization, agreement, document, place, number …")
    async def what(self, ctx: Context, *, term: str) -> None:
        """What something is."""
        await answer(ctx, Command.WHAT, term)

    @commands.hybrid_command()
    @app_commands.describe(date="A day, a week, a month: “march 8”, “early April”, “last week of March”")
    async def on(self, ctx: Context, *, date: str) -> None:
        """Everything on a day, in a week, a month …"""
        await answer(ctx, Command.ON, date)

    @commands.hybrid_command()
    @app_commands.describe(days="Two days: “march 1 and march 15”")
    async def between(self, ctx: Context, *, days: str) -> None:
        """Everything between two days."""
        await answer(ctx, Command.BETWEEN, days)

    @commands.hybrid_command()
    @app_commands.describe(question="Anything about the period, in your own words")
    async def ask(self, ctx: Context, *, question: str) -> None:
        """Any question in your own words."""
        await answer(ctx, Command.ASK, question)

    @when.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> Choices:
        return await entries(self.bot, typed, DATED)

    @who.autocomplete("person")
    async def _people(self, interaction: Interaction, typed: str) -> Choices:
        return await entries(self.bot, typed, {Kind.PERSON})

    @what.autocomplete("term")
    async def _terms(self, interaction: Interaction, typed: str) -> Choices:
        return await entries(self.bot, typed, {Kind.TERM})

    @on.autocomplete("date")
    async def _days(self, interaction: Interaction, typed: str) -> Choices:
        return await days(self.bot, typed)


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(Questions(bot))
