"""The connection to the database: addresses as people write them, and what each kind of database needs."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

_PATIENCE = 30.0  # seconds that one statement waits for another process
_SQLITE, _POSTGRESQL = {"sqlite", "sqlite+aiosqlite"}, {"postgres", "postgresql", "postgresql+asyncpg"}


class StoreError(Exception):
    """Why the database can't be used, in a sentence without its password."""


def parse_url(text: str) -> sa.URL:
    """The address for SQLAlchemy's async drivers; raises `StoreError` for what is no address of a database.

    Of PostgreSQL's own parameters, those are translated that hosts commonly put into an address.
    """
    try:
        url = sa.make_url(text.strip())
    except exc.ArgumentError:
        raise StoreError(
            "The database's address can't be read; write sqlite:///data/chronicler.db "
            "or postgresql://user:password@host/name."
        ) from None
    if url.drivername in _SQLITE:
        if not url.database or url.database == ":memory:":
            raise StoreError("The database needs a file, such as sqlite:///data/chronicler.db.")
        return url.set(drivername="sqlite+aiosqlite")
    if url.drivername in _POSTGRESQL:
        query = dict(url.query)
        ssl = query.pop("sslmode", None)
        query.pop("channel_binding", None)  # the driver settles it with the server
        return url.set(drivername="postgresql+asyncpg", query={**query, **({"ssl": ssl} if ssl else {})})
    raise StoreError(
        f"The database is of a kind that isn't supported ({url.get_backend_name()}): SQLite and PostgreSQL are."
    )


def with_password(text: str, password: str) -> str:
    """The same address with a password; raises `StoreError` as `parse_url` does."""
    parse_url(text)
    return sa.make_url(text.strip()).set(password=password).render_as_string(hide_password=False)


def shown(url: sa.URL) -> str:
    """The address as it may stand in a log."""
    return (
        url.set(query={})
        .render_as_string(hide_password=True)
        .replace("+aiosqlite", "")
        .replace("+asyncpg", "")
    )


def open_engine(url: sa.URL) -> AsyncEngine:
    """An engine whose transactions write; with the isolation level AUTOCOMMIT, statements read one by one."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_async_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=_PATIENCE,
        connect_args={"timeout": 10, "command_timeout": _PATIENCE},
    )


def _sqlite(url: sa.URL) -> AsyncEngine:
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url, poolclass=AsyncAdaptedQueuePool, pool_size=4, max_overflow=0, connect_args={"timeout": _PATIENCE}
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say so, below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(
            "PRAGMA synchronous = FULL"
        )  # what was sent is noted for good, even if the power fails
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A transaction that reads first and writes later would fail, not wait, if another wrote in between.
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def is_connection_error(error: BaseException) -> bool:
    """Whether an error is the database's absence, which may end, and not a mistake of ours, which won't."""
    if isinstance(error, exc.DBAPIError):
        return error.connection_invalidated or isinstance(error, exc.OperationalError | exc.InterfaceError)
    return isinstance(error, OSError | TimeoutError | exc.TimeoutError | sqlite3.OperationalError)
