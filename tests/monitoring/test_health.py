"""What the parts of the bot say of themselves, over the local port and to the command that asks it."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.monitoring import health as module
from bot.monitoring.health import Health, Unwell
from bot.monitoring.metrics import Metrics
from bot.monitoring.server import PortTakenError, application, serving
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HOST = "127.0.0.1"


class Part:
    """A part of a bot, which a test makes ill."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None

    async def probe(self) -> str:
        if self.trouble:
            raise self.trouble
        return "as it should be"


@pytest.fixture
def gateway() -> Part:
    return Part()


@pytest.fixture
def loop() -> Part:
    return Part()


@pytest.fixture
async def port(gateway: Part, loop: Part) -> AsyncIterator[int]:
    health = Health()
    health.add("gateway", gateway.probe)
    health.add("daily posts", loop.probe, is_vital=True)
    async with serving(application(health, Metrics()), HOST, 0) as port:
        yield port


async def get(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://{HOST}:{port}{path}") as response,
    ):
        return response.status, await response.text()


async def command(port: int | None) -> tuple[int | None, str, str]:
    """The status and the output of `python -m bot health`."""
    environment = {"MONITORING_PORT": str(port)} if port else {}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "health"),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    output, errors = await process.communicate()
    return process.returncode, output.decode(), errors.decode()


async def test_all_is_well(port: int) -> None:
    assert [(await get(port, path))[0] for path in ("/healthz", "/readyz")] == [200, 200]
    assert await command(port) == (
        0,
        "ok   gateway: as it should be\nok   daily posts: as it should be\n",
        "",
    )


async def test_a_lost_gateway_leaves_the_process_alive_but_not_ready(port: int, gateway: Part) -> None:
    gateway.trouble = Unwell("shard 3 is not connected")
    alive, _ = await get(port, "/healthz")
    ready, told = await get(port, "/readyz")
    status, output, _ = await command(port)
    assert (alive, ready, status) == (200, 503, 1)
    assert "shard 3 is not connected" in told
    assert output.startswith("FAIL gateway: shard 3 is not connected\nok ")


async def test_a_dead_loop_is_no_life(port: int, loop: Part) -> None:
    loop.trouble = Unwell("has ended")
    assert (await get(port, "/healthz"))[0] == 503


async def test_a_part_that_fails_to_tell_is_not_well_and_its_error_stays_inside(
    port: int, gateway: Part
) -> None:
    gateway.trouble = OSError("password 123")
    status, told = await get(port, "/readyz")
    assert status == 503
    assert "OSError" in told
    assert "123" not in told


async def test_a_part_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    health = Health()

    async def hang() -> str:
        return await asyncio.Future[str]()

    health.add("database", hang)
    (check,) = (await health.ready()).checks
    assert not check.is_well
    assert check.detail == "no answer within 0.05 seconds"


async def test_the_numbers_tell_how_each_part_is(port: int, gateway: Part) -> None:
    gateway.trouble = Unwell("gone")
    _, numbers = await get(port, "/metrics")
    assert 'chronicler_check{check="gateway"} 0.0' in numbers
    assert 'chronicler_check{check="daily posts"} 1.0' in numbers


async def test_nothing_else_is_served(port: int) -> None:
    assert (await get(port, "/"))[0] == 404


async def test_a_bot_that_does_not_run_is_not_well() -> None:
    with socket.socket() as free:
        free.bind((HOST, 0))
        status, _, errors = await command(free.getsockname()[1])
    assert status == 1
    assert "does not answer" in errors


async def test_without_a_port_the_command_says_what_to_set() -> None:
    status, _, errors = await command(None)
    assert status == 2
    assert "MONITORING_PORT" in errors


async def test_a_port_that_is_taken_is_named(port: int) -> None:
    with pytest.raises(PortTakenError, match=f"MONITORING_PORT: {HOST}:{port}"):
        async with serving(application(Health(), Metrics()), HOST, port):
            pass
