"""Fits the network of `bot/lookup/confidence.json` to the tuning halves of the question sets, and tells how well.

    pip install scikit-learn
    python tools/fit_confidence.py

Beside its own questions each history is asked those about another one, which it can't answer, so that the network has
seen strange questions, too. Several small networks are fitted from different beginnings and joined to one which gives
the mean of their outputs: that errs less than any of them. The scaling of the features is multiplied into the weights.
"""

from __future__ import annotations

import json
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
NETWORKS, HIDDEN, DECAY, RATE, STEPS = 4, 8, 1.0, 0.005, 2000
MOST_STRAYS, STRAY = 300, 0.02  # questions about another history, and what one counts
DIGITS = 4

Sample = tuple[tuple[float, ...], bool, bool]


def main() -> None:
    """Write the network and print how many answers each threshold would lose and let through."""
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
    network = fit(samples, strays)
    TARGET.write_text(json.dumps(network, separators=(",", ":")).replace("],[", "],\n[") + "\n", "utf-8")
    from bot.lookup.confidence import load_network

    fitted = load_network()
    scored = [(fitted.chance(given), right, answerable) for given, right, answerable in samples]
    for limit in (0.4, 0.45, 0.5, 0.55, 0.6):
        lost = sum(right for score, right, _ in scored if score < limit)
        kept = sum(not answerable for score, _, answerable in scored if score >= limit)
        print(f"at {limit}: {lost} right answers lost, {kept} unanswerable answered")


def unanswerable(question: Asked) -> Asked:
    """A question about one history as it is asked of another."""
    return replace(question, statuses=("not_found",))


def samples_of(lookup: Lookup, asked: tuple[Asked, ...]) -> list[Sample]:
    """The features of every first answer that is ranked, whether it is right, and whether there is a right one."""
    samples: list[Sample] = []
    for question in asked:
        query = needing(question.command, lookup.reader.read(question.text))
        ranked = lookup.ranker.rank(query)
        if lookup.is_ranked(question.command, query) and ranked:
            first = lookup.index.entries[ranked[0].number]
            right = not question.statuses and is_right(question, [first])
            given = values(lookup.confidence.reader.read(ranked, query))
            samples.append((given, right, not question.statuses))
    return samples


def fit(samples: list[Sample], strays: list[Sample]) -> dict[str, Any]:
    """The joined networks, as `confidence.json` holds them."""
    np: Any = import_module("numpy")
    neural: Any = import_module("sklearn.neural_network")
    given = np.array([sample[0] for sample in samples + strays])
    right = np.array([sample[1] for sample in samples + strays])
    weights_of = np.array([1.0] * len(samples) + [STRAY] * len(strays))
    mean, scale = given.mean(axis=0), given.std(axis=0)
    scale[scale == 0.0] = 1.0
    hidden: list[list[float]] = []
    output: list[float] = []
    bias = 0.0
    for seed in range(NETWORKS):
        network = neural.MLPClassifier(
            (HIDDEN,), alpha=DECAY, learning_rate_init=RATE, max_iter=STEPS, random_state=seed
        )
        network.fit((given - mean) / scale, right, sample_weight=weights_of)
        (first, second), (first_bias, second_bias) = network.coefs_, network.intercepts_
        for unit in range(HIDDEN):
            weights = first[:, unit] / scale
            hidden.append(
                [round(float(one), DIGITS) for one in (*weights, first_bias[unit] - weights @ mean)]
            )
            output.append(round(float(second[unit, 0]) / NETWORKS, DIGITS))
        bias += float(second_bias[0]) / NETWORKS
    return {"features": FEATURES, "bias": round(bias, DIGITS), "output": output, "hidden": hidden}


if __name__ == "__main__":
    main()
