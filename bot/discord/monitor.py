"""What the running bot tells of itself: whether it is connected, can keep things and knows something to answer."""

from __future__ import annotations

import hashlib
import json
import math
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.chronicle.export import to_json
from bot.monitoring.health import Unwell
from bot.monitoring.server import application, serving

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.chronicle.model import Chronicle
    from bot.discord.client import Chronicler
    from bot.discord.knowledge import Edition
    from bot.store.store import Store


class Monitor:
    """Asks the parts of one bot, and keeps its numbers up to date."""

    def __init__(self, bot: Chronicler, store: Store) -> None:
        self._bot = bot
        self._store = store
        self._edition: Edition | None = None
        self._seen: set[int] = set()
        bot.health.add("gateway", self._gateway)
        bot.health.add("database", self._database)
        bot.health.add("pack", self._pack)
        bot.add_listener(self._on_connect, "on_shard_connect")
        bot.add_listener(self._on_resumed, "on_shard_resumed")

    def refresh(self) -> None:
        """Brings those numbers up to date that are not counted as things happen."""
        held = self._bot.held_shards or ()
        connected = [shard for shard in held if self._is_connected(shard)]
        self._bot.metrics.shards(len(held), len(connected), len(self._bot.guilds))
        edition = self._bot.knowledge.edition
        if edition is not self._edition:
            self._edition = edition
            chronicle = edition.chronicle
            entries = {
                "event": len(chronicle.events),
                "fact": len(chronicle.facts),
                "person": len(chronicle.people),
                "term": len(chronicle.terms),
            }
            self._bot.metrics.pack(chronicle.pack.id, version_of(chronicle), entries)

    def _is_connected(self, shard: int) -> bool:
        info = self._bot.get_shard(shard)
        return info is not None and not info.is_closed()

    async def _gateway(self) -> str:
        held = self._bot.held_shards
        if held is None:
            raise Unwell("not connected yet")
        if lost := [shard for shard in sorted(held) if not self._is_connected(shard)]:
            raise Unwell(f"not connected: {_shards(lost)}")
        if silent := [shard for shard in sorted(held) if not self._bot.heartbeats.is_well(shard)]:
            raise Unwell(f"heartbeats are not answered: {_shards(silent)}")
        if not held:
            return "no shards to serve; standing by"
        latencies = [
            latency for shard, latency in self._bot.latencies if shard in held and math.isfinite(latency)
        ]
        told = f"connected: {_shards(sorted(held))}"
        return f"{told}; {1000 * max(latencies):.0f} ms" if latencies else told

    async def _database(self) -> str:
        await self._store.ping()
        return "reachable"

    async def _pack(self) -> str:
        edition = self._bot.knowledge.edition
        if not edition.size:
            raise Unwell(f"{edition.chronicle.pack.id} is empty")
        return f"{edition.chronicle.pack.id}, {edition.size} entries"

    async def _on_connect(self, shard: int) -> None:
        if shard in self._seen:
            self._bot.metrics.reconnect(shard)
        else:
            self._bot.metrics.connect(shard)
            self._seen.add(shard)

    async def _on_resumed(self, shard: int) -> None:
        self._bot.metrics.reconnect(shard)


@asynccontextmanager
async def monitored(bot: Chronicler, store: Store) -> AsyncGenerator[None]:
    """Tells of the bot on the port that its settings name, if any; raises `PortTakenError`."""
    settings = bot.settings
    if settings.monitoring_port is None:
        yield
        return
    monitor = Monitor(bot, store)
    app = application(bot.health, bot.metrics, monitor.refresh)
    async with serving(app, settings.monitoring_host, settings.monitoring_port):
        yield


def version_of(chronicle: Chronicle) -> str:
    """A short name for exactly this content of a pack: it changes with every entry."""
    content = json.dumps(to_json(chronicle), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _shards(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:8])) + (" …" if len(numbers) > 8 else "")
    return f"shard{'s' * (len(numbers) > 1)} {shown}"
