"""Takes the README's pictures: the demonstration in a headless Chromium, driven over its DevTools.

python tools/pictures.py            # into docs/pictures/; needs `chromium` and an emoji font in the path
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import shutil
import sys
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.config import shipped_pack
from bot.demo.demonstration import Demonstration, demonstration

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
    "--remote-debugging-port=0",
)  # fmt: skip
DESK, PHONE = (920, 700), (400, 800)
SCALE, HIGHEST = 1.15, 1300


@dataclass
class Browser:
    """One page of a browser."""

    socket: aiohttp.ClientWebSocketResponse
    size: tuple[int, int] = (0, 0)
    number: int = 0
    waiting: dict[int, asyncio.Future[Any]] = field(default_factory=dict[int, "asyncio.Future[Any]"])

    async def listen(self) -> None:
        """Hands the browser's answers to whoever waits for them."""
        async for frame in self.socket:
            told = frame.json()
            if future := self.waiting.pop(told.get("id", -1), None):
                future.set_result(told)

    async def call(self, method: str, **parameters: Any) -> Any:
        """Calls the browser; raises `RuntimeError` with what it says is wrong."""
        self.number += 1
        future = self.waiting[self.number] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": self.number, "method": method, "params": parameters})
        told = await asyncio.wait_for(future, 20)
        if "error" in told:
            raise RuntimeError(told["error"])
        return told["result"]

    async def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        told = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"])
        return told["result"].get("value")

    async def sees(self, script: str) -> None:
        """Waits until an expression is true in the page."""
        async with asyncio.timeout(20):
            while not await self.run(f"Boolean({script})"):
                await asyncio.sleep(0.05)

    async def open(self, url: str, size: tuple[int, int]) -> None:
        """Opens an address in a window of a size."""
        await self.resize(size)
        await self.call("Page.navigate", url=url)
        await self.sees("document.readyState === 'complete' && document.body.dataset.live")

    async def resize(self, size: tuple[int, int]) -> None:
        """Makes the window as wide and high as is said."""
        self.size = width, height = size
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=SCALE, mobile=width < 600,
        )  # fmt: skip

    async def fit(self, height: str) -> None:
        """Makes the window as high as an expression in the page says, up to a bound."""
        await self.resize((self.size[0], min(int(await self.run(height)), HIGHEST)))

    async def type(self, text: str) -> None:
        """Types, letter by letter."""
        for letter in text:
            await self.call("Input.dispatchKeyEvent", type="char", text=letter)

    async def press(self, key: str) -> None:
        """Presses a key, such as `Enter` or `Tab`."""
        for kind in ("keyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    async def picture(self, path: Path) -> None:
        """Writes what the window shows as a PNG."""
        await self.run("document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 200)))")
        told = await self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(told["data"]))


@asynccontextmanager
async def chromium() -> AsyncGenerator[Browser]:
    """A headless Chromium with a profile of its own."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        raise SystemExit("There is no Chromium in the path.")
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            program, *FLAGS, f"--user-data-dir={profile}", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            port = await _port(Path(profile))
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json") as response:
                    pages = [one for one in await response.json() if one["type"] == "page"]
                async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    browser = Browser(socket)
                    listening = asyncio.create_task(browser.listen())
                    yield browser
                    listening.cancel()
        finally:
            process.terminate()
            await process.wait()


async def _port(profile: Path) -> int:
    told = profile / "DevToolsActivePort"
    async with asyncio.timeout(30):
        while not told.is_file() or not told.read_text():
            await asyncio.sleep(0.05)
    return int(told.read_text().split()[0])


async def answer(demo: Demonstration, browser: Browser) -> None:
    """A question in one's own words, and its cited answer."""
    await _ask(demo, browser, "when did tilerson get sacked?")


async def disagreement(demo: Demonstration, browser: Browser) -> None:
    """An answer that tells where the source contradicts itself."""
    await _ask(demo, browser, "who resigned over the tariffs?")


async def not_found(demo: Demonstration, browser: Browser) -> None:
    """A question that the chronology doesn't answer."""
    await _ask(demo, browser, "when did Trump meet Putin?")


async def timeline(demo: Demonstration, browser: Browser) -> None:
    """A topic from its beginning to its end, on a phone."""
    await browser.open(demo.url, PHONE)
    asked = demo.you.invoke(demo.channel, "timeline", topic="tariffs")
    await _shows(browser, await demo.discord.answer(asked))


async def _ask(demo: Demonstration, browser: Browser, question: str) -> None:
    """Somebody asks by a mention, and gets an answer."""
    await browser.open(demo.url, DESK)
    mika = next(user for user in demo.discord.state.users.values() if user.name == "Mika")
    text = f"<@{demo.discord.state.bot.id}> {question}"
    asked = demo.discord.state.send(mika, demo.channel, {"content": text})
    await _shows(browser, await demo.discord.reply(asked))


async def _shows(browser: Browser, message: Any) -> None:
    """Waits until a message is on the page, and makes the window as high as it needs."""
    await browser.sees(f"document.getElementById('m{message.id}')?.querySelector('.embed')")
    await browser.run("document.fonts.ready")
    for _ in range(2):  # another height may break lines elsewhere
        await browser.fit(_HEIGHT)


_HEIGHT = """
    document.querySelector('.start').hidden = true,
    document.querySelectorAll('.message').values().reduce((sum, one) => sum + one.offsetHeight + 17, 0)
    + innerHeight - document.querySelector('.messages').clientHeight + 40
"""

PICTURES: dict[str, Callable[[Demonstration, Browser], Awaitable[None]]] = {
    "answer": answer,
    "disagreement": disagreement,
    "not-found": not_found,
    "timeline-phone": timeline,
}


async def take(folder: Path, names: list[str]) -> None:
    """Takes the pictures, each in a demonstration of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    async with chromium() as browser:
        for name in names or PICTURES:
            async with demonstration(shipped_pack()) as demo:
                await demo.discord.wait_for(lambda demo=demo: demo.discord.command("ask"))
                await PICTURES[name](demo, browser)
                path = folder / f"{name}.png"
                await browser.picture(path)
                await browser.call("Page.navigate", url="about:blank")
            print(f"{path}: {path.stat().st_size // 1024} KB")


def main() -> None:
    """Reads the command line and takes the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PICTURES, []], help="which (default: all)")
    parser.add_argument(
        "--folder", type=Path, default=Path(__file__).resolve().parent.parent / "docs" / "pictures"
    )
    arguments = parser.parse_args()
    asyncio.run(take(arguments.folder, arguments.names))


if __name__ == "__main__":
    main()
