"""The schedules of daily posts and the record of what was posted.

A day is posted once because one row for each channel and day has to be claimed first, with a lease: whoever holds it
sends and then settles it. A claim whose lease has run out may be taken over by any process.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.records import OnEmpty, Pause, Post, Schedule, Shards, State
from bot.store.tables import post, schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.store.records import Plan

    Planner = Callable[[Schedule], Plan]


class Schedules:
    """What the daily posts need of the database. All instants are in UTC and given by the caller."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert

    # What a server has set

    async def get(self, channel_id: int) -> Schedule | None:
        """The schedule of a channel."""
        found = await self._read(sa.select(schedule).where(schedule.c.channel_id == channel_id))
        return _schedule(found[0]) if found else None

    async def of_guild(self, guild_id: int) -> list[Schedule]:
        """The schedules of a server, the earliest in the day first."""
        query = sa.select(schedule).where(schedule.c.guild_id == guild_id)
        return [
            _schedule(row) for row in await self._read(query.order_by(schedule.c.at, schedule.c.channel_id))
        ]

    async def put(self, wanted: Schedule, planner: Planner) -> Schedule:
        """Keeps a schedule, in place of the one that the channel had, and plans its next day.

        A day that was posted is never planned again. A day that is being posted stays the next one, so that it is
        seen to its end.
        """
        async with self._engine.begin() as connection:
            await self._lock(connection, wanted.channel_id)
            planned = await self._planned(connection, wanted, planner)
            values = _values(planned)
            row = self._insert(schedule).values(values)
            del values["channel_id"]
            await connection.execute(row.on_conflict_do_update(index_elements=["channel_id"], set_=values))
        return planned

    async def pause(self, channel_id: int, reason: Pause) -> bool:
        """Lets a schedule rest; tells whether it hadn't rested before."""
        rest = sa.update(schedule).values(pause=reason, day=None, due_at=None, wake_at=None)
        rest = rest.where(schedule.c.channel_id == channel_id, schedule.c.pause.is_(None))
        return await self._write(rest) > 0

    async def resume(self, channel_id: int, planner: Planner, reason: Pause | None = None) -> Schedule | None:
        """Lets a schedule go on, if it rests (for `reason`, where one is given); what it then is."""
        query = sa.select(schedule).where(schedule.c.channel_id == channel_id, schedule.c.pause.is_not(None))
        if reason is not None:
            query = query.where(schedule.c.pause == reason)
        async with self._engine.begin() as connection:
            await self._lock(connection, channel_id)
            row = (await connection.execute(query)).mappings().first()
            if row is None:
                return None
            resting = _schedule(row)
            planned = await self._planned(connection, replace(resting, pause=None), planner)
            change = sa.update(schedule).where(schedule.c.channel_id == channel_id)
            await connection.execute(change.values(_values(planned)))
        return planned

    async def remove(self, channel_id: int) -> bool:
        """Deletes a schedule; tells whether there was one. The record of its posts stays."""
        return await self._write(sa.delete(schedule).where(schedule.c.channel_id == channel_id)) > 0

    async def history(self, channel_ids: Sequence[int], most: int) -> list[Post]:
        """The latest posts of some channels, newest first."""
        query = sa.select(post).where(post.c.channel_id.in_(channel_ids))
        return [_post(row) for row in await self._read(query.order_by(post.c.day.desc()).limit(most))]

    # What the loop asks

    async def due(self, now: datetime, most: int, shards: Shards | None = None) -> list[Schedule]:
        """Schedules that are to be looked at now, the least late first."""
        query = sa.select(schedule).where(schedule.c.due_at <= now, schedule.c.wake_at <= now)
        query = _of(shards, query).order_by(schedule.c.due_at.desc()).limit(most)
        return [_schedule(row) for row in await self._read(query)]

    async def next_wake(self, now: datetime, shards: Shards | None = None) -> datetime | None:
        """When the next schedule after `now` is to be looked at."""
        query = sa.select(schedule.c.wake_at).where(schedule.c.wake_at > now)
        found = await self._read(_of(shards, query).order_by(schedule.c.wake_at).limit(1))
        return found[0]["wake_at"] if found else None

    async def claim(
        self, schedules: Sequence[Schedule], owner: str, now: datetime, lease_until: datetime
    ) -> list[Post]:
        """Claims the next day of each schedule for `owner`; those that another process holds are left out.

        A claim that was made before has `tries` above 1. A post that comes back as sent or failed was settled
        before, and its schedule only has to go on.
        """
        if not schedules:
            return []
        rows = [
            {
                "channel_id": one.channel_id,
                "day": one.day,
                "guild_id": one.guild_id,
                "state": State.CLAIMED,
                "due_at": one.due_at,
                "claimed_at": now,
                "owner": owner,
                "lease_until": lease_until,
                "tries": 1,
            }
            for one in sorted(schedules, key=lambda one: one.channel_id)  # in one order, against deadlocks
        ]
        insert = self._insert(post).values(rows)
        insert = insert.on_conflict_do_update(
            index_elements=["channel_id", "day"],
            set_={
                "state": State.CLAIMED,
                "owner": owner,
                "lease_until": lease_until,
                "claimed_at": sa.func.coalesce(post.c.claimed_at, now),
                "tries": post.c.tries + 1,
            },
            where=(post.c.state == State.MISSED)
            | (post.c.state == State.CLAIMED) & (post.c.lease_until <= now),
        )
        async with self._engine.begin() as connection:
            posts = [_post(row) for row in (await connection.execute(insert.returning(post))).mappings()]
            if len(posts) < len(rows):
                posts += await self._present(connection, rows, {one.channel_id for one in posts})
            changes = [
                {"id": one.channel_id, "on": one.day, "until": one.lease_until}
                for one in posts
                if one.lease_until
            ]
            if changes:
                wake = sa.update(schedule).values(wake_at=sa.bindparam("until"))
                wake = wake.where(
                    schedule.c.channel_id == sa.bindparam("id"), schedule.c.day == sa.bindparam("on")
                )
                await connection.execute(wake, changes)
        return [one for one in posts if one.state is not State.CLAIMED or one.owner == owner]

    async def renew(self, claim: Post, lease_until: datetime) -> bool:
        """Makes a lease longer; tells whether the claim was still its owner's."""
        async with self._engine.begin() as connection:
            held = await connection.execute(_held(claim, sa.update(post)).values(lease_until=lease_until))
            if not held.rowcount:
                return False
            await self._look_again(connection, claim, lease_until)
        return True

    async def release(self, claim: Post, wake_at: datetime, now: datetime, detail: str) -> None:
        """Gives a claim back after a try that failed; the schedule is looked at again at `wake_at`."""
        async with self._engine.begin() as connection:
            given = _held(claim, sa.update(post)).values(lease_until=now, detail=detail)
            if (await connection.execute(given)).rowcount:
                await self._look_again(connection, claim, wake_at)

    async def settle(
        self,
        claim: Post,
        state: State,
        now: datetime,
        planner: Planner,
        *,
        message_id: int | None = None,
        detail: str | None = None,
    ) -> bool:
        """Notes how the post of a day ended, and plans the next day; tells whether the claim was its owner's."""
        async with self._engine.begin() as connection:
            await self._lock(connection, claim.channel_id)
            noted = _held(claim, sa.update(post)).values(
                state=state, settled_at=now, lease_until=None, message_id=message_id, detail=detail
            )
            if not (await connection.execute(noted)).rowcount:
                return False
            await self._go_on(connection, claim.channel_id, claim.day, planner)
        return True

    async def go_on(self, schedules: Iterable[Schedule], planner: Planner) -> None:
        """Plans the next day of schedules on whose present one nothing is to be posted."""
        changes = [
            {"id": one.channel_id, "on": one.day, "next": plan.day, "due": plan.due_at, "wake": plan.due_at}
            for one in schedules
            for plan in (planner(one),)
        ]
        if not changes:
            return
        move = sa.update(schedule).where(
            schedule.c.channel_id == sa.bindparam("id"), schedule.c.day == sa.bindparam("on")
        )
        move = move.values(day=sa.bindparam("next"), due_at=sa.bindparam("due"), wake_at=sa.bindparam("wake"))
        async with self._engine.begin() as connection:
            await connection.execute(move, sorted(changes, key=lambda change: change["id"]))

    async def note_missed(self, missed: Iterable[Post]) -> None:
        """Notes days that were not posted in time, unless they were."""
        rows = [{**_values(one), "state": State.MISSED} for one in missed]
        if rows:
            async with self._engine.begin() as connection:
                await connection.execute(self._insert(post).on_conflict_do_nothing(), rows)

    async def active(self, after: int, most: int) -> list[Schedule]:
        """Schedules that don't rest, in order of their channels' ids, from above `after`."""
        query = sa.select(schedule).where(schedule.c.pause.is_(None), schedule.c.channel_id > after)
        return [_schedule(row) for row in await self._read(query.order_by(schedule.c.channel_id).limit(most))]

    async def prune(self, before: date) -> int:
        """Deletes the record of days before `before`, except claims that are open."""
        old = sa.delete(post).where(post.c.day < before, post.c.state != State.CLAIMED)
        return await self._write(old)

    # Inside a transaction

    async def _planned(self, connection: AsyncConnection, wanted: Schedule, planner: Planner) -> Schedule:
        """A schedule with its next day: one that is open, or the first that comes after all that were posted."""
        if wanted.pause is not None:
            return replace(wanted, day=None, due_at=None, wake_at=None)
        mine = post.c.channel_id == wanted.channel_id
        open_claims = sa.select(post).where(mine, post.c.state == State.CLAIMED).order_by(post.c.day.desc())
        if row := (await connection.execute(open_claims.limit(1))).mappings().first():
            claim = _post(row)
            return replace(wanted, day=claim.day, due_at=claim.due_at, wake_at=claim.lease_until)
        posted = sa.select(sa.func.max(post.c.day)).where(mine, post.c.state != State.MISSED)
        last = (await connection.execute(posted)).scalar()
        plan = planner(replace(wanted, day=last))
        return replace(wanted, day=plan.day, due_at=plan.due_at, wake_at=plan.due_at)

    async def _present(
        self, connection: AsyncConnection, rows: Sequence[Mapping[str, Any]], claimed: set[int]
    ) -> list[Post]:
        """The posts of those rows that could not be claimed."""
        days = {row["channel_id"]: row["day"] for row in rows if row["channel_id"] not in claimed}
        query = sa.select(post).where(post.c.channel_id.in_(days), post.c.day.in_(set(days.values())))
        found = [_post(row) for row in (await connection.execute(query)).mappings()]
        return [one for one in found if days[one.channel_id] == one.day]

    async def _go_on(self, connection: AsyncConnection, channel_id: int, day: date, planner: Planner) -> None:
        mine = (schedule.c.channel_id == channel_id, schedule.c.day == day)
        row = (await connection.execute(sa.select(schedule).where(*mine))).mappings().first()
        if row is None:
            return  # deleted, paused or changed meanwhile
        plan = planner(_schedule(row))
        move = sa.update(schedule).where(*mine)
        await connection.execute(move.values(day=plan.day, due_at=plan.due_at, wake_at=plan.due_at))

    async def _look_again(self, connection: AsyncConnection, claim: Post, wake_at: datetime) -> None:
        mine = (schedule.c.channel_id == claim.channel_id, schedule.c.day == claim.day)
        await connection.execute(sa.update(schedule).where(*mine).values(wake_at=wake_at))

    async def _lock(self, connection: AsyncConnection, channel_id: int) -> None:
        """Makes those wait who change the same channel; on SQLite, a transaction does that anyway."""
        if self._engine.dialect.name == "postgresql":
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(channel_id)))

    async def _read(self, query: sa.Select[Any]) -> Sequence[sa.RowMapping]:
        async with self._reading.connect() as connection:
            return (await connection.execute(query)).mappings().all()

    async def _write(self, change: sa.Update | sa.Delete) -> int:
        async with self._engine.begin() as connection:
            return (await connection.execute(change)).rowcount


def _of(shards: Shards | None, query: sa.Select[Any]) -> sa.Select[Any]:
    """Only the servers of some shards: Discord assigns them by their ids."""
    if shards is None or len(shards.ids) >= shards.total:
        return query
    shard = (schedule.c.guild_id // (1 << 22)) % shards.total
    return query.where(shard.in_(sorted(shards.ids)))


def _held(claim: Post, change: sa.Update) -> sa.Update:
    return change.where(
        post.c.channel_id == claim.channel_id,
        post.c.day == claim.day,
        post.c.owner == claim.owner,
        post.c.tries == claim.tries,
        post.c.state == State.CLAIMED,
    )


def _schedule(row: sa.RowMapping) -> Schedule:
    values: dict[str, Any] = dict(row)
    values["on_empty"] = OnEmpty(values["on_empty"])
    values["pause"] = values["pause"] and Pause(values["pause"])
    return Schedule(**values)


def _post(row: sa.RowMapping) -> Post:
    values: dict[str, Any] = dict(row)
    values["state"] = State(values["state"])
    return Post(**values)


def _values(record: Schedule | Post) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}
