"""How far the first entry may be believed: a logistic curve over the evidence for it.

The weights are fitted by `tools/fit_confidence.py` to question sets of three chronicles.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.lookup.query import Need, Sort

if TYPE_CHECKING:
    from bot.chronicle.model import Entry
    from bot.lookup.query import Query
    from bot.lookup.rank import Evidence, Ranker

FEATURES = (
    "coverage", "predicate", "names", "exact", "title", "lead", "mass", "neighbours", "focus_missed",
    "foreign", "numbers_missed", "need_unmet", "lone", "uncovered", "dated",
)  # fmt: skip
BIAS = -4.0
WEIGHTS = (6.0, 2.0, 1.5, 1.5, 1.0, 2.0, 0.8, 1.0, -2.0, -3.0, -1.5, -1.0, 0.5, -0.1, 0.5)
TOUCHED = 0.3
_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|half|both|once|twice)\b")
_REASON = re.compile(r"\b(?:because|since|after|due|for|to|over|so|in order|in response|led|caused|reason)\b", re.IGNORECASE)


def features(first: Evidence, second: Evidence | None, entry: Entry, query: Query, ranker: Ranker) -> tuple[float, ...]:
    """The evidence as numbers around 0 to 1, in the order of `FEATURES`."""
    named = [0.0, 0.0]
    said = [0.0, 0.0]
    weakest_name, uncovered, foreign, numbers = 1.0, 0.0, 0, 0
    focus_missed = 0.0
    for unit in query.units:
        postings, weight = ranker.touch(unit)
        strength = postings.get(first.number, 0.0)
        group = named if unit.sort in {Sort.NAME, Sort.OFFICE} else said
        group[0] += weight * strength
        group[1] += weight
        if unit.sort in {Sort.NAME, Sort.OFFICE}:
            weakest_name = min(weakest_name, strength)
        if strength < TOUCHED:
            uncovered += weight
            foreign += unit.sort is Sort.FOREIGN
            numbers += unit.text.isdigit()
            if query.focus and query.focus in unit.text.split():
                focus_missed = 1.0
    lead = min(0.5, first.rank - second.rank) if second else 0.5
    return (
        first.coverage,
        said[0] / said[1] if said[1] else 1.0,
        weakest_name,
        first.exact,
        first.title,
        lead,
        min(first.mass, 15.0) / 10,
        first.neighbours,
        focus_missed,
        float(min(foreign, 2)),
        float(min(numbers, 2)),
        float(_is_unmet(query, entry)),
        float(len(query.units) == 1),
        min(uncovered, 20.0) / 10,
        float(bool(query.spans)),
    )


def _is_unmet(query: Query, entry: Entry) -> bool:
    """Whether an entry lacks what this kind of question needs: a number, a person, a place, a reason."""
    text = f"{entry.title} {entry.text}"
    match query.need:
        case Need.AMOUNT | Need.COUNT | Need.DURATION:
            return not _NUMBER.search(text.lower())
        case Need.WHERE:
            return not entry.place and entry.kind in {Kind.EVENT, Kind.FACT}
        case Need.WHY:
            return not _REASON.search(text)
        case Need.WHEN:
            return entry.span is None
        case Need.WHO:
            return entry.kind is not Kind.PERSON and not entry.people
        case _:
            return False


def confidence(first: Evidence, second: Evidence | None, entry: Entry, query: Query, ranker: Ranker) -> float:
    """The chance, from 0 to 1, that `first` answers `query`."""
    values = features(first, second, entry, query, ranker)
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, total))))
