"""What is logged, and what never is."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import contextmanager
from io import StringIO
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from bot.discord.logs import HIDDEN, set_up_logging
from bot.discord.place import Place, at
from bot.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Generator

TOKEN = "MTIzNDU2.GhIjKl.a-secret_that-nobody_may_read"


LIBRARIES = ("bot", "discord", "alembic", "aiosqlite", "discord.http")


@contextmanager
def logged(**changes: Any) -> Generator[StringIO]:
    """What is written to the log meanwhile."""
    stream, root = StringIO(), logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in LIBRARIES)]
    handlers, levels = root.handlers[:], [logger.level for logger in loggers]
    set_up_logging(read_settings(discord_token=TOKEN, **changes), stream)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_token_is_in_no_line_and_no_traceback(form: str) -> None:
    with logged(log_format=form, log_level="debug") as stream:
        log = logging.getLogger("bot.anything")
        log.debug("with %s and %r", TOKEN, {"Authorization": f"Bot {TOKEN}"})
        log.error("It failed", exc_info=ValueError(f"refused: {TOKEN}"))
        log.warning("POST /webhooks/123/aW50ZXJhY3Rpb24.secret-part/messages/@original")
    text = stream.getvalue()
    assert TOKEN not in text
    assert "secret-part" not in text
    assert text.count(HIDDEN) >= 4
    assert "ValueError: refused" in text


def test_json_lines_are_objects_with_the_same_keys() -> None:
    with logged(log_format="json") as stream:
        logging.getLogger("bot").info("one\ntwo “three”")
        logging.getLogger("bot").debug("too fine")
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert told.keys() == {"time", "level", "logger", "message"}
    assert told["message"] == "one\ntwo “three”"


def test_the_finest_level_is_for_the_bot_and_its_library_and_not_for_what_people_write() -> None:
    with logged(log_level="debug") as stream:
        gateway = logging.getLogger("discord.gateway")
        gateway.debug("For Shard ID %s: WebSocket Event: %s", 0, {"content": "what people write"})
        gateway.debug("%(content)s", {"content": "what people write"})
        gateway.debug("Websocket closed with %s, attempting a reconnect.", 4000)
        for name in ("http", "webhook.async_", "ui.view"):
            logging.getLogger(f"discord.{name}").debug("%s %s", "POST", "what people write")
        logging.getLogger("discord.http").info("of weight")
        logging.getLogger("bot.anything").debug("our own")
        logging.getLogger("aiosqlite").debug("executing %s", "SELECT 1")
        logging.getLogger("asyncio").debug("Using selector")
    assert "what people write" not in stream.getvalue()
    told = [line.rpartition(": ")[2] for line in stream.getvalue().splitlines()]
    assert told == ["Websocket closed with 4000, attempting a reconnect.", "of weight", "our own"]


def test_a_logger_that_is_asked_for_holds_nothing_back() -> None:
    with logged(log_debug="aiosqlite,discord.http") as stream:
        logging.getLogger("aiosqlite").debug("executing %s", "SELECT 1")
        logging.getLogger("discord.http").debug("with %s", "what people write")
        logging.getLogger("discord.gateway").debug("Received RECONNECT opcode.")
        logging.getLogger("bot").debug("our own")
    told = [line.rpartition(": ")[2] for line in stream.getvalue().splitlines()]
    assert told == ["executing SELECT 1", "with what people write"]


@pytest.mark.parametrize(
    ("message", "arguments", "place"),
    [
        ("Shard ID %s has successfully RESUMED session %s.", (3, "0" * 32), {"shard": 3}),
        ("Attempting a reconnect for shard ID %s in %.2fs", (12, 1.5), {"shard": 12}),
        ("Failed to connect for shard_id: %s. Retrying...", (0,), {"shard": 0}),
        ("WebSocket in shard ID %s is ratelimited, waiting %.2f seconds", (1, 2.0), {"shard": 1}),
        ("Shard ID %s timed out waiting for chunks for guild_id %s.", (1, 42), {"guild": 42, "shard": 1}),
        ("logging in using static token", (), {}),
    ],
)
def test_a_line_of_the_library_names_the_shard_that_it_speaks_of(
    message: str, arguments: tuple[object, ...], place: dict[str, int]
) -> None:
    with logged(log_format="json") as stream:
        logging.getLogger("discord.gateway").info(message, *arguments)
    told = json.loads(stream.getvalue())
    assert {name: told[name] for name in ("guild", "shard") if name in told} == place


def test_the_thread_of_the_heartbeats_names_its_shard() -> None:
    with logged(log_format="json") as stream:
        log = logging.getLogger("discord.gateway")
        words = ("An error occurred while stopping the gateway. Ignoring.",)
        thread = Thread(target=log.error, args=words, name="keep-alive-handler:shard-7")
        thread.start()
        thread.join()
    assert json.loads(stream.getvalue())["shard"] == 7


def test_a_place_ends_where_it_ends_but_for_what_has_begun_in_it() -> None:
    async def scene() -> None:
        log = logging.getLogger("bot.anything")

        async def later() -> None:
            await asyncio.sleep(0)
            log.info("inside, later")

        with at(Place(42, 1)):
            log.info("inside")
            task = asyncio.create_task(later())
        log.info("outside")
        await task

    with logged(log_format="json") as stream:
        asyncio.run(scene())
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(one["message"], one.get("guild"), one.get("shard")) for one in told] == [
        ("inside", 42, 1),
        ("outside", None, None),
        ("inside, later", 42, 1),
    ]


def test_settings_show_no_secret() -> None:
    settings = read_settings(discord_token=TOKEN, database_url="postgresql://bot:hidden-word@db/bot")
    for text in (repr(settings), str(settings), settings.model_dump_json()):
        assert TOKEN not in text
        assert "hidden-word" not in text
