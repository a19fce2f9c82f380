"""Posts in a process that a test may kill at any point: `python -m tests.daily.runner DATABASE API TOKEN`.

For each line on standard input, a number of seconds by which the clock is to be moved, a process is started that logs
in and posts; its id is written. The next line is read when that process has ended. They are forked, so that a
hundred starts don't take a hundred imports.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta

from discord.http import Route

from bot.chronicle.loader import load
from bot.daily.dispatch import Dispatcher, Pace
from bot.daily.post import Composer
from bot.discord.client import Chronicler
from bot.discord.delivery import Delivery
from bot.discord.knowledge import Edition, Knowledge
from bot.lookup.lookup import Lookup
from bot.settings import Settings
from bot.store.store import open_store
from tests.conftest import SHIPPED

PACE = Pace(
    per_second=1000.0,
    at_once=8,
    lease=timedelta(seconds=0.6),
    sending=timedelta(seconds=0.4),
    retry=timedelta(seconds=0.1),
    longest_sleep=timedelta(seconds=0.2),  # the clock is moved by others
)


async def post(edition: Edition, database: str, token: str, moved: timedelta) -> None:
    """Posts what is due until the process is killed."""
    async with await open_store(database) as store:
        settings = Settings(_env_file=None, knowledge=SHIPPED)  # pyright: ignore[reportCallIssue]
        bot = Chronicler(settings, Knowledge(SHIPPED, edition), store)
        await bot.login(token)
        composer = Composer(lambda: edition.chronicle)
        clock = lambda: datetime.now(UTC) + moved  # noqa: E731
        await Dispatcher(store, Delivery(bot, draws=False), composer, pace=PACE, clock=clock).run()


def main() -> None:
    """Starts one process after another."""
    database, Route.BASE, token = sys.argv[1:]
    edition = Edition.of(Lookup(load(SHIPPED)))
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(post(edition, database, token, timedelta(seconds=float(line))))
            os._exit(0)
        print(child, flush=True)  # noqa: T201
        os.waitpid(child, 0)
        print("ended", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
