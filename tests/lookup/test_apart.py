"""Things that are counted by their names."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Status
from bot.lookup.apart import is_numbered_otherwise, is_of_rival
from bot.lookup.lookup import Lookup
from tests.lookup.asking import ask

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
    assert is_numbered_otherwise(asked.split(), TEXT) is another


@pytest.mark.parametrize(
    ("asked", "rival"),
    [
        ("the upper house debates", True),
        ("the lower house debates", False),
        ("which house was it, the upper house or the lower house", False),
        ("the upper Tokyo house", True),
        ("the upper hand", False),  # nothing of this name is told apart
    ],
)
def test_what_is_said_of_one_is_not_said_of_its_rival(shipped: Lookup, asked: str, rival: bool) -> None:
    text = "The lower house of the Diet opened its debate."
    assert is_of_rival(shipped.reader.read(asked), text, shipped.language) is rival
    assert not is_of_rival(shipped.reader.read(asked), f"{text} A house is a house.", shipped.language)


def test_the_house_that_is_not_told_of_is_not_answered_for(shipped: Lookup) -> None:
    assert ask(shipped, "when did the lower house open its debate of the TPP bills").status is Status.ANSWERED
    assert (
        ask(shipped, "when did the upper house open its debate of the TPP bills").status is Status.NOT_FOUND
    )
