"""Where the event comes from that is being handled, so that lines of the log name it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import NamedTuple


class Place(NamedTuple):
    """A server, if any, and the shard that it belongs to."""

    guild: int | None
    shard: int


_present: ContextVar[Place | None] = ContextVar("place", default=None)


def enter(place: Place) -> None:
    """Names the place for the rest of the present task."""
    _present.set(place)


def present() -> Place | None:
    """Where the present task's event comes from."""
    return _present.get()
