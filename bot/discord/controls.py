"""Buttons and menus that outlive the process: an id says what to do and for whom.

An id is `chr1:<verb>:<asker>:<rest>`, in at most 100 characters. What a press does is left to the `Buttons` cog.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self, cast

import discord

from bot.render import limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    Interaction = discord.Interaction[Any]

COG = "Buttons"
_BUTTON = r"chr1:(?P<verb>[a-bd-z]):(?P<asker>\d{1,20}):(?P<rest>(?s:.*))"
_MENU = r"chr1:(?P<verb>c):(?P<asker>\d{1,20}):(?P<rest>(?s:.*))"


class Press(NamedTuple):
    """What was pressed: the verb, whose message it is, and the rest of the id or the choice of a menu."""

    verb: str
    asker: int
    rest: str


class Presses(Protocol):
    """What answers a press."""

    async def press(self, interaction: Interaction, press: Press) -> None:
        """Does what a button or a choice says."""
        ...


def custom_id(verb: str, asker: int, rest: str = "") -> str:
    """The id of a button or a menu; raises `ValueError` if it is too long."""
    text = f"chr1:{verb}:{asker}:{rest}"
    if len(text) > limits.CUSTOM_ID:
        raise ValueError(f"The id has {len(text)} characters: {text[:40]}…")
    return text


def parse(name: str) -> Press | None:
    """What the id of a button or a menu says; `None` for the id of anything else."""
    match = re.fullmatch(_BUTTON, name) or re.fullmatch(_MENU, name)
    return Press(match["verb"], int(match["asker"]), match["rest"]) if match else None


class Control(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_BUTTON):
    """A button."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[discord.ui.View], match: re.Match[str]
    ) -> Self:
        """The button that was pressed."""
        return cls(cast("discord.ui.Button[discord.ui.View]", item))

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Whether a press is for this process to answer."""
        return interaction.client.enters(interaction.guild_id)

    async def callback(self, interaction: Interaction) -> None:
        """Hands the press on."""
        await _hand_on(interaction, self.item.custom_id or "")


class Menu(discord.ui.DynamicItem[discord.ui.Select[discord.ui.View]], template=_MENU):
    """A menu of which one thing is chosen."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[discord.ui.View], match: re.Match[str]
    ) -> Self:
        """The menu that was used."""
        return cls(cast("discord.ui.Select[discord.ui.View]", item))

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Whether a press is for this process to answer."""
        return interaction.client.enters(interaction.guild_id)

    async def callback(self, interaction: Interaction) -> None:
        """Hands the choice on."""
        await _hand_on(interaction, self.item.custom_id, self.item.values)


async def _hand_on(interaction: Interaction, name: str, values: Sequence[str] = ()) -> None:
    press, cog = parse(name), interaction.client.get_cog(COG)
    if press and cog:
        chosen = press._replace(rest=values[0]) if values else press
        await cast("Presses", cog).press(interaction, chosen)
