"""Where the event comes from that is being handled, so that lines of the log name it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator


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
