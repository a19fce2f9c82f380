"""What goes wrong between the bot and Discord: nothing is lost that Discord would not lose, nothing said twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.process.running import BotProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.demo.local.model import Interaction
    from tests.process.conftest import Scene


# The gateway


async def test_a_connection_that_drops_in_the_middle_of_a_command(scene: Scene, tmp_path: Path) -> None:
    discord = scene.discord
    async with BotProcess(discord, tmp_path):
        fault = discord.fail("/channels/*/messages", delay=0.3)
        asked = [scene.ann.send(scene.channel, "!when tariffs")]
        await scene.begins_to_answer()
        discord.gateway.drop()
        asked += [scene.ann.send(scene.channel, f"!on march {day}") for day in (6, 8, 9)]  # nobody listens
        for message in asked:
            await discord.reply(message)
        assert fault.hits == 4
        assert [len(discord.replies(message)) for message in asked] == [1, 1, 1, 1]
        assert [session.is_resumed for session in discord.gateway.live] == [1]


@pytest.mark.parametrize("how", ["reconnect", "close", "resume"])
async def test_a_session_is_resumed_with_what_was_missed(scene: Scene, tmp_path: Path, how: str) -> None:
    gateway = scene.discord.gateway
    async with BotProcess(scene.discord, tmp_path):
        before = gateway.live[0]
        match how:
            case "reconnect":
                gateway.ask_to_reconnect()
            case "close":
                gateway.close(4000)
            case _:
                gateway.invalidate(can_resume=True)
        question = scene.ann.send(scene.channel, "!when tariffs")
        await scene.discord.wait_for(lambda: before.is_resumed)
        await scene.discord.reply(question)
        await scene.asks()
        assert len(scene.discord.replies(question)) == 1
        assert gateway.live == [before]


async def test_after_an_invalid_session_the_bot_identifies_anew(scene: Scene, tmp_path: Path) -> None:
    gateway = scene.discord.gateway
    async with BotProcess(scene.discord, tmp_path):
        answered = await scene.asks()
        before = gateway.live[0]
        gateway.invalidate()
        await scene.discord.wait_for(lambda: gateway.live and gateway.live[0] is not before)
        await scene.asks()
        assert answered.reply_to
        assert len(scene.discord.replies(answered.reply_to)) == 1
        assert scene.requests("PUT", "/commands") == [200]


async def test_a_session_that_is_forgotten_while_the_bot_is_away(scene: Scene, tmp_path: Path) -> None:
    gateway = scene.discord.gateway
    async with BotProcess(scene.discord, tmp_path):
        gateway.forget_sessions()
        gateway.drop()
        await scene.discord.ready()
        await scene.asks()


async def test_a_gateway_that_is_down_for_a_while(scene: Scene, tmp_path: Path) -> None:
    gateway = scene.discord.gateway
    async with BotProcess(scene.discord, tmp_path) as bot:
        gateway.is_down = True
        gateway.drop()
        await bot.writes("reconnect")
        gateway.is_down = False
        await scene.discord.ready()
        await scene.asks()


# Requests


@pytest.mark.parametrize("is_global", [False, True])
async def test_a_limit_of_the_rate_is_waited_out(scene: Scene, tmp_path: Path, is_global: bool) -> None:
    async with BotProcess(scene.discord, tmp_path):
        scene.discord.fail("/channels/*/messages", 429, times=2, retry_after=0.2, is_global=is_global)
        questions = [scene.ann.send(scene.channel, f"!on march {day}") for day in (6, 8)]
        for question in questions:
            await scene.discord.reply(question)
        assert [len(scene.discord.replies(question)) for question in questions] == [1, 1]
        assert sorted(scene.requests("POST", "/messages")) == [200, 200, 429, 429]


async def test_a_channel_with_discords_own_pace(scene: Scene, tmp_path: Path) -> None:
    scene.discord.rest.messages_per_channel = (5, 0.6)
    bob = scene.discord.add_person("bob", scene.guild)
    async with BotProcess(scene.discord, tmp_path):
        questions = [
            who.send(scene.channel, f"!on march {day}") for day in range(1, 9) for who in (scene.ann, bob)
        ]
        for question in questions:
            await scene.discord.reply(question)
        assert {len(scene.discord.replies(question)) for question in questions} == {1}


@pytest.mark.parametrize("is_done", [False, True])
async def test_a_server_error_is_tried_again_without_saying_it_twice(
    scene: Scene, tmp_path: Path, is_done: bool
) -> None:
    async with BotProcess(scene.discord, tmp_path):
        scene.discord.fail("/channels/*/messages", 502, times=1, is_done=is_done)
        reply = await scene.asks()
        await scene.discord.wait_for(lambda: scene.requests("POST", "/messages") == [502, 200])
        assert reply.nonce
        assert scene.discord.said() == [reply]


@pytest.mark.parametrize("is_done", [False, True])
async def test_a_connection_cut_while_a_message_is_sent(scene: Scene, tmp_path: Path, is_done: bool) -> None:
    discord = scene.discord
    async with BotProcess(discord, tmp_path):
        discord.fail("/channels/*/messages", cuts=True, times=1, is_done=is_done)
        reply = await scene.asks()
        await discord.wait_for(lambda: scene.requests("POST", "/messages") == [0, 200])
        await discord.reply(scene.ann.direct("when tariffs"))
        assert reply.embeds
        assert discord.said(scene.channel) == [reply]


@pytest.mark.parametrize("is_done", [False, True])
async def test_a_connection_cut_while_an_interaction_is_answered(
    scene: Scene, tmp_path: Path, is_done: bool
) -> None:
    discord = scene.discord
    async with BotProcess(discord, tmp_path):
        discord.fail("/interactions/*/callback", cuts=True, times=1, is_done=is_done)
        asked = scene.ann.invoke(scene.channel, "when", topic="tariffs")
        answer = await discord.answer(asked)
        await discord.wait_for(lambda: len(scene.requests("POST", "/callback")) == 2)
        assert answer.embeds
        discord.fail("/interactions/*/callback", cuts=True, times=1, is_done=is_done)
        pressed = scene.ann.press(answer, "Sources")
        sources = await discord.answer(pressed)
        await discord.wait_for(lambda: len(scene.requests("POST", "/callback")) == 4)
        assert sources.embeds
        await scene.asks()
        assert (asked.messages, pressed.messages) == ([answer], [sources])


async def test_errors_that_go_on_end_in_silence_and_not_in_the_end(scene: Scene, tmp_path: Path) -> None:
    async with BotProcess(scene.discord, tmp_path) as bot:
        scene.discord.fail("*/messages", 503)
        scene.ann.send(scene.channel, "!when tariffs")
        await scene.discord.wait_for(lambda: scene.requests("POST", "/messages").count(503) >= 2)
        scene.discord.heal()
        await scene.asks()
        assert bot.is_alive


async def test_an_interaction_acknowledged_late_is_given_up(scene: Scene, tmp_path: Path) -> None:
    scene.discord.state.interaction_seconds = 0.4
    async with BotProcess(scene.discord, tmp_path) as bot:
        fault = scene.discord.fail("/interactions/*/callback", delay=0.6)
        late = scene.ann.invoke(scene.channel, "when", topic="tariffs")
        await scene.discord.wait_for(lambda: 404 in scene.requests("POST", "/callback"))
        scene.discord.heal()
        scene.discord.state.interaction_seconds = 3.0
        await scene.discord.answer(scene.ann.invoke(scene.channel, "when", topic="tariffs"))
        assert fault.hits
        assert late.is_failed
        assert not late.messages
        assert bot.is_alive


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 502}, {"cuts": True}])
async def test_a_response_whose_acknowledgement_gets_lost_is_given_once_and_told_in_a_line(
    scene: Scene, tmp_path: Path, fault: dict[str, Any]
) -> None:
    discord, ann, channel = scene.discord, scene.ann, scene.channel
    async with BotProcess(discord, tmp_path) as bot:

        async def through_a_fault(begin: Callable[[], Interaction]) -> Interaction:
            refused = scene.requests("POST", "/callback").count(400)
            discord.fail("/interactions/*/callback", times=1, is_done=True, **fault)
            interaction = begin()
            await discord.wait_for(lambda: scene.requests("POST", "/callback").count(400) > refused)
            return interaction

        asked = await through_a_fault(lambda: ann.invoke(channel, "when", topic="tariffs"))
        answer = await discord.answer(asked)
        turned = await through_a_fault(lambda: ann.press(answer, "What led to this"))
        sources = await through_a_fault(lambda: ann.press(answer, "Sources"))
        question = await scene.asks()
        found = await through_a_fault(
            lambda: ann.use_on(question, "Find in chronology")
        )  # told to wait, then answered
        await discord.wait_for(lambda: found.messages and found.messages[0].embeds)
        await scene.asks()
        assert [len(one.messages) for one in (asked, turned, sources, found)] == [1, 1, 1, 1]
        assert bot.written.count("its word for that was lost") == 4
        assert "ERROR" not in bot.written
        assert "Traceback" not in bot.written


@pytest.mark.parametrize("asks_by", ["slash", "message"])
async def test_a_picture_is_whole_though_the_connection_was_cut_after_it(
    scene: Scene, tmp_path: Path, asks_by: str
) -> None:
    discord, ann, channel = scene.discord, scene.ann, scene.channel
    async with BotProcess(discord, tmp_path):
        if asks_by == "slash":
            discord.fail("/interactions/*/callback", cuts=True, times=1)
            answer = await discord.answer(ann.invoke(channel, "timeline", topic="TPP"))
        else:
            discord.fail("/channels/*/messages", cuts=True, times=1)
            answer = await scene.asks("!timeline TPP")
    (picture,) = answer.attachments
    assert picture.data.startswith(b"\x89PNG")
    assert picture.data.endswith(b"IEND\xaeB`\x82")


# Places


async def test_a_channel_that_vanishes_before_the_answer(scene: Scene, tmp_path: Path) -> None:
    other = scene.discord.add_channel(scene.guild, "other")
    async with BotProcess(scene.discord, tmp_path) as bot:
        scene.discord.fail("/channels/*/messages", delay=0.3)
        scene.ann.send(other, "!when tariffs")
        await scene.begins_to_answer()
        scene.discord.state.remove_channel(other)
        await scene.discord.wait_for(lambda: 404 in scene.requests("POST", "/messages"))
        await scene.asks()
        assert not scene.discord.said(other)
        assert bot.is_alive


async def test_permissions_that_are_withdrawn(scene: Scene, tmp_path: Path) -> None:
    discord, ann, channel = scene.discord, scene.ann, scene.channel
    async with BotProcess(discord, tmp_path):
        discord.deny(channel, None, "embed_links")
        plain = await scene.asks()
        assert not plain.embeds
        assert "tariffs on steel and aluminum" in plain.content
        discord.deny(channel, None, "read_message_history")
        question = ann.send(channel, "!when did Cohn resign")
        await discord.wait_for(lambda: len(discord.said(channel)) == 2)  # no reply, but an answer
        assert not discord.replies(question)
        discord.deny(channel, None, "send_messages")
        ann.send(channel, "!when tariffs")
        await discord.wait_for(lambda: discord.said(discord.state.direct_channel(ann.user)))
        assert len(discord.said(channel)) == 2
        discord.deny(channel, None, "view_channel")
        ann.send(channel, "!when tariffs")
        assert (await discord.reply(ann.direct("when tariffs"))).embeds
        discord.allow(channel, None, "view_channel", "send_messages", "embed_links", "read_message_history")
        assert (await scene.asks()).embeds


# Many


async def test_a_thousand_messages_from_two_hundred_members(scene: Scene, tmp_path: Path) -> None:
    discord, guild = scene.discord, scene.guild
    people = [discord.add_person(f"member{number}", guild) for number in range(200)]
    channels = [discord.add_channel(guild, f"room{number}") for number in range(20)]
    questions = ("!when tariffs", "!who Bolton", "!what CPTPP", "!on march 8", "!ask who resigned?")
    async with BotProcess(discord, tmp_path) as bot:
        asked = [
            person.send(channels[number % 20], text)
            for text in questions
            for number, person in enumerate(people)
        ]
        await discord.wait_for(lambda: len(discord.said()) >= len(asked), seconds=60)
        await scene.asks()
        replies = Counter(message.reply_to for message in discord.said() if message.channel in channels)
        assert bot.is_alive
    assert replies == Counter(dict.fromkeys(asked, 1))
