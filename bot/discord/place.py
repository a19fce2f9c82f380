"""Where the event comes from that is being handled, so that lines of the log name it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

import discord.shard

if TYPE_CHECKING:
    from collections.abc import Generator

    from discord.gateway import ReconnectWebSocket


class Place(NamedTuple):
    """A server and the shard that it belongs to, a shard alone, or neither."""

    guild: int | None = None
    shard: int | None = None


NOWHERE = Place()
_present: ContextVar[Place] = ContextVar("place", default=NOWHERE)


def enter(place: Place) -> None:
    """Names the place for the rest of the present task."""
    _present.set(place)


@contextmanager
def at(place: Place) -> Generator[None]:
    """Names the place for a while, and in the tasks that are begun meanwhile."""
    before = _present.set(place)
    try:
        yield
    finally:
        _present.reset(before)


def present() -> Place:
    """Where the present task's event comes from."""
    return _present.get()


class PlacedShard(discord.shard.Shard):
    """A shard that is named in all lines of what discord.py does for it, and in the tasks of its events."""

    async def worker(self) -> None:
        """Reads events until the connection ends."""
        with at(Place(shard=self.id)):
            await super().worker()

    async def reidentify(self, exc: ReconnectWebSocket) -> None:
        """Connects again, to go on with the session or begin another."""
        with at(Place(shard=self.id)):
            await super().reidentify(exc)

    async def reconnect(self) -> None:
        """Connects again after trouble."""
        with at(Place(shard=self.id)):
            await super().reconnect()
