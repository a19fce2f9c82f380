"""Words that were typed as one, and one that was typed as two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.lookup.lookup import Lookup


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("price ofthe Aegis Ashore", "price of the Aegis Ashore"),
        ("Pompeo swornin", "Pompeo sworn in"),
        ("what happened April 28 andApril 29", "what happened April 28 and April 29"),
        ("tariffs on soybea ns", "tariffs on soybeans"),
        ("kim in Bei jing", "kim in Beijing"),
        ("did they meet in Jord an?", "did they meet in Jordan?"),
    ],
)
def test_blanks_are_put_where_they_belong(shipped: Lookup, text: str, plain: str) -> None:
    typed, meant = shipped.reader.read(text), shipped.reader.read(plain)
    assert (typed.units, [span.span for span in typed.spans]) == (
        meant.units,
        [span.span for span in meant.spans],
    )


@pytest.mark.parametrize(
    "text", ["who is Blackwell", "who is mike tyson", "the lg phone", "did you see it ova der"]
)
def test_strange_words_are_left_alone(shipped: Lookup, text: str) -> None:
    assert shipped.reader.read(text).text == text
