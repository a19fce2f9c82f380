"""What a person asked last in a channel, for a few minutes, so that a question may lean on the one before."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.lookup.conversation import Context

MINUTES = 10
MOST = 5000


class Memory:
    """The last question of each person in each channel, in memory alone; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._contexts: OrderedDict[tuple[int, int], tuple[float, Context]] = OrderedDict()

    def recall(self, channel: int, person: int) -> Context | None:
        """What is remembered, unless it is too long ago."""
        told, context = self._contexts.get((channel, person), (0.0, None))
        return context if context and time.monotonic() - told < MINUTES * 60 else None

    def remember(self, channel: int, person: int, context: Context | None) -> None:
        """Keeps the last question in place of the one before."""
        self._contexts.pop((channel, person), None)
        if context is not None:
            self._contexts[channel, person] = (time.monotonic(), context)
        while len(self._contexts) > MOST:
            self._contexts.popitem(last=False)
