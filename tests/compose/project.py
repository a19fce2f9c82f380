"""A folder with `compose.yaml` in it, as somebody has who hosts the bot, and the commands that they give there."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from typing import TYPE_CHECKING, Any

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_KEPT = (
    "PATH",
    "HOME",
    "DOCKER_HOST",
    "DOCKER_CONFIG",
)  # of the environment; none that Compose would fill in


class Project:
    """One such folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(ROOT / "compose.yaml", folder)

    @property
    def dotenv(self) -> Path:
        return self.folder / ".env"

    async def run(self, script: str, *, status: int = 0) -> str:
        """Runs commands of the shell in the folder, until the first that fails; what they have written."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            "bash", "-euo", "pipefail", "-c", script,
            cwd=self.folder,
            env=kept,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        written = (await process.communicate())[0].decode()
        assert process.returncode == status, f"{script}\n{written}"
        return written

    def settings(self, **variables: str) -> None:
        """Adds lines to `.env`."""
        with self.dotenv.open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in variables.items())

    async def resolved(self, *options: str) -> dict[str, Any]:
        """What Compose makes of the file, its variables, and `.env`."""
        return json.loads(await self.run(f"docker compose {' '.join(options)} config --format json"))

    async def containers(self, service: str) -> list[dict[str, Any]]:
        """What the engine knows of the containers of a service, the ended ones too."""
        ids = (await self.run(f"docker compose ps --all --quiet {service}")).split()
        return json.loads(await self.run(f"docker inspect {' '.join(ids)}")) if ids else []

    async def healthy(self, service: str, number: int = 1, seconds: float = 60.0) -> None:
        """Waits until the engine finds so many containers of a service healthy."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    found = [one["State"] for one in await self.containers(service)]
                    if [one["Health"]["Status"] for one in found] == ["healthy"] * number:
                        return
                    await asyncio.sleep(0.5)
        except TimeoutError:
            raise AssertionError(await self.run("docker compose ps --all; docker compose logs")) from None


def on_postgresql() -> dict[str, str]:
    """The settings that `compose.yaml` names for several processes on PostgreSQL."""
    comments = re.findall(r"^#   ([A-Z_]+)=(.*)$", (ROOT / "compose.yaml").read_text("utf-8"), re.MULTILINE)
    assert comments
    return dict(comments)
