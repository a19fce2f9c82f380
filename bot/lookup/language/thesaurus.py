"""Loose relations between the words of a language, for words that a chronicle itself never uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.language.sortedlines import SortedLines

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("ly", ""),
)


class Thesaurus:
    """The file `thesaurus.txt` of a language, of which only the few lines asked for are taken apart."""

    def __init__(self, path: Path) -> None:
        self._lines = SortedLines(path)

    def neighbours(self, word: str) -> dict[str, float]:
        """Related words with their nearness, above 0 up to 0.9; of an inflected form those of its base."""
        for base in bases(word):
            line = self._lines.starting(f"{base}\t")
            if line is not None:
                pairs = (pair.rsplit(":", 1) for pair in line.split())
                return {other: int(digit) / 10 for other, digit in pairs}
        return {}


def bases(word: str) -> list[str]:
    """A word and the words that it may be an inflected form of."""
    found = [word]
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            found.append(stem + base)
            if not base and len(stem) > 3 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return found
