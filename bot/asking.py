"""One question in the console: look it up, print the answer, say by the exit status how it ended."""

from __future__ import annotations

import sys
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.config import shipped_pack
from bot.lookup.cache import open_lookup
from bot.lookup.question import Command, Question

if TYPE_CHECKING:
    from pathlib import Path

    from bot.lookup.answer import Answer
    from bot.lookup.lookup import Lookup

COMMANDS = frozenset(command.value for command in Command)


class Exit(IntEnum):
    """How a command ended."""

    ANSWERED = 0
    NOT_FOUND = 1
    MISUSE = 2


def ask(
    command: Command,
    text: str,
    *,
    knowledge: Path | None = None,
    today: date | None = None,
    as_json: bool = False,
    everything: bool = False,
) -> Exit:
    """Answers one question on standard output; problems of the pack go to standard error."""
    lookup = open_pack(knowledge)
    if lookup is None:
        return Exit.MISUSE
    answer, _ = lookup.answer(Question(command, text, today or date.today()))  # noqa: DTZ011 - the asker's day
    if as_json:
        print_json(answer, lookup)
    else:
        print_answer(answer, lookup, everything=everything)
    return Exit.ANSWERED if answer.found else Exit.NOT_FOUND


def export(knowledge: Path | None = None) -> Exit:
    """Writes the whole pack on standard output as JSON; it is read, but not made ready for questions."""
    import json

    from bot.chronicle.export import to_json
    from bot.chronicle.loader import load

    try:
        chronicle = load(knowledge or shipped_pack())
    except ValueError as error:  # PackError
        print(error, file=sys.stderr)  # noqa: T201
        return Exit.MISUSE
    print(json.dumps(to_json(chronicle), ensure_ascii=False, indent=2))  # noqa: T201
    return Exit.ANSWERED


def open_pack(knowledge: Path | None) -> Lookup | None:
    """The lookup of a pack, or `None` after its problems have been printed."""
    try:
        return open_lookup(knowledge or shipped_pack())
    except ValueError as error:  # PackError: its text says what is wrong and where
        print(error, file=sys.stderr)  # noqa: T201
        return None


def print_answer(
    answer: Answer, lookup: Lookup, *, everything: bool = False, more: str | None = None
) -> None:
    """The answer as text: styled on a terminal, plain elsewhere; `more` is what shows the entries left out."""
    from bot.render import console

    more = more or console.MORE

    if sys.stdout.isatty():
        from rich.console import Console

        target = Console(highlight=False)
        console.show(answer, lookup.chronicle, target, everything=everything, more=more)
    else:
        sys.stdout.write(console.plain(answer, lookup.chronicle, everything=everything, more=more))


def print_json(answer: Answer, lookup: Lookup) -> None:
    """The answer as one JSON object, as `batch` gives it."""
    import json

    from bot.render.machine import to_dict

    sys.stdout.write(json.dumps(to_dict(answer, lookup.chronicle), ensure_ascii=False) + "\n")
