"""A small pack on disk that the tests spoil in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = {
    "pack.yaml": """\
id: tea
title: The Tea War
period: 1901-01-01/1902-12-31
sources:
  - {id: diary, type: book, title: A Diary, author: [{family: Leaf, given: Ann}], issued: 1903}
  - {id: gazette, title: The Gazette}
""",
    "events.yaml": """\
- id: first-cup
  date: 1901-03-08
  text: The first cup was poured.
  cite: {source: diary, at: "March 8"}
  people: ann-leaf
  terms: [kettle]
- id: truce
  title: The truce
  date: 1902-05-01/1902-05-03
  text: Both houses agreed to share the pot.
  cite: [{source: diary, at: "May 3"}, {source: gazette, at: "p. 2"}]
  related: [first-cup]
  aliases: [the peace]
  disputed:
    text: The gazette has the truce on May 4.
    date: 1902-05-04
    cite: {source: gazette, at: "p. 2"}
""",
    "people.yaml": """\
- id: ann-leaf
  name: Ann Leaf
  aliases: [Leaf]
  text: The lady of the house.
  cite: {source: diary, at: Preface}
  offices:
    - title: keeper of the pot
      since: 1901-03
      until: 1902
""",
    "terms.yaml": """\
- id: kettle
  name: The kettle
  text: It sang.
  cite: {source: diary, at: Preface}
""",
}


def write(folder: Path, **changed: str) -> Path:
    """The good pack with some files replaced; `events="…"` replaces events.yaml."""
    for name, text in {**GOOD, **{f"{key}.yaml": text for key, text in changed.items()}}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """The folder of the good pack."""
    return write(tmp_path)


@pytest.fixture
def edit(good: Path) -> Callable[[str, str, str], None]:
    """Replaces a piece of text, which must be there, in a file of the good pack."""

    def replace(file: str, old: str, new: str) -> None:
        path = good / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
