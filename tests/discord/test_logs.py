"""What is logged, and what never is."""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from bot.discord.logs import HIDDEN, set_up_logging
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Generator

TOKEN = "MTIzNDU2.GhIjKl.a-secret_that-nobody_may_read"


@contextmanager
def logged(settings: Settings) -> Generator[StringIO]:
    """What is written to the log meanwhile."""
    stream, root = StringIO(), logging.getLogger()
    handlers, level, library = root.handlers[:], root.level, logging.getLogger("discord").level
    set_up_logging(settings, stream)
    try:
        yield stream
    finally:
        root.handlers[:], root.level = handlers, level
        root.setLevel(level)
        logging.getLogger("discord").setLevel(library)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_token_is_in_no_line_and_no_traceback(form: str) -> None:
    with logged(read_settings(discord_token=TOKEN, log_format=form, log_level="debug")) as stream:
        log = logging.getLogger("anything")
        log.debug("with %s and %r", TOKEN, {"Authorization": f"Bot {TOKEN}"})
        log.error("It failed", exc_info=ValueError(f"refused: {TOKEN}"))
        log.warning("POST /webhooks/123/aW50ZXJhY3Rpb24.secret-part/messages/@original")
    text = stream.getvalue()
    assert TOKEN not in text
    assert "secret-part" not in text
    assert text.count(HIDDEN) >= 4
    assert "ValueError: refused" in text


def test_json_lines_are_objects_with_the_same_keys() -> None:
    with logged(read_settings(discord_token=TOKEN, log_format="json")) as stream:
        logging.getLogger("bot").info("one\ntwo “three”")
        logging.getLogger("bot").debug("too fine")
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert told.keys() == {"time", "level", "logger", "message"}
    assert told["message"] == "one\ntwo “three”"


def test_what_people_write_is_not_logged_by_the_library() -> None:
    with logged(read_settings(discord_token=TOKEN, log_level="debug")) as stream:
        logging.getLogger("discord.gateway").debug("WebSocket Event: {'content': 'what people write'}")
        logging.getLogger("discord.gateway").info("connected")
    assert "what people write" not in stream.getvalue()
    assert "connected" in stream.getvalue()


def test_settings_show_no_secret() -> None:
    settings = read_settings(discord_token=TOKEN, database_url="postgresql://bot:hidden-word@db/bot")
    for text in (repr(settings), str(settings), settings.model_dump_json()):
        assert TOKEN not in text
        assert "hidden-word" not in text
