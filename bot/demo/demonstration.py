"""`python -m bot demo`: the real bot in a local Discord, to be tried in a browser and in the terminal.

The bot runs as it does for everybody, as a process of its own; only the Discord is small.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.demo.local import LocalDiscord, Person
from bot.demo.local.control import Control
from bot.demo.local.page import Page
from bot.demo.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.demo.local.model import Channel

_START = 60.0  # seconds that the bot has to be online
_STOP = 6.0
_OURS = ("DISCORD_TOKEN_FILE", "DISCORD_API_URL", "OWNERS", "PREFIX")


class DemoError(Exception):
    """Why there is nothing to see, in a sentence."""


@dataclass(frozen=True)
class Demonstration:
    """A running one: the Discord, the channel to write in, and the person that one is."""

    discord: LocalDiscord
    channel: Channel
    you: Person

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"{self.discord.state.base_url}/?user={self.you.id}"


@asynccontextmanager
async def demonstration(knowledge: Path, port: int = 0) -> AsyncGenerator[Demonstration]:
    """A server with people, and the bot online in it; raises `DemoError` where it can't start."""
    discord = LocalDiscord(port=port)
    Page(Control(discord))
    discord.state.owner.name = "Sofia"  # who may change what belongs to the server
    guild = discord.add_guild("History club")
    topic = "Ask @Chronicler, or type / to see its commands"
    channel = discord.state.add_channel(guild, "ask-the-chronicler", topic=topic)
    discord.add_channel(guild, "general")
    you = discord.add_person("you", guild)
    for name in ("Mika", "Jonas"):
        discord.add_person(name, guild)
    try:
        await discord.start()
    except OSError as error:
        raise DemoError(
            f"Port {port} can't be used: {error.strerror}. Please choose another by --port."
        ) from None
    try:
        with TemporaryDirectory(prefix="chronicler-demo-") as folder:
            async with _bot(discord, knowledge, Path(folder)):
                yield Demonstration(discord, channel, you)
    finally:
        await discord.stop()


@asynccontextmanager
async def _bot(discord: LocalDiscord, knowledge: Path, folder: Path) -> AsyncGenerator[None]:
    """The bot's process, in a folder of its own so that no `.env` and no database of the user's is touched."""
    variables = {name: value for name, value in os.environ.items() if name not in _OURS}
    variables |= discord.environment
    variables |= {
        "KNOWLEDGE": str(knowledge.resolve()),
        "MESSAGE_CONTENT": "true",
        "DATABASE_URL": "sqlite:///chronicler.db",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": os.pathsep.join(filter(None, (_root(), os.environ.get("PYTHONPATH")))),
    }
    log = folder / "bot.log"
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            cwd=folder, env=variables, stdin=asyncio.subprocess.DEVNULL, stdout=errors, stderr=errors,
            start_new_session=True,
        )  # fmt: skip
    try:
        await _online(discord, process, log)
        yield
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _STOP)
        except TimeoutError:
            process.kill()
            await process.wait()


def _root() -> str:
    """The folder that holds this package."""
    return str(Path(__file__).resolve().parent.parent.parent)


async def _online(discord: LocalDiscord, process: asyncio.subprocess.Process, log: Path) -> None:
    ended = asyncio.ensure_future(process.wait())
    ready = asyncio.ensure_future(discord.ready(seconds=_START))
    await asyncio.wait({ended, ready}, return_when=asyncio.FIRST_COMPLETED)
    is_online = ready.done() and ready.exception() is None
    for task in (ended, ready):
        task.cancel()
    await asyncio.gather(ended, ready, return_exceptions=True)
    if not is_online:
        written = log.read_text(encoding="utf-8", errors="replace").strip()
        raise DemoError(f"The bot didn't start.\n{written}")


async def _show(knowledge: Path, port: int) -> None:
    async with demonstration(knowledge, port) as demo:
        terminal = Terminal(demo.discord, demo.channel, demo.you)
        terminal.say(f"Open {demo.url} in a browser, or ask here.\n")
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await terminal.run(stop)


def run(knowledge: Path, port: int) -> int:
    """Shows the bot until it is stopped; returns the exit status."""
    try:
        asyncio.run(_show(knowledge, port))
    except DemoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0
