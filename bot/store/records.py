"""What is kept about daily posts, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime, time


class OnEmpty(StrEnum):
    """What is posted on a day for which the chronology has no entry."""

    SILENT = "silent"
    NEXT = "next"
    WEEK = "week"


class State(StrEnum):
    """How far the post of a day has got."""

    CLAIMED = "claimed"
    SENT = "sent"
    MISSED = "missed"
    FAILED = "failed"


class Pause(StrEnum):
    """Why a schedule rests."""

    MANAGER = "manager"
    CHANNEL = "channel"  # is deleted
    PERMISSION = "permission"  # was withdrawn
    LEFT = "left"  # the bot was removed from the server
    ZONE = "zone"  # is no longer known


class Plan(NamedTuple):
    """The next day to be posted, and when it is due, in UTC."""

    day: date
    due_at: datetime


class Shards(NamedTuple):
    """Which part of all servers a process looks after: the numbers of its shards, of `total` in all."""

    ids: frozenset[int]
    total: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The daily post of one channel: at `at` local time in `zone`, at most `most` entries.

    `pause` is the reason why it rests; `day`, `due_at` and `wake_at` are then `None`.
    """

    channel_id: int
    guild_id: int
    at: time
    zone: str
    on_empty: OnEmpty = OnEmpty.SILENT
    most: int = 5
    role_id: int | None = None
    thread: bool = False
    pause: Pause | None = None
    day: date | None = None
    due_at: datetime | None = None
    wake_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """The post of one day in one channel, as far as it has got."""

    channel_id: int
    day: date
    guild_id: int
    state: State
    due_at: datetime
    claimed_at: datetime | None = None
    owner: str | None = None
    lease_until: datetime | None = None
    tries: int = 0
    settled_at: datetime | None = None
    message_id: int | None = None
    detail: str | None = None
