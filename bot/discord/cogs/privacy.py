"""What is stored about a server, to see and to delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord.ext import commands

from bot.discord.answering import embed_of
from bot.discord.checks import for_managers
from bot.render import limits
from bot.render.card import Card
from bot.render.limits import join
from bot.render.markdown import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.discord.answering import Context
    from bot.discord.client import Chronicler
    from bot.discord.cogs.daily import Daily
    from bot.store.store import Kept

    Interaction = discord.Interaction[Any]

_TIME_TO_THINK = 180.0  # seconds


class Privacy(commands.Cog):
    """What I keep about this server."""

    def __init__(self, bot: Chronicler) -> None:
        self.bot = bot

    @commands.hybrid_command()
    @for_managers
    async def forget(self, ctx: Context) -> None:
        """Shows all that is stored about this server, and deletes it if you say so."""
        assert ctx.guild is not None  # noqa: S101 - for_managers
        kept = await self.bot.store.kept(ctx.guild.id)
        lines = list(_told(kept))
        if not lines:
            await _send(ctx, Card("Nothing is stored about this server", "And never anything about people."))
            return
        text = join([*lines, "", "Nothing is stored about people."], limits.DESCRIPTION)
        question = Confirmation(self.bot, ctx)
        question.message = await _send(ctx, Card("All that is stored about this server", text), question)


class Confirmation(discord.ui.View):
    """The question whether all is to be deleted; only who asked may answer."""

    def __init__(self, bot: Chronicler, ctx: Context) -> None:
        super().__init__(timeout=_TIME_TO_THINK)
        self.bot = bot
        self.asker = ctx.author.id
        self.guild = cast("discord.Guild", ctx.guild)
        self.message: discord.Message | None = None

    async def interaction_check(self, interaction: Interaction) -> bool:
        """Whether it is the person who asked, and who may still manage the server."""
        may = interaction.user.id == self.asker and interaction.permissions.manage_guild
        if not may:
            await interaction.response.send_message("Only who asked may answer this.", ephemeral=True)
        return may

    @discord.ui.button(label="Delete everything", style=discord.ButtonStyle.danger)
    async def delete(self, interaction: Interaction, _: discord.ui.Button[Confirmation]) -> None:
        """Deletes."""
        await self.bot.set_prefix(self.guild, None)
        await self.bot.store.forget(self.guild.id)
        if daily := cast("Daily | None", self.bot.get_cog("Daily")):
            daily.dispatcher.wake()
        text = (
            "The prefix, the daily posts and their record are gone from the database. Posts in channels stay."
        )
        await self._end(interaction, Card("Everything is deleted", text))

    @discord.ui.button(label="Keep it", style=discord.ButtonStyle.secondary)
    async def keep(self, interaction: Interaction, _: discord.ui.Button[Confirmation]) -> None:
        """Leaves all as it is."""
        await self._end(interaction, Card("Nothing is deleted"))

    async def on_timeout(self) -> None:
        """Takes the buttons away when the time is over."""
        if self.message:
            try:
                await self.message.edit(view=None)
            except discord.HTTPException:
                return

    async def on_error(self, interaction: Interaction, error: Exception, item: discord.ui.Item[Any]) -> None:
        """Hands errors on to where they are told."""
        await cast("Any", self.bot.get_cog("Errors")).pressed(interaction, error)

    async def _end(self, interaction: Interaction, card: Card) -> None:
        self.stop()
        await interaction.response.edit_message(embed=embed_of(card), view=None)


async def _send(ctx: Context, card: Card, view: discord.ui.View | None = None) -> discord.Message:
    options: dict[str, Any] = {"view": view} if view else {}
    return await ctx.send(embed=embed_of(card), ephemeral=True, mention_author=False, **options)


def _told(kept: Kept) -> Iterator[str]:
    if kept.prefix:
        yield f"• The prefix {literal(kept.prefix)}"
    for one in kept.schedules:
        role = f", pings <@&{one.role_id}>" if one.role_id else ""
        rest = f", paused ({one.pause})" if one.pause else ""
        yield (
            f"• A daily post in <#{one.channel_id}>: {one.at:%H:%M} in {literal(one.zone)}, {one.on_empty} on days "
            f"without an entry, at most {one.most} entries{role}{', with a thread' if one.thread else ''}{rest}"
        )
    if kept.posts:
        yield f"• The record of {kept.posts} daily post{'s' * (kept.posts > 1)}: channel, day, message, outcome"


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(Privacy(bot))
