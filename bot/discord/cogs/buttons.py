"""What the buttons and menus under a card do."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import discord
from discord.ext import commands

from bot.discord import panel
from bot.discord.answering import AT_ONCE, Shown, ask_again, content_of, lay_out, lay_out_entry, view_under
from bot.discord.controls import COG, parse
from bot.discord.panel import Asked, Panel, asked_of
from bot.render import limits
from bot.render.card import full_text, listing_card, sources_card
from bot.render.limits import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.chronicle.model import Entry
    from bot.discord.client import Chronicler
    from bot.discord.cogs.errors import Errors
    from bot.discord.controls import Press
    from bot.discord.knowledge import Edition
    from bot.render.card import Card

    Interaction = discord.Interaction[Any]

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
                self.bot.admit(interaction.user.id)
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
        """Shows something else in place of what the message shows; privately to who hasn't asked."""
        edition, is_own = self.bot.knowledge.edition, interaction.user.id == press.asker
        looking = asyncio.ensure_future(self._shown(interaction, press, edition))
        done, _ = await asyncio.wait({looking}, timeout=AT_ONCE)
        if not done:  # Discord waits longer where it is told to
            await interaction.response.defer(ephemeral=not is_own, thinking=not is_own)
        shown = await looking
        if shown is None:
            await _say(interaction, content=_GONE)
            return
        view = view_under(shown, edition, may_embed=interaction.app_permissions.embed_links)
        if not is_own:
            await _say(interaction, **_content(interaction, shown.card), **({"view": view} if view else {}))
            return
        content: dict[str, Any] = {"content": None, "embed": None, **_content(interaction, shown.card)}
        content |= {"attachments": [], "view": view}
        if interaction.response.is_done():
            content.pop("suppress_embeds", None)
            await interaction.edit_original_response(**content)
        else:
            await interaction.response.edit_message(**content)

    async def _shown(self, interaction: Interaction, press: Press, edition: Edition) -> Shown | None:
        """What a press leads to, for the person who pressed."""
        person = interaction.user.id
        if press.verb == panel.PAGE:
            try:
                asked = asked_of(press.rest)
                reply = await ask_again(self.bot, asked)
            except ValueError:
                return None
            return await self.bot.knowledge.in_thread(lambda: lay_out(reply, person, asked))
        entry = edition.find(press.rest)
        if entry is None:
            return None
        if press.verb in {panel.LED, panel.FOLLOWED}:
            return _linked(entry, edition, person, after=press.verb == panel.FOLLOWED)
        around, asked = _around(interaction, edition)
        return lay_out_entry(entry, edition, person, around if entry in around else (), asked)

    async def _sources(self, interaction: Interaction, press: Press) -> None:
        edition = self.bot.knowledge.edition
        entries = _meant(interaction, press, edition)
        if not entries:
            await interaction.response.send_message(_GONE, ephemeral=True)
            return
        card = sources_card(entries, edition.chronicle)
        await interaction.response.send_message(**_content(interaction, card), ephemeral=True)

    async def _full_text(self, interaction: Interaction, press: Press) -> None:
        """All that the entries of a message say, in as many messages as that needs, up to a bound."""
        edition = self.bot.knowledge.edition
        may_embed = interaction.app_permissions.embed_links
        length = limits.DESCRIPTION if may_embed else limits.MESSAGE
        whole = "\n\n".join(
            full_text(entry, edition.chronicle) for entry in _meant(interaction, press, edition)
        )
        texts = list(islice(pieces(whole, length), _MOST_TEXTS))
        if not texts:
            await interaction.response.send_message(_GONE, ephemeral=True)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        for text in texts:
            content: dict[str, Any] = (
                {"embed": discord.Embed(description=text)}
                if may_embed
                else {"content": text, "suppress_embeds": True}
            )
            await interaction.followup.send(**content, ephemeral=True)

    async def _time_over(self, interaction: Interaction, press: Press) -> None:
        if interaction.user.id == press.asker:
            await interaction.response.edit_message(view=None)
            await interaction.followup.send(_OVER, ephemeral=True)
        else:
            await interaction.response.send_message(_OVER, ephemeral=True)


async def _say(interaction: Interaction, **content: Any) -> None:
    """Something for one person alone, whether Discord was told to wait or not."""
    if interaction.response.is_done():
        await interaction.followup.send(**content, ephemeral=True)
    else:
        await interaction.response.send_message(**content, ephemeral=True)


def _content(interaction: Interaction, card: Card) -> dict[str, Any]:
    return content_of(card, may_embed=interaction.app_permissions.embed_links)


def _linked(entry: Entry, edition: Edition, person: int, *, after: bool) -> Shown | None:
    """What led to an entry or followed it; the entry itself stays to be chosen."""
    entries = edition.related(entry, after=after)
    if not entries:
        return None
    choice = tuple([entry, *entries] if after else [*entries, entry])
    if len(entries) == 1:
        return lay_out_entry(entries[0], edition, person, choice)
    heading = f"{'What followed' if after else 'What led to'}: {entry.title}"
    card = listing_card(heading, entries, edition.chronicle)
    return Shown(card, Panel(person, choice, None, None, len(entries), card.is_cut))


def _meant(interaction: Interaction, press: Press, edition: Edition) -> list[Entry]:
    """The entries that a message shows: the one that leads, or those of a listing."""
    entry = edition.find(press.rest) if press.rest else None
    return [entry] if entry else list(_around(interaction, edition)[0])


def _around(interaction: Interaction, edition: Edition) -> tuple[tuple[Entry, ...], Asked | None]:
    """The entries in the menu of a message, and the listing that its page buttons carry."""
    entries: list[Entry] = []
    asked: Asked | None = None
    for component in _components(interaction):
        if isinstance(component, discord.SelectMenu):
            found = (edition.find(option.value) for option in component.options)
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
