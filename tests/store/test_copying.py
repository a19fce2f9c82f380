"""Everything that is kept can be copied between databases of either kind: moving, backing up, restoring."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest

from bot.store.copying import copy_store
from bot.store.database import StoreError
from bot.store.records import OnEmpty, Plan, Schedule
from bot.store.store import open_store
from tests.conftest import ROOT
from tests.databases import find_binaries, new_database

if TYPE_CHECKING:
    from pathlib import Path

GUILD, CHANNEL = 2**60 + 1, 2**60 + 2
DUE = datetime(2018, 3, 8, 9, 30, tzinfo=UTC)


async def fill(url: str) -> None:
    """Keeps something of every kind."""
    async with await open_store(url) as store:
        await store.set_prefix(GUILD, "?")
        await store.set_value("commands", "digest")
        wanted = Schedule(CHANNEL, GUILD, time(9, 30), "Asia/Tokyo", OnEmpty.NEXT)
        await store.schedules.put(wanted, lambda _: Plan(date(2018, 3, 8), DUE))
        await store.shards.renew("a process", 4, 60)


async def content(url: str) -> tuple[object, ...]:
    async with await open_store(url) as store:
        return (
            await store.prefix(GUILD),
            await store.get_value("commands"),
            await store.schedules.of_guild(GUILD),
        )


@pytest.fixture(params=["sqlite", "postgresql"])
def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/target/copy.db"
    return new_database(request.getfixturevalue("postgresql"))


async def test_everything_is_copied_either_way(database_url: str, target_url: str) -> None:
    await fill(database_url)
    copied = await copy_store(database_url, target_url)
    assert copied["guild"] == copied["note"] == copied["schedule"] == 1
    assert await content(target_url) == await content(database_url)
    async with await open_store(target_url) as store:  # what running processes hold is theirs alone
        assert (await store.shards.renew("another", 4, 60)).processes == 1


async def test_a_database_that_holds_something_is_left_alone(database_url: str, target_url: str) -> None:
    await fill(database_url)
    await fill(target_url)
    with pytest.raises(StoreError, match="is not empty"):
        await copy_store(database_url, target_url)


async def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no database sqlite:///"):
        await copy_store(f"sqlite:///{tmp_path}/missing.db", f"sqlite:///{tmp_path}/copy.db")
    assert not list(tmp_path.iterdir())


async def test_a_database_is_not_copied_onto_itself(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the same"):
        await copy_store(f"sqlite:///{tmp_path}/x.db", f"sqlite:///{tmp_path}/x.db")


async def test_the_command_says_what_it_copied_and_what_is_wrong(tmp_path: Path) -> None:
    source, target = f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/b.db"
    await fill(source)
    runs = [
        subprocess.run(
            [sys.executable, "-m", "bot", "copy-store", source, target],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert "schedule: 1" in runs[0].stdout
    assert [run.returncode for run in runs] == [0, 8]
    assert "is not empty" in runs[1].stderr


async def test_a_postgresql_dump_can_be_restored(postgresql: str, tmp_path: Path) -> None:
    binaries = find_binaries()
    dump = shutil.which("pg_dump") or (binaries and binaries / "pg_dump")
    load = shutil.which("psql") or (binaries and binaries / "psql")
    assert dump
    assert load
    old, new = await asyncio.gather(
        asyncio.to_thread(new_database, postgresql), asyncio.to_thread(new_database, postgresql)
    )
    await fill(old)
    file = tmp_path / "dump.sql"
    subprocess.run([dump, "--no-owner", "--file", file, old], check=True)
    subprocess.run([load, "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file, new], check=True, stdout=-3)
    assert await content(new) == await content(old)
