"""Who held an office, and when."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Status
from bot.lookup.lookup import Lookup
from tests.lookup.asking import ask


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("who was secretary of state on February 3", ["rex-tillerson"]),
        ("who was secretary of state in March", ["rex-tillerson"]),
        (
            "who was secretary of state on April 24",
            ["john-sullivan"],
        ),  # named on the 23rd; since when is not told
        ("who was secretary of state on April 30", ["mike-pompeo"]),
        ("who was un ambassador in 2005", ["john-bolton"]),
    ],
)
def test_an_office_at_a_time_has_those_who_held_it_then(
    shipped: Lookup, text: str, holders: list[str]
) -> None:
    answer = ask(shipped, text)
    assert [found.entry.id for found in answer.found][: len(holders)] == holders
    assert answer.message.count("Secretary of State") + answer.message.count("ambassador") == len(holders)


@pytest.mark.parametrize(
    "text",
    [
        "who was secretary of state in 2021?",
        "who was prime minister of Japan in 2022?",
        "who was USTR in 2009",
        "who was prime minister of Japan in 2017",
        "who was secretary of state on March 20",
        "who was acting secretary of state in February",
        "who was un ambassador in 2007",
        "who was vice president in 2024",
    ],
)
def test_sources_vouch_for_an_office_only_in_their_own_period(shipped: Lookup, text: str) -> None:
    assert ask(shipped, text).status is Status.NOT_FOUND


def test_an_office_of_somebody_else_is_not_asked_for(shipped: Lookup) -> None:
    answer = ask(shipped, "Under which president had Bolton served before Trump called him?")
    assert answer.found[0].entry.id != "barack-obama"


def test_offices_that_may_have_begun_earlier_say_so(shipped: Lookup) -> None:
    answer = ask(shipped, "who was acting secretary of state on April 25")
    assert "by April 23, 2018 until April 26, 2018" in answer.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("who runs the pacific command", "Harry Harris, Commander of US Pacific Command."),
        ("who was in charge of the CIA in february", "Mike Pompeo, CIA Director until April 26, 2018."),
        ("who runs the Ministry of Defense in Japan", "Itsunori Onodera, Minister of Defense of Japan."),
        (
            "who was acting secretary of state after Tillerson was fired",
            "John Sullivan, Acting Secretary of State by April 23, 2018 until April 26, 2018.",
        ),
        ("who leads north korea", "Kim Jong Un, Supreme Leader of North Korea."),
    ],
)
def test_heads_of_what_is_named(shipped: Lookup, text: str, told: str) -> None:
    assert ask(shipped, text).message == told


@pytest.mark.parametrize("text", ["who led the Senate", "who ran the CIA in 2019"])
def test_heads_that_nobody_names(shipped: Lookup, text: str) -> None:
    assert ask(shipped, text).status is Status.NOT_FOUND


@pytest.mark.parametrize("text", ["who was the mayor", "mayor in 2014"])
def test_the_only_mayor_needs_no_town(euuk: Lookup, text: str) -> None:
    assert "Mayor of London" in ask(euuk, text).message


@pytest.mark.parametrize("text", ["What happened at the 2016 Olympics?", "the 2022 olympics"])
def test_another_number_is_no_slip_in_a_name(shipped: Lookup, text: str) -> None:
    assert ask(shipped, text).status is Status.NOT_FOUND


def test_what_somebody_did_before_an_office_is_not_who_held_it_before(shipped: Lookup) -> None:
    answer = ask(shipped, "before becoming secretary of state what did Pompeo do")
    assert "CIA Director" in answer.found[0].entry.text


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("who replaced Eden", "macmillan"),
        ("who did Macmillan succeed?", "eden"),
        ("who succeeded Eden?", "macmillan"),
    ],
)
def test_the_dates_of_an_office_tell_who_was_next(suez: Lookup, text: str, holder: str) -> None:
    assert ask(suez, text).found[0].entry.id == holder


@pytest.mark.parametrize("text", ["who replaced Nutting", "who replaced Macmillan", "who did Eden replace"])
def test_nobody_was_next_where_no_dates_meet(suez: Lookup, text: str) -> None:
    assert ask(suez, text).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    "text", ["who is the vice president of Japan", "who is the deputy prime minister of the United States"]
)
def test_an_office_of_another_country_is_nobodys(shipped: Lookup, text: str) -> None:
    answer = ask(shipped, text)
    assert answer.status is Status.NOT_FOUND
    assert len(answer.suggestions) == 1
