"""A sorted text file in which lines are found by bisection: large word lists cost nothing until they are asked."""

from __future__ import annotations

from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class SortedLines:
    """Lines in the order of their characters; the file is mapped into memory when the first one is looked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text: mmap | bytes | None = None

    def __reduce__(self) -> tuple[type[SortedLines], tuple[Path]]:
        return SortedLines, (self._path,)

    def starting(self, prefix: str) -> str | None:
        """The rest of the first line that starts with `prefix`; `None` where no line does.

        A `prefix` that ends in a newline asks for a whole line.
        """
        text = self._text
        if text is None:
            text = self._text = _mapped(self._path)
        sought = prefix.encode("utf-8", "replace")
        low, high = 0, len(text)
        while low < high:
            start = text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = text.find(b"\n", start)
            end = len(text) if end < 0 else end
            if text[start : end + 1] < sought:
                low = end + 1
            else:
                high = start
        if text[low : low + len(sought)] != sought:
            return None
        end = text.find(b"\n", low)
        return text[low + len(sought) : len(text) if end < 0 else end].decode("utf-8")


def _mapped(path: Path) -> mmap | bytes:
    if not path.is_file() or not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
