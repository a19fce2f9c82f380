"""A real Prometheus reads a real bot: every query of the dashboard gives numbers, and the alerts see what is amiss."""

from __future__ import annotations

import asyncio
import json
import math
import shutil
import socket
import subprocess
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import yaml

from bot.demo.local import LocalDiscord
from tests.conftest import ROOT
from tests.process.running import BotProcess

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

DEPLOY = ROOT / "deploy"
pytestmark = pytest.mark.skipif(
    not (shutil.which("prometheus") and shutil.which("promtool")),
    reason="this needs Prometheus and its promtool",
)


class Prometheus:
    """A running server, asked over its HTTP interface."""

    def __init__(self, session: aiohttp.ClientSession, port: int) -> None:
        self._session = session
        self._url = f"http://127.0.0.1:{port}"

    async def get(self, path: str, **parameters: str) -> Any:
        async with self._session.get(f"{self._url}/api/v1/{path}", params=parameters) as response:
            told = await response.json()
        assert told["status"] == "success", told
        return told["data"]

    async def values(self, query: str) -> list[float]:
        """The value of each series that a query gives now."""
        return [float(series["value"][1]) for series in (await self.get("query", query=query))["result"]]

    async def until(self, query: str) -> None:
        """Waits until a query gives something."""
        async with asyncio.timeout(30):
            while not await self.values(query):
                await asyncio.sleep(0.2)

    async def alerts(self) -> set[str]:
        """The alerts whose condition holds."""
        return {alert["labels"]["alertname"] for alert in (await self.get("alerts"))["alerts"]}

    async def is_there(self) -> bool:
        try:
            async with self._session.get(f"{self._url}/-/ready") as response:
                return response.status == 200
        except aiohttp.ClientConnectionError:
            return False


@asynccontextmanager
async def prometheus(folder: Path, target: int) -> AsyncGenerator[Prometheus]:
    """Our own configuration, but each second, and with a bot on this machine's port."""
    configuration = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))
    configuration["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    (job,) = configuration["scrape_configs"]
    del job["dns_sd_configs"]
    job["static_configs"] = [{"targets": [f"127.0.0.1:{target}"]}]
    shutil.copy(DEPLOY / "alerts.yml", folder)
    (folder / "prometheus.yml").write_text(yaml.safe_dump(configuration), "utf-8")
    port = free_port()
    with (folder / "prometheus.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            "prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/numbers",
            f"--web.listen-address=127.0.0.1:{port}", stdout=log, stderr=log,
        )  # fmt: skip
    try:
        async with aiohttp.ClientSession() as session, asyncio.timeout(600):
            server = Prometheus(session, port)
            while not await server.is_there():
                assert process.returncode is None, (folder / "prometheus.log").read_text("utf-8")
                await asyncio.sleep(0.1)
            yield server
    finally:
        process.kill()
        await process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def dashboard() -> list[str]:
    """The queries of all panels, as Grafana sends them when all jobs are chosen."""
    panels = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))["panels"]
    queries = [target["expr"] for panel in panels for target in panel["targets"]]
    return [query.replace("$job", "(chronicler)").replace("$__rate_interval", "1m") for query in queries]


async def test_every_panel_shows_something_and_alerts_see_that_the_gateway_is_gone(tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        channel = discord.add_channel(guild := discord.add_guild())
        ann = discord.add_person("ann", guild)
        port = free_port()
        bot = BotProcess(discord, tmp_path, MONITORING_PORT=str(port))
        async with prometheus(tmp_path, port) as server, bot:
            await server.until("chronicler_check")
            for times in (1, 2):  # a rate takes two readings
                await discord.answer(ann.invoke(channel, "when", topic="tariffs"))
                await discord.answer(ann.invoke(channel, "ask", question="When did Napoleon die?"))
                await server.until(f"sum(chronicler_questions_total) == {2 * times}")
            discord.gateway.drop()
            await server.until("increase(chronicler_gateway_reconnects_total[1m]) > 0")
            for query in dashboard():
                values = await server.values(query)
                assert values, query
                assert all(math.isfinite(value) for value in values), query
            assert not await server.alerts()

            discord.gateway.is_down = True
            discord.gateway.drop()
            await server.until('ALERTS{alertname="ChroniclerUnwell", check="gateway"}')
            await server.until('ALERTS{alertname="ChroniclerShardsMissing"}')
            await bot.kill()
            await server.until('ALERTS{alertname="ChroniclerDown"}')


def test_its_own_tool_finds_nothing_wrong() -> None:
    for check in (["config", DEPLOY / "prometheus.yml"], ["rules", DEPLOY / "alerts.yml"]):
        done = subprocess.run(["promtool", "check", *check], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
