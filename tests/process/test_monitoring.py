"""What a running bot tells of itself on its local port, when all is well and when it is not."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.demo.local import LocalDiscord
from tests.process.running import BotProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def port() -> int:
    """A port that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


async def ready(port: int) -> tuple[int, dict[str, Any]]:
    """The status of /readyz and what it says of each part."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/readyz") as response:
        return response.status, (await response.json())["checks"]


async def until(port: int, is_so: Callable[[int, dict[str, Any]], bool]) -> dict[str, Any]:
    """Waits until the bot tells what is expected."""
    async with asyncio.timeout(30):
        while True:
            status, checks = await ready(port)
            if is_so(status, checks):
                return checks
            await asyncio.sleep(0.1)


async def numbers(port: int) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every number of /metrics under its name and the values of its labels."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as response,
    ):
        families = text_string_to_metric_families(await response.text())
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


async def test_a_bot_that_is_online_is_ready_and_counts_what_it_does(tmp_path: Path, port: int) -> None:
    async with LocalDiscord() as discord:
        guild = discord.add_guild()
        channel = discord.add_channel(guild)
        ann = discord.add_person("ann", guild)
        async with BotProcess(discord, tmp_path, MONITORING_PORT=str(port)):
            checks = await until(port, lambda status, _: status == 200)
            assert checks["gateway"]["detail"].startswith("connected: shard 0")
            assert checks["pack"]["detail"].startswith("us-japan-2018, ")
            await discord.answer(ann.invoke(channel, "when", topic="tariffs"))
            await discord.answer(ann.invoke(channel, "ask", question="When did Napoleon die?"))
            discord.gateway.drop()
            async with asyncio.timeout(30):
                while not (told := await numbers(port)).get(("chronicler_gateway_reconnects_total", ("0",))):
                    await asyncio.sleep(0.1)
    assert told["chronicler_questions_total", ("when", "answered")] == 1
    assert told["chronicler_questions_total", ("ask", "not_found")] == 1
    assert told["chronicler_reply_seconds_count", ("when",)] == 1
    assert told["chronicler_gateway_reconnects_total", ("0",)] == 1
    assert told["chronicler_shards", ("connected",)] == 1
    assert told["chronicler_guilds", ()] == 1
    assert told["chronicler_pack_entries", ("event",)] > 0
    assert [labels[0] for name, labels in told if name == "chronicler_pack_info"] == ["us-japan-2018"]


async def test_a_bot_without_a_gateway_is_alive_but_not_ready(tmp_path: Path, port: int) -> None:
    async with LocalDiscord() as discord, BotProcess(discord, tmp_path, MONITORING_PORT=str(port)):
        await until(port, lambda status, _: status == 200)
        discord.gateway.is_down = True
        discord.gateway.drop()
        checks = await until(port, lambda status, _: status == 503)
        assert checks["gateway"] == {"ok": False, "detail": "not connected: shard 0"}
        assert checks["database"]["ok"]
        async with aiohttp.ClientSession() as session:
            alive = await session.get(f"http://127.0.0.1:{port}/healthz")
        assert alive.status == 200
        discord.gateway.is_down = False
        await until(port, lambda status, _: status == 200)


async def test_a_port_that_is_taken_is_a_sentence(tmp_path: Path, port: int) -> None:
    async with LocalDiscord() as discord:
        with socket.create_server(("127.0.0.1", port)):
            bot = await BotProcess(discord, tmp_path, MONITORING_PORT=str(port)).start()
            assert await bot.ended() == 2
    assert f"MONITORING_PORT: 127.0.0.1:{port} cannot be opened" in bot.written
    assert "Traceback" not in bot.written
