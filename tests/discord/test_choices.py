"""What is offered while somebody types an option."""

from __future__ import annotations

import pytest

from bot.discord.client import Chronicler
from bot.discord.knowledge import Edition, Knowledge
from bot.lookup.lookup import Lookup
from bot.render import limits
from tests.conftest import SHIPPED
from tests.discord.conftest import World


@pytest.mark.parametrize(
    ("command", "option", "typed", "offered"),
    [
        ("who", "person", "bol", "John Bolton"),
        ("who", "person", "tilerson", "Rex Tillerson"),
        ("what", "term", "cptp", "CPTPP"),
        ("when", "topic", "tarif", "Trump imposes tariffs on steel and aluminum"),
        ("timeline", "topic", "abe", "Shinzo Abe"),
        ("on", "date", "march 8", "Thursday, March 8, 2018"),
    ],
)
async def test_real_entries_are_offered(
    world: World, command: str, option: str, typed: str, offered: str
) -> None:
    choices = await world.ann.autocomplete(world.channel, command, option, typed)
    assert offered in [choice["name"] for choice in choices]
    assert len(choices) <= limits.CHOICES


@pytest.mark.parametrize("command", [("who", "person"), ("what", "term"), ("when", "topic"), ("on", "date")])
async def test_something_is_offered_before_anything_is_typed(world: World, command: tuple[str, str]) -> None:
    choices = await world.ann.autocomplete(world.channel, *command, "")
    assert len(choices) == limits.CHOICES


async def test_what_is_chosen_is_answered_by_that_entry(world: World) -> None:
    for choice in await world.ann.autocomplete(world.channel, "when", "topic", "trump"):
        result = await world.ann.slash(world.channel, "when", topic=choice["value"])
        assert result.response is not None
        assert choice["name"].rstrip("…") in str(result.response.embeds[0].title)
        await world.env.advance_time(30)


async def test_every_label_and_value_keeps_the_limit(world: World) -> None:
    for typed in ("", "a", "trump and abe", "the", "x" * 300, "march", "\N{GRINNING FACE}", "1"):
        for command, option in (("when", "topic"), ("what", "term"), ("on", "date"), ("timeline", "topic")):
            for choice in await world.ann.autocomplete(world.channel, command, option, typed):
                assert 0 < len(choice["name"]) <= limits.OPTION
                assert 0 < len(choice["value"]) <= limits.OPTION


async def test_people_of_another_pack(july: Lookup, world: World) -> None:
    other = Knowledge(SHIPPED, Edition.of(july))
    world.bot.knowledge, before = other, world.bot.knowledge
    before.close()
    choices = await world.ann.autocomplete(world.channel, "who", "person", "tis")
    assert [choice["name"] for choice in choices][:1] == ["István Tisza"]
    assert isinstance(world.bot, Chronicler)
    other.close()
