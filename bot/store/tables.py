"""The tables as they are now; how they came to be stands in `migrations`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class Instant(sa.TypeDecorator[datetime]):
    """A point in time, in UTC on every database: SQLite keeps no offsets."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = sa.MetaData()

guild = sa.Table(
    "guild",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("prefix", sa.Text),
    sa.Column("left_at", Instant),  # when the bot was removed; its settings are kept for a while
)

note = sa.Table(
    "note",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

# A channel has one schedule. `day` is the next local day to be posted and `due_at` its instant; `wake_at` is when
# the schedule is to be looked at again: at first `due_at`, then the end of the lease of whoever is posting, or the
# time of another try. All three are empty while it is paused.
schedule = sa.Table(
    "schedule",
    metadata,
    sa.Column("channel_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("at", sa.Time, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("on_empty", sa.Text, nullable=False),
    sa.Column("most", sa.Integer, nullable=False),
    sa.Column("role_id", sa.BigInteger),
    sa.Column("thread", sa.Boolean, nullable=False),
    sa.Column("pause", sa.Text),
    sa.Column("day", sa.Date),
    sa.Column("due_at", Instant),
    sa.Column("wake_at", Instant),
    sa.Index("schedule_guild", "guild_id"),
    sa.Index("schedule_due", "due_at"),
    sa.Index("schedule_wake", "wake_at"),
)

# One row for each channel and day that was claimed, and so at most one post. Rows outlive their schedule, so that
# a day isn't repeated when a schedule is made anew.
post = sa.Table(
    "post",
    metadata,
    sa.Column("channel_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("claimed_at", Instant),  # for the first time
    sa.Column("owner", sa.Text),
    sa.Column("lease_until", Instant),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("settled_at", Instant),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("detail", sa.Text),
    sa.Index("post_guild", "guild_id"),
    sa.Index("post_day", "day"),
)

# The processes that share the shards between them, each alive `until` a time in seconds (of the database's clock).
shard_process = sa.Table(
    "shard_process",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("shards", sa.Integer, nullable=False),  # how many there are in all, as this process was told
    sa.Column("since", sa.Double, nullable=False),
    sa.Column("until", sa.Double, nullable=False),
)

# Who serves a shard. The claim holds as long as the process is alive.
shard = sa.Table(
    "shard",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("process", sa.Text, nullable=False),
)

# When the next identification of a bucket is allowed; Discord counts them over all processes.
identify_turn = sa.Table(
    "identify_turn",
    metadata,
    sa.Column("bucket", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("free_at", sa.Double, nullable=False),
)
