"""The pack that answers, asked from threads so that the event loop never waits for a look-up."""

from __future__ import annotations

import asyncio
import gc
import random
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from bot.chronicle.model import Kind
from bot.discord.examples import examples
from bot.discord.keys import key
from bot.lookup.answer import Answer, Found, Status, headline
from bot.lookup.cache import open_lookup
from bot.lookup.completion import Completer
from bot.lookup.question import Command, Question
from bot.lookup.timeline import timeline
from bot.monitoring.metrics import Metrics
from bot.render.words import day_label

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from bot.chronicle.model import Chronicle, Entry
    from bot.lookup.conversation import Context
    from bot.lookup.lookup import Lookup

T = TypeVar("T")

LONGEST_QUESTION = 4000
_THREADS = 2


@dataclass(frozen=True)
class Edition:
    """A pack as it was loaded at one time, ready to answer. What is in hand keeps its edition to the end.

    `size` counts the entries, `days` are the labels of all dates in order of time, `examples` what may be asked.
    """

    lookup: Lookup
    completer: Completer
    size: int
    days: tuple[str, ...]
    examples: Mapping[str, str]
    _by_key: Mapping[str, Entry]
    _linking: Mapping[str, tuple[Entry, ...]]

    @property
    def chronicle(self) -> Chronicle:
        """The entries and their sources."""
        return self.lookup.chronicle

    @classmethod
    def of(cls, lookup: Lookup) -> Self:
        """The edition that a look-up answers from."""
        chronicle = lookup.chronicle
        linking: dict[str, list[Entry]] = {}
        for event in chronicle.events:
            for other in event.related:
                linking.setdefault(other, []).append(event)
        return cls(
            lookup,
            Completer(chronicle),
            sum(1 for _ in chronicle),
            tuple(
                day_label(date) for date in dict.fromkeys(event.date for event in chronicle.events) if date
            ),
            examples(chronicle),
            {key(entry): entry for entry in chronicle},
            {entry: tuple(events) for entry, events in linking.items()},
        )

    def any_event(self) -> Entry:
        """Any event of the chronicle, or any entry of one that has no events."""
        return random.choice(self.chronicle.events or tuple(self.chronicle))  # noqa: S311 - nothing depends on it

    def find(self, name: str) -> Entry | None:
        """The entry of a key, unless it has gone from the pack."""
        return self._by_key.get(name)

    def related(self, entry: Entry, *, after: bool) -> list[Entry]:
        """What led to an entry, or what followed: its related entries of earlier or later days."""
        by_id = self.chronicle.by_id
        near = dict.fromkeys(by_id[one] for one in entry.related if one in by_id)
        near.update(dict.fromkeys(self._linking.get(entry.id, ())))
        start = _start(entry)
        dated = [one for one in near if one.date and (_start(one) > start if after else _start(one) < start)]
        return sorted(dated, key=_start)


def _start(entry: Entry) -> str:
    return str(entry.span.start or "") if entry.span else ""


@dataclass(frozen=True)
class Reply:
    """An answer, the edition that gave it, and what the conversation remembers of it.

    `in_order` tells that the entries are a timeline.
    """

    answer: Answer
    edition: Edition
    context: Context | None = None
    seconds: float = 0.0  # that looking it up took
    in_order: bool = False


class Knowledge:
    """Answers from the present edition of a pack; `reload` puts a new one in its place. Counts what is asked."""

    def __init__(self, folder: Path, edition: Edition, metrics: Metrics | None = None) -> None:
        self.folder = folder
        self.edition = edition
        self.metrics = metrics or Metrics()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="lookup")
        self._under_way: set[Future[Any]] = set()
        self._reloading = asyncio.Lock()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Loads a pack; raises `bot.chronicle.loader.PackError` with its problems. Blocks."""
        return cls(folder, _load(folder))

    @property
    def is_busy(self) -> bool:
        """Whether a thread still works, such as at reading a large pack; nobody can stop it."""
        return any(one.running() for one in tuple(self._under_way))

    def close(self) -> None:
        """Lets the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def answer(self, command: Command, text: str, context: Context | None = None) -> Reply:
        """What the pack says to a question; the title or id of an entry is answered by that entry."""
        edition = self.edition

        def ask() -> Reply:
            named = edition.completer.named(text)
            if named and named.kind is not Kind.PERSON:
                return Reply(Answer(Status.ANSWERED, headline(named), (Found(named, 1.0),)), edition)
            asked = named.title if named else text[:LONGEST_QUESTION]
            question = Question(command, asked, datetime.now(UTC).date())
            answer, remembered = edition.lookup.answer(question, context)
            return Reply(answer, edition, remembered)

        return await self._counted(command.value, ask)

    async def timeline(self, topic: str) -> Reply:
        """Everything dated about a topic, a person or a term, in order of time."""
        edition = self.edition

        def look() -> Reply:
            named = edition.completer.named(topic)
            answer = timeline(edition.lookup, topic[:LONGEST_QUESTION], named)
            return Reply(answer, edition, in_order=True)

        return await self._counted("timeline", look)

    async def complete(self, text: str, kinds: Collection[Kind]) -> list[Entry]:
        """Entries whose titles or names begin like `text`, at most 25."""
        return await self.in_thread(lambda: self.edition.completer.complete(text, kinds))

    async def reload(self) -> Edition:
        """Loads the pack anew beside the present one and swaps it in if nothing is wrong with it.

        Raises `bot.chronicle.loader.PackError` with every problem; the present edition then stays.
        """
        async with self._reloading:
            self.edition = await self.in_thread(lambda: _load(self.folder))
            return self.edition

    async def _counted(self, command: str, work: Callable[[], Reply]) -> Reply:
        def timed() -> Reply:
            start = time.perf_counter()
            reply = work()
            return replace(reply, seconds=time.perf_counter() - start)

        reply = await self.in_thread(timed)
        self.metrics.question(command, reply.answer.status.value, reply.seconds)
        return reply

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Does what takes more than a moment beside the event loop."""
        under_way = self._threads.submit(work)
        self._under_way.add(under_way)
        under_way.add_done_callback(self._under_way.discard)
        return await asyncio.wrap_future(under_way)


def _load(folder: Path) -> Edition:
    """A pack, loaded; kept out of the sight of the collector, which would stop everything to look through it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        edition = Edition.of(open_lookup(folder))
        gc.freeze()
        return edition
    finally:
        if enabled:
            gc.enable()
