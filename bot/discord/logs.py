"""What the running bot logs: lines for people or for machines, and no secret in either."""

from __future__ import annotations

import json
import logging
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

import discord
import yarl

from bot.discord.place import present
from bot.settings import LogFormat

if TYPE_CHECKING:
    from bot.settings import Settings

HIDDEN = "[hidden]"
_REPLY_TOKEN = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.~-]+")
"""The addresses at which interactions are answered hold a secret of their own."""
_SHARD = re.compile(r"\bshard[ _-](?:id:? )?(\d+)", re.IGNORECASE)
_GUILD = re.compile(r"\bguild[ _]id:? (\d+)", re.IGNORECASE)
_PLAIN = (str, int, float, yarl.URL, type(None))
_WITH_BODIES = ("discord.http.", "discord.webhook.", "discord.ui.")
"""Whose finest lines hold the bodies of requests, or the questions that buttons carry."""


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
    """The server and the shard that a record is about, as far as there is one.

    Either the record names it, or discord.py's words or the thread of its heartbeats do, or else the present task.
    """
    guild, shard = present()
    if record.name.startswith("discord."):
        guild, shard = _named(_GUILD, record, guild), _named(_SHARD, record, shard)
    numbers = {"guild": getattr(record, "guild", guild), "shard": getattr(record, "shard", shard)}
    return {name: number for name, number in numbers.items() if number is not None}


def _named(words: re.Pattern[str], record: logging.LogRecord, present_number: int | None) -> int | None:
    match = words.search(f"{record.getMessage()} {record.threadName}")
    return int(match[1]) if match else present_number


class Bodiless(logging.Filter):
    """Holds back those of discord.py's finest lines that hold what people write, such as each event as it comes in.

    `asked` are the loggers that hold nothing back.
    """

    def __init__(self, asked: frozenset[str]) -> None:
        super().__init__()
        self._asked = tuple(f"{name}." for name in asked)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record may be written."""
        name = f"{record.name}."
        if record.levelno > logging.DEBUG or not name.startswith("discord.") or name.startswith(self._asked):
            return True
        arguments = record.args if isinstance(record.args, tuple) else (record.args,)
        return not name.startswith(_WITH_BODIES) and all(isinstance(one, _PLAIN) for one in arguments)


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

    `DEBUG` is for our own lines and discord.py's, without those that hold what people write; what databases and the
    event loop tell at that level would drown them. The loggers that the settings name are written in full all the same.
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
    handler.addFilter(Bodiless(settings.log_debug))
    logging.getLogger().setLevel(max(level, logging.INFO))
    for name in ("bot", "discord"):
        logging.getLogger(name).setLevel(level)
    logging.getLogger("alembic").setLevel(max(level, logging.WARNING))
    for name in settings.log_debug:
        logging.getLogger(name).setLevel(logging.DEBUG)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot doesn't speak
