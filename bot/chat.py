"""A prompt in which one simply asks. Later questions may lean on earlier ones."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING

from bot.asking import print_answer
from bot.config import state_folder
from bot.lookup.question import Command, Question

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.lookup.answer import Answer
    from bot.lookup.conversation import Context
    from bot.lookup.lookup import Lookup

PROMPT = "› "
HELP = """Ask anything about the period, such as “when were the tariffs announced?” or “what about March 8?”.
A question may lean on the one before it: “and Bolton?”, “when was he confirmed?”.
/all shows every entry of the last answer, /help shows this, /quit (or Ctrl-D) leaves."""
_QUIT = frozenset({"/quit", "/exit", "/q", "quit", "exit", "q", ":q", "bye"})
_ALL = "/all"
_HELP = frozenset({"/help", "help", "/?", "?"})


def run(lookup: Lookup) -> None:
    """Ask and answer until the input ends."""
    talk(lookup, _reader())


def talk(lookup: Lookup, read: Callable[[], str]) -> None:
    """Answers each line that `read` gives, until it raises EOFError or a line says to quit."""
    context: Context | None = None
    answer: Answer | None = None
    if sys.stdin.isatty():
        print(f"{lookup.chronicle.pack.title}. Ask away; /help helps, /quit leaves.")  # noqa: T201
    while True:
        try:
            line = read().strip()
        except EOFError:
            return
        except KeyboardInterrupt:  # one takes back the line, not the conversation
            continue
        if line.lower() in _QUIT:
            return
        if line.lower() in _HELP:
            print(HELP)  # noqa: T201
        elif line.lower() == _ALL:
            if answer:
                print_answer(answer, lookup, everything=True)
            else:
                print("Nothing has been asked yet.")  # noqa: T201
            print(flush=True)  # noqa: T201
        elif line:
            answer, context = lookup.answer(Question(Command.ASK, line, date.today()), context)  # noqa: DTZ011
            print_answer(answer, lookup, more=_ALL)
            print(flush=True)  # noqa: T201


def _reader() -> Callable[[], str]:
    """Reads lines with editing and history on a terminal, plainly elsewhere."""
    if not sys.stdin.isatty():
        lines = TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
        return lambda: _next(lines)
    try:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory, InMemoryHistory
    except ImportError:
        with suppress(ImportError):
            __import__("readline")  # gives input() editing and history
        return lambda: input(PROMPT)
    history = _history()
    kept = FileHistory(str(history)) if history else InMemoryHistory()
    session: PromptSession[str] = PromptSession(history=kept)
    return lambda: session.prompt(PROMPT)


def _history() -> Path | None:
    """The file that keeps what was asked, readable by its owner alone; `None` where there is no place for it."""
    try:
        history = state_folder() / "history"
        history.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        history.touch(mode=0o600)
        history.open("ab").close()
    except (OSError, RuntimeError):  # a read-only home, or none
        return None
    return history


def _next(lines: IO[str]) -> str:
    line = lines.readline()
    if not line:
        raise EOFError
    return line
