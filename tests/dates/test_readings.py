"""Expressions and what they mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.dates import Invalid, Reading, Settings, edtf, find, read

TODAY = Settings(today=date(2018, 3, 14))
_TABLE: dict[str, dict[str, object]] = yaml.safe_load(
    Path(__file__).with_name("readings.yaml").read_text(encoding="utf-8")
)
_ROWS = [
    (str(text), str(meaning))
    for part, table in _TABLE.items()
    if part != "invalid"
    for text, meaning in table.items()
]


@pytest.mark.parametrize(("text", "meaning"), _ROWS)
def test_reads(text: str, meaning: str) -> None:
    found = read(text, TODAY)
    if meaning == "none":
        assert found is None
    else:
        assert isinstance(found, Reading), found
        assert found.span == edtf.parse(meaning)


@pytest.mark.parametrize(("text", "why"), [(str(text), str(why)) for text, why in _TABLE["invalid"].items()])
def test_says_why_a_date_cannot_be(text: str, why: str) -> None:
    found = read(text, TODAY)
    assert isinstance(found, Invalid)
    assert why in found.reason


# Only a text that is nothing else may be put right so far; in a question such a word may be meant.
_SLIPS = {str(text) for text in _TABLE["slips of other words"]}
_READ = [text for text, meaning in _ROWS if meaning != "none" and text not in _SLIPS]


def test_no_word_of_an_expression_is_dropped() -> None:
    """A word that isn't understood leaves all of it unread, wherever it stands."""
    for text in _READ:
        words = text.split(" ")
        for place in range(len(words) + 1):
            changed = " ".join((*words[:place], "xyzzy", *words[place:]))
            assert not isinstance(read(changed, TODAY), Reading), changed


@pytest.mark.parametrize("question", ["what happened {}?", "who met Abe {} in Tokyo", "{}: what was signed"])
def test_a_question_holds_an_expression_whole_or_not_at_all(question: str) -> None:
    missed: list[str] = []
    for text in _READ:
        expected = read(text, TODAY)
        assert isinstance(expected, Reading)
        found = find(question.format(text), TODAY)
        if found:
            assert [each.span for each in found if isinstance(each, Reading)] == [expected.span], text
        else:
            missed.append(text)
    assert len(missed) < len(_READ) // 50, missed
