"""The connection of one shard: named in the log, and made anew when the gateway no longer answers its heartbeats."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from typing import TYPE_CHECKING, Protocol, cast

import discord.shard

from bot.discord.place import Place, at

if TYPE_CHECKING:
    from collections.abc import Callable

    from discord.gateway import ReconnectWebSocket

log = logging.getLogger(__name__)

_USUAL = 41.25  # seconds between two heartbeats, as Discord asks for
_GIVEN_UP = 1.5  # heartbeats after which a connection without an answer is made anew
_UNWELL = 2.0  # heartbeats after which a shard without an answer is not well; a new connection should have come before
_LOOKS = 8  # in the time of a heartbeat


class Heartbeats:
    """When each shard's heartbeat was last answered, whatever has become of its connections meanwhile.

    discord.py tells only how long the last answer took. The answers never take equally long, so each change is one.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[int, tuple[float, float]] = {}
        self._interval: dict[int, float] = {}

    def look(self, shard: int, latency: float, interval: float = _USUAL) -> None:
        """Takes in how long the last answer has taken, infinitely where there was none, and how often one is due."""
        self._interval[shard] = interval
        known = self._last.get(shard)
        if known is None or (math.isfinite(latency) and latency != known[0]):
            self._last[shard] = (latency, self._clock())

    def forget(self, shard: int) -> None:
        """Begins anew with a shard that was given up."""
        self._last.pop(shard, None)

    def silence(self, shard: int) -> float:
        """Seconds since the last answer, or since the shard was first seen."""
        _, since = self._last.get(shard, (0.0, self._clock()))
        return self._clock() - since

    def is_well(self, shard: int) -> bool:
        """Whether a shard is answered in time, or has not been seen yet."""
        return self.silence(shard) <= _UNWELL * self._interval.get(shard, _USUAL)


class Listening(Protocol):
    """A client that keeps account of its heartbeats."""

    heartbeats: Heartbeats


class Connection(discord.shard.Shard):
    """A shard as discord.py runs it, with its number in all lines of the log and in the tasks of its events.

    discord.py connects again when nothing at all has come in for a minute. Discord asks for more: a connection whose
    heartbeats are not answered is to be given up, even if events still come.
    """

    async def worker(self) -> None:
        """Reads events until the connection ends."""
        with at(Place(shard=self.id)):
            watching = asyncio.create_task(self._watch())
            try:
                await super().worker()
            finally:
                watching.cancel()

    async def reidentify(self, exc: ReconnectWebSocket) -> None:
        """Connects again, to go on with the session or begin another."""
        with at(Place(shard=self.id)):
            await super().reidentify(exc)

    async def reconnect(self) -> None:
        """Connects again after trouble."""
        with at(Place(shard=self.id)):
            await super().reconnect()

    async def _watch(self) -> None:
        """Ends the connection when its heartbeats are not answered, so that the session is resumed over another."""
        heartbeats, interval = cast("Listening", self._client).heartbeats, self._interval()
        begun = time.monotonic()
        while True:
            heartbeats.look(self.id, self.ws.latency, interval)
            silence = min(heartbeats.silence(self.id), time.monotonic() - begun)
            if silence > _GIVEN_UP * interval:
                log.warning("Heartbeats were not answered for %.0f seconds; connecting again.", silence)
                await self.ws.close()
                return
            await asyncio.sleep(interval / _LOOKS)

    def _interval(self) -> float:
        """How often the gateway has asked for a heartbeat, which discord.py keeps to itself."""
        return getattr(getattr(self.ws, "_keep_alive", None), "interval", None) or _USUAL
