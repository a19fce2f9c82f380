"""Time per question: ours beside what people use otherwise, side by side in one run on the same questions.

    python benchmarks/speed.py [--pack us-japan-2018|apollo|july-crisis]

Every question is asked once, so that nothing is remembered from the time before. Reads: microseconds at the median,
at the 95th percentile, and the median as a multiple of ours.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.hostile import HOSTILE  # noqa: E402
from benchmarks.peers import PEERS  # noqa: E402
from benchmarks.quality import PACKS  # noqa: E402
from benchmarks.questions import read  # noqa: E402
from bot.chronicle.loader import load  # noqa: E402
from bot.lookup.lookup import Lookup  # noqa: E402
from bot.lookup.question import Command, Question  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Print the table of one pack and the time of a whole process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", choices=list(PACKS), default="us-japan-2018")
    pack = parser.parse_args().pack
    chronicle = load(PACKS[pack])
    halves = (ROOT / "tests" / "questions" / pack / f"{half}.yaml" for half in ("tune", "validation"))
    texts = list(dict.fromkeys(asked.text for path in halves if path.exists() for asked in read(path)))
    start = perf_counter()
    lookup = Lookup(chronicle)
    built = perf_counter() - start
    print(
        f"{pack}: {len(list(chronicle))} entries, {len(texts)} questions; index built in {built * 1000:.0f} ms"
    )
    ours = timed(lambda text: lookup.answer(Question(Command.ASK, text)), texts)
    print(row("Chronicler", ours, median(ours)))
    for name, build in PEERS.items():
        print(row(name, timed(build(chronicle), texts), median(ours)))
    slowest, line = max(
        (max(timed(lambda text, command=command: lookup.answer(Question(command, text)), [text])), text)
        for text in HOSTILE
        for command in Command
    )
    print(f"  hostile lines: {slowest * 1000:.0f} ms at most, for “{line[:24]}…”")
    whole = [process() for _ in range(7)]
    empty = [process("-c", "pass") for _ in range(7)]
    print(
        f"process “when tariffs”: {median(whole) * 1000:.0f} ms, {median(whole) / median(empty):.1f} × an empty"
    )


def timed(answer: Callable[[str], object], texts: list[str]) -> list[float]:
    """Seconds for each question, after one that warms up."""
    answer("warm up")
    seconds: list[float] = []
    for text in texts:
        start = perf_counter()
        answer(text)
        seconds.append(perf_counter() - start)
    return seconds


def row(name: str, seconds: list[float], ours: float) -> str:
    """One line of the table."""
    high = quantiles(seconds, n=20)[-1]
    return f"  {name:28}{median(seconds) * 1e6:9.0f} µs {high * 1e6:9.0f} µs {median(seconds) / ours:8.1f} ×"


def process(*arguments: str) -> float:
    """Seconds of a whole Python process."""
    command = [sys.executable, *(arguments or ("-m", "bot", "when", "tariffs"))]
    start = perf_counter()
    subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    return perf_counter() - start


if __name__ == "__main__":
    main()
