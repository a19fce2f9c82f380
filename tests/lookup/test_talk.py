"""Questions as people type them in a chat."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.lookup.query import Need

if TYPE_CHECKING:
    from bot.lookup.lookup import Lookup


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("wait so where'd they land, right", "where did they land"),  # talk around a question
        ("armstrong chillin on the moon", "armstrong chilling on the moon"),
        ("waht hapened on july 16", "what happened on july 16"),
        ("armstrongs steps", "Armstrong's steps"),
        ("where'd they land like which place", "where did they land"),
        ("conditions 4 the landing", "conditions for the landing"),
        ("who flew other than Armstrong", "who flew besides Armstrong"),
        ("who flew till 68", "who flew till 1968"),
        ("who flew in '68", "who flew in 1968"),
        ("nasa yanked outta houston", "nasa yanked out of houston"),
    ],
)
def test_talk_asks_what_plain_words_ask(apollo: Lookup, text: str, plain: str) -> None:
    said, meant = apollo.reader.read(text), apollo.reader.read(plain)
    assert (said.units, said.need) == (meant.units, meant.need)


def test_talk_around_a_question_is_not_taken_for_its_opening(apollo: Lookup) -> None:
    plain, chatty = map(apollo.reader.read, ("did Armstrong fall?", "yo um did Armstrong fall lol"))
    assert plain.asked == chatty.asked == ("did", "armstrong", "fall")
    assert plain.need is chatty.need is Need.YES_OR_NO


@pytest.mark.parametrize("word", ["gagarin", "houston", "begin", "robin", "martins"])
def test_words_that_only_end_like_swallowed_ones(apollo: Lookup, word: str) -> None:
    assert [unit.text for unit in apollo.reader.read(f"landing of {word}").units][-1].startswith(word[:5])


@pytest.mark.parametrize("text", ["who asked for help", "who joined the far right", "how long was the drama"])
def test_words_that_close_a_question_and_are_meant(suez: Lookup, text: str) -> None:
    last = text.split()[-1]
    assert any(unit.text.startswith(last[:4]) for unit in suez.reader.read(text).units)


def test_a_second_question_behind_the_first_is_no_content(watergate: Lookup) -> None:
    units = watergate.reader.read("when did the court rule and how many votes").units
    assert "mani" not in [unit.text for unit in units]


def test_hosting_asks_only_where(suez: Lookup) -> None:
    asked, plain = "which city hosted the conference", "where was the conference"
    assert suez.reader.read(asked).units == suez.reader.read(plain).units


def test_people_counted_without_a_word_for_them(suez: Lookup) -> None:
    assert not suez.reader.read("how many died in sinai").focus
    assert suez.reader.read("how many israelis died in sinai").focus


def test_a_month_by_three_letters_beside_other_words(suez: Lookup) -> None:
    assert [span.text for span in suez.reader.read("eden jan resigned").spans] == ["jan"]
    assert not suez.reader.read("jan smuts").spans  # a given name before a surname


def test_numbers_of_papers_are_no_days(cuba: Lookup) -> None:
    assert cuba.reader.read("what did estimate 85-3-62 say").invalid is None
    assert cuba.reader.read("what happened on 85-13-62").invalid is not None


def test_who_is_quoted_does_not_speak_of_themselves(watergate: Lookup) -> None:
    assert not watergate.reader.read('when was the "im not a crook" speech').personal
    assert watergate.reader.read("im not a crook").personal


def test_a_particle_behind_the_object(cuba: Lookup) -> None:
    [unit] = cuba.reader.read("calm castro down").units[:1]
    assert "placat" in dict(unit.alternatives)


def test_two_digits_are_a_year_of_the_period(meiji: Lookup) -> None:
    [span] = meiji.reader.read("what did saigo do in 73").spans
    assert span.span.start == date(1873, 1, 1)


def test_two_digits_that_are_no_year(apollo: Lookup) -> None:
    assert not apollo.reader.read("who flew in 12 days").spans
    assert [span.text for span in apollo.reader.read("landing on june 24").spans] == ["on june 24"]


def test_every_friday_is_read_like_a_friday(apollo: Lookup) -> None:
    said, meant = (
        apollo.reader.read("all the Fridays in July 1969"),
        apollo.reader.read("Friday in July 1969"),
    )
    assert [span.span for span in said.spans] == [span.span for span in meant.spans]
    assert len(said.spans) > 1
