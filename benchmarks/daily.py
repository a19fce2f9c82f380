"""What a due time costs: many channels whose daily posts are all due at once, on SQLite and PostgreSQL.

    python benchmarks/daily.py [--schedules 10000 100000] [--databases sqlite postgresql]

Discord's part is left out: a post is taken at once, so that what is measured is ours. Reads: how many posts, the
queries for each, the seconds of our own processor time and of the clock, how far the memory grew, and what a look at
the schedules costs when nothing is due. “silent” is a day without an entry, on which nothing is posted.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import resource
import sys
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import event

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.chronicle.loader import load  # noqa: E402
from bot.config import shipped_pack  # noqa: E402
from bot.daily.dispatch import Dispatcher, Pace  # noqa: E402
from bot.daily.post import Composer  # noqa: E402
from bot.store import tables  # noqa: E402
from bot.store.records import OnEmpty  # noqa: E402
from bot.store.store import Store, open_store  # noqa: E402
from tests.databases import find_binaries, new_database, postgresql_server  # noqa: E402

if TYPE_CHECKING:
    from datetime import date

    from bot.daily.post import DailyPost
    from bot.store.records import Pause, Schedule

DAY = {
    OnEmpty.NEXT: datetime(2026, 3, 8, 9, 0, tzinfo=UTC),
    OnEmpty.SILENT: datetime(2026, 7, 4, 9, 0, tzinfo=UTC),
}


class Taken:
    """A Discord that takes every post at once."""

    def __init__(self) -> None:
        self.count = 0

    async def send(self, schedule: Schedule, day: date, post: DailyPost) -> int | None:  # noqa: ARG002
        """Takes a post."""
        self.count += 1
        return self.count

    async def find(self, schedule: Schedule, day: date, since: datetime) -> int | None:  # noqa: ARG002
        """Finds nothing."""
        return None

    async def notify(self, schedule: Schedule, pause: Pause) -> None:
        """Tells nobody."""

    def shards(self) -> None:
        """All servers."""
        return


async def fill(store: Store, number: int, due_at: datetime, on_empty: OnEmpty) -> None:
    """So many channels, due at one time."""
    engine = store.schedules._engine  # pyright: ignore[reportPrivateUsage]
    for start in range(0, number, 2000):
        rows = [
            {
                "channel_id": one,
                "guild_id": one << 22,
                "at": time(9),
                "zone": "UTC",
                "on_empty": on_empty,
                "most": 5,
                "thread": False,
                "day": due_at.date(),
                "due_at": due_at,
                "wake_at": due_at,
            }
            for one in range(start + 1, min(start + 2000, number) + 1)
        ]
        async with engine.begin() as connection:
            await connection.execute(sa.insert(tables.schedule), rows)


async def rush(url: str, number: int, on_empty: OnEmpty) -> str:
    """Lets all be due at once, and measures until the last is planned on."""
    due_at = DAY[on_empty]
    now = due_at + timedelta(seconds=1)
    async with await open_store(url) as store:
        await fill(store, number, due_at, on_empty)
        queries = 0

        def count(*_: object) -> None:
            nonlocal queries
            queries += 1

        engine = store.schedules._engine  # pyright: ignore[reportPrivateUsage]
        event.listen(engine.sync_engine, "before_cursor_execute", count)
        chronicle = load(shipped_pack())
        messenger = Taken()
        dispatcher = Dispatcher(
            store, messenger, Composer(lambda: chronicle), pace=Pace(per_second=1e9), clock=lambda: now
        )
        memory, cpu, clock = peak(), process_time(), perf_counter()
        loop = asyncio.create_task(dispatcher.run())
        while await store.schedules.due(now, 1) or await left(store, now):
            await asyncio.sleep(0.1)
        cpu, clock, memory = process_time() - cpu, perf_counter() - clock, peak() - memory
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
        total, looking = queries, perf_counter()
        await store.schedules.due(now, 64)
        await store.schedules.next_wake(now)
        looking = perf_counter() - looking
    return (
        f"{messenger.count:8,} posts{total / number:8.2f} queries each{cpu:9.1f} s ours{clock:9.1f} s"
        f"{memory:6.0f} MB{looking * 1000:8.1f} ms a look"
    )


async def left(store: Store, now: datetime) -> bool:
    """Whether posts are still in hand."""
    wake_at = await store.schedules.next_wake(now)
    return wake_at is not None and wake_at < now + timedelta(hours=1)


def peak() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(url: str, number: int, on_empty: OnEmpty) -> None:
    """One row of the table, in a process of its own for the sake of the memory."""
    what = "silent" if on_empty is OnEmpty.SILENT else "posts"
    name = url.partition(":")[0]
    print(f"{name:11}{number:9,} {what:7}{asyncio.run(rush(url, number, on_empty))}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    chosen = parser.parse_args()
    apart = multiprocessing.get_context("spawn")

    def row(url: str, number: int, on_empty: OnEmpty) -> None:
        process = apart.Process(target=run, args=(url, number, on_empty))
        process.start()
        process.join()

    cases = [(number, on_empty) for number in chosen.schedules for on_empty in (OnEmpty.NEXT, OnEmpty.SILENT)]
    if "sqlite" in chosen.databases:
        for number, on_empty in cases:
            with tempfile.TemporaryDirectory() as folder:
                row(f"sqlite:///{folder}/daily.db", number, on_empty)
    binaries = find_binaries() if "postgresql" in chosen.databases else None
    if binaries:
        with postgresql_server(binaries) as server:
            for number, on_empty in cases:
                row(new_database(server), number, on_empty)


if __name__ == "__main__":
    main()
