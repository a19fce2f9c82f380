"""A sorted text file in which single lines are found: large word lists cost next to nothing until they are asked."""

from __future__ import annotations

from bisect import bisect_right
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


BLOCK = 4096  # bytes
LONGEST_KEY = 64  # of the first line of a block


class SortedLines:
    """Lines in the order of their characters; the file is mapped into memory when the first one is looked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text: mmap | bytes | None = None
        self._starts: list[int] = []
        self._keys: list[bytes] = []

    def __reduce__(self) -> tuple[type[SortedLines], tuple[Path]]:
        return SortedLines, (self._path,)

    def starting(self, prefix: str) -> str | None:
        """The rest of the first line that starts with `prefix`; `None` where no line does.

        A `prefix` that ends in a newline asks for a whole line.
        """
        text = self._text
        if text is None:
            text = self._text = _mapped(self._path)
            self._index(text)
        sought = prefix.encode("utf-8", "replace")
        block = max(0, bisect_right(self._keys, sought) - 1)
        start, end = self._starts[block], self._starts[block + 1]
        if text[start : start + len(sought)] != sought:
            found = text.find(b"\n" + sought, start, end + len(sought))
            if found < 0:
                return None
            start = found + 1
        end = text.find(b"\n", start)
        return text[start + len(sought) : len(text) if end < 0 else end].decode("utf-8")

    def _index(self, text: mmap | bytes) -> None:
        """Note where the first line of each block begins, and how: the rest of a look-up stays in one block."""
        starts = [
            text.rfind(b"\n", 0, offset) + 1 if offset else 0 for offset in range(0, len(text), BLOCK)
        ] or [0]
        self._starts = [*starts, len(text)]
        self._keys = [text[start : start + LONGEST_KEY].partition(b"\n")[0] for start in starts]


def _mapped(path: Path) -> mmap | bytes:
    if not path.is_file() or not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
