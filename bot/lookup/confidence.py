"""How far the first entry may be believed: small trees over the evidence for it, and what they must not overrule.

The trees are fitted by `tools/fit_confidence.py` to question sets of several chronicles.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from bot.dates import edtf
from bot.lookup.apart import is_numbered_otherwise, is_of_rival
from bot.lookup.features import (
    FEATURES,
    NUMBER,
    FeatureReader,
    is_unmet,
    lacks_measure,
    values,
    without_dates,
)
from bot.lookup.query import Need, Sort
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chronicle.model import Entry
    from bot.lookup.examples import Examples
    from bot.lookup.language import Language
    from bot.lookup.query import Query
    from bot.lookup.rank import Evidence, Ranker

SAID = 0.8  # from here on another entry says the very word
FEW, TELLING, PLAIN, BARE = 2, 0.84, 0.55, 0.6  # so likely is the answer to few telling words that it says
TOGETHER = 0.8  # and says them in one sentence
UNANSWERABLE = 0.4  # what remains of the chance of an entry that cannot hold the answer
_UNITS = frozenset({"percent", "hundred", "thousand", "million", "billion", "trillion"})
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


Twig = tuple[int, float, float, float]
Branch = tuple[int, float, Twig, Twig]
Tree = tuple[int, float, Branch, Branch]
"""The place of a feature, a limit, and what follows up to the limit and above it: at the third level, log odds."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted decision trees, whose sum is the log odds of an answer."""

    prior: float
    trees: tuple[Tree, ...]

    def chance(self, features: tuple[float, ...]) -> float:
        """The chance, from 0 to 1, that an answer of these features is right."""
        total = self.prior
        for place, limit, low, high in self.trees:
            place, limit, low, high = low if features[place] <= limit else high
            place, limit, low, high = low if features[place] <= limit else high
            total += low if features[place] <= limit else high
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, total))))


def load_trees() -> Trees:
    """The fitted trees; they must be of the features that are read now."""
    raw = json.loads(Path(__file__).with_name("confidence.json").read_text("utf-8"))
    if tuple(raw["features"]) != FEATURES:
        raise ValueError("confidence.json was fitted to other features: run tools/fit_confidence.py")
    return Trees(raw["prior"], tuple(map(_tree, raw["trees"])))


def _tree(raw: Any) -> Tree:
    place, limit, low, high = _split(raw)
    return place, limit, _branch(low), _branch(high)


def _branch(raw: Any) -> Branch:
    place, limit, low, high = _split(raw)
    return place, limit, _split(low), _split(high)


def _split(raw: Any) -> tuple[int, float, Any, Any]:
    """A split, or for a leaf that stands higher than others one with the same on both sides."""
    if not isinstance(raw, list):
        return 0, 0.0, raw, raw
    place, limit, low, high = cast("list[Any]", raw)
    return place, limit, low, high


class Confidence:
    """Tells how far answers from one chronicle may be believed."""

    def __init__(self, ranker: Ranker, language: Language, examples: Examples) -> None:
        self._ranker = ranker
        self._language = language
        self.reader = FeatureReader(ranker, language, examples)

    @cached_property
    def _trees(self) -> Trees:
        return load_trees()

    def of(self, ranked: Sequence[Evidence], query: Query) -> float:
        """The chance, from 0 to 1, that the first of the ranked entries answers `query`."""
        first = ranked[0]
        features = self.reader.read(ranked, query)
        chance = self._trees.chance(values(features))
        if query.personal or _cannot_tell(query, self._ranker.entry(first), self._language):
            return chance * UNANSWERABLE
        plain = features.together >= TOGETHER and _is_plain(first, query, self._ranker, self._language)
        return max(chance, BARE if len(query.asked) <= FEW else PLAIN) if plain else chance


def _is_plain(first: Evidence, query: Query, ranker: Ranker, language: Language) -> bool:
    """Whether few but telling words were asked for, and the entry says them all: “tariffs”."""
    if len(query.units) > FEW or query.focus or query.need is Need.YES_OR_NO:
        return False
    if query.need is Need.DEFINITION and len(query.units) > 1:
        return False  # the capital of Mongolia is none that stands beside Mongolia
    if any(unit.sort is Sort.NAME and language.is_ordinary(unit.text) for unit in query.units):
        return False  # “moon” may be Mr. Moon, or not
    said = all(ranker.touch(unit)[0].get(first.number, 0.0) >= SAID for unit in query.units)
    return said and sum(map(language.telling, (unit.text for unit in query.units))) >= TELLING * len(
        query.units
    )


def _cannot_tell(query: Query, entry: Entry, language: Language) -> bool:
    """Whether the entry cannot hold what is asked for: no number at all, no duration, no age, no height."""
    text = f"{entry.title} {entry.text}"
    if is_numbered_otherwise(query.words, text) or is_of_rival(query, text, language):
        return True
    if _is_other_amount(query, text) or _is_of_another_year(query, entry):
        return True
    if query.need in {Need.AMOUNT, Need.COUNT} and not NUMBER.search(without_dates(text).lower()):
        return True
    if query.need is Need.DURATION:
        return is_unmet(query, entry, language)
    return lacks_measure(query, entry, language) and query.need in {Need.AMOUNT, Need.HOW}


def _is_other_amount(query: Query, text: str) -> bool:
    """Whether the text has a number that is asked for, but of something else: 50 billion for “50 percent”."""
    asked = [(number, unit) for number, unit in pairwise(query.words) if unit in _UNITS and number.isdigit()]
    if not asked:
        return False
    told = set(pairwise(word.text for word in words(text)))
    return any(
        (number, unit) not in told and any((number, other) in told for other in _UNITS)
        for number, unit in asked
    )


def _is_of_another_year(query: Query, entry: Entry) -> bool:
    """Whether the question has a year that was read as no date, and that the entry neither names nor lies in."""
    years = [word for word in query.words if _YEAR.fullmatch(word)]
    text = f"{entry.title} {entry.text}"
    return any(
        year not in text and not (entry.span and entry.span.overlaps(edtf.parse(year))) for year in years
    )
