"""Questions that lean on a second event."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Answer, Status
from bot.lookup.lookup import Lookup
from bot.lookup.question import Command, Question


def ask(lookup: Lookup, text: str) -> Answer:
    return lookup.answer(Question(Command.ASK, text))[0]


def first(answer: Answer) -> str:
    assert answer.status is Status.ANSWERED, answer.message
    return answer.found[0].entry.id


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("in February, after Pence's visit to Tokyo, did Trump and Abe phone?", "trump-abe-call-february-14"),
        ("first call between Trump and Abe after Pence's visit to Tokyo", "trump-abe-call-february-14"),
        ("what did Trump say about the TPP after the steel tariffs", "trump-open-to-tpp"),
    ],
)
def test_an_answer_lies_on_the_right_side_of_the_event(shipped: Lookup, text: str, entry: str) -> None:
    assert first(ask(shipped, text)) == entry


def test_whether_one_was_before_the_other_is_told_by_both_dates(shipped: Lookup) -> None:
    answer = ask(shipped, "was Tillerson fired after McMaster resigned")
    assert first(answer) == "tillerson-dismissal"
    assert "March 13, 2018 (" in answer.message
    assert ") was before March 22, 2018 (" in answer.message


def test_which_of_two_came_first_and_last(shipped: Lookup) -> None:
    assert (
        first(ask(shipped, "which came first, McMaster's resignation or Cohn's resignation"))
        == "cohn-resignation"
    )
    assert first(ask(shipped, "who left last, McMaster or Tillerson")) == "mcmaster-bolton"


def test_one_day_puts_neither_first(july: Lookup) -> None:
    answer = ask(july, "did Italy stay neutral after the Ottoman alliance")
    assert answer.message.startswith("Both are dated August 2, 1914")


def test_a_stranger_did_nothing_after_an_event(shipped: Lookup) -> None:
    assert ask(shipped, "did Reagan visit Tokyo after Tillerson was fired").status is Status.NOT_FOUND


def test_an_event_that_is_not_found_surely_binds_nothing(shipped: Lookup) -> None:
    plain = ask(shipped, "when did Cohn resign")
    assert first(ask(shipped, "when did Cohn resign after the whatever")) == first(plain)


def test_who_held_an_office_when_something_happened(shipped: Lookup) -> None:
    answer = ask(shipped, "who was national security advisor when the CPTPP was signed")
    assert first(answer) == "hr-mcmaster"
    assert "until March 22, 2018" in answer.message
    assert [found.entry.id for found in answer.found][-1] == "cptpp-signing"


def test_what_went_on_meanwhile(july: Lookup) -> None:
    answer = ask(july, "what happened while Poincaré was on his state visit to St Petersburg")
    assert answer.message.startswith("In the days of July 20–23, 1914")
    ids = [found.entry.id for found in answer.found]
    assert "ultimatum-delivered" in ids
    assert ids[-1] == "french-state-visit"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("who resigned nine days after Tillerson was fired", "mcmaster-bolton"),
        ("two days before the steel tariffs, who quit", "cohn-resignation"),
        ("after Cohn quit who signed the CPTPP two days later", "cptpp-signing"),
    ],
)
def test_days_counted_from_an_event_are_a_condition(shipped: Lookup, text: str, entry: str) -> None:
    assert first(ask(shipped, text)) == entry


def test_an_event_is_not_what_was_the_day_after_it(shipped: Lookup) -> None:
    assert ask(shipped, "what did Trump do the day after Cohn quit").status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("what did China do after Trump signed the 50 billion memo", "china-tariffs-128-products"),
        ("what did Trump do after Cohn quit", "steel-aluminum-tariffs"),
        ("what did Abe do after the announcement that Trump would meet Kim", "trump-abe-call-march-8"),
    ],
)
def test_what_somebody_did_after_an_event_is_told_in_its_order(
    shipped: Lookup, text: str, entry: str
) -> None:
    assert first(ask(shipped, text)) == entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("China's answer to the $50 billion tariffs?", "china-tariffs-3-billion"),
        ("how did china react to the $50 billion tariffs", "china-tariffs-3-billion"),
        ("what was China's response to the list of 1,300 goods", "china-tariffs-106-items"),
        ("how did Kono react to the NPR", "kono-welcomes-npr"),
    ],
)
def test_what_is_reacted_to_is_no_reaction(shipped: Lookup, text: str, entry: str) -> None:
    assert first(ask(shipped, text)) == entry


def test_a_reaction_that_nobody_tells(shipped: Lookup) -> None:
    assert ask(shipped, "how did Trump react to Cohn's resignation").status is Status.NOT_FOUND
