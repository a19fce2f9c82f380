"""What the running bot logs: lines for people or for machines, and no secret in either."""

from __future__ import annotations

import json
import logging
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

import discord

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
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


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
    handler.setFormatter(Discreet(handler.formatter or logging.Formatter(), secrets))
    logging.getLogger("discord").setLevel(max(level, logging.INFO))
    logging.getLogger("alembic").setLevel(max(level, logging.WARNING))
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot doesn't speak
