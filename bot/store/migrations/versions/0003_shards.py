"""Several processes: who is alive, who serves which shard, and whose turn it is to identify."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "shard_process",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("shards", sa.Integer, nullable=False),
        sa.Column("since", sa.Double, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
    )
    op.create_table(
        "shard",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("process", sa.Text, nullable=False),
    )
    op.create_table(
        "identify_turn",
        sa.Column("bucket", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("free_at", sa.Double, nullable=False),
    )


def downgrade() -> None:
    """Drops them."""
    op.drop_table("identify_turn")
    op.drop_table("shard")
    op.drop_table("shard_process")
