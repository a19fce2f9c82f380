"""How many questions one person may ask in a while, by whatever way."""

from __future__ import annotations

import time
from collections import OrderedDict, deque

from discord.ext import commands

QUESTIONS = 10
SECONDS = 20.0
_MOST_PEOPLE = 10_000


class TooFast(commands.CheckFailure):
    """Somebody asks faster than is good. `again_in` is in seconds; `is_told` says that they know already."""

    def __init__(self, again_in: float, *, is_told: bool) -> None:
        super().__init__(f"again in {again_in:.0f} s")
        self.again_in = again_in
        self.is_told = is_told


class Stopping(commands.CheckFailure):
    """The bot is about to stop and takes no more questions."""


class Cooldown:
    """The times of the last questions of each person. The sentence is said once, then there is silence."""

    def __init__(self) -> None:
        self._asked: OrderedDict[int, deque[float]] = OrderedDict()
        self._told: dict[int, float] = {}

    def count(self, person: int) -> None:
        """Counts a question; raises `TooFast` where it is one too many."""
        now = time.monotonic()
        asked = self._asked.setdefault(person, deque())
        self._asked.move_to_end(person)
        while asked and now - asked[0] >= SECONDS:
            asked.popleft()
        if len(asked) < QUESTIONS:
            asked.append(now)
            self._told.pop(person, None)
            self._forget_the_quiet()
            return
        is_told = person in self._told
        self._told[person] = now
        raise TooFast(asked[0] + SECONDS - now, is_told=is_told)

    def _forget_the_quiet(self) -> None:
        while len(self._asked) > _MOST_PEOPLE:
            person, _ = self._asked.popitem(last=False)
            self._told.pop(person, None)
