"""What goes wrong, and what people are told of it."""

from __future__ import annotations

import logging
import re

import discord
import pytest

from bot.discord.client import Chronicler
from bot.discord.cooldown import QUESTIONS, SECONDS, TooFast
from bot.discord.knowledge import Knowledge, Reply
from bot.lookup.question import Command
from tests.discord.conftest import World


class Broken(Knowledge):
    """Knowledge that fails as no error was foreseen."""

    async def answer(self, command: Command, text: str, context: object = None) -> Reply:  # noqa: ARG002
        """Fails."""
        raise RuntimeError("the index has gone")


def break_down(world: World) -> None:
    """Lets every further question fail."""
    world.bot.knowledge.close()
    world.bot.knowledge = Broken(world.bot.knowledge.folder, world.bot.knowledge.edition)


@pytest.mark.parametrize("way", ["prefix", "slash", "mention", "button", "menu"])
async def test_an_unforeseen_error_has_an_id_in_the_log_and_in_the_sentence(
    world: World, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    await world.ann.send(world.channel, "!on march 8")
    break_down(world)
    if way == "button":
        result = await world.ann.click(world.last, label="Next")
    elif way == "menu":
        result = await world.ann.context_menu(world.channel, "Find in chronology", world.last)
    elif way == "slash":
        result = await world.ann.slash(world.channel, "who", person="bolton")
    else:
        result = None
        await world.ann.send(world.channel, f"{'!ask' if way == 'prefix' else world.me} who is bolton?")
    if result is None:
        told = world.last.content
    else:
        messages = [message for message in (result.response, *result.followups) if message]
        assert all(message.ephemeral for message in messages)
        told = messages[-1].content
    number = re.search(r"error ([0-9a-f]{6})", told)
    assert number
    (line,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert number[1] in line.getMessage()
    assert line.exc_info
    assert "the index has gone" not in told
    assert all("the index has gone" in str(error) for error in world.env.errors)


async def test_who_asks_too_fast_is_told_once_and_may_ask_again_later(world: World) -> None:
    for _ in range(QUESTIONS + 3):
        await world.ann.send(world.channel, "!about")
    answers = [message for message in world.channel.history() if message.author.id == world.user.id]
    assert len(answers) == QUESTIONS + 1
    assert answers[-1].content.startswith("That was fast. Please ask again in")
    await world.ben.send(world.channel, "!about")
    assert world.last.embeds
    await world.env.advance_time(SECONDS + 1)
    await world.ann.send(world.channel, "!about")
    assert world.last.embeds
    assert {type(error) for error in world.env.errors} == {TooFast}


async def test_a_slash_command_too_fast_is_always_answered(world: World) -> None:
    for _ in range(QUESTIONS):
        await world.ann.slash(world.channel, "about")
    for _ in range(2):
        result = await world.ann.slash(world.channel, "about")
        assert result.ephemeral
        assert result.response is not None
        assert result.response.content.startswith("That was fast.")
    assert {type(error) for error in world.env.errors} == {TooFast}


async def test_presses_count_too(world: World) -> None:
    await world.ann.send(world.channel, "!what cptpp")
    for _ in range(QUESTIONS - 1):
        await world.ann.click(world.last, label="Sources")
    result = await world.ann.click(world.last, label="Sources")
    assert result.response is not None
    assert result.response.content.startswith("That was fast.")


def forbid(world: World, **permissions: bool) -> None:
    """Takes permissions away from everybody in a new channel, which becomes the world's."""
    world.channel = world.guild.create_text_channel(
        "strict", overwrites={world.user: discord.PermissionOverwrite(**permissions)}
    )


@pytest.mark.parametrize(
    "question", ["!on march 8", "!what cptpp", "!ask when did trump meet putin", "!help"]
)
async def test_without_embeds_the_answer_is_text(world: World, question: str) -> None:
    forbid(world, embed_links=False)
    await world.ann.send(world.channel, question)
    assert not world.last.embeds
    assert 20 < len(world.last.content) <= 2000
    if "putin" not in question and "help" not in question:
        assert "Comparative Connections" in world.last.content
        assert world.last.content.splitlines()[-1].startswith("-# ")


async def test_without_embeds_buttons_answer_with_text(world: World) -> None:
    forbid(world, embed_links=False)
    await world.ann.send(world.channel, "!on march 8")
    result = await world.ann.click(world.last, label="Full text")
    assert result.response is not None
    assert not result.response.embeds
    assert result.response.content
    await world.ann.click(world.last, label="Next")
    assert not world.last.embeds
    assert "Page 2 of 3" in world.last.content


async def test_what_the_bot_lacks_is_named_to_the_asker(world: World) -> None:
    forbid(world, send_messages=False)
    await world.ann.send(world.channel, "!who bolton")
    told = world.ann.user.dm_channel.last_message
    assert told is not None
    assert told.content == "I lack the permission “Send Messages” in this channel."
    assert [type(error) for error in map(cause, world.env.errors)] == [discord.Forbidden]


async def test_without_the_right_to_read_the_history_the_answer_is_no_reply(world: World) -> None:
    forbid(world, read_message_history=False)
    await world.ann.send(world.channel, "!who bolton")
    assert world.card.title == "John Bolton"
    assert world.last.reference is None


async def test_a_channel_that_vanishes_is_no_error_of_ours(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=404, code=10003, message="Unknown Channel")
    await world.ann.send(world.channel, "!who bolton")
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [type(error) for error in map(cause, world.env.errors)] == [discord.NotFound]


def cause(error: BaseException) -> BaseException:
    """What lies beneath discord.py's own errors."""
    return cause(error.original) if hasattr(error, "original") else error  # type: ignore[attr-defined]


async def test_whoever_asks_while_the_bot_stops_is_told(world: World) -> None:
    world.bot.is_stopping = True
    result = await world.ann.slash(world.channel, "about")
    assert result.response is not None
    assert result.response.content == "I am about to restart. Please ask again in a minute."
    assert world.env.errors
    assert isinstance(world.bot, Chronicler)
