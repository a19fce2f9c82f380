"""Brings the tables up to date, one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.store.database import StoreError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

_LOCK = 0x6368726F6E  # any number that no other program on the same database takes


async def migrate(engine: AsyncEngine) -> None:
    """Takes every step that is missing, or none; waits while another process does the same.

    Raises `StoreError` if the database was made by a newer version of the program.
    """
    async with engine.begin() as connection:  # on SQLite this itself waits for other writers
        if engine.dialect.name == "postgresql":
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        await connection.run_sync(_upgrade)


def _upgrade(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    steps = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_heads()
    if present == tuple(steps.get_heads()):
        return
    unknown = set(present) - {step.revision for step in steps.walk_revisions()}
    if unknown:
        raise StoreError(
            f"The database was last used by a newer version of the program (step {', '.join(sorted(unknown))}). "
            "Please start that version, or use another database."
        )
    command.upgrade(config, "head")
