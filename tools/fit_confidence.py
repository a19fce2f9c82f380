"""Fits the trees of `bot/lookup/confidence.json` to the tuning halves of the question sets, and tells how well.

    pip install scikit-learn
    python tools/fit_confidence.py

Beside its own questions each history is asked those about another one, which it can't answer, so that the trees have
seen strange questions, too. The trees are those of several fits, each on other parts of the samples, whose mean errs
less than any of them.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.quality import PACKS  # noqa: E402
from benchmarks.questions import Asked, is_right, read  # noqa: E402
from bot.chronicle.loader import load  # noqa: E402
from bot.lookup.features import FEATURES, values  # noqa: E402
from bot.lookup.lookup import Lookup, needing  # noqa: E402

TARGET = ROOT / "bot" / "lookup" / "confidence.json"
FITS, TREES, DEPTH, RATE, SHARE, FEATURES_EACH, LEAST = 3, 100, 3, 0.1, 0.6, 0.3, 15
MOST_STRAYS, STRAY = 300, 0.02  # questions about another history, and what one counts
NEAR_MISS = 0.3  # the sets have more of them than people ask
DIGITS = 4

Sample = tuple[tuple[float, ...], bool, bool, float]
"""Features, whether the answer is right, whether there is a right one, and what the sample counts."""


def main() -> None:
    """Write the trees and print how many answers each threshold would lose and let through."""
    sets = {
        pack: read(path)
        for pack in PACKS
        if (path := ROOT / "tests" / "questions" / pack / "tune.yaml").exists()
    }
    samples: list[Sample] = []
    strays: list[Sample] = []
    for pack, other in zip(sets, (*list(sets)[1:], next(iter(sets))), strict=True):
        lookup = Lookup(load(PACKS[pack]))
        samples += samples_of(lookup, sets[pack])
        strays += samples_of(lookup, tuple(map(unanswerable, sets[other][:MOST_STRAYS])))
    text = json.dumps(fit(samples, strays), separators=(",", ":"))
    TARGET.write_text(text.replace("]]],[", "]]],\n[") + "\n", "utf-8")
    from bot.lookup.confidence import load_trees

    fitted = load_trees()
    scored = [(fitted.chance(given), right, answerable) for given, right, answerable, _ in samples]
    for limit in (0.4, 0.45, 0.5, 0.55, 0.6):
        lost = sum(right for score, right, _ in scored if score < limit)
        kept = sum(not answerable for score, _, answerable in scored if score >= limit)
        print(f"at {limit}: {lost} right answers lost, {kept} unanswerable answered")


def unanswerable(question: Asked) -> Asked:
    """A question about one history as it is asked of another."""
    return replace(question, statuses=("not_found",))


def samples_of(lookup: Lookup, asked: tuple[Asked, ...]) -> list[Sample]:
    """A sample of every first answer that is ranked."""
    samples: list[Sample] = []
    for question in asked:
        query = needing(question.command, lookup.reader.read(question.text))
        ranked = lookup.ranker.rank(query)
        if lookup.is_ranked(question.command, query) and ranked:
            first = lookup.index.entries[ranked[0].number]
            right = not question.statuses and is_right(question, [first])
            given = values(lookup.confidence.reader.read(ranked, query))
            counts = NEAR_MISS if question.kind == "near-miss" else 1.0
            samples.append((given, right, not question.statuses, counts))
    return samples


def fit(samples: list[Sample], strays: list[Sample]) -> dict[str, Any]:
    """The trees, as `confidence.json` holds them."""
    np: Any = import_module("numpy")
    ensemble: Any = import_module("sklearn.ensemble")
    given = np.array([sample[0] for sample in samples + strays])
    right = np.array([sample[1] for sample in samples + strays])
    weights = np.array([sample[3] for sample in samples] + [STRAY] * len(strays))
    share = float(np.average(right, weights=weights))
    trees: list[Any] = []
    for seed in range(FITS):
        boosted = ensemble.GradientBoostingClassifier(
            n_estimators=TREES,
            max_depth=DEPTH,
            learning_rate=RATE,
            subsample=SHARE,
            max_features=FEATURES_EACH,
            min_samples_leaf=LEAST,
            random_state=seed,
        ).fit(given, right, sample_weight=weights)
        trees += [nested(stage[0].tree_, 0) for stage in boosted.estimators_]
    return {"features": FEATURES, "prior": round(math.log(share / (1 - share)), DIGITS), "trees": trees}


def nested(tree: Any, node: int) -> float | list[Any]:
    """A fitted tree as nested lists, with the rate of learning multiplied into its leaves."""
    if tree.children_left[node] < 0:
        return round(RATE / FITS * float(tree.value[node][0][0]), DIGITS)
    branches = (nested(tree, int(side[node])) for side in (tree.children_left, tree.children_right))
    return [int(tree.feature[node]), round(float(tree.threshold[node]), DIGITS), *branches]


if __name__ == "__main__":
    main()
