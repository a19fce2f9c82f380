"""`python -m bot.demo.local`: a local Discord as a process of its own, for bots and tests in other processes."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys

from bot.demo.local.control import Control
from bot.demo.local.page import Page
from bot.demo.local.server import LocalDiscord


async def serve(host: str, port: int, names: frozenset[str]) -> None:
    """Serves until the process is told to stop; the first line that is written tells where and with which token."""
    discord = LocalDiscord(host=host, port=port)
    Page(Control(discord, names))
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with discord:
        told = {"url": discord.state.base_url, **discord.environment}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Reads the command line and serves."""
    parser = argparse.ArgumentParser(prog="python -m bot.demo.local", description=__doc__)
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen at (default: loopback alone)"
    )
    parser.add_argument("--port", type=int, default=0, help="the port (default: a free one)")
    parser.add_argument(
        "--name", action="append", default=[], help="a host name by which it may be addressed"
    )
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.host, arguments.port, frozenset(arguments.name)))


if __name__ == "__main__":
    main()
