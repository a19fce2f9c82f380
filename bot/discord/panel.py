"""The buttons and the menu under a card, with all that they need written in their ids.

Nothing about them is kept elsewhere: they work after a restart, and in whichever process is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import discord

from bot.discord.controls import Control, Menu, custom_id
from bot.discord.keys import key
from bot.render import limits
from bot.render.card import page_count
from bot.render.clean import clean
from bot.render.limits import cut
from bot.render.words import day_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.chronicle.model import Entry
    from bot.discord.knowledge import Edition

SHOW, LED, FOLLOWED, SOURCES, TEXT, PAGE, CHOOSE = "elfstpc"
MOST_OPTIONS = 25
MOST_SUGGESTED = 3
_PLACEHOLDER = "Read an entry in full …"


class Asked(NamedTuple):
    """A question whose answer is read page by page: the command's name, its text, and the page, from 0."""

    command: str
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands under a card: who may use it, the entries to choose from, and how to turn pages.

    `entry` is the one that the card leads with, `total` how many entries the listing has, `suggestions` are entries
    that come near where nothing answers.
    """

    asker: int
    entries: tuple[Entry, ...] = ()
    entry: Entry | None = None
    asked: Asked | None = None
    total: int = 0
    is_cut: bool = False
    suggestions: tuple[Entry, ...] = ()


def page_id(asker: int, asked: Asked) -> str | None:
    """The id of a button that turns to a page, unless the question is too long for one."""
    try:
        return custom_id(PAGE, asker, f"{asked.page}:{asked.command}:{asked.text}")
    except ValueError:
        return None


def asked_of(rest: str) -> Asked:
    """What a page button asks; raises `ValueError` for what is none."""
    page, command, text = rest.split(":", 2)
    return Asked(command, text, int(page))


def view_of(panel: Panel, edition: Edition) -> discord.ui.View | None:
    """The buttons and the menu, or `None` where there is nothing to press."""
    view = discord.ui.View(timeout=None)
    options = _options(panel)
    if len(options) > 1:
        name = custom_id(CHOOSE, panel.asker)
        view.add_item(Menu(discord.ui.Select(custom_id=name, placeholder=_PLACEHOLDER, options=options)))
    for button in (*_suggested(panel), *_paging(panel), *_reading(panel, edition)):
        view.add_item(button)
    return view if view.children else None


def _options(panel: Panel) -> list[discord.SelectOption]:
    chosen = key(panel.entry) if panel.entry else None
    return [
        discord.SelectOption(
            label=cut(clean(entry.title), limits.OPTION) or limits.ELLIPSIS,
            value=key(entry),
            description=cut(day_label(entry.date), limits.OPTION) if entry.date else None,
            default=key(entry) == chosen,
        )
        for entry in panel.entries[:MOST_OPTIONS]
    ]


def _suggested(panel: Panel) -> Iterator[Control]:
    """A button for each entry that comes near; the card has the titles in full."""
    suggestions = panel.suggestions[:MOST_SUGGESTED]
    titles = [clean(entry.title) or limits.ELLIPSIS for entry in suggestions]
    labels = [cut(title, limits.LABEL) for title in titles]
    if len(set(labels)) < len(labels):  # they begin alike
        labels = [cut(title, limits.BUTTON) for title in titles]
    for label, entry in zip(labels, suggestions, strict=True):
        yield _button(label, custom_id(SHOW, panel.asker, key(entry)), discord.ButtonStyle.primary)


def _paging(panel: Panel) -> Iterator[Control]:
    asked = panel.asked
    if asked is None:
        return
    if panel.entry is not None:
        if back := page_id(panel.asker, asked):
            yield _button("Back to the list", back, emoji="📋")
        return
    pages = page_count(panel.total)
    first = page_id(panel.asker, asked._replace(page=max(0, asked.page - 1)))
    last = page_id(panel.asker, asked._replace(page=asked.page + 1))
    if pages < 2 or first is None or last is None:
        return
    yield _button("Previous", first, emoji="◀", disabled=asked.page == 0)
    yield _button("Next", last, emoji="▶", disabled=asked.page >= pages - 1)


def _reading(panel: Panel, edition: Edition) -> Iterator[Control]:
    entry = panel.entry
    if entry is not None:
        if edition.related(entry, after=False):
            yield _button("What led to this", custom_id(LED, panel.asker, key(entry)), emoji="⏪")
        if edition.related(entry, after=True):
            yield _button("What followed", custom_id(FOLLOWED, panel.asker, key(entry)), emoji="⏩")
    rest = key(entry) if entry else ""
    if entry or panel.entries:
        yield _button("Sources", custom_id(SOURCES, panel.asker, rest), emoji="📖")
    if panel.is_cut:
        yield _button("Full text", custom_id(TEXT, panel.asker, rest), emoji="📄")


def _button(
    label: str,
    name: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    *,
    emoji: str | None = None,
    disabled: bool = False,
) -> Control:
    return Control(
        discord.ui.Button(label=label, custom_id=name, style=style, emoji=emoji, disabled=disabled)
    )
