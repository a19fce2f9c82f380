"""What a question's words say against an entry that does not say them: “hotel” and “ate” much, “thing” nothing.

Chronicles tell what happened, and seldom where people slept, what they ate or what it cost. How much each word and
opening of a question counts is fitted by `tools/fit_confidence.py` to question sets of several chronicles.
"""

from __future__ import annotations

import json
from functools import cached_property
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from bot.lookup.language import Language
    from bot.lookup.query import Query


class Doubts:
    """How far the words of questions are doubts, in log odds."""

    def __init__(self, language: Language) -> None:
        self._language = language

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        return json.loads(Path(__file__).with_name("doubts.json").read_text("utf-8"))

    def of(self, query: Query, said: Collection[str]) -> float:
        """The log odds that speak for an entry which says the words `said`, or against it if below 0."""
        return weigh(signs(query, said, self._language), self._weights)


def weigh(signs: Iterable[str], weights: Mapping[str, float]) -> float:
    """What signs count together; the same in whatever order they come."""
    return fsum([weights.get(sign, 0.0) for sign in signs])


def signs(query: Query, said: Collection[str], language: Language) -> Iterator[str]:
    """What counts: each word that an entry doesn't say, the kind of answer wanted, and how the question opens."""
    norms = {language.norm(word) for word in query.asked if word not in said}
    yield from norms.difference(said)
    yield f"?{query.need.value}"
    yield f"^{' '.join(query.asked[:1])}"
    yield f"^{' '.join(query.asked[:2])}"
