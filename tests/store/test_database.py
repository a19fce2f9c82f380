"""Addresses, and what is said about databases that can't be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.database import StoreError, parse_url, shown
from bot.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:///data/chronicler.db", "sqlite+aiosqlite"),
        ("postgres://ann:secret@db.example/chronicler", "postgresql+asyncpg"),
        ("postgresql://ann:secret@db.example:5433/chronicler?sslmode=require", "postgresql+asyncpg"),
        (" postgresql+asyncpg://ann:secret@db.example/chronicler\n", "postgresql+asyncpg"),
    ],
)
def test_addresses_as_people_write_them(written: str, driver: str) -> None:
    url = parse_url(written)
    assert url.drivername == driver
    assert "secret" not in shown(url)


def test_parameters_of_postgresql_are_translated() -> None:
    url = parse_url("postgres://a@b/c?sslmode=verify-full&channel_binding=require&application_name=bot")
    assert dict(url.query) == {"ssl": "verify-full", "application_name": "bot"}


@pytest.mark.parametrize(
    "written", ["", "data.db", "sqlite://", "sqlite:///:memory:", "mysql://a:secret@b/c"]
)
def test_other_addresses_are_refused(written: str) -> None:
    with pytest.raises(StoreError) as raised:
        parse_url(written)
    assert "secret" not in str(raised.value)


@given(st.text())
def test_any_text_is_an_address_or_refused(written: str) -> None:
    try:
        url = parse_url(written)
    except StoreError:
        return
    assert url.drivername in {"sqlite+aiosqlite", "postgresql+asyncpg"}


async def test_missing_server_is_named_without_the_password() -> None:
    with pytest.raises(StoreError, match=r"postgresql://ann:\*\*\*@127\.0\.0\.1:1/x can't be used") as raised:
        await open_store("postgres://ann:secret@127.0.0.1:1/x?password=secret")
    assert "secret" not in str(raised.value)


async def test_missing_database_is_named(postgresql: str) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        await open_store(f"{postgresql}/nowhere")


async def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"folder of sqlite:///.*/file/x\.db can't be made"):
        await open_store(f"sqlite:///{tmp_path}/file/x.db")


async def test_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("This is a letter, not a database. " * 100)
    with pytest.raises(StoreError, match="not a database"):
        await open_store(f"sqlite:///{tmp_path}/x.db")
