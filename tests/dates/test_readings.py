"""Expressions and what they mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.dates import Invalid, Reading, Settings, edtf, read

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
