"""Where something happened as a condition on what answers."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Status
from bot.lookup.language import load_language
from bot.lookup.lookup import Lookup
from tests.lookup.asking import ask


@pytest.mark.parametrize(
    "text",
    [
        "what happened at the space exploration forum in Osaka",  # a city of the same country
        "did Xi Jinping travel to Pyongyang?",  # said by a name of another country
        "In which city of Chile was the TPP signed?",  # just the country is told
        "did President Moon visit the White House?",  # a place that the pack alone knows
    ],
)
def test_the_same_elsewhere(shipped: Lookup, text: str) -> None:
    answer = ask(shipped, text)
    assert answer.status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("when did Tillerson and Kono meet in Canada", "Vancouver"),  # around it
        ("in which city did Kono meet Sullivan", "Toronto"),
        ("when did Pence and Aso meet in Tokyo", "Aso"),
        ("when did Kono travel to America", "Kono"),  # another name of it
        ("when did Abe go to the US to see Trump at Mar-a-Lago", "Mar-a-Lago"),  # around a place of the pack
    ],
)
def test_the_same_place_by_other_names(shipped: Lookup, text: str, name: str) -> None:
    answer = ask(shipped, text)
    assert answer.status is Status.ANSWERED
    assert name in answer.found[0].entry.text


def test_text_tells_the_place(apollo: Lookup) -> None:
    assert ask(apollo, "when did Armstrong crash near Houston").status is Status.ANSWERED
    assert ask(apollo, "when did Armstrong crash near Dallas").status is Status.NOT_FOUND


def test_what_lies_in_what() -> None:
    within = load_language("en").within
    assert within["tokyo"][:2] == ("tokyo", "japan")
    assert within["america"][0] == "usa"
    assert "usa" in within["florida"]
    assert "uk" in within["england"]
    assert "england" not in within["uk"]
    assert "germany" in within["bonn"]


def test_south_america_is_neither_the_south_nor_america(shipped: Lookup) -> None:
    units = shipped.reader.read("who signed in South America").units
    assert [unit.text for unit in units] == ["sign", "south america"]
    assert not units[1].targets
    assert ask(shipped, "did South Africa get an exemption").status is Status.NOT_FOUND
