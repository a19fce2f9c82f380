"""Answers reckoned from several entries, each proved by those entries."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Answer, Status
from bot.lookup.lookup import Lookup
from bot.lookup.question import Command, Question


def ask(lookup: Lookup, text: str, command: Command = Command.ASK) -> Answer:
    answer = lookup.answer(Question(command, text))[0]
    assert answer.status is Status.ANSWERED, answer.message
    return answer


def test_how_many_times(shipped: Lookup) -> None:
    answer = ask(shipped, "how many times did Trump and Abe talk on the phone")
    assert "3 such entries" in answer.message
    assert [found.entry.date for found in answer.found] == ["2018-02-02", "2018-02-14", "2018-03-08"]


def test_a_call_about_a_meeting_is_no_meeting(shipped: Lookup) -> None:
    answer = ask(shipped, "how many times did trump and abe meet")
    assert all("telephone" not in found.entry.title for found in answer.found)


def test_days_between_two_events(shipped: Lookup) -> None:
    answer = ask(shipped, "how many days between Tillerson's dismissal and Pompeo's confirmation")
    assert answer.message.startswith("44 days")
    assert [found.entry.date for found in answer.found] == ["2018-03-13", "2018-04-26"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("how many days from the nationalization of the canal to jan 9", 167),
        ("how many days from aug 1 to the nationalization of the canal", 6),
        ("how many days between march 1 and the resignation of Eden", 51),
    ],
)
def test_a_day_without_its_year_is_the_nearest_to_the_event(suez: Lookup, text: str, days: int) -> None:
    assert ask(suez, text).message.startswith(f"{days} days")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "how many days from the TPP withdrawal to the CPTPP signing",
            "Between 401 and 431 days: from January 2017",
        ),
        (
            "how many days between the Winter Olympics and the Trump-Kim announcement",
            "Between 8 and 35 days: from",
        ),
        (
            "how many weeks between Cohn's resignation and the Panmunjom summit",
            "7 weeks and 3 days: from March 6",
        ),
        ("how long between the tariffs on steel and the Mar-a-Lago summit", "40 days: from March 8"),
    ],
)
def test_what_is_dated_by_the_month_is_not_counted_to_the_day(shipped: Lookup, text: str, told: str) -> None:
    assert ask(shipped, text).message.startswith(told)


def test_what_is_not_clear_is_said_with_what_comes_near(shipped: Lookup) -> None:
    answer = shipped.answer(Question(Command.ASK, "how much time between the first and the second call"))[0]
    assert answer.message.startswith("It isn’t clear which entry")
    assert answer.suggestions


def test_what_came_next(july: Lookup) -> None:
    answer = ask(july, "what happened after the assassination in Sarajevo")
    assert answer.message.startswith("After June 28, 1914")
    assert all(str(found.entry.span and found.entry.span.start) > "1914-06-28" for found in answer.found)


@pytest.mark.parametrize(
    ("day", "holder", "other"),
    [
        ("february 20", "rex-tillerson", "mike-pompeo"),
        ("april 28", "mike-pompeo", "rex-tillerson"),
    ],
)
def test_who_held_an_office_on_a_day(shipped: Lookup, day: str, holder: str, other: str) -> None:
    answer = ask(shipped, f"secretary of state on {day}", Command.WHO)
    ids = [found.entry.id for found in answer.found]
    assert ids[0] == holder
    assert other not in ids


def test_so_many_days_before_an_event_are_counted(shipped: Lookup) -> None:
    answer = ask(shipped, "what happened two days before the CPTPP signing")
    assert {found.entry.date for found in answer.found} == {"2018-03-06"}
    empty, _ = shipped.answer(Question(Command.ASK, "what happened the day after Tillerson was fired"))
    assert empty.status is Status.NOT_FOUND
    assert "March 14, 2018" in empty.message


def test_the_willingness_to_meet_is_no_meeting(shipped: Lookup) -> None:
    answer = ask(shipped, "how many summits were there")
    assert [found.entry.id for found in answer.found] == ["abe-trump-mar-a-lago", "moon-kim-panmunjom"]


def test_the_week_after_is_all_of_it(shipped: Lookup) -> None:
    answer = ask(shipped, "what happened the week after Tillerson was fired")
    assert answer.message.startswith("March 14–20, 2018")


def test_how_long_something_went_on_is_counted(shipped: Lookup) -> None:
    assert "(4 days" in ask(shipped, "how long was Kim in Beijing").message


def test_days_between_two_that_are_alike(shipped: Lookup) -> None:
    answer = ask(shipped, "how many days between the two Trump-Abe calls in February")
    assert answer.message.startswith("12 days: from February 2, 2018")


def test_the_second_of_several_and_none_beyond_the_last(shipped: Lookup) -> None:
    second = ask(shipped, "second phone call between Trump and Abe")
    assert second.found[0].entry.id == "trump-abe-call-february-14"
    fourth, _ = shipped.answer(Question(Command.ASK, "fourth phone call between Trump and Abe"))
    assert fourth.status is Status.NOT_FOUND


def test_a_summit_that_lasted_is_no_last_summit(shipped: Lookup) -> None:
    answer = ask(shipped, "how long did the Mar-a-Lago summit last")
    assert answer.status is Status.ANSWERED
    assert "(2 days" in answer.message


@pytest.mark.parametrize(
    "text", ["list all calls between Abe and Trump", "everything between Pence and Kono"]
)
def test_what_is_between_people_is_no_stretch_of_time(shipped: Lookup, text: str) -> None:
    answer = ask(shipped, text)
    assert answer.status is Status.ANSWERED
    assert (
        len({"shinzo-abe", "donald-trump", "mike-pence", "taro-kono"} & {*answer.found[0].entry.people}) >= 2
    )


def test_how_many_times_in_a_month(shipped: Lookup) -> None:
    answer = ask(shipped, "how many times did Trump and Abe talk on the phone in February")
    assert [found.entry.date for found in answer.found] == ["2018-02-02", "2018-02-14"]


def test_only_what_lies_in_the_days_named_is_counted(shipped: Lookup) -> None:
    february = ask(shipped, "how many times did trump and abe talk on the phone in february")
    assert [found.entry.date for found in february.found] == ["2018-02-02", "2018-02-14"]
    april, _ = shipped.answer(
        Question(Command.ASK, "how many times did trump and abe talk on the phone in april")
    )
    assert april.status is Status.NOT_FOUND
    assert april.suggestions[0].id == "trump-abe-call-february-2"


def test_the_whole_chronology_has_a_first_and_a_last(shipped: Lookup) -> None:
    assert ask(shipped, "first event").found[0].entry.id == "tillerson-kono-vancouver"
    assert ask(shipped, "what was the last event in the chronology?").found[0].entry.id == "pompeo-kono-amman"
