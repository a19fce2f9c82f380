"""`python -m bot demo`, in the terminal and in a browser."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.demo.demonstration import demonstration
from tests.conftest import PACKS, ROOT, SHIPPED
from tools.pictures import Browser, chromium

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

PAGE = ROOT / "bot" / "demo" / "local" / "page"
HOSTILE = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> [x](javascript:hacked=1) \\<b>'
)


class Typing:
    """Somebody at the terminal of a demonstration."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.read = ""

    def types(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n".encode())

    async def reads(self, text: str) -> str:
        """Waits until a text has been printed, and returns what was printed up to its end."""
        assert self.process.stdout
        async with asyncio.timeout(30):
            while text not in " ".join(self.read.split()):
                got = await self.process.stdout.read(4096)
                assert got, f"The demonstration ended:\n{self.read}"
                self.read += re.sub(r"[│╭╮╰╯─]", "", got.decode(errors="replace"))
        told, self.read = self.read, ""
        return told


@asynccontextmanager
async def at_the_terminal(*args: str) -> AsyncGenerator[Typing]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", *args,
        cwd=ROOT, env={**os.environ, "COLUMNS": "100"},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield Typing(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def test_one_asks_presses_and_leaves_in_the_terminal() -> None:
    async with at_the_terminal() as terminal:
        assert "http://127.0.0.1:" in await terminal.reads("Ctrl-D")
        terminal.types("/when tariffs")
        told = await terminal.reads("Sources")
        assert "Trump imposes tariffs on steel and aluminum" in told
        number = re.search(r"(\d+)\s+Sources", told)
        assert number
        terminal.types(number[1])
        assert "Comparative Connections" in await terminal.reads("Trade, trade, trade.")
        terminal.types("@chronicler when did Trump meet Putin?")
        await terminal.reads("Did you mean")
        terminal.types("when did Trump meet Putin?")
        await terminal.reads("begin with @Chronicler")
        terminal.types("/on date:march 8")
        await terminal.reads("Thursday, March 8, 2018")
        terminal.types("/nothing")
        await terminal.reads("no command /nothing")
        terminal.types("quit")
        assert await terminal.process.wait() == 0


async def test_it_shows_other_packs_and_ends_on_a_signal() -> None:
    async with at_the_terminal("--knowledge", str(PACKS / "apollo")) as terminal:
        await terminal.reads("Ctrl-D")
        terminal.types("!when did the Eagle land")
        await terminal.reads("July 20, 1969")
        terminal.process.send_signal(signal.SIGTERM)
        assert await terminal.process.wait() == 0


async def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    async with demonstration(SHIPPED) as demo:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "demo", "--port", str(demo.discord.port),
            cwd=ROOT, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        _, err = await process.communicate()
        assert process.returncode == 1
        assert "Please choose another by --port." in err.decode()


async def test_the_page_comes_with_a_policy_that_runs_nothing_of_strangers() -> None:
    async with demonstration(SHIPPED) as demo, aiohttp.ClientSession() as session:
        for path in ("/", "/page/app.js", "/page/style.css"):
            async with session.get(demo.discord.state.base_url + path) as response:
                assert response.status == 200
                policy = response.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
        async with session.get(f"{demo.discord.state.base_url}/page/..%2Fserver.py") as response:
            assert response.status == 404
    for script in PAGE.glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", script.read_text()
        )


@asynccontextmanager
async def browsing() -> AsyncGenerator[Browser]:
    """A headless Chromium, where there is one that starts."""
    if not shutil.which("chromium"):
        pytest.skip("There is no Chromium here.")
    async with AsyncExitStack() as stack:
        try:
            browser = await stack.enter_async_context(chromium())
        except TimeoutError:
            pytest.skip("Chromium doesn't start here.")
        yield browser


async def test_in_a_browser_one_asks_completes_presses_and_chooses() -> None:
    async with demonstration(SHIPPED) as demo, browsing() as browser:
        await demo.discord.wait_for(lambda: demo.discord.command("when"))
        await browser.open(demo.url, (1000, 800))
        await browser.run("document.querySelector('textarea').focus()")
        await browser.type("/when imposes tar")
        await _sees(browser, ".popup", "Trump imposes tariffs on steel and aluminum")
        await browser.press("Tab")
        await browser.press("Enter")
        await _sees(browser, ".embed .title", "Trump imposes tariffs on steel and aluminum")
        await _sees(browser, ".about", "you used /when")
        await browser.run(_press("Sources"))
        await _sees(browser, ".private .note", "Only you can see this")
        await browser.run("document.querySelector('textarea').focus()")
        await browser.type("/timeline tariffs")
        await browser.press("Enter")
        await _sees(browser, ".embed .title", "in order of time")
        await browser.run("document.querySelector('.select > button').click()")
        await browser.run("document.querySelector('.options button').click()")
        await _sees(browser, ".press", "Back to the list")
        await browser.open(f"{demo.discord.state.base_url}/?user={demo.discord.state.owner.id}", (1000, 800))
        await browser.run("document.querySelector('textarea').focus()")
        await browser.type("/daily status ")
        await browser.press("Enter")
        await _sees(browser, ".about", "used /daily status")
        await _sees(browser, ".embed .title", "no daily posts")


async def test_hostile_text_is_shown_and_does_nothing() -> None:
    async with demonstration(SHIPPED) as demo, browsing() as browser:
        demo.you.send(demo.channel, HOSTILE)
        await browser.open(demo.url, (1000, 800))
        await _sees(browser, ".content", '<img src=x onerror="window.hacked=1"><script>')
        reply = await demo.discord.reply(demo.you.send(demo.channel, f"!ask {HOSTILE}"))
        await browser.sees(f"document.getElementById('m{reply.id}')")
        assert await browser.run("window.hacked === undefined")
        assert await browser.run("document.querySelectorAll('.messages script, .content img').length === 0")
        assert await browser.run("![...document.links].some((one) => one.protocol === 'javascript:')")


async def _sees(browser: Browser, selector: str, text: str) -> None:
    script = "[...document.querySelectorAll(%r)].some((one) => one.textContent.includes(%r))"
    await browser.sees(script % (selector, text))


def _press(label: str) -> str:
    found = "[...document.querySelectorAll('.press')].find((one) => one.textContent.includes(%r)).click()"
    return found % label
