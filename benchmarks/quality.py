"""How many first answers are right: ours beside what people use otherwise, on the same questions in one run.

python benchmarks/quality.py [--set tune|validation] [--pack us-japan-2018|apollo|…] [--no-peers]
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.peers import PEERS  # noqa: E402
from benchmarks.questions import Asked, fits, is_right, read  # noqa: E402
from bot.chronicle.loader import load  # noqa: E402
from bot.lookup.answer import Status  # noqa: E402
from bot.lookup.lookup import Lookup  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.chronicle.model import Entry

PACKS = {
    "us-japan-2018": ROOT / "knowledge" / "us-japan-2018",
    "apollo": ROOT / "tests" / "packs" / "apollo",
    "july-crisis": ROOT / "tests" / "packs" / "july-crisis",
    "suez": ROOT / "tests" / "packs" / "suez",
    "berlin": ROOT / "tests" / "packs" / "berlin",
    "prague": ROOT / "tests" / "packs" / "prague",
    "computing": ROOT / "tests" / "packs" / "computing",
    "euuk": ROOT / "tests" / "packs" / "euuk",
    "watergate": ROOT / "tests" / "packs" / "watergate",
    "meiji": ROOT / "tests" / "packs" / "meiji",
    "cuba": ROOT / "tests" / "packs" / "cuba",
}
Counts = dict[str, list[int]]


def main() -> None:
    """Print one table for each pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=["tune", "validation"], default="validation", dest="half")
    parser.add_argument("--pack", choices=list(PACKS), action="append")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    for pack in options.pack or PACKS:
        path = ROOT / "tests" / "questions" / pack / f"{options.half}.yaml"
        if path.exists():
            report(pack, options.half, read(path), peers=not options.no_peers)


def report(pack: str, half: str, questions: tuple[Asked, ...], *, peers: bool) -> None:
    """Print the share of right first answers by kind of question, and how well the score can be believed."""
    lookup = Lookup(load(PACKS[pack]))
    ours, bands, lost = measure(lookup, questions)
    answerable = [question for question in questions if not question.statuses]
    kinds = list(dict.fromkeys(question.kind for question in answerable))
    print(
        f"\n{pack}, {half} set: {len(answerable)} answerable, {len(questions) - len(answerable)} unanswerable questions"
    )
    print(
        f"  {'right first answers':28}{'all':>7}"
        + "".join(f"{kind:>12}" for kind in kinds)
        + f"{'declined':>11}"
    )
    print(_row("Chronicler", ours, kinds))
    if peers:
        for name, build in PEERS.items():
            rank = build(lookup.chronicle)
            print(_row(name, count(answerable, lambda asked, rank=rank: rank(asked.text)), kinds))
    print(f"  answerable questions declined: {lost} of {len(answerable)}")
    print("  score    right of answers given")
    for band, (right, given) in sorted(bands.items()):
        print(f"  {band / 10:.1f}-{band / 10 + 0.1:.1f}  {right:4} of {given:<4} {right / given:6.0%}")


def measure(lookup: Lookup, questions: tuple[Asked, ...]) -> tuple[Counts, dict[int, list[int]], int]:
    """Right answers by kind (unanswerable: `declined`), right ones by band of score, and how many were lost."""
    counts: Counts = defaultdict(lambda: [0, 0])
    bands: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    lost = 0
    for asked in questions:
        answer, _ = lookup.answer(asked.question)
        given = answer.status is Status.ANSWERED
        right = not given if asked.statuses else is_right(asked, [found.entry for found in answer.found])
        kind = "declined" if asked.statuses else asked.kind
        counts[kind][0] += right
        counts[kind][1] += 1
        lost += not given and not asked.statuses
        if answer.found:
            band = bands[min(9, int(answer.found[0].score * 10))]
            band[0] += right and not asked.statuses
            band[1] += 1
    return counts, bands, lost


def count(questions: list[Asked], rank: Callable[[Asked], list[Entry]]) -> Counts:
    """The same for a peer, whose ranking is judged by its first entry."""
    counts: Counts = defaultdict(lambda: [0, 0])
    for asked in questions:
        entries = rank(asked)
        counts[asked.kind][0] += bool(entries) and fits(asked, entries[0])
        counts[asked.kind][1] += 1
    return counts


def _row(name: str, counts: Counts, kinds: list[str]) -> str:
    right, asked = (sum(counts[kind][at] for kind in kinds) for at in (0, 1))
    cells = "".join(f"{counts[kind][0] / counts[kind][1]:12.0%}" for kind in kinds)
    declined = counts.get("declined", [0, 0])
    share = f"{declined[0] / declined[1]:11.0%}" if declined[1] else f"{'–':>11}"
    return f"  {name:28}{right / asked:7.1%}{cells}{share}"


if __name__ == "__main__":
    main()
