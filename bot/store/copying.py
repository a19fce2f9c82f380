"""Copies everything that is kept from one database to another: to move, to back up, and to restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.database import StoreError, parse_url, shown
from bot.store.store import open_store
from bot.store.tables import identify_turn, metadata, shard, shard_process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

_PASSING = (shard_process, shard, identify_turn)  # what running processes agree on among themselves
_ROWS = 1000


async def copy_store(source: str, target: str) -> dict[str, int]:
    """Copies the database at one address to that at another, which must hold nothing yet; the rows of each table.

    The copy is that of one moment, even while the bot runs. Raises `StoreError` with a sentence.
    """
    origin, goal = parse_url(source), parse_url(target)
    if origin == goal:
        raise StoreError("Both addresses are the same.")
    if origin.get_backend_name() == "sqlite" and not Path(origin.database or "").is_file():
        raise StoreError(f"There is no database {shown(origin)}.")
    async with (
        await open_store(source) as old,
        await open_store(target) as new,
        old.engine.execution_options(**_snapshot(old.engine.dialect.name)).connect() as reading,
        new.engine.begin() as writing,
    ):
        await _refuse_if_filled(writing, shown(goal))
        return {table.name: await _copy(table, reading, writing) for table in _tables()}


def _tables() -> Sequence[sa.Table]:
    return [table for table in metadata.sorted_tables if table not in _PASSING]


def _snapshot(dialect: str) -> dict[str, str]:
    """What makes a transaction see one moment; on SQLite every transaction does."""
    return {"isolation_level": "REPEATABLE READ"} if dialect == "postgresql" else {}


async def _refuse_if_filled(connection: AsyncConnection, name: str) -> None:
    for table in _tables():
        if await connection.scalar(sa.select(sa.literal(1)).select_from(table).limit(1)):
            raise StoreError(f"The database {name} is not empty; please name a new one.")


async def _copy(table: sa.Table, reading: AsyncConnection, writing: AsyncConnection) -> int:
    number = 0
    result = await reading.stream(sa.select(table))
    async for rows in result.mappings().partitions(_ROWS):
        await writing.execute(sa.insert(table), [dict(row) for row in rows])
        number += len(rows)
    return number
