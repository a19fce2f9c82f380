"""Everything that is kept, behind plain calls."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import QueuePool

from bot.store.database import StoreError, is_connection_error, open_engine, parse_url, shown
from bot.store.migrate import migrate
from bot.store.schedules import Schedules
from bot.store.shards import ShardClaims
from bot.store.tables import guild, note, post, schedule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from types import TracebackType

    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.store.records import Schedule


_LAST_WORK, _MOMENT = 1.0, 0.005  # seconds: what is in hand has to end, and between looks whether it has


async def open_store(url: str) -> Store:
    """Opens the database at `url` and brings its tables up to date; SQLite's file and folder are made.

    Raises `StoreError` with a sentence if that can't be done. The store is to be closed, or used in `async with`.
    """
    address = parse_url(url)
    try:
        engine = open_engine(address)
    except OSError as error:
        raise StoreError(f"The folder of {shown(address)} can't be made: {error.strerror}.") from None
    try:
        await migrate(engine)
    except StoreError:
        await engine.dispose()
        raise
    except Exception as error:
        await engine.dispose()
        if isinstance(error, exc.SQLAlchemyError) or is_connection_error(error):
            raise StoreError(f"The database {shown(address)} can't be used: {_reason(error)}") from None
        raise
    return Store(engine)


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept about one server: its prefix, its schedules, and how many posts are on record."""

    prefix: str | None
    schedules: tuple[Schedule, ...]
    posts: int


class Store:
    """The settings of servers, and what the bot notes about itself; `schedules` are those of daily posts, `shards` the
    claims of processes."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        self.schedules = Schedules(engine)
        self.shards = ShardClaims(engine)

    @property
    def engine(self) -> AsyncEngine:
        """What speaks to the database."""
        return self._engine

    async def close(self) -> None:
        """Closes every connection, once what is in hand is done; what takes longer is cut off."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORK):
                while self._in_hand():
                    await asyncio.sleep(_MOMENT)
        await self._engine.dispose()

    def _in_hand(self) -> bool:
        # a connection that is given back only after the pool was disposed of would never be closed
        pool = self._engine.pool
        return isinstance(pool, QueuePool) and pool.checkedout() > 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def ping(self) -> None:
        """Reads something; raises what the driver raises if the database is out of reach."""
        await self._scalar(sa.select(sa.literal(1)).select_from(note).limit(1))

    async def prefix(self, guild_id: int) -> str | None:
        """The prefix that a server has chosen."""
        return await self._scalar(sa.select(guild.c.prefix).where(guild.c.id == guild_id))

    async def set_prefix(self, guild_id: int, prefix: str | None) -> None:
        """Keeps a server's prefix; `None` goes back to the bot's own."""
        await self._put(guild, {"id": guild_id}, {"prefix": prefix})

    async def get_value(self, key: str) -> str | None:
        """Something that the bot noted about itself."""
        return await self._scalar(sa.select(note.c.value).where(note.c.key == key))

    async def set_value(self, key: str, value: str) -> None:
        """Notes something about the bot itself."""
        await self._put(note, {"key": key}, {"value": value})

    async def guilds(self) -> dict[int, datetime | None]:
        """The servers about which something is kept, each with the time since when the bot is gone from it."""
        known = sa.union(
            sa.select(guild.c.id), sa.select(schedule.c.guild_id), sa.select(post.c.guild_id)
        ).subquery()
        query = sa.select(known.c.id, guild.c.left_at).select_from(
            known.outerjoin(guild, guild.c.id == known.c.id)
        )
        async with self._reading.connect() as connection:
            return {row.id: row.left_at for row in await connection.execute(query)}

    async def set_left(self, guild_id: int, at: datetime | None) -> None:
        """Notes that the bot is gone from a server since `at`, or that it is back."""
        await self._put(guild, {"id": guild_id}, {"left_at": at})

    async def left_before(self, instant: datetime) -> list[int]:
        """The servers from which the bot has been gone since before `instant`."""
        async with self._reading.connect() as connection:
            return list(await connection.scalars(sa.select(guild.c.id).where(guild.c.left_at < instant)))

    async def kept(self, guild_id: int) -> Kept:
        """All that is kept about a server."""
        posts = sa.select(sa.func.count()).select_from(post).where(post.c.guild_id == guild_id)
        return Kept(
            await self.prefix(guild_id),
            tuple(await self.schedules.of_guild(guild_id)),
            await self._scalar(posts),
        )

    async def forget(self, guild_id: int) -> None:
        """Deletes all that is kept about a server."""
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(schedule).where(schedule.c.guild_id == guild_id))
            await connection.execute(sa.delete(post).where(post.c.guild_id == guild_id))
            await connection.execute(sa.delete(guild).where(guild.c.id == guild_id))

    async def _scalar(self, query: sa.Select[Any]) -> Any:
        async with self._reading.connect() as connection:
            return await connection.scalar(query)

    async def _put(self, table: sa.Table, key: Mapping[str, object], values: Mapping[str, object]) -> None:
        """Adds a row, or changes the one with the same key."""
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        row = insert(table).values({**key, **values})
        async with self._engine.begin() as connection:
            await connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def _reason(error: Exception) -> str:
    """What the driver says, without the statement, on one line."""
    told = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    told = " ".join(told.split())
    return told if told.endswith(".") else f"{told}."
