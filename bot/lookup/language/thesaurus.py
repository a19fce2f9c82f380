"""Loose relations between the words of a language, for words that a chronicle itself never uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS = (("ies", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("ly", ""))


class Thesaurus:
    """The file `thesaurus.txt` of a language, searched as text: only the few lines asked for are taken apart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text: str | None = None

    def neighbours(self, word: str) -> dict[str, float]:
        """Related words with their nearness, above 0 up to 0.9; of an inflected form those of its base."""
        if self._text is None:
            self._text = "\n" + self._path.read_text("utf-8") if self._path.exists() else "\n"
        for base in _bases(word):
            at = self._text.find(f"\n{base}\t")
            if at >= 0:
                line = self._text[at + len(base) + 2 : self._text.index("\n", at + 1)]
                pairs = (pair.rsplit(":", 1) for pair in line.split())
                return {other: int(digit) / 10 for other, digit in pairs}
        return {}


def _bases(word: str) -> list[str]:
    bases = [word]
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            bases.append(stem + base)
            if not base and len(stem) > 3 and stem[-1] == stem[-2]:
                bases.append(stem[:-1])
    return bases
