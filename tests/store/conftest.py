"""Every test of the store runs on both kinds of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store.store import Store, open_store
from tests.databases import database_url, postgresql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["database_url", "postgresql", "store"]


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An empty store."""
    async with await open_store(database_url) as opened:
        yield opened
