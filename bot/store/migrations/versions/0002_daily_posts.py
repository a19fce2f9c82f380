"""Daily posts: the schedule of each channel, the record of what was posted, and when the bot left a server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the tables."""
    op.add_column("guild", sa.Column("left_at", _INSTANT))
    op.create_table(
        "schedule",
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
        sa.Column("due_at", _INSTANT),
        sa.Column("wake_at", _INSTANT),
    )
    op.create_index("schedule_guild", "schedule", ["guild_id"])
    op.create_index("schedule_due", "schedule", ["due_at"])
    op.create_index("schedule_wake", "schedule", ["wake_at"])
    op.create_table(
        "post",
        sa.Column("channel_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("claimed_at", _INSTANT),
        sa.Column("owner", sa.Text),
        sa.Column("lease_until", _INSTANT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("settled_at", _INSTANT),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("detail", sa.Text),
    )
    op.create_index("post_guild", "post", ["guild_id"])
    op.create_index("post_day", "post", ["day"])


def downgrade() -> None:
    """Drops them."""
    op.drop_table("post")
    op.drop_table("schedule")
    op.drop_column("guild", "left_at")
