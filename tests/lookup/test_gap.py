"""Numbers, hours and reasons that an entry would have to tell."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Status
from bot.lookup.lookup import Lookup
from tests.lookup.asking import ask


@pytest.mark.parametrize(
    "text",
    [
        "How many American towns have a sister city in Japan?",  # “the two countries” are no towns
        "At what time of day did Trump post the tweet about Tillerson?",
        "Why did 42 senators vote against Pompeo?",
        "what time did the space exploration forum open",
        "What was discussed at the US-Japan-Mongolia meeting?",
        "what did Kono and Pompeo discuss in Amman",
        "what did kim give xi",
        "what did Joseph Yun say at the colloquium",
        "what did McMaster say when he resigned",
    ],
)
def test_not_told(shipped: Lookup, text: str) -> None:
    assert ask(shipped, text).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("how many Republican members signed the letter on tariffs", "100"),
        ("how many Americans signed the letter against tariffs", "100"),
        ("how many countries took part in the space forum", "43"),
        ("why did Cohn resign", "tariffs"),
        ("what did abe and trump discuss at mar-a-lago", "Mar-a-Lago"),
        ("what did Bolton say on Fox News", "lies"),
        ("why was Abe unpopular in April 2018", "scandals"),  # “as news about them went on”
    ],
)
def test_told(shipped: Lookup, text: str, name: str) -> None:
    answer = ask(shipped, text)
    assert answer.status is Status.ANSWERED
    assert name in answer.found[0].entry.text


def test_reason(suez: Lookup) -> None:
    assert ask(suez, "why did Eden resign").status is Status.ANSWERED
    assert ask(suez, "why was the meeting held at Sevres").status is Status.NOT_FOUND


def test_numbers_of_the_question_count_nothing(apollo: Lookup) -> None:
    assert ask(apollo, "how many people watched Apollo 11 lift off").status is Status.NOT_FOUND


def test_people_counted_by_what_they_did(euuk: Lookup) -> None:
    assert ask(euuk, "How many people signed the petition to revoke Article 50?").status is Status.ANSWERED


def test_time_of_day(apollo: Lookup) -> None:
    assert ask(apollo, "what time did Apollo 11 lift off").status is Status.ANSWERED
    assert ask(apollo, "what time did Apollo 8 lift off").status is Status.NOT_FOUND


def test_reasons_without_a_word_for_them(apollo: Lookup, euuk: Lookup) -> None:
    assert "convention" in ask(euuk, "why did bercow refuse a third vote").found[0].entry.text
    assert "pressure" in ask(apollo, "why couldnt they open the hatch").found[0].entry.text
    assert "thruster" in ask(apollo, "why did gemini 8 come down early").found[0].entry.text


def test_numbers_that_point_back_at_what_they_count(meiji: Lookup) -> None:
    assert "302" in ask(meiji, "how many prefectures were there at first").found[0].entry.text


def test_cost(apollo: Lookup, euuk: Lookup, watergate: Lookup) -> None:
    assert "billion" in ask(apollo, "how much did apollo cost").found[0].entry.text
    assert ask(euuk, "how much did the referendum cost").status is Status.NOT_FOUND  # a percentage
    assert ask(watergate, "how much did the watergate building cost").status is Status.NOT_FOUND  # bills


def test_nothing_is_counted_where_there_is_no_number_and_no_list(apollo: Lookup) -> None:
    assert ask(apollo, "how many pictures did Lunar Orbiter 1 take").status is Status.NOT_FOUND
