"""A member at the terminal: what is typed is said in the channel, and what is answered is printed."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.demo.local import ApiError, CannotError
from bot.demo.local.forms import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.demo.local import LocalDiscord, Person
    from bot.demo.local.errors import Json
    from bot.demo.local.model import Channel, Message
    from bot.demo.local.state import Event

HELP = """\
  /when tariffs            a slash command; /help shows all of them
  !who Bolton              the same by prefix
  @Chronicler who quit?    a question in your own words
  1                        press the button or choose the entry 1
  quit                     (or Ctrl-D) ends"""
_BUTTON, _SELECT = 2, 3
_WIDEST = 100
_LONG = 30


class Terminal:
    """What one person sees of a channel, and types."""

    def __init__(self, discord: LocalDiscord, channel: Channel, you: Person) -> None:
        self._discord, self._channel, self._you = discord, channel, you
        self._console = Console(highlight=False)
        self._presses: list[tuple[Message, str, str | None]] = []
        discord.state.listeners.append(self._on_event)

    def say(self, text: str) -> None:
        """Prints something of our own."""
        self._console.print(Text(text, "bold"), Text(HELP), Text(), sep="\n")

    async def run(self, stop: asyncio.Event) -> None:
        """Does what is typed until `quit`, the end of the input, or `stop`."""
        lines = _lines()
        stopping = asyncio.create_task(stop.wait())
        while not stopping.done():
            line = asyncio.create_task(lines.get())
            await asyncio.wait({line, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not line.done():
                line.cancel()
                break
            text = line.result()
            if text is None and not sys.stdin.isatty():
                await stopping  # nobody types here; the page goes on
            if text is None or text.strip() in {"quit", "exit"}:
                break
            if text.strip():
                self._take(text.strip())
        stopping.cancel()

    def _take(self, text: str) -> None:
        try:
            if text.isdecimal():
                self._press(int(text))
            elif text.startswith("/"):
                self._invoke(text[1:])
            else:
                bot = self._discord.state.bot
                named = re.sub(rf"@{re.escape(bot.name)}\b", f"<@{bot.id}>", text, flags=re.IGNORECASE)
                self._you.send(self._channel, named)
                if named == text and text[0].isalnum():  # said to the others in the channel
                    self._console.print(Text(f"The bot leaves that alone; begin with @{bot.name}.", "dim"))
        except (ApiError, CannotError) as error:
            self._console.print(Text(str(error), "red"))

    def _invoke(self, text: str) -> None:
        """Uses a command: its name and subcommands, then its options as `name:value`, or the first one as it is."""
        first, *rest = text.split() or [""]
        command = self._discord.command(first)
        options: list[Json] = (command.definition.get("options") or []) if command else []
        names = [first]
        while rest and (inner := next((one for one in options if one["name"] == rest[0]), None)):
            names.append(rest.pop(0))
            options = inner.get("options") or []
        self._you.invoke(self._channel, " ".join(names), **_given(" ".join(rest), options))

    def _press(self, number: int) -> None:
        if not 1 <= number <= len(self._presses):
            raise CannotError(f"There is nothing with the number {number}.")
        message, custom_id, value = self._presses[number - 1]
        if value is None:
            self._you.press(message, custom_id)
        else:
            self._you.choose(message, value, custom_id=custom_id)

    # What is seen

    def _on_event(self, event: Event) -> None:
        message = event.message
        if event.name == "_INTERACTION_FAILED":
            self._console.print(Text("The application did not respond.", "red"))
        if message is None or event.name not in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} or message.is_loading:
            return
        is_seen = message.channel is self._channel and message.is_visible_to(self._you.user)
        if is_seen and message.author is not self._you.user:
            self._print(message)

    def _print(self, message: Message) -> None:
        self._presses = []
        private = "  (only you see this)" if message.visible_to else ""
        self._console.print(Text.assemble((message.author.name, "bold"), (private, "dim")))
        if message.content:
            self._console.print(Padding(Text(plain(message.content)), (0, 0, 0, 2)))
        for embed in message.embeds:
            self._console.print(Padding(_panel(embed), (0, 0, 0, 2)), width=min(_WIDEST, self._console.width))
        for text in self._numbered(message):
            self._console.print(Padding(text, (0, 0, 0, 2)))
        self._console.print()

    def _numbered(self, message: Message) -> Iterator[Text]:
        """The options of menus and the buttons with long labels a line each, all with the numbers to type."""
        buttons = Text()
        for part in walk(message.components):
            if part.get("type") == _BUTTON and part.get("custom_id") and not part.get("disabled"):
                self._presses.append((message, part["custom_id"], None))
                button = Text.assemble(
                    (f" {len(self._presses)} ", "reverse"), f" {part.get('label') or ''}   "
                )
                if len(button) > _LONG:
                    yield button
                else:
                    buttons.append(button)
            elif part.get("type") == _SELECT:
                for option in part["options"]:
                    self._presses.append((message, part["custom_id"], option["value"]))
                    yield Text.assemble((f" {len(self._presses)} ", "reverse"), f" {option['label']}")
        if buttons:
            yield buttons


def _given(text: str, options: list[Json]) -> dict[str, str]:
    names = "|".join(re.escape(str(option["name"])) for option in options)
    if not text or not names:
        return {}
    parts = re.split(rf"(?:^|(?<=\s))({names}):", text)
    given = {str(options[0]["name"]): parts[0].strip()} if parts[0].strip() else {}
    return given | {name: value.strip() for name, value in zip(parts[1::2], parts[2::2], strict=True)}


def plain(text: str) -> str:
    """Discord's Markdown without its signs, and moments as this machine's clock shows them."""
    text = re.sub(r"<t:(\d{1,11})(?::\w)?>", _moment, text)
    text = re.sub(r"(?m)^-# ", "", text)
    text = re.sub(r"(?<!\\)(\*\*|\*|__|`)(.+?)(?<!\\)\1", r"\2", text)
    return re.sub(r"\\([^\w\s])", r"\1", text)


def _moment(match: re.Match[str]) -> str:
    return f"{datetime.fromtimestamp(int(match[1]), UTC).astimezone():%a %b %d %Y, %H:%M}"


def _panel(embed: Json) -> Panel:
    parts: list[Text] = [Text(plain(str(embed.get("description") or "")))]
    for field in embed.get("fields") or ():
        parts += [Text(), Text(plain(field["name"]), "bold"), Text(plain(field["value"]))]
    if footer := embed.get("footer"):
        parts += [Text(), Text(str(footer["text"]), "dim")]
    colour = f"#{int(embed.get('color') or 0x4E5058):06x}"
    title = Text(plain(str(embed.get("title") or "")), "bold")
    return Panel(Group(title, *parts) if title else Group(*parts), border_style=colour)


def _lines() -> asyncio.Queue[str | None]:
    """The lines that are typed, and `None` at their end; read by a thread that doesn't keep the program alive."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        rest = b""
        while got := os.read(sys.stdin.fileno(), 4096):  # not by `sys.stdin`, whose lock would outlive us
            *whole, rest = (rest + got).split(b"\n")
            for line in whole:
                loop.call_soon_threadsafe(lines.put_nowait, line.decode(errors="replace"))
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    return lines
