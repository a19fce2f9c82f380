"""From a question in Discord to the message that answers it."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import discord

from bot.discord.panel import MOST_OPTIONS, Asked, Panel, page_id, view_of
from bot.discord.sending import send_once
from bot.lookup.question import Command
from bot.render.card import Card, answer_card, entry_card, is_listing, is_long, page_of, plain
from bot.render.picture import described, helps, timeline_picture

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from discord.ext import commands

    from bot.chronicle.model import Entry
    from bot.discord.client import Chronicler
    from bot.discord.knowledge import Edition, Reply

    Context = commands.Context[Chronicler]

T = TypeVar("T")

TIMELINE = "timeline"
PICTURE = "timeline.png"
AT_ONCE = 1.5  # seconds after which Discord is told that the answer takes longer
_MOST_PAGES = 9999


class Shown(NamedTuple):
    """A card and what stands under it."""

    card: Card
    panel: Panel


class _Ready(NamedTuple):
    """An answer that needs only to be sent."""

    reply: Reply
    shown: Shown
    picture: discord.File | None


async def answer(ctx: Context, command: Command, text: str) -> None:
    """Answers a question where it was asked; it may lean on the one that the person asked there before."""
    with ctx.bot.answering(command.value):
        memory, where = ctx.bot.memory, (ctx.channel.id, ctx.author.id)
        before = memory.recall(*where)
        leans = before is not None and command is Command.ASK
        asked = None if leans else Asked(command.value, text)
        ready = await patiently(ctx, _prepare(ctx, ctx.bot.knowledge.answer(command, text, before), asked))
        memory.remember(*where, ready.reply.context)
        await _show(ctx, ready)


async def timeline(ctx: Context, topic: str) -> None:
    """Answers with everything dated about a topic."""
    with ctx.bot.answering(TIMELINE):
        looking = ctx.bot.knowledge.timeline(topic)
        await _show(ctx, await patiently(ctx, _prepare(ctx, looking, Asked(TIMELINE, topic))))


async def patiently(ctx: Context, preparing: Coroutine[Any, Any, T]) -> T:
    """Waits for an answer; one that takes long is announced, so that Discord waits too."""
    task = asyncio.ensure_future(preparing)
    done, _ = await asyncio.wait({task}, timeout=AT_ONCE)
    if not done:
        await ctx.defer()
    return await task


async def _prepare(ctx: Context, looking: Coroutine[Any, Any, Reply], asked: Asked | None) -> _Ready:
    """All that takes time, beside the event loop: the look-up, the card, and the picture where there is to be one."""
    reply = await looking
    may = ctx.bot_permissions
    may_show = may.attach_files and may.embed_links
    return await ctx.bot.knowledge.in_thread(
        lambda: _Ready(
            reply,
            lay_out(reply, ctx.author.id, asked),
            _picture(reply) if reply.in_order and may_show else None,
        )
    )


def _picture(reply: Reply) -> discord.File | None:
    """A picture of a timeline, where it tells more than the text."""
    entries = [found.entry for found in reply.answer.found]
    png = timeline_picture(reply.answer.message, entries) if helps(entries) else None
    told = described(reply.answer.message, entries)
    return discord.File(BytesIO(png), PICTURE, description=told) if png else None


async def _show(ctx: Context, ready: _Ready) -> None:
    view = view_under(ready.shown, ready.reply.edition, may_embed=ctx.bot_permissions.embed_links)
    await send(ctx, ready.shown.card, view, picture=ready.picture)


async def ask_again(bot: Chronicler, asked: Asked) -> Reply:
    """The answer to a question that is carried by a button."""
    if asked.command == TIMELINE:
        return await bot.knowledge.timeline(asked.text)
    return await bot.knowledge.answer(Command(asked.command), asked.text)


def lay_out(reply: Reply, asker: int, asked: Asked | None) -> Shown:
    """The card of an answer, at the page that was asked for, and what stands under it."""
    answer, chronicle = reply.answer, reply.edition.chronicle
    in_order = (reply.in_order and len(answer.found) > 1) or is_listing(answer)
    card = answer_card(answer, chronicle, asked.page if asked else 0, in_order=in_order)
    entries = tuple(one.entry for one in answer.found)
    if not entries:
        return Shown(card, Panel(asker, suggestions=answer.suggestions))
    if not in_order:
        return Shown(card, Panel(asker, entries[:MOST_OPTIONS], entries[0], is_cut=card.is_cut))
    fits = asked is not None and page_id(asker, asked._replace(page=_MOST_PAGES)) is not None
    paged = asked if fits else None  # a longer question doesn't go into the id of a button
    choice = tuple(page_of(entries, asked.page if asked else 0))
    return Shown(card, Panel(asker, choice, None, paged, len(entries), card.is_cut))


def lay_out_entry(
    entry: Entry, edition: Edition, asker: int, choice: Sequence[Entry] = (), asked: Asked | None = None
) -> Shown:
    """The card of one entry, chosen among others perhaps, of a listing that one may go back to."""
    card = entry_card(entry, edition.chronicle)
    return Shown(card, Panel(asker, tuple(choice), entry, asked, len(choice), card.is_cut))


async def send(
    ctx: Context,
    card: Card,
    view: discord.ui.View | None = None,
    *,
    private: bool = False,
    picture: discord.File | None = None,
) -> None:
    """Sends a card; never pings anyone. A `picture` goes into the embed."""
    options: dict[str, Any] = {
        "mention_author": False,
        **content_of(card, may_embed=ctx.bot_permissions.embed_links),
    }
    if view:
        options["view"] = view
    if picture and "embed" in options:
        options["embed"].set_image(url=f"attachment://{picture.filename}")
        options["file"] = picture
    if ctx.interaction:
        options["ephemeral"] = private
    elif ctx.bot_permissions.read_message_history:
        options["reference"] = ctx.message.to_reference(fail_if_not_exists=False)
    if ctx.interaction:
        await ctx.send(**options)
    else:
        await send_once(partial(_send_again, ctx, options | {"nonce": secrets.randbits(63)}))


async def _send_again(ctx: Context, options: dict[str, Any]) -> None:
    """Sends a message from its beginning, even if its file was read for an attempt before."""
    if "file" in options:
        options["file"].reset()
    await ctx.send(**options)


def view_under(shown: Shown, edition: Edition, *, may_embed: bool) -> discord.ui.View | None:
    """The buttons under a card; text holds less than an embed, and leads to the rest."""
    is_cut = shown.panel.is_cut or (not may_embed and is_long(shown.card))
    return view_of(replace(shown.panel, is_cut=is_cut), edition)


def content_of(card: Card, *, may_embed: bool) -> dict[str, Any]:
    """What a message holds that shows a card: an embed, or text where embeds are not allowed."""
    if may_embed:
        return {"embed": embed_of(card)}
    return {"content": plain(card), "suppress_embeds": True}


def embed_of(card: Card) -> discord.Embed:
    """The card as discord.py's embed."""
    embed = discord.Embed(title=card.title, description=card.text or None, colour=card.colour)
    for field in card.fields:
        embed.add_field(name=field.name, value=field.value, inline=field.inline)
    if card.footer:
        embed.set_footer(text=card.footer)
    return embed
