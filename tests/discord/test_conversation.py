"""Talking to the bot: mentions, replies and direct messages, with and without the right to read messages."""

from __future__ import annotations

import pytest

from tests.discord.conftest import World

TILLERSON = "Tuesday, March 13, 2018: "


@pytest.mark.parametrize(
    "text",
    [
        "{me} when did tillerson get sacked?",
        "when did tillerson get sacked, {me}",
        "{me}, !when tillerson sacked",
    ],
)
async def test_a_mention_asks(world: World, text: str) -> None:
    await world.ann.send(world.channel, text.format(me=world.me))
    assert str(world.card.title).startswith(TILLERSON)


async def test_a_mention_alone_gets_help(world: World) -> None:
    await world.ann.send(world.channel, world.me)
    assert str(world.card.title).startswith("Ask me about")


async def test_small_talk_gets_a_sentence_and_no_suggestions(world: World) -> None:
    await world.ann.send(world.channel, f"hi {world.me}, who are you?")
    assert str(world.card.title).startswith("I answer questions about “US-Japan relations")
    assert not world.card.description
    assert not world.labels()


async def test_a_question_that_begins_like_a_command_is_a_question(world: World) -> None:
    await world.ann.send(world.channel, f"{world.me} about the CPTPP")
    assert "CPTPP" in str(world.card.title)


async def test_a_reply_to_the_bot_asks(world: World) -> None:
    await world.ann.send(world.channel, "!when did tillerson get sacked")
    await world.ben.send(world.channel, "who is bolton?", reply_to=world.last)
    assert world.card.title == "John Bolton"


async def test_a_reply_to_somebody_else_is_none_of_ours(world: World) -> None:
    said = await world.ann.send(world.channel, "hello")
    await world.ben.send(world.channel, "who is bolton?", reply_to=said)
    assert len(world.channel.history()) == 2


async def test_a_mention_is_answered_once(world: World) -> None:
    await world.ann.send(world.channel, f"!when tillerson sacked {world.me}")
    assert len(world.channel.history()) == 2


@pytest.mark.bot(message_content=False)
async def test_without_reading_messages_slash_and_mention_work_and_the_prefix_does_not(world: World) -> None:
    assert not world.bot.intents.message_content
    await world.ann.send(world.channel, "!when tillerson sacked")
    assert len(world.channel.history()) == 1
    await world.ann.send(world.channel, f"{world.me} when did tillerson get sacked?")
    assert str(world.card.title).startswith(TILLERSON)
    result = await world.ann.slash(world.channel, "when", topic="tillerson sacked")
    assert result.response is not None
    assert str(result.response.embeds[0].title).startswith(TILLERSON)
    await world.ann.user.send_dm("when did tillerson get sacked?")
    answer = world.ann.user.dm_channel.last_message
    assert answer is not None
    assert str(answer.embeds[0].title).startswith(TILLERSON)
    await world.ann.send(world.channel, f"{world.me} help")
    assert "`/when` " in "".join(str(field.value) for field in world.card.fields)
