"""What the buttons and menus under a card do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import discord
from discord.ext import commands

from bot.discord import panel
from bot.discord.answering import ask_again, card_of, embed_of, view_for
from bot.discord.controls import COG, parse
from bot.discord.panel import Asked, Panel, asked_of, entry_of, related, view_of
from bot.render import limits
from bot.render.card import Card, entry_card, listing_card, sources_card
from bot.render.limits import pieces
from bot.render.markdown import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.chronicle.model import Chronicle, Entry
    from bot.discord.client import Chronicler
    from bot.discord.cogs.errors import Errors
    from bot.discord.controls import Press

    Interaction = discord.Interaction[Any]
    Shown = tuple[Card, discord.ui.View | None]

LIFETIME = timedelta(days=14)
_OVER = "The time of these buttons is over. Please ask again."
_GONE = "This entry is no longer in the chronology. Please ask again."
_MOST_TEXTS = 5


class Buttons(commands.Cog, name=COG):
    """Answers presses: in the message itself for who asked, and privately for everybody else."""

    def __init__(self, bot: Chronicler) -> None:
        self.bot = bot

    async def press(self, interaction: Interaction, press: Press) -> None:
        """Does what a button or a choice says."""
        try:
            with self.bot.answering("button"):
                self.bot.cooldown.count(interaction.user.id)
                await self._do(interaction, press)
        except Exception as error:
            errors = cast("Errors", self.bot.get_cog("Errors"))
            await errors.pressed(interaction, error)

    async def _do(self, interaction: Interaction, press: Press) -> None:
        if interaction.message and discord.utils.utcnow() - interaction.message.created_at > LIFETIME:
            await self._time_over(interaction, press)
        elif press.verb == panel.SOURCES:
            await self._sources(interaction, press)
        elif press.verb == panel.TEXT:
            await self._full_text(interaction, press)
        else:
            await self._turn(interaction, press)

    async def _turn(self, interaction: Interaction, press: Press) -> None:
        """Shows something else in place of what the message shows."""
        shown = await self._shown(interaction, press)
        if shown is None:
            await interaction.response.send_message(_GONE, ephemeral=True)
            return
        card, view = shown
        if interaction.user.id == press.asker:
            await interaction.response.edit_message(
                content=None, embed=embed_of(card), attachments=[], view=view
            )
        else:
            options: dict[str, Any] = {"view": view} if view else {}
            await interaction.response.send_message(embed=embed_of(card), ephemeral=True, **options)

    async def _shown(self, interaction: Interaction, press: Press) -> Shown | None:
        """What a press leads to, for the person who pressed."""
        person = interaction.user.id
        if press.verb == panel.PAGE:
            try:
                asked = asked_of(press.rest)
                reply = await ask_again(self.bot, asked)
            except ValueError:
                return None
            return card_of(reply, asked), view_for(reply, person, asked)
        chronicle = self.bot.knowledge.edition.chronicle
        entry = entry_of(press.rest, chronicle)
        if entry is None:
            return None
        if press.verb in {panel.LED, panel.FOLLOWED}:
            return _linked(entry, chronicle, person, after=press.verb == panel.FOLLOWED)
        around, asked = _around(interaction, chronicle)
        around = around if entry in around else ()
        card = entry_card(entry, chronicle)
        return card, view_of(Panel(person, around, entry, asked, len(around), card.is_cut), chronicle)

    async def _sources(self, interaction: Interaction, press: Press) -> None:
        chronicle = self.bot.knowledge.edition.chronicle
        entries = _meant(interaction, press, chronicle)
        if not entries:
            await interaction.response.send_message(_GONE, ephemeral=True)
            return
        await interaction.response.send_message(
            embed=embed_of(sources_card(entries, chronicle)), ephemeral=True
        )

    async def _full_text(self, interaction: Interaction, press: Press) -> None:
        """The whole statements, in as many embeds as they need, up to a bound."""
        entries = _meant(interaction, press, self.bot.knowledge.edition.chronicle)
        texts = [piece for entry in entries for piece in pieces(literal(entry.text), limits.DESCRIPTION)]
        if not texts:
            await interaction.response.send_message(_GONE, ephemeral=True)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        for text in texts[:_MOST_TEXTS]:
            await interaction.followup.send(embed=discord.Embed(description=text), ephemeral=True)

    async def _time_over(self, interaction: Interaction, press: Press) -> None:
        if interaction.user.id == press.asker:
            await interaction.response.edit_message(view=None)
            await interaction.followup.send(_OVER, ephemeral=True)
        else:
            await interaction.response.send_message(_OVER, ephemeral=True)


def _linked(entry: Entry, chronicle: Chronicle, person: int, *, after: bool) -> Shown | None:
    """What led to an entry or followed it; the entry itself stays to be chosen."""
    entries = related(entry, chronicle, after=after)
    if not entries:
        return None
    choice = tuple([entry, *entries] if after else [*entries, entry])
    if len(entries) == 1:
        card = entry_card(entries[0], chronicle)
        return card, view_of(Panel(person, choice, entries[0], None, 0, card.is_cut), chronicle)
    heading = f"{'What followed' if after else 'What led to'}: {entry.title}"
    card = listing_card(heading, entries, chronicle)
    return card, view_of(Panel(person, choice, None, None, len(entries), card.is_cut), chronicle)


def _meant(interaction: Interaction, press: Press, chronicle: Chronicle) -> list[Entry]:
    """The entries that a message shows: the one that leads, or those of a listing."""
    entry = entry_of(press.rest, chronicle) if press.rest else None
    return [entry] if entry else list(_around(interaction, chronicle)[0])


def _around(interaction: Interaction, chronicle: Chronicle) -> tuple[tuple[Entry, ...], Asked | None]:
    """The entries in the menu of a message, and the listing that its page buttons carry."""
    entries: list[Entry] = []
    asked: Asked | None = None
    for component in _components(interaction):
        if isinstance(component, discord.SelectMenu):
            found = (entry_of(option.value, chronicle) for option in component.options)
            entries += [entry for entry in found if entry]
        press = parse(component.custom_id or "")
        if press and press.verb == panel.PAGE and asked is None:
            asked = _listing(press.rest, component)
    return tuple(entries), asked


def _listing(rest: str, component: discord.Button | discord.SelectMenu) -> Asked:
    """The listing that a message shows: “Previous” carries the page before it, “Back” its own."""
    asked = asked_of(rest)
    label = component.label if isinstance(component, discord.Button) else None
    is_previous = label == "Previous" and not component.disabled
    return asked._replace(page=asked.page + 1) if is_previous else asked


def _components(interaction: Interaction) -> Iterator[discord.Button | discord.SelectMenu]:
    for row in interaction.message.components if interaction.message else ():
        if isinstance(row, discord.ActionRow):
            yield from (item for item in row.children if not isinstance(item, discord.TextInput))


async def setup(bot: Chronicler) -> None:
    """Adds the cog."""
    await bot.add_cog(Buttons(bot))
