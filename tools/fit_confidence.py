"""Fits how far an answer is believed to the tuning halves of the question sets: `confidence.json` and `doubts.json`.

    pip install scikit-learn
    python tools/fit_confidence.py

First come the doubts: what each word counts that a question says and the first entry doesn't, as a logistic regression
beside the trees' own opinion, fitted to the question sets and to further examples. The trees shall trust doubts as far
as they hold for a history that nobody has seen; so, for them, each history's questions are judged by what was learned
from the others. Then come the trees.
Beside its own questions each history is asked those about another one, which it can't answer, so that the trees have
seen strange questions, too. The trees are those of several fits, each on other parts of the samples, whose mean errs
less than any of them.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.quality import PACKS  # noqa: E402
from benchmarks.questions import TODAY, Asked, is_right, read  # noqa: E402
from bot.chronicle.loader import examples, load  # noqa: E402
from bot.lookup.doubt import signs, weigh  # noqa: E402
from bot.lookup.features import FEATURES, Tally, values  # noqa: E402
from bot.lookup.lookup import Lookup, needing  # noqa: E402
from bot.lookup.question import Command  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chronicle.model import Chronicle

ROOM = ROOT / "bot" / "lookup"
QUESTIONS = ROOT / "tests" / "questions"
FITS, TREES, DEPTH, RATE, SHARE, FEATURES_EACH, LEAST = 3, 100, 3, 0.1, 0.6, 0.3, 15
STRENGTH, RARE, FAINT = 1.0, 3, 0.1  # of the regression; words less frequent or telling less are left out
MOST_STRAYS, STRAY = 300, 0.02  # questions about another history, and what one counts
NEAR_MISS = 0.3  # the sets have more of them than people ask
DIGITS = 4
CERTAIN = 0.01  # chances nearer to 0 or 1 are taken for this


Question = tuple[Asked, frozenset[str] | None]
"""What is asked, with the ids of the entries that answer it where the set gives these."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A first answer: the number of its history, its features, the signs of doubt, whether it is right, whether
    anything is, and what it counts.
    """

    history: int
    features: tuple[float, ...]
    signs: frozenset[str]
    right: bool
    answerable: bool
    weight: float


def main() -> None:
    """Write doubts and trees and print how many answers each threshold would lose and let through."""
    sets = {pack: read(path) for pack in PACKS if (path := QUESTIONS / pack / "tune.yaml").exists()}
    samples: list[Sample] = []
    strays: list[Sample] = []
    plain: list[Sample] = []  # as they are answered without the packs' examples
    for history, (pack, other) in enumerate(zip(sets, (*list(sets)[1:], next(iter(sets))), strict=True)):
        chronicle = load(PACKS[pack])
        lookup, bare = Lookup(chronicle), Lookup(replace(chronicle, examples=()))
        own = [(question, None) for question in sets[pack]]
        samples += samples_of(history, lookup, own)
        strays += samples_of(
            history, lookup, [(unanswerable(question), None) for question in sets[other][:MOST_STRAYS]]
        )
        plain += samples_of(history, bare, [*own, *examples_of(pack, chronicle)])
    plain = [doubting(sample, {}) for sample in plain]
    opinions = opinions_of(plain)
    doubts = fit_doubts(plain, opinions)
    apart = [fit_doubts(*without(history, plain, opinions)) for history in range(len(sets))]
    samples = [doubting(sample, apart[sample.history]) for sample in samples]
    strays = [replace(doubting(sample, doubts), weight=STRAY) for sample in strays]
    write("doubts.json", doubts)
    write("confidence.json", fit_trees(samples + strays))
    from bot.lookup.confidence import load_trees

    fitted = load_trees()
    scored = [(fitted.chance(sample.features), sample) for sample in samples]
    for limit in (0.4, 0.45, 0.5, 0.55, 0.6):
        lost = sum(sample.right for score, sample in scored if score < limit)
        kept = sum(not sample.answerable for score, sample in scored if score >= limit)
        print(f"at {limit}: {lost} right answers lost, {kept} unanswerable answered")


def write(name: str, fitted: dict[str, Any]) -> None:
    """Write what was fitted, in lines of which version control can tell what changed."""
    text = json.dumps(fitted, separators=(",", ":"), ensure_ascii=False)
    lines = text.replace("]]],[", "]]],\n[") if "trees" in fitted else text.replace(",", ",\n")
    (ROOM / name).write_text(lines + "\n", "utf-8")


def unanswerable(question: Asked) -> Asked:
    """A question about one history as it is asked of another."""
    return replace(question, statuses=("not_found",))


def examples_of(pack: str, chronicle: Chronicle) -> list[Question]:
    """The examples of a pack, or those that were written about it, with the ids of the entries that answer them."""
    path = QUESTIONS / pack / "examples.yaml"
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8")) if path.exists() else []
    written = [example for row in rows for example in examples(row)]
    return [
        (
            Asked("", "", Command.ASK, example.text, (), (), () if example.answers else ("not_found",)),
            frozenset(example.answers),
        )
        for example in (*written, *chronicle.examples)
    ]


def samples_of(history: int, lookup: Lookup, asked: Sequence[Question]) -> list[Sample]:
    """A sample of every first answer that is ranked; with ids, these tell which answers are right."""
    samples: list[Sample] = []
    for question, ids in asked:
        query = needing(question.command, lookup.reader.read(question.text, TODAY))
        ranked = lookup.ranker.rank(query)
        if lookup.is_ranked(question.command, query) and ranked:
            first = lookup.index.entries[ranked[0].number]
            right = is_right(question, [first]) if ids is None else first.id in ids
            samples.append(
                Sample(
                    history,
                    values(lookup.confidence.reader.read(ranked, query)),
                    frozenset(signs(query, Tally(query, ranked[0], lookup.ranker).said(), lookup.language)),
                    right and not question.statuses,
                    not question.statuses,
                    NEAR_MISS if question.kind == "near-miss" else 1.0,
                )
            )
    return samples


def doubting(sample: Sample, doubts: dict[str, float]) -> Sample:
    """A sample whose words count what `doubts` say."""
    features = list(sample.features)
    features[FEATURES.index("doubt")] = weigh(sample.signs, doubts)
    return replace(sample, features=tuple(features))


def without(history: int, samples: list[Sample], opinions: list[float]) -> tuple[list[Sample], list[float]]:
    """The samples of all histories but one, with the trees' opinions of them."""
    kept = [at for at, sample in enumerate(samples) if sample.history != history]
    return [samples[at] for at in kept], [opinions[at] for at in kept]


def opinions_of(samples: list[Sample]) -> list[float]:
    """What trees that were fitted to the other histories think of each sample, in log odds."""
    opinions = [0.0] * len(samples)
    for history in {sample.history for sample in samples}:
        trees = boosted([sample for sample in samples if sample.history != history], seed=0)
        judged = [at for at, sample in enumerate(samples) if sample.history == history]
        chances = trees.predict_proba([samples[at].features for at in judged])[:, 1]
        for at, chance in zip(judged, chances, strict=True):
            sure = min(1 - CERTAIN, max(CERTAIN, float(chance)))
            opinions[at] = math.log(sure / (1 - sure))
    return opinions


def fit_doubts(samples: list[Sample], opinions: list[float]) -> dict[str, float]:
    """What each sign counts beside the trees' opinions, in log odds; `doubts.json` holds it."""
    counts = Counter(sign for sample in samples for sign in sample.signs)
    frequent = [sign for sign, count in sorted(counts.items()) if count >= RARE]
    columns = {sign: at for at, sign in enumerate(frequent, 1)}
    matrix: Any = import_module("scipy.sparse").lil_matrix((len(samples), len(frequent) + 1))
    for row, (sample, opinion) in enumerate(zip(samples, opinions, strict=True)):
        matrix[row, 0] = opinion
        for sign in sample.signs & columns.keys():
            matrix[row, columns[sign]] = 1.0
    linear: Any = import_module("sklearn.linear_model")
    regression = linear.LogisticRegression(C=STRENGTH, max_iter=1000).fit(
        matrix.tocsr(),
        [sample.right for sample in samples],
        sample_weight=[sample.weight for sample in samples],
    )
    found = zip(frequent, regression.coef_[0][1:], strict=True)
    return {sign: round(float(weight), 2) for sign, weight in found if abs(weight) >= FAINT}


def fit_trees(samples: list[Sample]) -> dict[str, Any]:
    """The trees, as `confidence.json` holds them."""
    weight = sum(sample.weight for sample in samples)
    share = sum(sample.weight for sample in samples if sample.right) / weight
    stages = [stage for seed in range(FITS) for stage in boosted(samples, seed).estimators_]
    trees = [nested(stage[0].tree_, 0) for stage in stages]
    return {"features": FEATURES, "prior": round(math.log(share / (1 - share)), DIGITS), "trees": trees}


def boosted(samples: list[Sample], seed: int) -> Any:
    """Trees fitted to samples."""
    ensemble: Any = import_module("sklearn.ensemble")
    classifier = ensemble.GradientBoostingClassifier(
        n_estimators=TREES,
        max_depth=DEPTH,
        learning_rate=RATE,
        subsample=SHARE,
        max_features=FEATURES_EACH,
        min_samples_leaf=LEAST,
        random_state=seed,
    )
    return classifier.fit(
        [sample.features for sample in samples],
        [sample.right for sample in samples],
        sample_weight=[sample.weight for sample in samples],
    )


def nested(tree: Any, node: int) -> float | list[Any]:
    """A fitted tree as nested lists, with the rate of learning multiplied into its leaves."""
    if tree.children_left[node] < 0:
        return round(RATE / FITS * float(tree.value[node][0][0]), DIGITS)
    branches = (nested(tree, int(side[node])) for side in (tree.children_left, tree.children_right))
    return [int(tree.feature[node]), round(float(tree.threshold[node]), DIGITS), *branches]


if __name__ == "__main__":
    main()
