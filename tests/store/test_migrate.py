"""Tables are made and brought up to date at start, once, and never by an older program."""

from __future__ import annotations

import asyncio
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.store.database import StoreError, open_engine, parse_url
from bot.store.store import open_store
from bot.store.tables import metadata

OPEN = """
import asyncio, sys
from bot.store.store import open_store

async def main():
    async with await open_store(sys.argv[1]) as store:
        await store.set_value(sys.argv[2], "here")

asyncio.run(main())
"""


async def test_the_steps_lead_to_the_tables_that_the_program_uses(database_url: str) -> None:
    await (await open_store(database_url)).close()
    engine = open_engine(parse_url(database_url))

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_many_processes_start_on_an_empty_database_at_once(database_url: str) -> None:
    starts = [
        asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-c", OPEN, database_url, f"process {number}"
        )
        for number in range(4)
    ]
    processes = await asyncio.gather(*starts)
    assert await asyncio.gather(*(process.wait() for process in processes)) == [0] * 4
    async with await open_store(database_url) as store:
        assert [await store.get_value(f"process {number}") for number in range(4)] == ["here"] * 4


async def test_a_newer_database_is_refused(database_url: str) -> None:
    await (await open_store(database_url)).close()
    engine = open_engine(parse_url(database_url))
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    with pytest.raises(StoreError, match=r"newer version of the program \(step 9999\)"):
        await open_store(database_url)


async def test_sqlite_is_in_wal_mode_with_foreign_keys(tmp_path: object) -> None:
    engine = open_engine(parse_url(f"sqlite:///{tmp_path}/new/folder/x.db"))
    async with engine.connect() as connection:
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar() == "wal"
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar() == 1
        assert (await connection.execute(text("PRAGMA busy_timeout"))).scalar() == 30_000
    await engine.dispose()
