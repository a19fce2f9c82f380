"""The commands of the console. Each imports what it needs when it runs, so that a question is answered at once."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

from bot import __version__, asking
from bot.asking import Exit, ask, open_pack
from bot.config import shipped_pack
from bot.lookup.question import Command

if TYPE_CHECKING:
    from datetime import date

    from bot.lookup.lookup import Lookup

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
            value = next(rest, None)
            if value is None:
                _misuse(f"{arg} needs a value behind it.")
            options.extend((arg, value))
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
    str | None,
    typer.Option(metavar="DATE", help="What “today” and “last week” start from.  [default: today]"),
]


def _version(on: bool) -> None:
    if on:
        typer.echo(f"chronicler {__version__}")
        raise typer.Exit


@app.callback()
def _options(  # pyright: ignore[reportUnusedFunction]
    context: typer.Context,
    knowledge: Knowledge = None,
    version: Annotated[  # noqa: ARG001
        bool,
        typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_version),
    ] = False,
) -> None:
    context.obj = knowledge


def _asking(command: Command, help_text: str) -> None:
    @app.command(command.value, cls=_Asking, help=help_text)
    def run(  # pyright: ignore[reportUnusedFunction]
        context: typer.Context,
        text: Text = None,
        json: Json = False,
        everything: All = False,
        today: Today = None,
        knowledge: Knowledge = None,
    ) -> None:
        if not text or not "".join(text).strip():
            _misuse(
                f"Please say what you want to know, such as: chronicler {command.value} {_SAMPLES[command]}"
            )
        raise typer.Exit(
            ask(
                command,
                " ".join(text),
                knowledge=knowledge or context.obj,
                today=_day(today),
                as_json=json,
                everything=everything,
            )
        )


_SAMPLES = {
    Command.WHEN: "tariffs",
    Command.WHO: "Bolton",
    Command.WHAT: "CPTPP",
    Command.ON: "march 8",
    Command.BETWEEN: "march 1 and march 15",
    Command.ASK: '"who resigned over the tariffs?"',
}
for _command, _help in (
    (Command.WHEN, "When something happened."),
    (Command.WHO, "Who somebody is, by name or office, perhaps at a time, and what they did."),
    (Command.WHAT, "What something is: a term, a number, a document."),
    (Command.ON, "Everything on a day, in a week, a month …"),
    (Command.BETWEEN, "Everything between two days."),
    (Command.ASK, "Any question in your own words."),
):
    _asking(_command, _help)


def _misuse(message: str) -> NoReturn:
    _end(message, Exit.MISUSE)


def _day(today: str | None) -> date | None:
    from datetime import date

    try:
        return date.fromisoformat(today) if today else None
    except ValueError:
        _misuse(f"“{today}” is no date; write it as 2018-03-08.")


def _lookup(context: typer.Context, knowledge: Path | None) -> Lookup:
    lookup = open_pack(knowledge or context.obj)
    if lookup is None:
        raise typer.Exit(Exit.MISUSE)
    return lookup


@app.command()
def chat(context: typer.Context, knowledge: Knowledge = None) -> None:
    """A prompt in which one simply asks; later questions may lean on earlier ones."""
    from bot.chat import run

    run(_lookup(context, knowledge))


@app.command()
def batch(context: typer.Context, knowledge: Knowledge = None) -> None:
    """Answer JSON Lines from standard input, one line each."""
    from bot.batch import Batch, run

    lookup = _lookup(context, knowledge)
    run(Batch(lookup.chronicle, lookup), sys.stdin.buffer, sys.stdout.buffer)


@app.command()
def check(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The pack to check.", show_default=False)
    ] = None,
    knowledge: Knowledge = None,
) -> None:
    """Report every problem of a pack as file:line:column."""
    from bot.chronicle import loader

    chosen: Path = folder or knowledge or context.obj or shipped_pack()
    problems = loader.check(chosen)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        typer.echo(f"{len(problems)} problem{'s' * (len(problems) > 1)} in “{chosen}”.", err=True)
        raise typer.Exit(Exit.NOT_FOUND)
    typer.echo(f"“{chosen}”: no problems.")


@app.command()
def export(
    context: typer.Context,
    form: Annotated[Format, typer.Option("--format", help="What to export the pack to.")] = Format.JSON,  # noqa: ARG001
    knowledge: Knowledge = None,
) -> None:
    """Write the whole pack in another format."""
    raise typer.Exit(asking.export(knowledge or context.obj))


@app.command()
def schema(
    part: Annotated[
        str, typer.Argument(metavar="[pack|events|facts|people|terms|examples]", show_default=False)
    ] = "",
) -> None:
    """Print the JSON Schema of the files of a pack."""
    import json

    from bot.chronicle.schema import schema_of, schemas

    if part and part not in schemas():
        _misuse(f"There is no schema “{part}”; there are: {', '.join(schemas())}.")
    typer.echo(json.dumps(schema_of(part) if part else schemas(), ensure_ascii=False, indent=2))


@app.command()
def run(context: typer.Context, knowledge: Knowledge = None) -> None:
    """Be online in Discord, until stopped."""
    _need_discord()
    from bot.discord.first_steps import StartError
    from bot.discord.run import run, settings_with_token

    chosen: Path | None = knowledge or context.obj
    try:
        settings, token = settings_with_token(**({"knowledge": chosen} if chosen else {}))
    except StartError as error:
        _end(str(error), error.status)
    raise typer.Exit(run(settings, token))


@app.command()
def demo(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where the page is; 0 takes a free port.")
    ] = 8765,
    knowledge: Knowledge = None,
) -> None:
    """Try the bot in a small Discord on this machine, without an account or a token."""
    _need_discord()
    from bot.demo.demonstration import run

    chosen: Path = knowledge or context.obj or shipped_pack()
    raise typer.Exit(run(chosen, port))


@app.command()
def health() -> None:
    """Ask the running bot how it is: exit status 0 if all is well."""
    from bot.monitoring.probe import probe

    raise typer.Exit(probe())


@app.command("copy-store")
def copy_store(
    source: Annotated[str, typer.Argument(metavar="FROM", help="Such as sqlite:///data/chronicler.db")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Such as postgresql://user:password@host/name")],
) -> None:
    """Copy all settings of servers to a new database: to move, to back up, and to restore."""
    _need_discord()
    import asyncio

    from bot.discord.first_steps import Exit as BotExit
    from bot.store.copying import copy_store
    from bot.store.database import StoreError

    try:
        copied = asyncio.run(copy_store(source, target))
    except StoreError as error:
        _end(str(error), BotExit.NO_STORE)
    typer.echo(", ".join(f"{name}: {number}" for name, number in copied.items()))


@app.command()
def invite() -> None:
    """Print the addresses that add the bot to a server, or to one's own account."""
    _need_discord()
    from bot.discord.first_steps import BAD_TOKEN, StartError
    from bot.discord.first_steps import Exit as BotExit
    from bot.discord.invite import invitations
    from bot.discord.run import settings_with_token

    try:
        _, token = settings_with_token()
    except StartError as error:
        _end(str(error), error.status)
    text = invitations(token)
    if text is None:
        _end(BAD_TOKEN, BotExit.BAD_TOKEN)
    typer.echo(text)


def _end(message: str, status: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(status)


def _need_discord() -> None:
    from importlib.util import find_spec

    if find_spec("discord") is None or find_spec("pydantic_settings") is None:
        _misuse(
            "This needs more than the console does. In the folder of the program: pip install '.[discord]'"
        )
