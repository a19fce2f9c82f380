"""The machine interface: JSON Lines in, JSON Lines out, one answer a line in the same order.

A line holds `{"id", "command", "text", "session"?, "today"?}`. Lines with the same session are one conversation.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections import OrderedDict
from datetime import date
from time import perf_counter_ns
from typing import IO, TYPE_CHECKING, cast

from bot import dates
from bot.lookup.answer import Answer, ReadSpan, Status
from bot.lookup.question import Command, Question
from bot.render.machine import to_dict
from bot.render.words import span_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.chronicle.model import Chronicle
    from bot.lookup.lookup import Context, Lookup

MAX_LINE = 1_000_000
"""Bytes of a line that are read; a longer one is answered as invalid."""

LONGEST_NUMBER = 400
"""Digits of a whole number that are read."""

MAX_SESSIONS = 1_000
"""Conversations that are remembered; the one unused for longest is forgotten first."""

_COMMANDS = (*(command.value for command in Command), "date")


class _BadLineError(Exception):
    """Says why a line is not a question."""


class Batch:
    """Answers lines about one chronicle and remembers their conversations."""

    def __init__(self, chronicle: Chronicle, lookup: Lookup) -> None:
        self._chronicle = chronicle
        self._lookup = lookup
        self._sessions: OrderedDict[str, Context] = OrderedDict()

    def respond(self, line: bytes) -> dict[str, object]:
        """The object that answers one line. Whatever the line holds, it never raises."""
        request: dict[str, object] = {}
        try:
            request = _parse(line)
            return {"id": request.get("id"), **self._answer(request)}
        except _BadLineError as problem:
            message = str(problem)
        except Exception:  # one line must not end the conversations of all others
            traceback.print_exc()
            message = "This line could not be answered because of an error in the program."
        return {"id": _id(request), "status": Status.INVALID.value, "message": message}

    def _answer(self, request: dict[str, object]) -> dict[str, object]:
        command, text = _command(request), _text(request)
        session, today = _session(request), _today(request) or date.today()  # noqa: DTZ011 - the asker's day
        start = perf_counter_ns()
        if command == "date":
            answer = read_date(text, today)
        else:
            answer = self._ask(Question(Command(command), text, today), session)
        took_us = (perf_counter_ns() - start) // 1_000
        result = to_dict(answer, self._chronicle)
        return {"status": result.pop("status"), "took_us": took_us, **result}

    def _ask(self, question: Question, session: str | None) -> Answer:
        if session is None:
            return self._lookup.answer(question)[0]
        answer, self._sessions[session] = self._lookup.answer(question, self._sessions.get(session))
        self._sessions.move_to_end(session)
        if len(self._sessions) > MAX_SESSIONS:
            self._sessions.popitem(last=False)
        return answer


def read_date(text: str, today: date | None) -> Answer:
    """Only reads a calendar expression, against `today` and without any chronicle."""
    settings = dates.Settings(today=today)
    reading = dates.read(text, settings) or dates.read_within(text, settings)
    if reading is None:
        return Answer(Status.NOT_FOUND, "This is not a date, or not one that can be read completely.")
    if isinstance(reading, dates.Invalid):
        return Answer(Status.INVALID, reading.reason)
    span = ReadSpan(reading.span, reading.text)
    return Answer(Status.ANSWERED, f"{span_label(reading.span)}.", span=span)


def run(batch: Batch, source: IO[bytes], target: IO[bytes]) -> None:
    """Answers every line of `source` in `target`, each at once, until the input or the reader ends."""
    try:
        for line in _lines(source):
            target.write(encode(batch.respond(line)))
            target.flush()
    except KeyboardInterrupt:
        pass
    except BrokenPipeError:
        # The reader has left. Python would complain once more when it flushes on exit: give it somewhere to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def encode(result: dict[str, object]) -> bytes:
    """One line of JSON in ASCII: any reader agrees where it ends, and lone surrogates survive as escapes."""
    return json.dumps(result, ensure_ascii=True, allow_nan=False).encode("ascii") + b"\n"


def _lines(source: IO[bytes]) -> Iterator[bytes]:
    """The lines of `source`; of one that is too long only the beginning, one byte longer than allowed."""
    while line := source.readline(MAX_LINE + 1):
        rest = line
        while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
            rest = source.readline(MAX_LINE + 1)
        yield line


def _parse(line: bytes) -> dict[str, object]:
    if len(line.rstrip(b"\r\n")) > MAX_LINE:
        raise _BadLineError(f"The line is longer than {MAX_LINE:,} bytes.")
    if not line.strip():
        raise _BadLineError("The line is empty.")
    try:
        request: object = json.loads(
            line.decode("utf-8-sig", "replace"),
            parse_constant=_refuse,
            parse_float=_finite,
            parse_int=_short,
        )
    except RecursionError:
        raise _BadLineError("The line is nested too deeply.") from None
    except ValueError as error:
        raise _BadLineError(f"The line is not JSON: {error}.") from None
    if not isinstance(request, dict):
        raise _BadLineError(
            'The line is not a JSON object such as {"id": "1", "command": "when", "text": "…"}.'
        )
    return cast("dict[str, object]", request)


def _id(request: dict[str, object]) -> object:
    """What names a line that cannot be answered: its id if it is a question by its form, else nothing."""
    is_question = all(isinstance(request.get(key), str) for key in ("command", "text"))
    return request.get("id") if is_question else None


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON number")


def _short(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("a number is too large")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number


def _command(request: dict[str, object]) -> str:
    command = request.get("command")
    if not isinstance(command, str) or command not in _COMMANDS:
        raise _BadLineError(f"“command” must be one of {', '.join(_COMMANDS)}.")
    return command


def _text(request: dict[str, object]) -> str:
    text = request.get("text")
    if not isinstance(text, str):
        raise _BadLineError("“text” must be a string.")
    # JSON can spell half a character (a lone surrogate), which no text may hold.
    return text.encode("utf-8", "replace").decode("utf-8")


def _session(request: dict[str, object]) -> str | None:
    session = request.get("session")
    if session is None or isinstance(session, str):
        return session
    if isinstance(session, int) and not isinstance(session, bool):
        return str(session)
    raise _BadLineError("“session” must be a string.")


def _today(request: dict[str, object]) -> date | None:
    today = request.get("today")
    if today is None:
        return None
    try:
        return date.fromisoformat(today if isinstance(today, str) else "")
    except ValueError:
        raise _BadLineError("“today” must be an ISO date such as 2018-03-08.") from None
