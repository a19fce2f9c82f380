"""`python -m bot run` as a process of its own, against a local Discord."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Self

from tests.conftest import ROOT

if TYPE_CHECKING:
    import signal
    from pathlib import Path

    from bot.demo.local import LocalDiscord


class BotProcess:
    """The bot in a folder of its own; what it writes goes to a file there, and no token may stand in it."""

    def __init__(self, discord: LocalDiscord, folder: Path, **variables: str) -> None:
        self.discord = discord
        self.folder = folder
        self.variables = {"MESSAGE_CONTENT": "true", **discord.environment, **variables}
        self.log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The running process."""
        assert self._process
        return self._process

    @property
    def written(self) -> str:
        """All that the bot has written so far, to standard output and standard error."""
        return self.log.read_text(encoding="utf-8")

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> Self:
        """Starts the process, without waiting for it to be online."""
        inherited = {
            name: os.environ[name] for name in ("PATH", "HOME", "XDG_CACHE_HOME") if name in os.environ
        }
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=self.folder,
                env={**inherited, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **self.variables},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
            )  # fmt: skip
        return self

    async def online(self) -> Self:
        """Starts the process and waits until it is online."""
        await self.start()
        ended = asyncio.ensure_future(self.process.wait())
        ready = asyncio.ensure_future(self.discord.ready(seconds=30))
        await asyncio.wait({ended, ready}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            raise AssertionError(f"The bot ended with {self.process.returncode}:\n{self.written}")
        ended.cancel()
        await ready
        return self

    def send_signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    async def writes(self, text: str, seconds: float = 10.0) -> None:
        """Waits until the bot has written a text."""
        async with asyncio.timeout(seconds):
            while text not in self.written:
                await asyncio.sleep(0.02)

    async def ended(self, seconds: float = 10.0) -> int:
        """Waits for the end and returns the exit status."""
        async with asyncio.timeout(seconds):
            return await self.process.wait()

    async def kill(self) -> None:
        """Ends the process at once, as a power cut does."""
        if self.is_alive:
            self.process.kill()
        if self._process:
            await self._process.wait()

    async def __aenter__(self) -> Self:
        return await self.online()

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
        secrets = [one.token for one in self.discord.state.interactions.values()]
        assert not any(secret in self.written for secret in (self.discord.token, *secrets))
