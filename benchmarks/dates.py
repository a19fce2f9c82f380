"""How many calendar expressions are read right: ours beside date-wrangler, on the table of the tests.

    python benchmarks/dates.py

The table (tests/dates/readings.yaml) is our own and every row passes, so ours is complete by definition; the run tells
how far the table goes beyond what one would install otherwise, and how long either takes.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.dates import Reading, Settings, edtf, read  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dates.span import Span

TODAY = date(2018, 3, 14)


def ours(text: str) -> tuple[date | None, date | None] | None:
    """Both days included, `None` for an open end."""
    found = read(text, Settings(today=TODAY))
    return (found.span.start, found.span.end) if isinstance(found, Reading) else None


def wrangled(text: str) -> tuple[date | None, date | None] | None:
    """The same from date-wrangler, whose ends are exclusive."""
    from datetime import timedelta

    from date_wrangler import DateOrder, WranglerConfig, parse

    matches = parse(text, today=TODAY, config=WranglerConfig(date_order=DateOrder.MDY))
    if len(matches) != 1 or matches[0].span[1] - matches[0].span[0] < len(text.strip()) - 4:
        return None
    days = matches[0].range
    return days.start, days.end - timedelta(days=1) if days.end else None


def main() -> None:
    """Print both shares and times."""
    table: dict[str, dict[str, object]] = yaml.safe_load(
        (ROOT / "tests/dates/readings.yaml").read_text("utf-8")
    )
    rows = [
        (str(text), edtf.parse(str(meaning)))
        for part, meanings in table.items()
        if part != "invalid"
        for text, meaning in meanings.items()
        if str(meaning) != "none"
    ]
    for name, reader in (("Chronicler", ours), ("date-wrangler", wrangled)):
        right, micros = measure(reader, rows)
        print(f"  {name:16}{right:5} of {len(rows)}{right / len(rows):8.0%}{micros:9.0f} µs at the median")


def measure(
    reader: Callable[[str], tuple[date | None, date | None] | None], rows: list[tuple[str, Span]]
) -> tuple[int, float]:
    """How many are right, and microseconds for each."""
    right, seconds = 0, list[float]()
    for text, span in rows:
        start = perf_counter()
        found = reader(text)
        seconds.append(perf_counter() - start)
        right += found == (span.start, span.end)
    return right, median(seconds) * 1e6


if __name__ == "__main__":
    main()
