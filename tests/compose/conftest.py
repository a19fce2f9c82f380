"""A local Discord that containers reach, and a folder to host the bot in."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from bot.demo.local import LocalDiscord
from tests.compose.project import Project

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def discord() -> AsyncIterator[LocalDiscord]:
    """At the address at which containers reach this machine."""
    async with LocalDiscord(host=os.environ["ENGINE_ADDRESS"]) as discord:
        discord.gateway.concurrency = 16
        yield discord


@pytest.fixture
async def hosted(discord: LocalDiscord, tmp_path: Path) -> AsyncIterator[Project]:
    """A checkout whose bot goes to the local Discord. No token and no password may stand in the logs or settings."""
    origin = tmp_path / "origin"
    origin.mkdir()
    await Project(origin).run("""
        git init --quiet && git add . && git -c user.name=ann -c user.email=ann commit --quiet --message "The first"
        git clone --quiet . ../checkout""")
    project = Project(tmp_path / "checkout")
    variables = {"DISCORD_API_URL": discord.url, "MESSAGE_CONTENT": "true"}
    override = {"services": {"bot": {"environment": variables}}}
    (project.folder / "compose.override.yaml").write_text(json.dumps(override), "utf-8")  # YAML as well
    yield project
    written = await project.run("docker compose logs --no-color; docker inspect $(docker ps --all --quiet)")
    await project.run("docker compose --profile postgres down --volumes --timeout 1")
    secrets = [file.read_text("utf-8") for file in (project.folder / "secrets").glob("*")]
    assert not [secret for secret in secrets if secret in written]
