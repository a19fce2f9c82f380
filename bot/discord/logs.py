"""What the running bot logs: lines for people or for machines, and no secret in either."""

from __future__ import annotations

import json
import logging
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

import discord

from bot.discord.place import present
from bot.settings import LogFormat

if TYPE_CHECKING:
    from bot.settings import Settings

HIDDEN = "[hidden]"
_REPLY_TOKEN = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.~-]+")
"""The addresses at which interactions are answered hold a secret of their own."""


class JsonLines(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `message`, and the traceback as `error`."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= _place(record)
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


class PlaceNamed(logging.Formatter):
    """Another formatter's lines, each with the server and the shard that it is about."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """The record, with its place at the end of the first line."""
        first, newline, rest = self._inner.format(record).partition("\n")
        place = " ".join(f"{name}={number}" for name, number in _place(record).items())
        return f"{first} [{place}]{newline}{rest}" if place else first + newline + rest


def _place(record: logging.LogRecord) -> dict[str, int]:
    """The server and the shard that a record is about, as far as there is one."""
    place = present()
    numbers = {
        "guild": place.guild if place else None,
        "shard": getattr(record, "shard", place.shard if place else None),
    }
    return {name: number for name, number in numbers.items() if number is not None}


class Discreet(logging.Formatter):
    """Another formatter's lines, tracebacks included, without secrets."""

    def __init__(self, inner: logging.Formatter, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """The record as the other formatter has it, with the secrets blotted out."""
        text = self._inner.format(record)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _REPLY_TOKEN.sub(rf"\1{HIDDEN}", text)


def set_up_logging(settings: Settings, stream: TextIO | None = None) -> None:
    """Logs to standard error, or to another stream, as the settings say.

    discord.py's own lines come at most in detail of `INFO`: the finer ones hold what people write.
    """
    handler = logging.StreamHandler(stream)
    level = logging.getLevelNamesMapping()[settings.log_level]
    if settings.log_format is LogFormat.JSON:
        formatter: logging.Formatter = JsonLines()
    elif handler.stream.isatty() and not os.environ.get("NO_COLOR"):
        formatter = discord.utils.MISSING  # discord.py's, in colours
    else:
        formatter = logging.Formatter(
            "%(asctime)s %(levelname)-8s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S"
        )
    discord.utils.setup_logging(handler=handler, formatter=formatter, level=level)
    token = settings.token
    secrets = (token.get_secret_value(),) if token else ()
    inner = handler.formatter or logging.Formatter()
    if settings.log_format is LogFormat.TEXT:
        inner = PlaceNamed(inner)
    handler.setFormatter(Discreet(inner, secrets))
    logging.getLogger("discord").setLevel(max(level, logging.INFO))
    logging.getLogger("alembic").setLevel(max(level, logging.WARNING))
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot doesn't speak
