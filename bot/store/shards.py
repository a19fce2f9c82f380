"""Which process serves which shards: claims that several processes make through one database.

A process is alive while it renews its row; the shards of one that doesn't are free for the others. Everything happens
in one transaction at a time, by the database's own clock, so that no two processes ever hold the same shard.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from bot.store.tables import identify_turn, shard, shard_process

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_LOCK = 0x736861726473  # beside the lock of the migrations
SECONDS_PER_IDENTIFY = 5.0  # Discord's limit


class Claims(NamedTuple):
    """What a process holds, which of it is more than its share, and how many processes there are."""

    held: frozenset[int]
    surplus: frozenset[int]
    processes: int
    other_count: int | None = (
        None  # the number of shards that older processes have; until they leave, we wait
    )


def shares(count: int, processes: int) -> list[int]:
    """How many of `count` shards each of several processes has, the oldest first: as equal as can be."""
    each, rest = divmod(count, processes)
    return [each + (place < rest) for place in range(processes)]


class ShardClaims:
    """The claims of all processes on one database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def renew(self, process: str, count: int, lease: float, most: int = 1) -> Claims:
        """Says that a process is alive for `lease` more seconds, and claims at most `most` free shards of its share.

        A process that was away for longer than its lease has lost everything and begins anew.
        """
        async with self._engine.begin() as connection:
            now = await self._enter(connection)
            await self._bury(connection, now)
            await self._sign(connection, process, count, now, now + lease)
            living = (
                await connection.execute(
                    sa.select(shard_process.c.id, shard_process.c.shards).order_by(
                        shard_process.c.since, shard_process.c.id
                    )
                )
            ).all()
            if living[0].shards != count:
                return Claims(frozenset(), frozenset(), len(living), living[0].shards)
            peers = [one.id for one in living if one.shards == count]
            share = shares(count, len(peers))[peers.index(process)]
            held = await self._held(connection, process)
            room = min(most, share - len(held))
            if room > 0:
                fresh = await self._claim(connection, process, count, room)
                held |= fresh
        return Claims(held, frozenset(sorted(held)[share:]), len(peers))

    async def give_up(self, process: str, shards: Iterable[int]) -> None:
        """Frees some shards, which are no longer connected."""
        query = sa.delete(shard).where(shard.c.process == process, shard.c.number.in_(list(shards)))
        async with self._engine.begin() as connection:
            await connection.execute(query)

    async def leave(self, process: str) -> None:
        """Frees all that a process holds, and forgets it."""
        async with self._engine.begin() as connection:
            await self._enter(connection)
            await connection.execute(sa.delete(shard).where(shard.c.process == process))
            await connection.execute(sa.delete(shard_process).where(shard_process.c.id == process))

    async def identify_turn(self, bucket: int) -> float:
        """Takes the next turn to identify among all processes: the seconds until then."""
        async with self._engine.begin() as connection:
            now = await self._enter(connection)
            free = await connection.scalar(
                sa.select(identify_turn.c.free_at).where(identify_turn.c.bucket == bucket)
            )
            turn = max(now, free or now)
            await connection.execute(sa.delete(identify_turn).where(identify_turn.c.bucket == bucket))
            row = sa.insert(identify_turn).values(bucket=bucket, free_at=turn + SECONDS_PER_IDENTIFY)
            await connection.execute(row)
        return turn - now

    async def _enter(self, connection: AsyncConnection) -> float:
        """Waits until no other process is in here; the time, in seconds."""
        if self._engine.dialect.name != "postgresql":
            return (
                time.time()
            )  # an SQLite database lies on one machine, and its transactions exclude each other
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        now = await connection.scalar(sa.select(sa.extract("epoch", sa.func.clock_timestamp())))
        return float(now or 0)

    async def _bury(self, connection: AsyncConnection, now: float) -> None:
        """Forgets the dead, and frees their shards."""
        await connection.execute(sa.delete(shard_process).where(shard_process.c.until <= now))
        living = sa.select(shard_process.c.id)
        await connection.execute(sa.delete(shard).where(shard.c.process.not_in(living)))

    async def _sign(
        self, connection: AsyncConnection, process: str, count: int, now: float, until: float
    ) -> None:
        query = sa.update(shard_process).where(shard_process.c.id == process).values(until=until)
        if (await connection.execute(query)).rowcount == 0:
            row = sa.insert(shard_process).values(id=process, shards=count, since=now, until=until)
            await connection.execute(row)

    async def _held(self, connection: AsyncConnection, process: str) -> frozenset[int]:
        return frozenset(
            await connection.scalars(sa.select(shard.c.number).where(shard.c.process == process))
        )

    async def _claim(
        self, connection: AsyncConnection, process: str, count: int, most: int
    ) -> frozenset[int]:
        taken = set(await connection.scalars(sa.select(shard.c.number)))
        free: Sequence[int] = [number for number in range(count) if number not in taken][:most]
        if free:
            rows = [{"number": number, "process": process} for number in free]
            await connection.execute(sa.insert(shard), rows)
        return frozenset(free)
