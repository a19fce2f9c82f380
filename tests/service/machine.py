"""A machine of its own that systemd has started, without a virtual one: systemd-nspawn on a folder with its files."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class Machine:
    """A running machine, by the number of its first process and the folder of its files."""

    def __init__(self, root: Path, first_process: int) -> None:
        self.root = root
        self._enter = ["nsenter", f"--target={first_process}", "--all", f"--wd={root}"]

    async def run(self, script: str, *, status: int = 0) -> str:
        """Runs commands of the shell in it as root, until the first that fails; what they have written."""
        process = await asyncio.create_subprocess_exec(
            *self._enter, "bash", "-euo", "pipefail", "-c", script,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        written = (await process.communicate())[0].decode()
        assert process.returncode == status, f"{script}\n{written}"
        return written.strip()

    async def tells(self, unit: str, name: str) -> str:
        """A property of a unit."""
        return await self.run(f"systemctl show --value --property {name} {unit}")


@asynccontextmanager
async def started(root: Path) -> AsyncGenerator[Machine]:
    """Starts a machine, and ends it as a power cut does."""
    nspawn = await asyncio.create_subprocess_exec(
        "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", "--console=pipe", "--directory", root,
        env={"PATH": os.environ["PATH"], "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    children = Path(f"/proc/{nspawn.pid}/task/{nspawn.pid}/children")
    try:
        async with asyncio.timeout(60):
            while (machine := await _booted(root, children)) is None:
                await asyncio.sleep(0.1)
        yield machine
    finally:
        for child in children.read_text().split():
            os.kill(int(child), 9)
        await nspawn.wait()


async def _booted(root: Path, children: Path) -> Machine | None:
    """The machine once its services run. Until its first process does, a helper that soon ends stands in its place."""
    for child in children.read_text().split():
        machine = Machine(root, int(child))
        try:
            state = await machine.run("systemctl is-system-running --wait || true")
        except AssertionError:
            continue
        if state in {"running", "degraded"}:
            return machine
    return None
