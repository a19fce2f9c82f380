"""The service of systemd, installed and run as the hosting guide says, with the bot in a local Discord."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.demo.local import LocalDiscord
from bot.discord.first_steps import Exit
from tests.conftest import ROOT
from tests.guide import guide
from tests.service.machine import Machine, started

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MACHINE = os.environ.get("MACHINE_ROOT")
pytestmark = pytest.mark.skipif(MACHINE is None, reason="no machine was made: .ci/service does it")


@pytest.fixture
async def machine() -> AsyncIterator[Machine]:
    assert MACHINE
    async with started(Path(MACHINE)) as machine:
        yield machine


async def follow_the_guide(machine: Machine, discord: LocalDiscord) -> None:
    """Does what it says. The bot is installed already, where the first command puts it."""
    shutil.copytree(ROOT / "deploy", machine.root / "root" / "deploy", dirs_exist_ok=True)
    settings = machine.root / "etc/chronicler/settings"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(f"DISCORD_API_URL={discord.url}\nMONITORING_PORT=8080\n", "utf-8")
    (block,) = guide("Without Docker")
    first, *commands, last = block.replace("the token", discord.token).splitlines()
    assert "pip install" in first
    assert last == "journalctl -u chronicler -f"
    await machine.run("cd /root\n" + "\n".join(command.replace("sudo ", "") for command in commands))


async def test_the_service_runs_as_the_guide_says(machine: Machine) -> None:
    async with LocalDiscord() as discord:
        channel = discord.add_channel(guild := discord.add_guild())
        ann = discord.add_person("ann", guild)
        await follow_the_guide(machine, discord)
        await discord.ready()
        answer = await discord.answer(ann.invoke(channel, "when", topic="tariffs"))
        assert "March 8, 2018" in answer.embeds[0]["title"]
        assert "ok   database" in await machine.run(
            "MONITORING_PORT=8080 /opt/chronicler/bin/python -m bot health"
        )
        await it_has_no_rights(machine)

        await machine.run("systemctl reload chronicler")
        await machine.run("until journalctl -u chronicler | grep 'Loaded .* again'; do sleep 0.2; done")

        await machine.run("kill -KILL $(systemctl show --value --property MainPID chronicler)")
        await discord.wait_for(lambda: not discord.gateway.live)
        await discord.ready()
        assert await machine.tells("chronicler", "NRestarts") == "1"

        await machine.run("systemctl stop chronicler")
        assert discord.gateway.closed[-1] == 1000
        assert await machine.tells("chronicler", "Result") == "success"
        assert discord.token not in await machine.run("journalctl --no-pager")

        await machine.run("echo unknown > /etc/chronicler/discord_token; systemctl start chronicler")
        async with asyncio.timeout(20):
            while await machine.tells("chronicler", "ActiveState") != "failed":
                await asyncio.sleep(0.2)
        assert await machine.tells("chronicler", "ExecMainStatus") == str(int(Exit.BAD_TOKEN))
        await asyncio.sleep(6)  # longer than what it waits before a new start
        assert await machine.tells("chronicler", "ActiveState") == "failed"


async def it_has_no_rights(machine: Machine) -> None:
    """Nor a user of the machine's, nor a place to write to but its own."""
    status = await machine.run("cat /proc/$(systemctl show --value --property MainPID chronicler)/status")
    (user,) = re.findall(r"^Uid:\t(\d+)\t", status, re.MULTILINE)
    assert int(user) >= 61184  # those that systemd makes up
    assert re.search(r"^CapBnd:\t0+$", status, re.MULTILINE)
    assert re.search(r"^NoNewPrivs:\t1$", status, re.MULTILINE)
    assert re.search(r"^Seccomp:\t2$", status, re.MULTILINE)
    written = await machine.run(f"find / -xdev -user {user} -not -path '/proc/*' -printf '%h\\n' | sort -u")
    assert set(written.splitlines()) <= {
        f"/var/{place}/private{folder}" for place in ("lib", "cache") for folder in ("", "/chronicler")
    }
    assert await machine.run("ls /var/lib/chronicler/chronicler.db")
