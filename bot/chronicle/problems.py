"""What is wrong in a pack, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import yaml

MAX_PROBLEMS = 1_000
_NAMED = 16  # where no more are known and none is near, all are offered
_LONGEST = 400  # characters of a message; more are quoted from the file
_LONGEST_ID = 100


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a pack; lines and columns count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class TooManyError(Exception):
    """There are so many problems that no one reads them all."""


class Problems:
    """Gathers the problems of one pack."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def sorted(self) -> tuple[Problem, ...]:
        """All of them, in order of file and line."""
        return tuple(sorted(self._found))

    def at(self, file: str, node: yaml.Node | None, message: str) -> None:
        """Note a problem at a node, or at the head of a file."""
        mark = node.start_mark if node else None
        self.add(Problem(file, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, message))

    def add(self, problem: Problem) -> None:
        """Note a problem. Raises TooManyError when there are MAX_PROBLEMS."""
        self._found[replace(problem, file=_shown(problem.file), message=_shown(problem.message))] = None
        if len(self._found) >= MAX_PROBLEMS:
            raise TooManyError


def _shown(message: str) -> str:
    """A message that quotes a file, made safe for a terminal and short enough to read."""
    if len(message) > _LONGEST:
        message = f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 2 :]}"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in message)


def nearest(word: str, choices: Sequence[str]) -> str:
    """“; did you mean …?” with the nearest choice, else all of them where they are few."""
    from rapidfuzz import fuzz, process

    # The plain ratio: it is quick among thousands of ids, and offers no word for just a letter of it.
    found = process.extractOne(word[:_LONGEST_ID], choices, scorer=fuzz.ratio, score_cutoff=60)
    if found:
        return f"; did you mean {found[0]}?"
    if 0 < len(choices) <= _NAMED:
        return f"; known: {', '.join(sorted(choices))}"
    return "; name one that exists, or leave it out"
