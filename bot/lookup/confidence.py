"""How far the first entry may be believed: a logistic curve over the evidence for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.lookup.query import Sort

if TYPE_CHECKING:
    from bot.lookup.query import Query
    from bot.lookup.rank import Evidence

BIAS = -6.0
COVERAGE = 9.0
EXACT = 1.5
TITLE = 1.5
MARGIN = 2.0
MASS = 0.12
FOREIGN = -3.0


def features(first: Evidence, second: Evidence | None, query: Query) -> tuple[float, ...]:
    """Coverage, exactness, share of the title, lead over the second, mass (bounded), number of unknown names."""
    lead = min(0.5, first.rank - second.rank) if second else 0.5
    foreign = sum(unit.sort is Sort.FOREIGN for unit in query.units)
    return first.coverage, first.exact, first.title, lead, min(first.mass, 15.0), float(min(foreign, 2))


def confidence(first: Evidence, second: Evidence | None, query: Query) -> float:
    """The chance, from 0 to 1, that `first` answers `query`."""
    weights = (COVERAGE, EXACT, TITLE, MARGIN, MASS, FOREIGN)
    total = BIAS + sum(weight * value for weight, value in zip(weights, features(first, second, query), strict=True))
    return 1.0 / (1.0 + math.exp(-total))
