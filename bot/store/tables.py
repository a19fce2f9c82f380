"""The tables as they are now; how they came to be stands in `migrations`."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

guild = sa.Table(
    "guild",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("prefix", sa.Text),
)

note = sa.Table(
    "note",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
