"""Large sorted files, asked for single lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lookup.language.sortedlines import SortedLines

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

WORDS = st.lists(st.text("abcé", min_size=1, max_size=70), min_size=1, max_size=400, unique=True)


@given(WORDS, st.text("abcé", min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_line_is_found_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], other: str
) -> None:
    lines = sorted((f"{word}\t{'x' * 40}{number}" for number, word in enumerate(words)), key=str.encode)
    path = tmp_path_factory.mktemp("lines") / "lines.txt"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    sorted_lines = SortedLines(path)
    for number, word in enumerate(words):
        assert sorted_lines.starting(f"{word}\t") == f"{'x' * 40}{number}"
    wanted = next((line.removeprefix(other) for line in lines if line.startswith(other)), None)
    assert sorted_lines.starting(other) == wanted
    assert sorted_lines.starting(f"{other}\n") is None


def test_a_file_that_is_empty_or_missing_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("")
    assert SortedLines(tmp_path / "empty").starting("a") is None
    assert SortedLines(tmp_path / "missing").starting("a") is None


def test_a_last_line_without_an_end_is_found(tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("a\tone\nb\ttwo")
    assert SortedLines(tmp_path / "lines").starting("b\t") == "two"
