"""What a question's words say against an entry that does not say them: “hotel” and “why” much, “yo” nothing.

Chronicles tell what happened, and seldom what was eaten, who translated or how long it took. How much each word and
opening of a question counts is fitted by `tools/fit_confidence.py` to question sets of several chronicles.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.lookup.language import Language
    from bot.lookup.query import Query
    from bot.lookup.rank import Evidence, Ranker

SAYS = 0.5


class Doubts:
    """How far the words of questions are doubts, in log odds."""

    def __init__(self, language: Language) -> None:
        self._language = language

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        return json.loads(Path(__file__).with_name("doubts.json").read_text("utf-8"))

    def of(self, query: Query, first: Evidence, ranker: Ranker) -> float:
        """The log odds that speak for an entry, or against it if below 0."""
        weights = self._weights
        return sum([weights.get(sign, 0.0) for sign in signs(query, first, ranker, self._language)])


def signs(query: Query, first: Evidence, ranker: Ranker, language: Language) -> Iterator[str]:
    """What counts: each word that an entry doesn't say, the kind of answer wanted, and how the question opens."""
    touched = (unit for unit in query.units if ranker.touch(unit)[0].get(first.number, 0.0) >= SAYS)
    said = {word for unit in touched for word in unit.text.split()}
    norms = {language.norm(word) for word in query.words if word not in said}
    yield from norms.difference(said)
    yield f"?{query.need.value}"
    yield f"^{' '.join(query.words[:1])}"
    yield f"^{' '.join(query.words[:2])}"
