"""Text that is echoed can neither steer a terminal nor reorder a line."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.clean import clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text", "plain text"),
        ("  two\n\n lines\t ", "two lines"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "31mred"),
        ("a\x00b\x08c\x7f", "abc"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("\u2066x\u2069\u200e\u200f\u061c", "x"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half \ud83d", "half \N{REPLACEMENT CHARACTER}"),
        ("安倍晋三 – Niš, Poincaré 👩‍🚀", "安倍晋三 – Niš, Poincaré 👩‍🚀"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 4),
        ("", ""),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(st.characters() | st.sampled_from("\x1b\x9b\x9d[];m\x07\u202e\u2066\n\r")))
def test_nothing_that_controls_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not [char for char in cleaned if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert clean(cleaned) == cleaned
