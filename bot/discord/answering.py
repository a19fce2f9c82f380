"""From a question in Discord to the message that answers it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord

from bot.discord.panel import Asked, Panel, page_id, suggestions_view, view_of
from bot.lookup.question import Command
from bot.render.card import Card, answer_card, is_listing, listing_card, page_of, plain

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from discord.ext import commands

    from bot.discord.client import Chronicler
    from bot.discord.knowledge import Reply

    Context = commands.Context[Chronicler]

TIMELINE = "timeline"
_AT_ONCE = 1.5  # seconds after which Discord is told that the answer takes longer
_MOST_PAGES = 9999


async def answer(ctx: Context, command: Command, text: str) -> None:
    """Answers a question where it was asked; it may lean on the one that the person asked there before."""
    with ctx.bot.answering(command.value):
        memory, where = ctx.bot.memory, (ctx.channel.id, ctx.author.id)
        before = memory.recall(*where)
        reply = await patiently(ctx, ctx.bot.knowledge.answer(command, text, before))
        memory.remember(*where, reply.context)
        leans = before is not None and command is Command.ASK
        await show(ctx, reply, None if leans else Asked(command.value, text))


async def timeline(ctx: Context, topic: str) -> None:
    """Answers with everything dated about a topic."""
    with ctx.bot.answering(TIMELINE):
        reply = await patiently(ctx, ctx.bot.knowledge.timeline(topic))
        await show(ctx, reply, Asked(TIMELINE, topic))


async def ask_again(bot: Chronicler, asked: Asked) -> Reply:
    """The answer to a question that is carried by a button."""
    if asked.command == TIMELINE:
        return await bot.knowledge.timeline(asked.text)
    return await bot.knowledge.answer(Command(asked.command), asked.text)


async def patiently(ctx: Context, looking: Coroutine[Any, Any, Reply]) -> Reply:
    """Waits for a look-up; one that takes long is announced, so that Discord waits too."""
    task = asyncio.ensure_future(looking)
    done, _ = await asyncio.wait({task}, timeout=_AT_ONCE)
    if not done:
        await ctx.defer()
    return await task


async def show(ctx: Context, reply: Reply, asked: Asked | None) -> None:
    """Sends an answer as a card with its buttons."""
    await send(ctx, card_of(reply, asked), view_for(reply, ctx.author.id, asked))


def card_of(reply: Reply, asked: Asked | None) -> Card:
    """The card of an answer, at the page that was asked for."""
    answer, chronicle, page = reply.answer, reply.edition.chronicle, asked.page if asked else 0
    if _lists(reply, asked):
        return listing_card(answer.message, [found.entry for found in answer.found], chronicle, page)
    return answer_card(answer, chronicle, page)


def _lists(reply: Reply, asked: Asked | None) -> bool:
    """Whether the entries stand as equals; those of a timeline always do, whatever it begins with."""
    is_timeline = asked is not None and asked.command == TIMELINE and len(reply.answer.found) > 1
    return is_timeline or is_listing(reply.answer)


def view_for(reply: Reply, asker: int, asked: Asked | None) -> discord.ui.View | None:
    """The buttons under an answer."""
    chronicle, found = reply.edition.chronicle, reply.answer.found
    entries = tuple(one.entry for one in found)
    if not entries:
        return suggestions_view(reply.answer.suggestions, asker)
    if not _lists(reply, asked):
        card = card_of(reply, asked)
        return view_of(Panel(asker, entries, entries[0], None, 0, card.is_cut), chronicle)
    paged = (
        asked if asked and page_id(asker, asked._replace(page=_MOST_PAGES)) else None
    )  # else it is too long
    choice = tuple(page_of(entries, paged.page)) if paged else entries
    is_cut = card_of(reply, asked).is_cut
    return view_of(Panel(asker, choice, None, paged, len(entries), is_cut), chronicle)


async def send(
    ctx: Context, card: Card, view: discord.ui.View | None = None, *, private: bool = False
) -> None:
    """Sends a card as an embed, or as text where embeds are not allowed; never pings anyone."""
    options: dict[str, Any] = {"mention_author": False}
    if view:
        options["view"] = view
    if ctx.interaction:
        options["ephemeral"] = private
    elif ctx.bot_permissions.read_message_history:
        options["reference"] = ctx.message.to_reference(fail_if_not_exists=False)
    if ctx.bot_permissions.embed_links:
        await ctx.send(embed=embed_of(card), **options)
    else:
        await ctx.send(plain(card), suppress_embeds=True, **options)


def embed_of(card: Card) -> discord.Embed:
    """The card as discord.py's embed."""
    embed = discord.Embed(title=card.title, description=card.text or None, colour=card.colour)
    for field in card.fields:
        embed.add_field(name=field.name, value=field.value, inline=field.inline)
    if card.footer:
        embed.set_footer(text=card.footer)
    return embed
