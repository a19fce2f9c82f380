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
from bot.lookup.lookup import Lookup, needing  # noqa: E402

PACKS = {
    "us-japan-2018": ROOT / "knowledge" / "us-japan-2018",
    "apollo": ROOT / "tests" / "packs" / "apollo",
    "july-crisis": ROOT / "tests" / "packs" / "july-crisis",
    "suez": ROOT / "tests" / "packs" / "suez",
}
STEPS, RIDGE = 25, 0.1
PUSHED = {
    "focus_missed": -1,
    "foreign": -1,
    "numbers_missed": -1,
    "need_unmet": -1,
    "missing": -1,
    "counting": -1,
    "richness": -1,
    "profile": -1,
    "heaviest_missed": -1,
    "personal": -1,
    "measure_unmet": -1,
}  # known signs

Sample = tuple[tuple[float, ...], bool, str]


def main() -> None:
    """Print bias and weights, and how well they part the right answers from the rest."""
    samples = [
        sample
        for pack, folder in PACKS.items()
        for sample in samples_of(
            Lookup(load(folder)), read(ROOT / "tests" / "questions" / pack / "tune.yaml")
        )
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
        query = needing(question.command, lookup.reader.read(question.text))
        ranked = lookup.ranker.rank(query)
        if lookup.is_ranked(question.command, query) and ranked:
            first = lookup.index.entries[ranked[0].number]
            values = features(ranked, query, lookup.ranker, lookup.language)
            right = not question.statuses and is_right(question, [first])
            samples.append((values, right, "unanswerable" if question.statuses else "answerable"))
    return samples


def chance(bias: float, weights: list[float], values: tuple[float, ...]) -> float:
    """The logistic curve."""
    total = bias + sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def fit(samples: list[Sample]) -> tuple[float, list[float]]:
    """Newton's method with a ridge; features whose weight comes out with the wrong sign are left out, one by one."""
    used = list(range(len(FEATURES)))
    while True:
        solved = newton(
            [(1.0, *(values[at] for at in used)) for values, _, _ in samples],
            [right for _, right, _ in samples],
        )
        weights = [0.0] * len(FEATURES)
        for at, weight in zip(used, solved[1:], strict=True):
            weights[at] = weight
        wrong = {at: abs(weights[at]) for at in used if weights[at] * PUSHED.get(FEATURES[at], 1) < 0}
        if not wrong:
            return solved[0], weights
        used.remove(max(wrong, key=lambda at: wrong[at]))


def newton(rows: list[tuple[float, ...]], rights: list[bool]) -> list[float]:
    """The weights of a ridge logistic regression; the first column is the constant."""
    size = len(rows[0])
    weights = [0.0] * size
    for _ in range(STEPS):
        slope = [RIDGE * weight * (at > 0) for at, weight in enumerate(weights)]
        bend = [
            [RIDGE * (row == column > 0) + 1e-9 * (row == column) for column in range(size)]
            for row in range(size)
        ]
        for row, right in zip(rows, rights, strict=True):
            likely = chance(0.0, weights, row)
            for at, value in enumerate(row):
                slope[at] += (likely - right) * value
                for other in range(at + 1):
                    bend[at][other] += likely * (1 - likely) * value * row[other]
        for at in range(size):
            for other in range(at):
                bend[other][at] = bend[at][other]
        weights = [weight - step for weight, step in zip(weights, solve(bend, slope), strict=True)]
    return weights


def solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Gaussian elimination with pivoting."""
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    size = len(rows)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for below in range(at + 1, size):
            factor = rows[below][at] / rows[at][at]
            rows[below] = [value - factor * above for value, above in zip(rows[below], rows[at], strict=True)]
    answer = [0.0] * size
    for at in reversed(range(size)):
        rest = sum(rows[at][other] * answer[other] for other in range(at + 1, size))
        answer[at] = (rows[at][size] - rest) / rows[at][at]
    return answer


if __name__ == "__main__":
    main()
