"""Beginnings and ends of office: an entry about somebody else's is no answer."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Status
from bot.lookup.lookup import Lookup
from bot.lookup.question import Command
from tests.lookup.asking import ask


@pytest.mark.parametrize(
    "text",
    [
        "when was John Bolton fired",  # he came when another went
        "when did Trump fire Bolton",
        "did Pompeo leave the State Department",  # it was the CIA that he left
        "when did Susan Thornton retire",
        "when did Tillerson resign",  # McMaster did, and he was dismissed
        "who replaced Pompeo at the CIA",  # nobody whom the pack knows
        "who became chief economic adviser after Cohn",
        "who did Cohn replace",  # he went, and his coming isn't told
        "did Milley become chairman of the Joint Chiefs",
    ],
)
def test_what_the_offices_rule_out(shipped: Lookup, text: str) -> None:
    assert ask(shipped, text).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("when was Tillerson fired", "tillerson-dismissal"),
        ("who did Trump fire", "tillerson-fired-by-tweet"),
        ("why did McMaster leave", "mcmaster-bolton"),
        ("when did Pompeo become secretary of state", "pompeo-confirmation"),
        ("did Trump leave the TPP", "us-leaves-tpp"),  # no office at all
        ("who replaced McMaster", "mcmaster-bolton"),
        ("who did Bolton replace?", "mcmaster-bolton"),
    ],
)
def test_what_they_do_not(shipped: Lookup, text: str, entry: str) -> None:
    answer = ask(shipped, text)
    assert answer.status is Status.ANSWERED
    assert entry in {found.entry.id for found in answer.found}


def test_a_follower_whom_only_the_text_names(euuk: Lookup) -> None:
    assert "Barclay" in ask(euuk, "who replaced Raab in November 2018").found[0].entry.text


def test_an_office_called_otherwise(prague: Lookup) -> None:
    answer = ask(prague, "when did Dubček become leader of the Communist Party?")
    assert answer.found[0].entry.id == "dubcek-first-secretary"


@pytest.mark.parametrize(
    "text", ["when did davis become prime minister", "when did Jeremy Hunt resign as Foreign Secretary"]
)
def test_an_office_that_was_anothers(euuk: Lookup, text: str) -> None:
    assert ask(euuk, text).status is Status.NOT_FOUND  # the same entry tells of somebody else's turn in it


def test_who_is_asked_for_may_have_the_office(shipped: Lookup) -> None:
    answer = ask(
        shipped, "who resigned as economic adviser to Trump in March, before the tariffs", Command.WHO
    )
    assert "Cohn" in answer.found[0].entry.text
