"""The commands of the console. Each imports what it needs when it runs, so that a question is answered at once."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

from bot import __version__
from bot.lookup.question import Command

if TYPE_CHECKING:
    from datetime import date

    from bot.chronicle.model import Chronicle

ANSWERED, NOT_ANSWERED, MISUSE = 0, 1, 2
"""Exit status: answered; nothing found, or a question or pack that makes no sense; a wrong call."""

_EXAMPLES = """
Answers questions about a period of history from a cited chronology, and says so when it has no answer.

\b
Examples:
  chronicler when tariffs
  chronicler who secretary of state in april
  chronicler on march 8
  chronicler between "march 1 and march 15"
  chronicler ask "How many products did China put tariffs on?"
  chronicler chat

\b
Exit status: 0 answered, 1 nothing found or not valid, 2 misuse.
"""

app = typer.Typer(
    name="chronicler",
    help=_EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # importing rich for the sake of a help text would slow down every question
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """What a pack can be exported to."""

    JSON = "json"


class _Asking(TyperCommand):
    """A command whose text may hold words with a leading dash (“-5”, “- the tariffs”), but no mistyped option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # the type of `ctx` is private to Typer
        options, words = _options_and_words(args)
        return super().parse_args(ctx, [*options, "--", *words])


_VALUED = ("--knowledge", "--today")


def _options_and_words(args: list[str]) -> tuple[list[str], list[str]]:
    """Parts the options (`--name`, `--name=value`, `--name value`) from the words around them; `--` ends them."""
    options: list[str] = []
    words: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg == "--":
            words.extend(rest)
        elif arg in _VALUED:
            options.extend((arg, *(value for value in [next(rest, None)] if value is not None)))
        elif arg.startswith("--") and arg[2:3].isalpha() and " " not in arg.partition("=")[0]:
            options.append(arg)
        else:
            words.append(arg)
    return options, words


Knowledge = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The pack to answer from.  [default: the one that comes along]"),
]
Text = Annotated[list[str] | None, typer.Argument(metavar="TEXT…", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, as `batch` does.")]
All = Annotated[bool, typer.Option("--all", help="Show every entry, not only the first ones.")]
Today = Annotated[
    str | None, typer.Option(metavar="DATE", help="What “today” and “last week” start from.  [default: today]")
]


@app.callback()
def _options(  # pyright: ignore[reportUnusedFunction]
    context: typer.Context,
    knowledge: Knowledge = None,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=lambda on: _version(on))
    ] = False,
) -> None:
    context.obj = knowledge
