"""How long the event loop stands still while the bot looks things up, in a pack of 100,000 entries.

    python benchmarks/loop.py [--entries 100000] [--questions 40]

The pack is generated, and kept in the temporary folder for the next run; making and reading it takes minutes. A
heartbeat runs in the event loop while questions are answered in their threads, as they are in the running bot, and
then once more while they are answered in the loop itself. Reads: the longest time that the heartbeat was late, in
milliseconds, without what the machine kept the threads waiting for a processor; then what autocompletion took.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.chronicle.model import Kind  # noqa: E402
from bot.discord.answering import lay_out  # noqa: E402
from bot.discord.knowledge import Knowledge, Reply  # noqa: E402
from bot.discord.panel import Asked  # noqa: E402
from bot.lookup.question import Command, Question  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

LIMIT = 20.0  # milliseconds
PEOPLE = 2000
PER_FILE = 5000
SWITCH = 0.0005  # as in bot/discord/run.py
WORDS = ROOT / "bot" / "lookup" / "language" / "en" / "words.txt"


def generate(folder: Path, entries: int) -> None:
    """Writes a pack of made-up events and people, whose words are as rare and as frequent as words are."""
    chance = random.Random(1)
    known = [word for word in WORDS.read_text("utf-8").split() if word.isalpha() and 4 < len(word) < 11]
    words = chance.sample(known, 20_000)
    weights = [1 / (rank + 5) for rank in range(len(words))]

    def some(count: int) -> str:
        return " ".join(chance.choices(words, weights, k=count))

    (folder / "events").mkdir(parents=True)
    people = [
        f"- id: p{number}\n  name: {some(2).title()} {number}\n  text: {some(12)}.\n  cite: {{source: s, at: p. 1}}\n"
        for number in range(PEOPLE)
    ]
    (folder / "people.yaml").write_text("".join(people), "utf-8")
    for first in range(0, entries - PEOPLE, PER_FILE):
        events: list[str] = []
        for number in range(first, min(first + PER_FILE, entries - PEOPLE)):
            day = date(1900, 1, 1) + timedelta(days=chance.randrange(36_500))
            named = sorted({chance.randrange(PEOPLE), chance.randrange(PEOPLE)})
            events.append(
                f"- id: e{number}\n  date: {day}\n  title: {some(6)} {number}\n  text: {some(25)}.\n"
                f"  cite: {{source: s, at: p. {number}}}\n  people: [{', '.join(f'p{one}' for one in named)}]\n"
                f"  keywords: [{some(3).replace(' ', ', ')}]\n"
            )
        (folder / "events" / f"{first:06}.yaml").write_text("".join(events), "utf-8")
    head = "id: generated\ntitle: Generated\nperiod: 1900-01-01/1999-12-31\nlanguage: en\ntimezone: UTC\nsources:\n"
    (folder / "pack.yaml").write_text(f"{head}  - {{id: s, type: book, title: A Book}}\n", "utf-8")


def questions(knowledge: Knowledge, count: int) -> list[tuple[Command, str]]:
    """Questions of every kind, answerable and not."""
    chance = random.Random(2)
    chronicle = knowledge.edition.chronicle
    asked: list[tuple[Command, str]] = []
    while len(asked) < count:
        event, person = chance.choice(chronicle.events), chance.choice(chronicle.people)
        asked += [
            (Command.WHEN, " ".join(event.title.split()[:4])),
            (Command.WHO, f"who is {person.title}?"),
            (Command.ASK, event.text[:80]),
            (
                Command.ON,
                f"{chance.choice(['march', 'july'])} {chance.randrange(1, 29)} 19{chance.randrange(10, 99)}",
            ),
            (Command.BETWEEN, "march and may 1950"),
            (Command.ASK, f"how often did {person.title} meet {chance.choice(chronicle.people).title}?"),
            (Command.ASK, "zebra xylophone quark"),
        ]
    return asked[:count]


def waited() -> float:
    """Seconds that the threads of this process have waited for a processor so far, where the system tells.

    All of them: the loop waits, too, while the thread whose turn it is doesn't get one.
    """
    waits = 0
    with suppress(OSError, ValueError, IndexError):
        for thread in Path("/proc/self/task").iterdir():
            waits += int((thread / "schedstat").read_text("utf-8").split()[1])
    return waits / 1e9


async def stalls(work: Callable[[], Awaitable[object]]) -> list[float]:
    """How late the heartbeat was while the work went on, in milliseconds."""
    late: list[float] = []

    async def beat() -> None:
        while True:
            before, start = waited(), perf_counter()
            await asyncio.sleep(0.001)
            late.append(1000 * (perf_counter() - start - 0.001 - (waited() - before)))

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0.05)
    await work()
    await asyncio.sleep(0.05)
    beating.cancel()
    return late


async def answer(knowledge: Knowledge, command: Command, text: str) -> None:
    """One question as the bot answers it: look-up and card beside the loop."""
    reply = await knowledge.answer(command, text)
    await knowledge.in_thread(lambda: lay_out(reply, 1, Asked(command.value, text)))


async def answer_inside(knowledge: Knowledge, command: Command, text: str) -> None:
    """The same in the event loop, as a bot would that doesn't mind."""
    found, _ = knowledge.edition.lookup.answer(Question(command, text))
    lay_out(Reply(found, knowledge.edition), 1, Asked(command.value, text))


def row(name: str, late: list[float]) -> float:
    """Prints the longest and the median lateness, and returns the longest."""
    print(f"  {name:44}{max(late):9.1f} ms at most {median(late):8.2f} ms at the median")
    return max(late)


async def measure(knowledge: Knowledge, count: int) -> bool:
    """Prints the table; tells whether the limit is kept."""
    asked = questions(knowledge, count)
    print(f"{knowledge.edition.size} entries, {len(asked)} questions:")
    row("idle", await stalls(lambda: asyncio.sleep(1)))
    longest = 0.0
    for command in Command:
        mine = [(kind, text) for kind, text in asked if kind is command]

        async def each(mine: list[tuple[Command, str]] = mine) -> None:
            for kind, text in mine:
                await answer(knowledge, kind, text)

        if mine:
            longest = max(longest, row(f"{command.value}, beside the loop", await stalls(each)))

    async def at_once() -> None:
        await asyncio.gather(*(answer(knowledge, kind, text) for kind, text in asked))

    longest = max(longest, row("all at once, beside the loop", await stalls(at_once)))

    async def inside() -> None:
        for kind, text in asked[:14]:
            await answer_inside(knowledge, kind, text)

    row("in the loop, for comparison", await stalls(inside))
    times: list[float] = []

    async def complete() -> None:
        for typed in ("", "a", "un", "fire", "firx", "qqq", *(text[:9] for _, text in asked[:20])):
            start = perf_counter()
            await knowledge.complete(typed, {Kind.EVENT, Kind.PERSON})
            times.append(1000 * (perf_counter() - start))

    longest = max(longest, row("autocompletion", await stalls(complete)))
    print(f"autocompletion takes {max(times):.1f} ms at most, {median(times):.1f} ms at the median")
    return longest <= LIMIT


def main() -> int:
    """Makes the pack where there is none yet, and measures; the exit status is 1 where the limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=42)
    wanted = parser.parse_args()
    folder = Path(tempfile.gettempdir()) / f"chronicler-generated-{wanted.entries}"
    if not (folder / "pack.yaml").exists():
        generate(folder, wanted.entries)
    knowledge = Knowledge.open(folder)
    sys.setswitchinterval(SWITCH)
    try:
        kept = asyncio.run(measure(knowledge, wanted.questions))
    finally:
        knowledge.close()
    print(f"The limit of {LIMIT:.0f} ms is {'kept' if kept else 'exceeded'}.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
