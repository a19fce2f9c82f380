"""What is offered while somebody types an option of a slash command."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from discord import app_commands

from bot.discord.keys import key
from bot.render import limits
from bot.render.clean import clean
from bot.render.limits import cut

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.chronicle.model import Entry, Kind
    from bot.discord.client import Chronicler

    Choices = list[app_commands.Choice[str]]


async def entries(bot: Chronicler, typed: str, kinds: Collection[Kind]) -> Choices:
    """Entries of some kinds whose titles or names begin like what is typed."""
    found = await bot.knowledge.complete(typed, kinds)
    return [app_commands.Choice(name=_label(entry), value=_value(entry)) for entry in found[: limits.CHOICES]]


async def days(bot: Chronicler, typed: str) -> Choices:
    """The days of events, as they are written in full, that hold all the words that are typed."""
    asked = typed[: limits.OPTION].casefold().split()
    every = bot.knowledge.edition.days

    def fitting() -> list[str]:
        found = (label for label in every if all(word in label.casefold() for word in asked))
        return [cut(label, limits.OPTION) for label in islice(found, limits.CHOICES)]

    return [app_commands.Choice(name=label, value=label) for label in await bot.knowledge.in_thread(fitting)]


def _label(entry: Entry) -> str:
    return cut(clean(entry.title), limits.OPTION) or limits.ELLIPSIS


def _value(entry: Entry) -> str:
    """What the command gets: the title, by which the entry is found again, or its id where that is too long."""
    title = clean(entry.title)
    return title if 0 < len(title) <= limits.OPTION else key(entry)
