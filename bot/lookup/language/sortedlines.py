"""A sorted text file in which lines are found by bisection: large word lists cost nothing until they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class SortedLines:
    """Lines in the order of their characters; the file is read when the first one is looked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text: str | None = None

    def starting(self, prefix: str) -> str | None:
        """The rest of the first line that starts with `prefix`; `None` where no line does.

        A `prefix` that ends in a newline asks for a whole line.
        """
        if self._text is None:
            self._text = self._path.read_text("utf-8") if self._path.exists() else ""
        text = self._text
        low, high = 0, len(text)
        while low < high:
            start = text.rfind("\n", low, (low + high) // 2) + 1 or low
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            if text[start : end + 1] < prefix:
                low = end + 1
            else:
                high = start
        if not text.startswith(prefix, low):
            return None
        end = text.find("\n", low)
        return text[low + len(prefix) : len(text) if end < 0 else end]
