"""How the bot starts and why it may not: real processes, and a Discord that says no."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from base64 import urlsafe_b64encode
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.discord.first_steps import Exit
from tests.conftest import PACKS, ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

APPLICATION = 123456789012345678
TOKEN = f"{urlsafe_b64encode(str(APPLICATION).encode()).decode().rstrip('=')}.GhIjKl.a-secret_that-nobody_may_read"
USER = {"id": str(APPLICATION), "username": "chronicler", "discriminator": "0", "avatar": None, "bot": True}


async def start(folder: Path, *args: str, **variables: str) -> asyncio.subprocess.Process:
    """`python -m bot` in an empty folder, with nothing set but `variables`."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_CACHE_HOME") if name in os.environ}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *args,
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **variables},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def run(folder: Path, *args: str, **variables: str) -> tuple[int | None, str, str]:
    """Its exit status, standard output and standard error."""
    process = await start(folder, *args, **variables)
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


def _json(body: object, status: int = 200) -> web.Response:
    """An answer with exactly the type that Discord's have: discord.py reads no other as JSON."""
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers={"Content-Type": "application/json"}
    )


class Refusing:
    """A Discord that lets in as far as it is told to: whether it knows the token, and how its gateway closes."""

    def __init__(self, *, knows_token: bool = True, status: int = 200, close_code: int | None = None) -> None:
        self.knows_token, self.status, self.close_code = knows_token, status, close_code
        self.identified = asyncio.Event()

    @asynccontextmanager
    async def served(self) -> AsyncGenerator[str]:
        """The address of its API."""
        app = web.Application()
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_route("*", "/api/v10/{route:.*}", self._answer)
        self._server = TestServer(app)
        async with self._server:
            yield str(self._server.make_url("/api/v10"))

    async def _answer(self, request: web.Request) -> web.Response:
        url = str(self._server.make_url("/gateway/")).replace("http", "ws", 1)
        limits = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        if self.status != 200:
            return _json({"message": "no", "code": 0}, status=self.status)
        if request.path.endswith("/gateway"):
            return _json({"url": url})
        if not self.knows_token:
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        if request.path.endswith("/gateway/bot"):
            return _json({"url": url, "shards": 1, "session_start_limit": limits})
        if request.path.endswith("/commands"):
            return _json([])
        if request.path.endswith("/applications/@me"):
            return _json({**APPLICATION_INFO, "owner": USER})
        return _json(USER)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45000}, "s": None, "t": None})
        async for message in socket:
            if message.json()["op"] == 2:
                self.identified.set()
                if self.close_code:
                    await socket.close(code=self.close_code)
        return socket


APPLICATION_INFO = {
    "id": str(APPLICATION), "name": "Chronicler", "icon": None, "description": "", "bot_public": True,
    "bot_require_code_grant": False, "verify_key": "", "flags": 0, "team": None,
}  # fmt: skip


async def test_without_a_token_one_reads_how_to_get_one(tmp_path: Path) -> None:
    for command in ("run", "invite"):
        status, out, err = await run(tmp_path, command)
        assert status == Exit.NO_TOKEN
        assert "https://discord.com/developers/applications" in err
        assert not out


async def test_every_mistake_in_the_settings_is_named(tmp_path: Path) -> None:
    status, _, err = await run(
        tmp_path, "run", DISCORD_TOKEN=TOKEN, DISCORD_TOKEN_FILE="t", PREFIX="a b", KNOWLEDGE="nowhere",
        OWNERS="me", LOG_FORMAT="xml", MESSAGE_CONTENT="perhaps", DISCORD_API_URL="there", DATABASE_URL="mysql://x",
    )  # fmt: skip
    assert status == Exit.SETTINGS
    for name in (
        "DISCORD_TOKEN_FILE", "PREFIX", "KNOWLEDGE", "OWNERS", "LOG_FORMAT", "MESSAGE_CONTENT", "DISCORD_API_URL",
        "DATABASE_URL",
    ):  # fmt: skip
        assert f"\n{name}: " in err
    assert TOKEN not in err


async def test_an_invitation_asks_for_what_is_needed(tmp_path: Path) -> None:
    status, out, _ = await run(tmp_path, "invite", DISCORD_TOKEN=TOKEN)
    assert status == 0
    assert f"client_id={APPLICATION}&scope=bot+applications.commands&permissions=274878024704" in out
    assert f"client_id={APPLICATION}&scope=applications.commands&integration_type=1" in out


async def test_the_token_may_stand_in_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f'"Bot {TOKEN}"\n', encoding="utf-8")
    status, out, _ = await run(tmp_path, "invite", DISCORD_TOKEN_FILE="secret")
    assert status == 0
    assert str(APPLICATION) in out
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n", encoding="utf-8")
    status, out, _ = await run(tmp_path, "invite")
    assert status == 0
    assert str(APPLICATION) in out


async def test_what_is_no_token_is_told(tmp_path: Path) -> None:
    assert (await run(tmp_path, "invite", DISCORD_TOKEN="not.a.token"))[0] == Exit.BAD_TOKEN
    assert (await run(tmp_path, "run", DISCORD_TOKEN="two words"))[0] == Exit.SETTINGS


@pytest.mark.parametrize(
    ("discord", "status", "told"),
    [
        ({"knows_token": False}, Exit.BAD_TOKEN, "doesn't know this token"),
        ({"close_code": 4014}, Exit.INTENT_REFUSED, "Message Content Intent"),
        ({"close_code": 4004}, Exit.BAD_TOKEN, "doesn't know this token"),
        ({"status": 404}, Exit.UNREACHABLE, "no Discord at DISCORD_API_URL"),
    ],
)
async def test_a_refusal_is_one_sentence_and_a_status(
    tmp_path: Path, discord: dict[str, bool | int], status: Exit, told: str
) -> None:
    async with Refusing(**discord).served() as url:  # type: ignore[arg-type]
        ended, _, err = await run(
            tmp_path,
            "run",
            DISCORD_TOKEN=TOKEN,
            DISCORD_API_URL=url,
            LOG_FORMAT="json",
            MESSAGE_CONTENT="true",
        )
    assert ended == status
    last = json.loads(err.splitlines()[-1])
    assert told in last["message"]
    assert "Traceback" not in err
    assert TOKEN not in err


async def test_an_unreachable_discord_is_told(tmp_path: Path) -> None:
    status, _, err = await run(
        tmp_path, "run", DISCORD_TOKEN=TOKEN, DISCORD_API_URL="http://127.0.0.1:9/api/v10"
    )
    assert status == Exit.UNREACHABLE
    assert "There is no Discord at DISCORD_API_URL" in err


async def test_a_pack_with_problems_is_told_with_its_lines(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    for file in (PACKS / "july-crisis").glob("*.yaml"):
        (pack / file.name).write_text(file.read_text("utf-8").replace("1914-07-28", "1914-07-32"), "utf-8")
    status, _, err = await run(tmp_path, "--knowledge", str(pack), "run", DISCORD_TOKEN=TOKEN)
    assert status == Exit.BAD_PACK
    assert "events.yaml:314:9: date: July 1914 has 31 days, not 32" in err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_the_bot_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    discord = Refusing()
    async with discord.served() as url:
        process = await start(tmp_path, "run", DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url, LOG_LEVEL="debug")
        await asyncio.wait_for(discord.identified.wait(), 60)
        process.send_signal(number)
        _, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert TOKEN not in err.decode()
    assert "Traceback" not in err.decode()


@pytest.mark.parametrize("status", list(Exit))
def test_the_readme_tells_of_every_exit_status(status: Exit) -> None:
    told = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert re.search(rf"Its exit status says why it ended:[^.]* {status.value} \w", told)
