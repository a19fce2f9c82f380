"""A container of the built image without a container engine: its own mounts and processes, nothing writable but
what a container may write to, no capabilities, and what the image itself says about user, environment and command.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOUNT = """
set -eu
root=$1; data=$2; shift 2
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
mount --bind "$data" "$root/data"
for file in /etc/hosts /etc/resolv.conf; do mount --bind "$file" "$root$file" 2>/dev/null || true; done
exec chroot "$root" "$@"
"""


@dataclass(frozen=True)
class Image:
    """An image whose files lie unpacked under `root`, and what is written about it."""

    root: Path
    config: Mapping[str, Any]

    @classmethod
    def built(cls) -> Self | None:
        """The image that the environment names by IMAGE_ROOT and IMAGE_CONFIG (its `config` as JSON), if any."""
        root, config = os.environ.get("IMAGE_ROOT"), os.environ.get("IMAGE_CONFIG")
        return cls(Path(root), json.loads(config)) if root and config else None

    @property
    def user(self) -> int:
        """The number of the user that the image runs as."""
        entries = (line.split(":") for line in (self.root / "etc/passwd").read_text().splitlines())
        return next(int(entry[2]) for entry in entries if entry[0] == self.config["User"])

    @property
    def command(self) -> list[str]:
        """What a container runs if it is told nothing else."""
        return [*self.config["Entrypoint"], *self.config["Cmd"]]


class Container:
    """One container with a volume for its data."""

    def __init__(self, image: Image, folder: Path, **variables: str) -> None:
        self.image = image
        self.data = folder / "data"
        self.data.mkdir(exist_ok=True)
        os.chown(self.data, image.user, image.user)
        self.variables = variables
        self.log = folder / "log"
        self._process: asyncio.subprocess.Process | None = None

    def _as_user(self, *command: str) -> list[str]:
        variables = [
            *self.image.config["Env"],
            *(f"{name}={value}" for name, value in self.variables.items()),
        ]
        user = str(self.image.user)
        return [
            "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs",
            "--bounding-set=-all", "--inh-caps=-all",
            "env", "-i", f"--chdir={self.image.config['WorkingDir']}", *variables, *command,
        ]  # fmt: skip

    def _inside(self, *command: str) -> list[str]:
        return [
            "unshare", "--mount", "--pid", "--fork", "--kill-child",
            "bash", "-c", _MOUNT, "-", str(self.image.root), str(self.data), *self._as_user(*command),
        ]  # fmt: skip

    async def run(self, *arguments: str) -> tuple[int | None, str]:
        """Runs the image's entry point with other arguments until it ends; its status and what it has written."""
        return await _run(*self._inside(*self.image.config["Entrypoint"], *arguments))

    async def run_other(self, *command: str) -> tuple[int | None, str]:
        """Runs another program in a container of its own."""
        return await _run(*self._inside(*command))

    async def start(self) -> Self:
        """Starts what the image runs by default."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._inside(*self.image.command), stdout=log, stderr=log, stdin=asyncio.subprocess.DEVNULL
            )
        while self._process.returncode is None and self._find_first() is None:
            await asyncio.sleep(0.05)
        return self

    @property
    def first_process(self) -> int:
        """The number, outside, of the process that is number 1 inside."""
        number = self._find_first()
        if number is None:
            raise AssertionError(f"The container has ended:\n{self.log.read_text()}")
        return number

    def _find_first(self) -> int | None:
        assert self._process
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # a process that has just ended
                if int(status.read_text().rpartition(")")[2].split()[1]) == self._process.pid:
                    return int(status.parent.name)
        return None

    async def is_healthy(self) -> tuple[bool, str]:
        """The image's own check, run inside as a container engine runs it."""
        _, *check = self.image.config["Healthcheck"]["Test"]
        enter = ["nsenter", f"--target={self.first_process}", "--mount", "--pid", "--root"]
        status, written = await _run(*enter, *self._as_user(*check))
        return status == 0, written

    async def turns(self, *, healthy: bool, seconds: float = 40.0) -> str:
        """Waits until the container is healthy, or isn't; what its check has written then."""
        written = ""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    is_healthy, written = await self.is_healthy()
                    if is_healthy is healthy:
                        return written
                    await asyncio.sleep(0.3)
        except TimeoutError:
            raise AssertionError(f"{written}\n{self.log.read_text()}") from None

    async def stop(self, seconds: float = 10.0) -> int:
        """Asks the container to stop, as an engine does; its exit status. Raises `TimeoutError`."""
        assert self._process
        os.kill(self.first_process, signal.SIGTERM)
        async with asyncio.timeout(seconds):
            return await self._process.wait()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        shutil.rmtree(self.data)


async def _run(*command: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    written, _ = await process.communicate()
    return process.returncode, written.decode()
