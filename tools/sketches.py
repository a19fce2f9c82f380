"""Draws the guide's sketches of Discord's pages from `sketches.html`, in the browser that takes the other pictures.

python tools/sketches.py            # into docs/pictures/portal/; needs `chromium` in the path

They are drawings: they name the menus and buttons as Discord's documentation does, and leave out all that nobody has to
look at. Light PNGs of few colours, since a font in an SVG would be another one on every machine.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pictures import chromium
from PIL import Image

if TYPE_CHECKING:
    from pictures import Browser

PAGE = Path(__file__).with_suffix(".html")
SIZE = (760, 420)
COLOURS = 64


async def draw(folder: Path) -> None:
    """Draws every figure of the page into a file of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    async with chromium() as browser:
        await browser.resize(SIZE)
        await browser.call("Page.navigate", url=PAGE.resolve().as_uri())
        await browser.sees("document.readyState === 'complete'")
        await browser.run("document.fonts.ready.then(() => true)")
        for name in await browser.run("[...document.querySelectorAll('figure')].map((one) => one.id)"):
            path = folder / f"{name}.png"
            path.write_bytes(await _figure(browser, name))
            print(f"{path}: {path.stat().st_size // 1024} KB")


async def _figure(browser: Browser, name: str) -> bytes:
    top = await browser.run(f"document.getElementById('{name}').offsetTop")
    clip = {"x": 0, "y": top, "width": SIZE[0], "height": SIZE[1], "scale": 1}
    told = await browser.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
    picture = Image.open(BytesIO(base64.b64decode(told["data"]))).convert("RGB")
    out = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Reads the command line and draws."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = PAGE.parent.parent / "docs" / "pictures" / "portal"
    parser.add_argument("--folder", type=Path, default=default)
    asyncio.run(draw(parser.parse_args().folder))


if __name__ == "__main__":
    main()
