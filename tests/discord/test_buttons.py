"""The buttons and menus under an answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

import discord
import pytest

from bot.discord.answering import AT_ONCE
from bot.discord.client import Chronicler
from bot.discord.cogs.buttons import LIFETIME
from bot.discord.knowledge import Edition, Knowledge
from bot.store.store import Store
from tests.conftest import SHIPPED
from tests.discord.conftest import World, settings

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def disabled(world: World, label: str) -> bool:
    """Whether a button under the last message can't be pressed."""
    (button,) = [c for c in world.controls() if isinstance(c, discord.Button) and c.label == label]
    return button.disabled


async def test_pages_are_turned_to_the_end_and_back(world: World) -> None:
    await world.ann.send(world.channel, "!on march 8")
    first = world.card
    assert "Page 1 of 3" in str(first.footer.text)
    assert disabled(world, "Previous")
    seen = [first.description]
    for number in (2, 3):
        await world.ann.click(world.last, label="Next")
        assert f"Page {number} of 3" in str(world.card.footer.text)
        seen.append(world.card.description)
    assert disabled(world, "Next")
    assert len(set(seen)) == 3
    await world.ann.click(world.last, label="Previous")
    await world.ann.click(world.last, label="Previous")
    assert world.card.description == first.description
    assert len(world.channel.history()) == 2


async def test_an_entry_is_chosen_from_a_page_and_left_again(world: World) -> None:
    await world.ann.send(world.channel, "!on march 8")
    await world.ann.click(world.last, label="Next")
    second = world.card.description
    option = world.options()[1]
    await world.ann.select(world.last, [option.value])
    assert str(world.card.title).endswith(option.label)
    assert [one.label for one in world.options() if one.default] == [option.label]
    await world.ann.click(world.last, label="Back to the list")
    assert world.card.description == second


async def test_one_of_several_entries_is_chosen(world: World) -> None:
    await world.ann.send(world.channel, "!when tariffs")
    option = world.options()[2]
    await world.ann.select(world.last, [option.value])
    assert str(world.card.title).endswith(option.label)
    assert len(world.options()) > 2


async def test_what_led_to_an_entry_and_what_followed(world: World) -> None:
    await world.ann.send(world.channel, "!when did trump impose tariffs on steel?")
    start = world.card.title
    await world.ann.click(world.last, label="What followed")
    assert world.card.title != start
    assert "Trump imposes tariffs on steel and aluminum" in [option.label for option in world.options()]
    await world.ann.select(world.last, ["steel-aluminum-tariffs"])
    assert world.card.title == start
    await world.ann.click(world.last, label="What led to this")
    assert world.card.title != start


async def test_sources_are_told_to_whoever_asks_alone(world: World) -> None:
    await world.ann.send(world.channel, "!what cptpp")
    for member in (world.ann, world.ben):
        result = await member.click(world.last, label="Sources")
        assert result.response is not None
        assert result.ephemeral
        assert "Comparative Connections" in str(result.response.embeds[0].description)
        assert "⚠" in str(result.response.embeds[0].description)
    assert len([m for m in world.channel.history() if not m.flags.ephemeral]) == 2


async def test_the_sources_of_a_page_are_those_of_its_entries(world: World) -> None:
    await world.ann.send(world.channel, "!on march 8")
    result = await world.ann.click(world.last, label="Sources")
    assert result.response is not None
    for option in world.options():
        assert option.label.rstrip("…")[:40] in str(result.response.embeds[0].description).replace("\\", "")


async def test_the_full_text_of_what_is_cut(world: World) -> None:
    await world.ann.send(world.channel, "!timeline abe")
    while "Full text" not in world.labels():
        await world.ann.click(world.last, label="Next")
    cut = [line for line in str(world.card.description).splitlines() if line.endswith("…")]
    result = await world.ben.click(world.last, label="Full text")
    assert result.ephemeral
    assert result.response is not None
    whole = " ".join(str(embed.description) for embed in result.response.embeds)
    for line in cut:
        assert line.removeprefix("• ").rstrip("…") in whole


@pytest.mark.parametrize("label", ["Next", "What followed"])
async def test_others_get_their_own_copy_and_the_message_stays_the_askers(world: World, label: str) -> None:
    await world.ann.send(world.channel, "!on march 8" if label == "Next" else "!when steel tariffs imposed")
    before = world.card.title, world.card.description
    message = world.last
    result = await world.ben.click(message, label=label)
    assert result.ephemeral
    assert result.response is not None
    assert (world.card.title, world.card.description) == before
    own = result.response
    if label == "Next":
        further = await world.ben.click(own, label="Next")
        assert further.acknowledged
        assert result.response.embeds[0].footer.text != world.card.footer.text


async def test_after_a_restart_the_buttons_still_answer(world: World, edition: Edition, store: Store) -> None:
    await world.ann.send(world.channel, "!on march 8")
    fresh = Chronicler(settings(), Knowledge(SHIPPED, edition), store)
    fresh.shard_count = 1
    await world.env.restart_bot(fresh)
    await world.ann.click(world.last, label="Next")
    assert "Page 2 of 3" in str(world.card.footer.text)
    await world.ann.select(world.last, [world.options()[0].value])
    assert "Back to the list" in world.labels()
    fresh.knowledge.close()


async def test_when_their_time_is_over_they_say_so_and_go(world: World) -> None:
    await world.ann.send(world.channel, "!on march 8")
    message = world.last
    await world.bot.remove_cog("Daily")  # its loop would live through the days in between
    await world.env.advance_time(LIFETIME.total_seconds() + 60)
    other = await world.ben.click(message, label="Next")
    assert other.response is not None
    assert "time of these buttons is over" in other.response.content
    assert world.controls(world.channel.history()[1])
    result = await world.ann.click(message, label="Next")
    assert "time of these buttons is over" in result.followups[0].content
    assert result.followups[0].ephemeral
    assert not world.controls(world.channel.history()[1])


async def test_what_has_gone_from_the_pack_is_told(world: World, apollo_edition: Edition) -> None:
    await world.ann.send(world.channel, "!when steel tariffs imposed")
    world.bot.knowledge.edition = apollo_edition
    for label in ("What followed", "Sources"):
        result = await world.ann.click(world.last, label=label)
        assert result.response is not None
        assert "no longer in the chronology" in result.response.content


async def test_a_question_too_long_for_a_button_has_no_pages_but_a_menu(world: World) -> None:
    await world.ann.send(world.channel, f"!on march 8{' ' * 100}")
    assert "Next" in world.labels()
    await world.ann.send(
        world.channel, "!on the eighth day of the month of March in the year two thousand and eighteen ok"
    )
    if len(world.options()) > 1:
        assert "Next" not in world.labels()


class Slow(Knowledge):
    """Knowledge that thinks longer than Discord waits."""

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Takes its time."""
        await asyncio.sleep(AT_ONCE + 0.3)
        return await super().in_thread(work)


@pytest.mark.simcord(settle_timeout=20)
async def test_what_takes_long_is_announced_and_then_answered(world: World) -> None:
    await world.ann.send(world.channel, "!on march 8")
    world.bot.knowledge.close()
    world.bot.knowledge = Slow(SHIPPED, world.bot.knowledge.edition)
    message = world.last
    result = await world.ann.click(message, label="Next")
    assert result.deferred
    assert "Page 2 of 3" in str(world.card.footer.text)
    result = await world.ben.click(message, label="Next")
    assert result.ephemeral
    assert result.response is not None
    assert "Page 3 of 3" in str(result.response.embeds[0].footer.text)
    result = await world.ann.slash(world.channel, "who", person="bolton")
    assert result.response is not None
    assert result.response.embeds[0].title == "John Bolton"
    kinds = [
        call.json["type"] for call in world.env.http_requests if call.path.endswith("/callback") and call.json
    ]
    assert kinds == [6, 5, 5]  # each was told to wait before it was answered
    world.bot.knowledge.close()
