"""Keeps those shards connected that this process holds a claim on, and no others.

A claim is renewed long before it runs out. When it can't be, because the database is out of reach or the process was
held up, this process stops answering by its own clock, with a margin, before another one may begin. It then ends, for
it cannot take back what it has missed; whoever started it starts it anew.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.store.shards import Claims

log = logging.getLogger(__name__)

_RENEWALS = 4  # in the time of a lease
_MARGIN = 0.1  # of a lease: what clocks may differ by while it lasts
_PATIENCE = 2.0  # seconds that a shard has to say good-bye


class ClaimsLostError(Exception):
    """The claims on shards have run out, and another process may hold them by now."""


class Registry(Protocol):
    """Where the claims of all processes are kept."""

    async def renew(self, process: str, count: int, lease: float, most: int = 1) -> Claims:
        """Stays alive, and claims at most so many more shards."""
        ...

    async def give_up(self, process: str, shards: Iterable[int]) -> None:
        """Frees some shards."""
        ...

    async def leave(self, process: str) -> None:
        """Frees all shards."""
        ...


class Connections(Protocol):
    """What connects shards."""

    async def connect_shard(self, shard: int) -> None:
        """Connects one, however long it takes."""
        ...

    async def disconnect_shard(self, shard: int) -> None:
        """Disconnects one."""
        ...

    def is_connected(self, shard: int) -> bool:
        """Whether one is connected, and not about to be connected again."""
        ...


def running_clock() -> float:
    """Seconds that go on while the machine sleeps, where the system can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class ShardKeeper:
    """The claims of this process."""

    def __init__(
        self,
        registry: Registry,
        connections: Connections,
        count: int,
        lease: float,
        clock: Callable[[], float] = running_clock,
    ) -> None:
        self.process = f"{socket.gethostname()}-{secrets.token_hex(4)}"
        self.count = count
        self._registry = registry
        self._connections = connections
        self._lease = lease
        self._clock = clock
        self._claimed: frozenset[int] = frozenset()
        self._runs_out = 0.0
        self._connecting: int | None = None
        self._connection: asyncio.Task[None] | None = None
        self._launched: set[int] = set()
        self._wake = asyncio.Event()
        self._told: object = None
        self.has_begun = False

    @property
    def held(self) -> frozenset[int]:
        """The shards that are surely ours now; what comes in for others is left to who has them."""
        return self._claimed if self._clock() < self._runs_out else frozenset()

    async def run(self) -> None:
        """Claims, connects and renews until it is cancelled; then it disconnects and frees everything.

        Raises `ClaimsLostError` when it could not renew in time.
        """
        try:
            while True:
                await self._renew()
                await self._rest()
        finally:
            await self._leave()

    async def _rest(self) -> None:
        """Waits until the next renewal is due, a shard has been connected, or the claims run out."""
        until = self._lease / _RENEWALS
        if self._claimed:
            until = min(until, max(0.0, self._runs_out - self._clock()))
        with suppress(TimeoutError):
            async with asyncio.timeout(until):
                await self._wake.wait()
        self._wake.clear()

    async def _renew(self) -> None:
        begun = self._clock()
        if self._claimed and begun >= self._runs_out:
            raise ClaimsLostError
        patience = self._runs_out - begun if self._claimed else self._lease
        most = 1 if self._connecting is None else 0  # identifying takes its time anyway
        try:
            async with asyncio.timeout(patience):
                claims = await self._registry.renew(self.process, self.count, self._lease, most)
        except Exception as error:  # whatever is wrong with the database
            log.warning("The claims on shards can't be renewed: %s", str(error) or type(error).__name__)
            return
        if self._claimed - claims.held:
            raise ClaimsLostError
        self._runs_out = begun + self._lease * (1 - _MARGIN)
        self._claimed = claims.held
        self.has_begun = True
        await self._give_up(claims.surplus)
        self._tell(claims)
        fresh = sorted(self._claimed - self._launched - claims.surplus)
        if fresh and self._connecting is None:
            self._connecting = fresh[0]
            self._connection = asyncio.create_task(self._connect(fresh[0]))

    async def _connect(self, shard: int) -> None:
        await self._connections.connect_shard(shard)
        self._launched.add(shard)
        self._connecting = None
        self._wake.set()

    async def _give_up(self, surplus: frozenset[int]) -> None:
        """Frees what is more than our share; a shard that is just being connected has to wait for the next time."""
        ready = {
            shard
            for shard in surplus
            if shard != self._connecting
            and (shard not in self._launched or self._connections.is_connected(shard))
        }
        if not ready:
            return
        self._claimed -= ready
        for shard in sorted(ready & self._launched):
            await self._disconnect(shard)
        try:
            await self._registry.give_up(self.process, ready)
        except Exception as error:  # then the next time
            log.warning("Shards could not be given up: %s", str(error) or type(error).__name__)

    async def _disconnect(self, shard: int) -> None:
        self._launched.discard(shard)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._connections.disconnect_shard(shard)
        except Exception as error:
            log.warning(
                "Shard %d does not say good-bye: %s",
                shard,
                str(error) or type(error).__name__,
                extra={"shard": shard},
            )

    async def _leave(self) -> None:
        if self._connection:
            self._connection.cancel()
            await asyncio.gather(self._connection, return_exceptions=True)
        self._claimed = frozenset()
        await asyncio.gather(*(self._disconnect(shard) for shard in tuple(self._launched)))
        with suppress(Exception):  # what can't be freed is free when the lease is over
            async with asyncio.timeout(_PATIENCE):
                await self._registry.leave(self.process)

    def _tell(self, claims: Claims) -> None:
        told = (self._claimed, claims.processes, claims.other_count)
        if told == self._told:
            return
        self._told = told
        if claims.other_count is not None:
            log.warning(
                "Waiting: other processes have SHARD_COUNT=%d, this one %d; it begins when they are gone.",
                claims.other_count,
                self.count,
            )
            return
        numbers = ", ".join(map(str, sorted(self._claimed))) or "none"
        log.info("Shards of this process: %s (of %d; %d processes).", numbers, self.count, claims.processes)
