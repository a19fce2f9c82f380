"""Gaps that an entry can't fill, however much it says of the rest of the question."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Status
from bot.lookup.lookup import Lookup
from bot.lookup.question import Command
from tests.lookup.asking import ask


@pytest.mark.parametrize(
    "text",
    [
        "Who spoke for India at the 9th trilateral meeting?",  # only countries took part
        "Who interpreted for Moon and Kim at Panmunjom?",  # nobody beside those two
        "Which airline did Pompeo use for his secret trip to Pyongyang?",
        "Which hotel in Vancouver hosted the foreign ministers?",
        "which building in Toronto hosted Sullivan and Kono",
        "How many people were in the Japanese American Leadership Delegation?",  # its day is no number of people
    ],
)
def test_nobody_and_nothing_to_name(shipped: Lookup, text: str) -> None:
    answer = ask(shipped, text)
    assert answer.status is Status.NOT_FOUND
    assert answer.suggestions  # the entry is about the matter, and may be looked at


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("who met Abe in Tokyo on an exchange program in April", "lawmakers"),  # people without names
        ("who co-hosted the Indo-Pacific infrastructure roundtable with the State Department?", "Council"),
        ("which general did Abe meet in Tokyo", "Milley"),
        ("who wrote to Trump against the tariffs", "Republican"),
    ],
)
def test_people_and_bodies_that_an_entry_names(shipped: Lookup, text: str, name: str) -> None:
    answer = ask(shipped, text)
    assert answer.status is Status.ANSWERED
    assert name in answer.found[0].entry.text


def test_people_whom_only_the_text_names(apollo: Lookup) -> None:
    assert "Shepard" in ask(apollo, "Who was the first American in space?").found[0].entry.text
    assert "Anders" in ask(apollo, "who took the earthrise pic").found[0].entry.text  # photographed it


def test_bodies_that_the_pack_knows(apollo: Lookup, shipped: Lookup) -> None:
    assert "MIT" in ask(apollo, "who made the guidance system for apollo").found[0].entry.text
    assert ask(shipped, "which senators voted against Pompeo?").status is Status.NOT_FOUND  # no body is one


def test_things_called_by_their_names(computing: Lookup) -> None:
    answer = ask(computing, "which machine foretold the election of 1952")
    assert answer.status is Status.ANSWERED
    assert "UNIVAC" in answer.found[0].entry.text


def test_nobody_did_it(meiji: Lookup) -> None:
    answer = ask(meiji, "who drew the prints of the catfish")
    assert answer.status is Status.NOT_FOUND
    assert (
        "Yamagata" in ask(meiji, "who wrote the conscription law").found[0].entry.text
    )  # drew up, its author


@pytest.mark.parametrize(
    "text",
    [
        "names of the congress people who visited abe in february",
        "please tell who represented India at the trilateral in New Delhi",
    ],
)
def test_names_that_nobody_tells(shipped: Lookup, text: str) -> None:
    assert ask(shipped, text).status is Status.NOT_FOUND


def test_who_somebody_is_may_be_asked_with_more(shipped: Lookup, meiji: Lookup) -> None:
    answer = ask(shipped, "Who was Susan Thornton and why did she go to Tokyo?")
    assert answer.found[0].entry.id == "thornton-tokyo"
    assert "Glover" in ask(meiji, "thomas glover", Command.WHO).found[0].entry.text
    assert ask(shipped, "who is milley's wife").status is Status.NOT_FOUND


def test_deeds_of_somebody_who_has_no_part(shipped: Lookup) -> None:
    assert ask(shipped, "when did trump sign the cptpp").status is Status.NOT_FOUND
    answer = ask(shipped, "when did Japan retaliate with tariffs on american cars?")  # not China's
    assert answer.found[0].entry.id == "japan-no-retaliation"


def test_a_country_that_did_something_is_no_place(shipped: Lookup) -> None:
    answer = ask(shipped, "which country stopped buying soybeans from the US?")
    assert answer.found[0].entry.id == "china-stops-buying-soybeans"


def test_islands_are_places(suez: Lookup) -> None:
    answer = ask(suez, "from which islands did the Royal Air Force bomb Egypt in October 1956")
    assert "Cyprus" in answer.found[0].entry.text
