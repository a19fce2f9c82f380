"""The local Discord as a process of its own, moved in over HTTP."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class Remote:
    """The control interface of a process."""

    def __init__(self, session: aiohttp.ClientSession, told: dict[str, str]) -> None:
        self.session, self.url = session, told["url"]
        self.api, self.token = told["DISCORD_API_URL"], told["DISCORD_TOKEN"]

    async def __call__(self, what: str, **given: Any) -> Any:
        async with self.session.post(f"{self.url}/control/{what}", json=given) as response:
            return await response.json()


@asynccontextmanager
async def remote() -> AsyncGenerator[Remote]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.demo.local", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        told = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:
            yield Remote(session, told)
    finally:
        process.terminate()
        assert await process.wait() == 0


async def test_scenes_are_set_and_looked_at_from_outside() -> None:
    async with remote() as control:
        guild = (await control("guild", name="History"))["id"]
        channel = (await control("channel", guild=guild, name="general"))["id"]
        ann = (await control("person", name="ann", guilds=[guild]))["id"]
        sent = await control("send", user=ann, channel=channel, text="hello")
        messages = (await control("messages", channel=channel))["messages"]
        assert [(one["id"], one["content"]) for one in messages] == [(sent["id"], "hello")]
        refused = await control("send", user=ann, channel=channel, text="x" * 2001)
        assert "50035" in refused["error"]
        assert "error" in await control("invoke", user=ann, channel=channel, command="when")


async def test_pages_of_others_and_strange_names_are_turned_away() -> None:
    async with remote() as control:
        for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
            url = f"{control.url}/control/look"
            async with control.session.post(url, json={}, headers=headers) as response:
                assert response.status == 404


async def test_a_bot_needs_the_token() -> None:
    async with remote() as control:
        for token, status in ((control.token, 200), ("wrong", 401)):
            headers = {"Authorization": f"Bot {token}"}
            async with control.session.get(f"{control.api}/users/@me", headers=headers) as response:
                assert response.status == status
