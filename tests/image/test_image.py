"""The built image, run as a container is run. `.ci/image` builds it and names it to these tests."""

from __future__ import annotations

import json
import os
import re
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.daily.reckoning import catch_up
from bot.demo.local import LocalDiscord
from bot.store.records import OnEmpty, Schedule
from bot.store.store import open_store
from tests.conftest import ROOT
from tests.daily.conftest import ago, midday
from tests.image.container import Container, Image

IMAGE = Image.built()
pytestmark = pytest.mark.skipif(IMAGE is None, reason="no image was built: .ci/image does it")


@pytest.fixture
def image() -> Image:
    assert IMAGE
    return IMAGE


@pytest.fixture
def container(image: Image, tmp_path: Path) -> Container:
    return Container(image, tmp_path)


async def test_it_answers_a_question(container: Container) -> None:
    status, written = await container.run("when", "tariffs")
    assert status == 0
    assert "March 8, 2018" in written
    assert "Comparative Connections" in written
    assert (await container.run("ask", "When did Napoleon die?"))[0] == 1


async def test_without_a_token_it_says_how_to_get_one(container: Container) -> None:
    status, written = await container.run("run")
    assert status == 3, written
    assert "New Application" in written


async def test_it_has_no_rights_and_writes_nowhere_but_to_its_data(container: Container) -> None:
    status, written = await container.run_other("cat", "/proc/self/status")
    assert status == 0
    assert re.search(r"^Uid:\t10001\t", written, re.MULTILINE)
    assert re.search(r"^CapEff:\t0+$", written, re.MULTILINE)
    for place in ("/", "/opt/chronicler", "/usr"):
        assert (await container.run_other("touch", f"{place}/x"))[0] != 0
    assert (await container.run_other("touch", "/data/x"))[0] == 0


async def test_it_holds_what_runs_and_nothing_else(image: Image) -> None:
    ours = image.root / "opt/chronicler"
    installed = {path.name for path in (ours / "lib/python3.13/site-packages").iterdir()}
    assert {"bot", "discord", "sqlalchemy", "asyncpg"} <= installed
    assert not {"pip", "pytest", "hatchling", "tests", "simcord", "hypothesis"} & installed
    assert (ours / "lib/python3.13/site-packages/bot/knowledge/us-japan-2018/pack.yaml").is_file()
    for pattern in ("usr/bin/*gcc*", "wheels", "src", "tools", "root/.cache"):
        assert not list(image.root.glob(pattern)), pattern


async def test_its_bill_of_materials_names_what_the_lock_pins(image: Image) -> None:
    bill = json.loads((image.root / "opt/chronicler/sbom.cdx.json").read_text("utf-8"))
    parts = {part["name"].lower().replace("_", "-").replace(".", "-"): part for part in bill["components"]}
    lines = (ROOT / "requirements/bot.lock.txt").read_text("utf-8").splitlines()
    pinned = [re.match(r"([a-z0-9-]+)==(\S+) ?(;.*)?", line) for line in lines]
    needed = {pin[1]: pin[2] for pin in pinned if pin and "win" not in (pin[3] or "")}
    assert "discord-py" in needed
    assert {name: parts[name]["version"] for name in needed if name in parts} == needed


def test_its_labels_say_what_it_is(image: Image) -> None:
    labels = image.config["Labels"]
    assert labels["org.opencontainers.image.title"] == "Chronicler"
    assert labels["org.opencontainers.image.licenses"] == "MIT"
    assert {"org.opencontainers.image.version", "org.opencontainers.image.revision"} <= set(labels)


async def test_it_is_healthy_while_it_is_online_and_stops_when_asked(image: Image, tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        guild = discord.add_guild()
        channel = discord.add_channel(guild)
        ann = discord.add_person("ann", guild)
        async with Container(
            image, tmp_path, **discord.environment, MONITORING_PORT=str(free_port())
        ) as container:
            assert "ok   gateway: connected" in await container.turns(healthy=True)
            first = Path(f"/proc/{container.first_process}/comm").read_text().strip()
            assert first == "tini"
            answer = await discord.answer(ann.invoke(channel, "when", topic="tariffs"))
            assert "March 8, 2018" in answer.embeds[0]["title"]

            discord.gateway.is_down = True
            discord.gateway.drop()
            assert "FAIL gateway: not connected: shard 0" in await container.turns(healthy=False)
            discord.gateway.is_down = False
            await container.turns(healthy=True)

            assert await container.stop() == 0
            assert discord.gateway.closed[-1] == 1000
            assert (container.data / "chronicler.db").is_file()
            assert discord.token not in container.log.read_text()


async def test_it_is_unhealthy_while_its_heartbeats_are_not_answered(image: Image, tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        discord.gateway.heartbeat_seconds = 1.5
        variables = {**discord.environment, "MONITORING_PORT": str(free_port())}
        async with Container(image, tmp_path, **variables) as container:
            await container.turns(healthy=True)
            discord.gateway.is_deaf = True
            assert "FAIL gateway: " in await container.turns(healthy=False)
            await discord.wait_for(lambda: discord.gateway.live and discord.gateway.live[0].is_resumed)
            discord.gateway.is_deaf = False
            assert "ok   gateway: connected" in await container.turns(healthy=True)
            assert await container.stop() == 0


async def test_it_posts_what_is_due(image: Image, tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        guild = discord.add_guild()
        channel = discord.add_channel(guild)
        container = Container(image, tmp_path, **discord.environment)
        now = datetime.now(UTC)
        async with await open_store(f"sqlite:///{container.data}/chronicler.db") as store:
            wanted = Schedule(channel.id, guild.id, ago(now), midday(now), OnEmpty.NEXT)
            await store.schedules.put(wanted, lambda one: catch_up(one, now, timedelta(hours=24)))
        for file in container.data.iterdir():
            os.chown(file, image.user, image.user)
        async with container:
            await discord.wait_for(lambda: discord.said(channel), 60)
            assert await container.stop() == 0
        (message,) = discord.said(channel)
        (card,) = message.embeds
        assert card["title"].startswith(("On this date", "Next in the chronology"))
        assert "East Asian Bilateral Relations" in card["footer"]["text"]


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
