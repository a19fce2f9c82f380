"""Things that are counted by their names."""

from __future__ import annotations

import pytest

from bot.lookup.numbered import is_another

TEXT = "The Second International Space Exploration Forum took place on the third day of the 9th meeting."


@pytest.mark.parametrize(
    ("asked", "another"),
    [
        ("the first forum", True),
        ("the 1st space forum", True),
        ("the second forum", False),
        ("second international forum", False),
        ("the ninth meeting", False),
        ("the eighth meeting", True),
        ("the first meeting", True),
        ("third forum", True),
        ("first handshake", False),  # nothing of this name is counted
        ("the second meeting", True),
        ("forum", False),
    ],
)
def test_another_number_is_another_thing(asked: str, another: bool) -> None:
    assert is_another(asked.split(), TEXT) is another
