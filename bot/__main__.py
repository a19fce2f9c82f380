"""`python -m bot`, installed also as `chronicler`.

A plain question and a look at the bot's health take a short way: the framework of the other commands takes longer to
load than the answer.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command that the arguments name, and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _silence()  # the reader has left
        sys.exit(0)
    except OSError as error:  # such as a full disk
        _silence()
        sys.exit(f"chronicler: the answer cannot be written: {error.strerror}")


def _silence() -> None:
    """Give Python somewhere to write: it would complain once more when it flushes on exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(args: list[str]) -> int:
    from bot.asking import COMMANDS, ask, export

    plain = "".join(args[1:]).strip() and args[0] in COMMANDS and not any(arg.startswith("-") for arg in args)
    if plain:
        from bot.lookup.question import Command

        status = ask(Command(args[0]), " ".join(args[1:]))
        sys.stdout.flush()
        return status
    if args == ["export", "--format", "json"]:  # needs none of what questions need
        status = export()
        sys.stdout.flush()
        return status
    if args == ["health"]:
        from bot.monitoring.probe import probe

        return probe()
    from bot.cli import app

    return app(args) or 0


if __name__ == "__main__":
    main()
