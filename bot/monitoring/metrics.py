"""The numbers that the running bot counts, under the names that Prometheus reads them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.monitoring.health import Report

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LOOKUP_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_REPLY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30)


class Metrics:
    """Counts for one process. Labels are few and of the program's own words, never what people typed."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self._questions = Counter(
            "chronicler_questions",
            "Questions answered, by command and status.",
            ["command", "status"],
            registry=registry,
        )
        self._lookup = Histogram(
            "chronicler_lookup_seconds",
            "Time of looking up an answer in the pack.",
            ["command"],
            buckets=_LOOKUP_SECONDS,
            registry=registry,
        )
        self._reply = Histogram(
            "chronicler_reply_seconds",
            "Time from a question's arrival until its answer is sent.",
            ["command"],
            buckets=_REPLY_SECONDS,
            registry=registry,
        )
        self._posts = Counter(
            "chronicler_posts", "Daily posts, by outcome: sent, late, failed.", ["outcome"], registry=registry
        )
        for outcome in ("sent", "late", "failed"):
            self._posts.labels(outcome)  # a series that appears with its first failure shows no increase
        self._reconnects = Counter(
            "chronicler_gateway_reconnects",
            "Connections to the gateway that were lost and made anew, by shard.",
            ["shard"],
            registry=registry,
        )
        self._shards = Gauge(
            "chronicler_shards",
            "Shards of this process, by state: held, connected.",
            ["state"],
            registry=registry,
        )
        self._guilds = Gauge("chronicler_guilds", "Servers that this process answers.", registry=registry)
        self._pack = Gauge(
            "chronicler_pack_info", "The pack that answers.", ["pack", "version"], registry=registry
        )
        self._entries = Gauge(
            "chronicler_pack_entries", "Entries of the pack, by kind.", ["kind"], registry=registry
        )
        self._check = Gauge(
            "chronicler_check",
            "Whether a part of the bot does its work (1) or not (0).",
            ["check"],
            registry=registry,
        )

    def question(self, command: str, status: str, lookup_seconds: float) -> None:
        """Counts a question that was looked up."""
        self._questions.labels(command, status).inc()
        self._lookup.labels(command).observe(lookup_seconds)

    def reply(self, command: str, seconds: float) -> None:
        """Counts an answer that was sent."""
        self._reply.labels(command).observe(seconds)

    def post(self, outcome: str) -> None:
        """Counts a daily post: `sent`, `late` (sent, but long after its time) or `failed`."""
        self._posts.labels(outcome).inc()

    def connect(self, shard: int) -> None:
        """Notes the first connection of a shard: a series that appears with its first loss shows no increase."""
        self._reconnects.labels(str(shard))

    def reconnect(self, shard: int) -> None:
        """Counts a connection that was lost and made anew."""
        self._reconnects.labels(str(shard)).inc()

    def shards(self, held: int, connected: int, guilds: int) -> None:
        """Notes how many shards this process has, and how many servers it sees through them."""
        self._shards.labels("held").set(held)
        self._shards.labels("connected").set(connected)
        self._guilds.set(guilds)

    def pack(self, pack: str, version: str, entries: Mapping[str, int]) -> None:
        """Notes which pack answers, in place of the one before."""
        self._pack.clear()
        self._pack.labels(pack, version).set(1)
        self._entries.clear()
        for kind, number in entries.items():
            self._entries.labels(kind).set(number)

    def report(self, report: Report) -> None:
        """Notes how the parts of the bot are."""
        for check in report.checks:
            self._check.labels(check.name).set(check.is_well)

    def exposition(self) -> bytes:
        """Everything in Prometheus's text format."""
        return generate_latest(self.registry)
