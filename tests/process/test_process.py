"""The bot as it runs, and as it ends: a real process against a local Discord."""

from __future__ import annotations

import signal
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from bot.demo.local import CannotError
from bot.demo.local.model import Intent
from bot.discord.first_steps import Exit
from tests.conftest import PACKS
from tests.process.running import BotProcess

if TYPE_CHECKING:
    from pathlib import Path

    from tests.process.conftest import Scene

TARIFFS = "Thursday, March 8, 2018: Trump imposes tariffs on steel and aluminum"


async def test_every_way_of_asking_is_answered(scene: Scene, tmp_path: Path) -> None:
    discord, ann, channel = scene.discord, scene.ann, scene.channel
    async with BotProcess(discord, tmp_path, LOG_LEVEL="DEBUG"):  # in which no secret may stand either
        by_prefix = await scene.asks("!when tariffs")
        by_mention = await scene.asks(f"<@{discord.state.bot.id}> when tariffs")
        by_slash = await discord.answer(ann.invoke(channel, "when", topic="tariffs"))
        direct = await discord.reply(ann.direct("when tariffs"))
        offered = await ann.completions(channel, "when", "topic", "imposes tar")
        on_message = await discord.answer(ann.use_on(by_prefix, "Find in chronology"))
        sources = await discord.answer(ann.press(by_slash, "Sources"))
    assert [one.embeds[0]["title"] for one in (by_prefix, by_mention, by_slash, direct)] == [TARIFFS] * 4
    assert offered[0]["name"] == "Trump imposes tariffs on steel and aluminum"
    assert on_message.visible_to is ann.user
    assert sources.visible_to is ann.user
    assert "Chronology, March 8, 2018" in sources.embeds[0]["description"]


async def test_somebody_brings_the_bot_along_to_a_server_that_does_not_have_it(
    scene: Scene, tmp_path: Path
) -> None:
    discord, ann = scene.discord, scene.ann
    elsewhere = discord.state.add_guild("Elsewhere", with_bot=False)
    discord.state.add_member(elsewhere, ann.user)
    channel = discord.add_channel(elsewhere)
    async with BotProcess(discord, tmp_path):
        with pytest.raises(CannotError):
            ann.invoke(channel, "when", topic="tariffs")
        discord.state.installed_by.add(ann.id)
        answer = await discord.answer(ann.invoke(channel, "when", topic="tariffs"))
        sources = await discord.answer(ann.press(answer, "Sources"))
        found = await discord.answer(ann.use_on(ann.send(channel, "the steel tariffs"), "Find in chronology"))
        help_card = await discord.answer(ann.invoke(channel, "help"))
        offered = await ann.completions(channel, "who", "person", "shinzo")
    assert answer.embeds[0]["title"] == TARIFFS
    assert sources.embeds[0]["title"] == "Sources"
    assert found.embeds
    assert help_card.embeds
    assert offered[0]["name"] == "Shinzo Abe"


async def test_the_pages_of_a_timeline_are_turned_in_place(scene: Scene, tmp_path: Path) -> None:
    discord, ann = scene.discord, scene.ann
    async with BotProcess(discord, tmp_path):
        shown = await discord.answer(ann.invoke(scene.channel, "timeline", topic="tariffs"))
        first = shown.embeds[0]
        ann.press(shown, "Next")
        await discord.wait_for(lambda: shown.edited_at)
    assert first["title"].startswith("tariffs: ")
    assert first["footer"]["text"].startswith("Page 1 of ")
    assert shown.embeds[0]["footer"]["text"].startswith("Page 2 of ")
    assert len(discord.said()) == 1


async def test_without_the_intent_slash_and_mention_work_and_the_prefix_is_not_seen(
    scene: Scene, tmp_path: Path
) -> None:
    discord, ann, channel = scene.discord, scene.ann, scene.channel
    discord.gateway.allowed = Intent(0)
    async with BotProcess(discord, tmp_path, MESSAGE_CONTENT="false"):
        unseen = ann.send(channel, "!when tariffs")
        by_mention = await scene.asks(f"<@{discord.state.bot.id}> when tariffs")
        by_slash = await discord.answer(ann.invoke(channel, "when", topic="tariffs"))
    assert by_mention.embeds[0]["title"] == by_slash.embeds[0]["title"] == TARIFFS
    assert not discord.replies(unseen)


async def test_a_stop_lets_the_answer_in_flight_finish(scene: Scene, tmp_path: Path) -> None:
    async with BotProcess(scene.discord, tmp_path) as bot:
        scene.discord.fail("/channels/*/messages", delay=1.0)
        question = scene.ann.send(scene.channel, "!when tariffs")
        await scene.begins_to_answer()
        bot.send_signal(signal.SIGTERM)
        assert await bot.ended(seconds=5) == Exit.DONE
        assert len(scene.discord.replies(question)) == 1
        assert scene.discord.gateway.closed == [1000]


async def test_a_killed_bot_answers_nothing_twice_and_its_buttons_live_on(
    scene: Scene, tmp_path: Path
) -> None:
    async with BotProcess(scene.discord, tmp_path) as bot:
        answer = await scene.asks()
        await bot.kill()
    scene.discord.gateway.forget_sessions()
    async with BotProcess(scene.discord, tmp_path):
        shown = await scene.discord.answer(scene.ann.press(answer, "Sources"))
        await scene.asks("!when did Cohn resign")
    assert shown.embeds[0]["title"] == "Sources"
    assert answer.reply_to
    assert len(scene.discord.replies(answer.reply_to)) == 1
    assert scene.requests("PUT", "/commands") == [200], "commands are registered once"


async def test_a_changed_pack_is_loaded_on_sighup_unless_it_has_problems(
    scene: Scene, tmp_path: Path
) -> None:
    pack = copytree(PACKS / "july-crisis", tmp_path / "pack")
    events = pack / "events.yaml"
    told = events.read_text(encoding="utf-8")
    async with BotProcess(scene.discord, tmp_path, KNOWLEDGE=str(pack)) as bot:
        new = '\n- {id: picnic, date: 1914-07-30, title: A picnic, text: "The clerks held a picnic.", cite: {%s}}\n'
        cited = "source: " + _first_source(pack) + ', at: "p. 1"'
        events.write_text(told + new % cited, encoding="utf-8")
        bot.send_signal(signal.SIGHUP)
        await bot.writes("Loaded")
        assert "picnic" in (await scene.asks("!when picnic")).embeds[0]["title"]
        events.write_text(told + "\n- {id: picnic}\n", encoding="utf-8")
        bot.send_signal(signal.SIGHUP)
        await bot.writes("the old one stays")
        assert "events.yaml:" in bot.written
        assert "picnic" in (await scene.asks("!when picnic")).embeds[0]["title"]


def _first_source(pack: Path) -> str:
    import yaml

    return str(yaml.safe_load((pack / "pack.yaml").read_text(encoding="utf-8"))["sources"][0]["id"])


async def test_a_refused_intent_ends_in_one_sentence(scene: Scene, tmp_path: Path) -> None:
    scene.discord.gateway.allowed = Intent(0)
    bot = await BotProcess(scene.discord, tmp_path).start()
    assert await bot.ended() == Exit.INTENT_REFUSED
    assert "Message Content Intent" in bot.written
    assert "Traceback" not in bot.written
    assert scene.discord.gateway.closed == [4014]


async def test_a_wrong_token_ends_in_one_sentence_that_does_not_hold_it(scene: Scene, tmp_path: Path) -> None:
    wrong = scene.discord.token[:-4] + "nope"
    bot = await BotProcess(scene.discord, tmp_path, DISCORD_TOKEN=wrong).start()
    assert await bot.ended() == Exit.BAD_TOKEN
    assert "token" in bot.written
    assert wrong not in bot.written
    assert "Traceback" not in bot.written
