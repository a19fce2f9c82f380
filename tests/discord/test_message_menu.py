"""“Find in chronology” on a message."""

from __future__ import annotations

from bot.discord.cogs.message_menu import NAME
from tests.discord.conftest import World


async def test_a_message_is_looked_up_for_the_asker_alone(world: World) -> None:
    said = await world.ben.send(world.channel, "wow, Tillerson was fired by tweet??")
    result = await world.ann.context_menu(world.channel, NAME, said)
    assert result.ephemeral
    assert result.response is not None
    assert "Tillerson" in str(result.response.embeds[0].title)
    assert await world.ann.click(result.response, label="Sources")


async def test_the_bots_own_answers_are_looked_up_by_their_text(world: World) -> None:
    await world.ann.send(world.channel, "!who bolton")
    result = await world.ben.context_menu(world.channel, NAME, world.last)
    assert result.response is not None
    assert "Bolton" in str(result.response.embeds[0].title)


async def test_a_message_without_text_is_told(world: World) -> None:
    picture = await world.ben.send(world.channel, "", attachments=[("a.png", b"\x89PNG")])
    result = await world.ann.context_menu(world.channel, NAME, picture)
    assert result.response is not None
    assert result.response.content == "This message has no text to look up."
