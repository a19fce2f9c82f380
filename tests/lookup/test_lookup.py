"""Questions on two histories: what is found, what is declined, and how listings read."""

from __future__ import annotations

from datetime import date

import pytest

from bot.lookup.answer import Answer, Status
from bot.lookup.lookup import Lookup
from bot.lookup.question import Command, Question
from tests.lookup.asking import ask


def first(answer: Answer) -> str:
    assert answer.status is Status.ANSWERED, answer.message
    return answer.found[0].entry.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("when was the archduke shot", "sarajevo-assassination"),
        ("assasination in sarajevo", "sarajevo-assassination"),
        ("Germany declares war on Russia", "germany-declares-war-on-russia"),
        ("who was killed together with Franz Ferdinand", "sarajevo-assassination"),
    ],
)
def test_plain_and_misspelt_questions_find_their_entry(july: Lookup, text: str, expected: str) -> None:
    assert first(ask(july, text)) == expected


def test_every_answer_is_cited_and_scored(july: Lookup) -> None:
    answer = ask(july, "when was the archduke shot")
    assert all(found.entry.citations for found in answer.found)
    assert all(0.0 <= found.score <= 1.0 for found in answer.found)
    assert [found.score for found in answer.found] == sorted(
        (found.score for found in answer.found), reverse=True
    )


@pytest.mark.parametrize(
    "text",
    [
        "asdkjh qwoeiu zmxnc",
        "who won the world cup",
        "what did the archduke have for breakfast",
        "what is your favourite colour",
        "Ferdinand Magellan's ships",
        "",
        "???",
        "the of and",
    ],
)
def test_what_the_chronicle_lacks_is_declined(july: Lookup, text: str) -> None:
    answer = ask(july, text)
    assert answer.status is Status.NOT_FOUND
    assert not answer.found
    assert answer.message


def test_suggestions_name_real_entries(july: Lookup) -> None:
    answer = ask(july, "did the archduke play golf in sarajevo")
    for suggestion in answer.suggestions:
        assert july.chronicle.by_id[suggestion.id] is suggestion


def test_another_year_is_declined(july: Lookup) -> None:
    assert ask(july, "mobilization in 1939").status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("command", "text"),
    [(Command.ON, "february 30"), (Command.BETWEEN, "13/45"), (Command.ASK, "what happened on june 31")],
)
def test_impossible_days_are_invalid_and_say_why(july: Lookup, command: Command, text: str) -> None:
    answer = ask(july, text, command)
    assert answer.status is Status.INVALID
    assert answer.message.endswith(".")


def test_on_lists_a_day_in_order_and_names_its_span(july: Lookup) -> None:
    answer = ask(july, "june 28", Command.ON)
    assert answer.span is not None
    assert str(answer.span.span.start) == str(answer.span.span.end) == "1914-06-28"
    assert "sarajevo-assassination" in {found.entry.id for found in answer.found}
    starts = [found.entry.span.start for found in answer.found if found.entry.span]
    assert starts == sorted(starts, key=str)


def test_between_covers_both_days(july: Lookup) -> None:
    answer = ask(july, "july 28 and august 4", Command.BETWEEN)
    assert answer.span is not None
    assert (str(answer.span.span.start), str(answer.span.span.end)) == ("1914-07-28", "1914-08-04")
    assert {"germany-declares-war-on-russia", "belgium-invaded"} <= {found.entry.id for found in answer.found}


def test_days_that_lie_apart_are_no_span(july: Lookup) -> None:
    answer = ask(july, "june 28 and july 28", Command.ON)
    assert answer.span is None
    assert {"sarajevo-assassination", "caillaux-trial"} <= {found.entry.id for found in answer.found}


def test_the_fridays_of_a_month_are_no_span(july: Lookup) -> None:
    answer = ask(july, "a friday in july", Command.ON)
    assert answer.span is None
    assert answer.found


def test_entries_dated_by_month_do_not_count_on_a_day(july: Lookup) -> None:
    for found in ask(july, "july 10", Command.ON).found:
        assert found.entry.date is not None
        assert all(len(part.rstrip("~?")) == len("1914-07-10") for part in found.entry.date.split("/"))


def test_a_day_with_nothing_suggests_its_neighbours(july: Lookup) -> None:
    answer = ask(july, "june 20", Command.ON)
    assert answer.status is Status.NOT_FOUND
    assert answer.suggestions


def test_on_needs_a_day(july: Lookup) -> None:
    assert ask(july, "archduke", Command.ON).status is Status.INVALID


def test_a_day_without_its_year_is_every_year_of_the_period(apollo: Lookup) -> None:
    assert any(found.entry.date == "1969-11-14" for found in ask(apollo, "november 14", Command.ON).found)


def test_a_number_of_the_chronicle_is_no_year(apollo: Lookup) -> None:
    assert "1202" in ask(apollo, "1202 alarm").found[0].entry.text


def test_the_same_question_has_the_same_answer(july: Lookup, apollo: Lookup) -> None:
    for lookup in (july, apollo):
        fresh = Lookup(lookup.chronicle)
        for text in ("who shot the archduke", "moon landing", "first american in space"):
            assert ask(lookup, text) == ask(fresh, text)


def test_a_pack_that_links_nobody_still_tells_deeds(apollo: Lookup) -> None:
    answer = ask(apollo, "armstrong", Command.WHO)
    assert first(answer) == "neil-armstrong"
    assert {"1966-03-16", "1968-05-06"} <= {found.entry.date for found in answer.found}


def test_a_place_alone_is_what_it_is_known_for(shipped: Lookup) -> None:
    assert ask(shipped, "Amman").found[0].entry.date == "2018-04-30"


def test_a_day_without_a_year_is_that_of_the_year_which_tells_of_it(apollo: Lookup) -> None:
    answer = ask(apollo, "july 20", Command.ON)
    assert answer.message.startswith("July 20, 1969: ")
    assert answer.span is not None
    assert str(answer.span.span.start) == "1969-07-20"


def test_a_month_of_several_years_is_listed_from_all_of_them(apollo: Lookup) -> None:
    answer = ask(apollo, "may", Command.ON)
    assert answer.message.startswith("may (1961, 1968, 1969): ")
    starts = [found.entry.span.start for found in answer.found if found.entry.span]
    assert starts == sorted(start for start in starts if start)


def test_two_days_named_apart_are_listed_both(shipped: Lookup) -> None:
    answer = ask(shipped, "march 8 and 22", Command.ON)
    first, last = (ask(shipped, day, Command.ON).found for day in ("march 8", "march 22"))
    assert set(answer.found) == {*first, *last}
    assert ask(shipped, "march 8 and march 22", Command.ON).found == answer.found


def test_a_day_without_its_month_is_that_of_any_month_of_the_period(shipped: Lookup) -> None:
    found = ask(shipped, "the 8th", Command.ON).found
    assert found == ask(shipped, "march 8", Command.ON).found


def test_half_of_a_period_is_not_answered(shipped: Lookup) -> None:
    answer = ask(shipped, "the summit and march 8", Command.BETWEEN)
    assert answer.status is Status.INVALID
    assert "march 8" in answer.message


def test_a_period_may_run_from_an_event_to_a_day(shipped: Lookup) -> None:
    answer = ask(shipped, "Tillerson's dismissal and march 22", Command.BETWEEN)
    assert answer.span is not None
    assert (str(answer.span.span.start), str(answer.span.span.end)) == ("2018-03-13", "2018-03-22")


def test_two_bounds_of_a_period_are_held_both(shipped: Lookup) -> None:
    answer = ask(shipped, "after march 8 but before march 20", Command.ON)
    assert answer.found == ask(shipped, "from march 9 to march 19", Command.ON).found


def test_a_meeting_is_where_it_took_place_not_where_it_was_photographed(shipped: Lookup) -> None:
    assert ask(shipped, "where did trump and abe meet").found[0].entry.id == "abe-trump-mar-a-lago"


@pytest.mark.parametrize("text", ["mondays in march", "every Monday in March", "a monday in march"])
def test_weekdays_of_a_month_are_in_that_month(shipped: Lookup, text: str) -> None:
    answer = ask(shipped, text, Command.ON)
    assert answer.found
    for found in answer.found:
        span = found.entry.span
        assert span is not None
        assert span.start is None or span.start.isoformat() <= "2018-03-31"
        assert span.end is None or span.end.isoformat() >= "2018-03-01"


@pytest.mark.parametrize(
    "text", ["some day in march", "any day in march", "all of march", "every day in March"]
)
def test_some_day_of_a_month_is_any_of_its_days(shipped: Lookup, text: str) -> None:
    assert ask(shipped, text, Command.ON).found == ask(shipped, "march", Command.ON).found


def test_years_ahead_are_those_that_the_chronicle_saw_ahead(shipped: Lookup) -> None:
    today = date(2026, 11, 24)
    text = "how fast is Japan's defense budget to grow in the next five years"
    answer, _ = shipped.answer(Question(Command.ASK, text, today))
    assert answer.found[0].entry.id == "defense-budget-growth"
    later, _ = shipped.answer(Question(Command.ASK, "which ministers met last week", today))
    assert later.status is Status.NOT_FOUND


def test_a_day_that_only_a_dispute_names_says_so(shipped: Lookup) -> None:
    assert ask(shipped, "march 7", Command.ON).message == "March 7, 2018: 1 entry, of a disputed date."
    assert ask(shipped, "march 6", Command.ON).message.endswith("entries.")
