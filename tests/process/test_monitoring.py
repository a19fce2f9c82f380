"""What a running bot tells of itself on its local port, when all is well and when it is not."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from bot.daily.reckoning import catch_up
from bot.demo.local import LocalDiscord
from bot.store.database import open_engine, parse_url
from bot.store.records import OnEmpty, Schedule
from bot.store.store import open_store
from tests.conftest import ROOT
from tests.daily.conftest import ago, midday
from tests.databases import new_database
from tests.process.running import BotProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.process.conftest import Scene

HANG_UP = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


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


async def test_a_gateway_that_answers_no_heartbeat_is_left_and_makes_the_bot_unready(
    scene: Scene, tmp_path: Path, port: int
) -> None:
    gateway = scene.discord.gateway
    gateway.heartbeat_seconds = 1.5
    async with BotProcess(scene.discord, tmp_path, MONITORING_PORT=str(port)) as bot:
        await until(port, lambda status, _: status == 200)
        assert await health(port) == 0
        gateway.is_deaf = True
        silent = {"ok": False, "detail": "heartbeats are not answered: shard 0"}
        checks = await until(port, lambda status, checks: status == 503 and checks["gateway"] == silent)
        assert [part for part, told in checks.items() if not told["ok"]] == ["gateway"]
        assert await health(port) == 1
        await scene.asks()  # what still comes in is answered, even so
        await scene.discord.wait_for(lambda: gateway.live and gateway.live[0].is_resumed)
        gateway.is_deaf = False
        await until(port, lambda status, _: status == 200)
        assert await health(port) == 0
        await scene.asks()
        assert set(gateway.closed) == {4000}
    assert "Heartbeats were not answered" in bot.written
    assert "Traceback" not in bot.written


async def test_a_connection_on_which_nothing_more_comes_is_made_anew_and_nothing_is_lost(
    scene: Scene, tmp_path: Path, port: int
) -> None:
    gateway = scene.discord.gateway
    gateway.heartbeat_seconds = 1.5
    async with BotProcess(scene.discord, tmp_path, MONITORING_PORT=str(port)):
        await until(port, lambda status, _: status == 200)
        gateway.hush()
        question = scene.ann.send(scene.channel, "!when tariffs")
        await scene.discord.reply(question)
        assert gateway.live[0].is_resumed == 1
        await until(port, lambda status, _: status == 200)
        await scene.asks()
        assert len(scene.discord.replies(question)) == 1


async def health(port: int) -> int:
    """The exit status of what the image calls to see whether it is healthy."""
    command = (sys.executable, "-m", "bot", "health")
    variables = {**os.environ, "MONITORING_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=variables, stdout=asyncio.subprocess.DEVNULL
    )
    return await process.wait()


async def test_daily_posts_are_counted_by_how_they_went(scene: Scene, tmp_path: Path, port: int) -> None:
    url = f"sqlite:///{tmp_path}/data/chronicler.db"
    now = datetime.now(UTC)
    on_time, late, refused = (scene.discord.add_channel(scene.guild) for _ in range(3))
    scene.discord.deny(refused, None, "send_messages")
    async with await open_store(url) as store:
        for channel, minutes in ((on_time, 0), (late, 10), (refused, 0)):
            wanted = Schedule(channel.id, scene.guild.id, ago(now, minutes), midday(now), OnEmpty.NEXT)
            await store.schedules.put(wanted, lambda one: catch_up(one, now, timedelta(hours=24)))
    outcomes = [("chronicler_posts_total", (outcome,)) for outcome in ("sent", "late", "failed")]
    async with BotProcess(scene.discord, tmp_path, MONITORING_PORT=str(port)), asyncio.timeout(30):
        counts = [0.0]
        while sum(counts) < 3:
            told = await numbers(port)
            counts = [told[outcome] for outcome in outcomes]
            await asyncio.sleep(0.1)
    assert counts == [1, 1, 1]
    assert [len(scene.discord.said(channel)) for channel in (on_time, late, refused)] == [1, 1, 0]


async def test_a_bot_whose_database_is_out_of_reach_is_alive_but_not_ready(
    scene: Scene, tmp_path: Path, port: int, postgresql: str
) -> None:
    url = await asyncio.to_thread(new_database, postgresql)
    name = url.rpartition("/")[2]
    async with BotProcess(scene.discord, tmp_path, MONITORING_PORT=str(port), DATABASE_URL=url):
        await until(port, lambda status, _: status == 200)
        await administer(
            postgresql,
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
            HANG_UP,
        )
        checks = await until(port, lambda status, _: status == 503)
        assert not checks["database"]["ok"]
        assert [part for part, told in checks.items() if not told["ok"]] == ["database"]
        async with aiohttp.ClientSession() as session:
            alive = await session.get(f"http://127.0.0.1:{port}/healthz")
        assert alive.status == 200
        await administer(postgresql, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await until(port, lambda status, _: status == 200)


async def administer(server: str, *statements: str) -> None:
    """Runs statements as the one who owns a PostgreSQL server."""
    engine = open_engine(parse_url(f"{server}/postgres")).execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(sa.text(statement))
    await engine.dispose()


async def test_a_port_that_is_taken_is_a_sentence(tmp_path: Path, port: int) -> None:
    async with LocalDiscord() as discord:
        with socket.create_server(("127.0.0.1", port)):
            bot = await BotProcess(discord, tmp_path, MONITORING_PORT=str(port)).start()
            assert await bot.ended() == 2
    assert f"MONITORING_PORT: 127.0.0.1:{port} cannot be opened" in bot.written
    assert "Traceback" not in bot.written
