"""Fits the weights of `bot/lookup/confidence.py` to question sets, by logistic regression, and prints them.

    python tools/fit_confidence.py
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.questions import Asked, is_right, read  # noqa: E402
from bot.chronicle.loader import load  # noqa: E402
from bot.lookup.confidence import FEATURES, features  # noqa: E402
from bot.lookup.lookup import Lookup  # noqa: E402

PACKS = {
    "us-japan-2018": ROOT / "knowledge" / "us-japan-2018",
    "apollo": ROOT / "tests" / "packs" / "apollo",
    "july-crisis": ROOT / "tests" / "packs" / "july-crisis",
}
ROUNDS, RATE, DECAY = 6000, 0.5, 0.002
PUSHED = {"focus_missed": -1, "foreign": -1, "numbers_missed": -1, "need_unmet": -1, "uncovered": -1, "personal": -1, "measure_unmet": -1}  # known signs

Sample = tuple[tuple[float, ...], bool, str]


def main() -> None:
    """Print bias and weights, and how well they part the right answers from the rest."""
    samples = [
        sample
        for pack, folder in PACKS.items()
        for sample in samples_of(Lookup(load(folder)), read(ROOT / "tests" / "questions" / pack / "tune.yaml"))
    ]
    bias, weights = fit(samples)
    print(f"BIAS = {bias:.2f}\nWEIGHTS = ({', '.join(f'{weight:.2f}' for weight in weights)})")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"  {name:15} {weight:6.2f}")
    scored = sorted((chance(bias, weights, values), right, label) for values, right, label in samples)
    for limit in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        lost = sum(right for score, right, _ in scored if score < limit)
        kept = sum(label == "unanswerable" for score, _, label in scored if score >= limit)
        print(f"at {limit}: {lost} right answers lost, {kept} unanswerable answered")


def samples_of(lookup: Lookup, asked: tuple[Asked, ...]) -> list[Sample]:
    """The features of every first answer that is ranked, and whether it is right."""
    samples: list[Sample] = []
    for question in asked:
        query = lookup.reader.read(question.text)
        ranked = lookup.ranker.rank(query)
        if lookup.is_ranked(question.command, query) and ranked:
            first = lookup.index.entries[ranked[0].number]
            values = features(ranked[0], ranked[1] if len(ranked) > 1 else None, first, query, lookup.ranker, lookup.language)
            right = not question.statuses and is_right(question, [first])
            samples.append((values, right, "unanswerable" if question.statuses else "answerable"))
    return samples


def chance(bias: float, weights: list[float], values: tuple[float, ...]) -> float:
    """The logistic curve."""
    total = bias + sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def fit(samples: list[Sample]) -> tuple[float, list[float]]:
    """Plain gradient descent with weight decay; signs that are known stay."""
    bias, weights = 0.0, [0.0] * len(FEATURES)
    for _ in range(ROUNDS):
        slope_bias, slopes = 0.0, [0.0] * len(FEATURES)
        for values, right, _ in samples:
            error = chance(bias, weights, values) - right
            slope_bias += error
            for at, value in enumerate(values):
                slopes[at] += error * value
        bias -= RATE * slope_bias / len(samples)
        for at, name in enumerate(FEATURES):
            weights[at] -= RATE * (slopes[at] / len(samples) + DECAY * weights[at])
            sign = PUSHED.get(name, 1)
            weights[at] = min(0.0, weights[at]) if sign < 0 else max(0.0, weights[at])
    return bias, weights


if __name__ == "__main__":
    main()
