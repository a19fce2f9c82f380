"""Later questions that lean on earlier ones."""

from __future__ import annotations

from bot.lookup.answer import Answer, Status
from bot.lookup.conversation import Context
from bot.lookup.lookup import Lookup
from bot.lookup.question import Command, Question


def talk(lookup: Lookup, *texts: str) -> list[Answer]:
    context: Context | None = None
    answers: list[Answer] = []
    for text in texts:
        answer, context = lookup.answer(Question(Command.ASK, text), context)
        answers.append(answer)
    return answers


def test_a_pronoun_means_the_person_asked_about(shipped: Lookup) -> None:
    _, answer = talk(shipped, "when was Tillerson dismissed", "who replaced him")
    assert answer.status is Status.ANSWERED
    assert "Pompeo" in answer.found[0].entry.text


def test_and_takes_the_question_over(shipped: Lookup) -> None:
    _, answer = talk(shipped, "when did McMaster resign", "and Cohn?")
    assert answer.status is Status.ANSWERED
    assert "Cohn" in answer.found[0].entry.title


def test_a_complete_question_leans_on_nothing(shipped: Lookup) -> None:
    _, later = talk(shipped, "when did McMaster resign", "when was the CPTPP signed")
    (alone,) = talk(shipped, "when was the CPTPP signed")
    assert later.found[0].entry.id == alone.found[0].entry.id


def test_a_conversation_is_not_shared(shipped: Lookup) -> None:
    talk(shipped, "when was Tillerson dismissed")
    (answer,) = talk(shipped, "who replaced him")
    (again,) = talk(shipped, "who replaced him")
    assert answer == again


def test_the_next_day_is_the_one_behind_the_answer(shipped: Lookup) -> None:
    _, following, before = talk(
        shipped, "when was Tillerson dismissed", "what happened the next day?", "and the week before?"
    )
    assert following.span is not None
    assert str(following.span.span.start) == "2018-03-14"
    assert before.span is None or str(before.span.span.end) < "2018-03-14"


def test_thanks_ask_nothing_and_lose_nothing(shipped: Lookup) -> None:
    _, thanks, followed = talk(shipped, "when was Tillerson dismissed", "thanks", "who replaced him")
    assert thanks.status is Status.NOT_FOUND
    assert not thanks.found
    assert "Pompeo" in followed.found[0].entry.text


def test_he_is_who_lost_the_office(shipped: Lookup) -> None:
    _, answer = talk(shipped, "who was fired in march", "who replaced him?")
    assert answer.found[0].entry.id == "tillerson-dismissal"


def test_he_is_no_place(shipped: Lookup) -> None:
    *_, answer = talk(
        shipped, "who is Tillerson", "did he go to Vancouver", "when was he fired", "who replaced him?"
    )
    assert answer.found[0].entry.id == "tillerson-dismissal"


def test_after_that_lists_what_came_next(shipped: Lookup) -> None:
    _, after, before = talk(
        shipped, "when did Pompeo meet Kim", "and after that?", "what happened before it?"
    )
    assert after.message.startswith("After March 31, 2018")
    assert before.message.startswith("Before April 5, 2018")


def test_the_next_one_is_of_the_same_sort(shipped: Lookup) -> None:
    _, second, third, none = talk(
        shipped, "first call between Trump and Abe", "and the next one?", "and the next one?", "the next one?"
    )
    assert second.found[0].entry.date == "2018-02-14"
    assert third.found[0].entry.date == "2018-03-08"
    assert none.status is Status.NOT_FOUND


def test_what_nobody_tells_of_him_is_not_told_of_another(suez: Lookup) -> None:
    *_, answer = talk(suez, "when did Eden resign", "and Nutting?", "who replaced him?")
    assert answer.status is Status.NOT_FOUND


def test_him_is_who_was_spoken_of_even_if_nobody_followed(shipped: Lookup) -> None:
    *_, succeeded, replaced = talk(
        shipped, "who resigned over the tariffs", "when?", "who succeeded him?", "and who replaced him?"
    )
    assert succeeded.status is replaced.status is Status.NOT_FOUND


def test_he_is_the_person_who_was_just_told(watergate: Lookup) -> None:
    *_, answer = talk(watergate, "when did nixon resign", "who replaced him", "when was he sworn in?")
    assert answer.found[0].entry.id == "ford-sworn-in"


def test_civil_words_get_civil_ones(shipped: Lookup) -> None:
    _, thanks, bye, followed = talk(
        shipped, "who fired Tillerson", "thanks a lot!", "ok bye", "when was that"
    )
    assert thanks.message == "You’re welcome."
    assert bye.message == "Goodbye."
    assert followed.status is Status.ANSWERED


def test_after_nothing_comes_nothing(suez: Lookup) -> None:
    *_, answer = talk(suez, "who flew to Mars", "what happened next?", "and after that?")
    assert answer.status is Status.NOT_FOUND
    assert not answer.suggestions


def test_what_was_found_stays_spoken_of_beyond_what_was_not(shipped: Lookup) -> None:
    *_, none, after = talk(shipped, "when did Cohn resign", "who replaced him?", "and after that?")
    assert none.status is Status.NOT_FOUND
    assert after.message.startswith("After March 6, 2018")


def test_the_other_one_is_the_next_that_was_found(shipped: Lookup) -> None:
    first, other = talk(shipped, "where did trump and abe meet", "no, the other one")
    assert other.found[0].entry == first.found[1].entry
    _, none = talk(shipped, "when did Pompeo meet Kim", "the other one")
    assert none.status is Status.NOT_FOUND


def test_somebody_else_is_not_who_was_told(shipped: Lookup) -> None:
    first, answer = talk(shipped, "who was fired in march", "who else?")
    assert answer.found[0].entry.id == "mcmaster-bolton"
    told = set(first.found[0].entry.people)
    assert all(set(found.entry.people) - told for found in answer.found)


def test_an_office_then_is_that_of_the_answers_day(suez: Lookup) -> None:
    _, answer = talk(suez, "when did Eden resign", "who was British prime minister then?")
    assert answer.found[0].entry.id == "eden"
    _, answer = talk(suez, "when was the Bermuda conference", "who was British prime minister then?")
    assert answer.found[0].entry.id == "macmillan"


def test_they_are_in_the_days_just_listed(apollo: Lookup) -> None:
    *_, landed, when = talk(apollo, "what about July 1969", "where did they land", "when was that")
    assert landed.found[0].entry.id == when.found[0].entry.id == "eagle-lands"


def test_the_first_of_those_that_were_counted(shipped: Lookup) -> None:
    _, first, last = talk(
        shipped,
        "how many times did trump and abe talk on the phone",
        "when was the first?",
        "and the last one?",
    )
    assert first.found[0].entry.date == "2018-02-02"
    assert last.found[0].entry.date == "2018-03-08"


def test_he_is_nobody_who_merely_comes_next(shipped: Lookup) -> None:
    *_, answer = talk(shipped, "who is mcmaster", "when did he leave", "and after that?", "who replaced him?")
    assert answer.found[0].entry.id == "mcmaster-bolton"


def test_the_week_before_a_day_is_all_that_is_in_it(shipped: Lookup) -> None:
    *_, answer = talk(shipped, "what happened on march 8", "what about the week before")
    assert answer.message.startswith("February 26 – March 4, 2018")
    assert len(answer.found) > 1


def test_thanks_need_no_question_before(shipped: Lookup) -> None:
    thanks, asked = talk(shipped, "thanks", "who fired Tillerson")
    assert thanks.message == "You’re welcome."
    assert asked.status is Status.ANSWERED


def test_days_are_counted_from_the_answer_before(shipped: Lookup) -> None:
    *_, later, earlier = talk(
        shipped,
        "what did Aso say about tariffs in the Diet?",
        "and what happened two days later?",
        "what happened a week before that?",
    )
    assert later.found[0].entry.date == "2018-03-31"
    assert earlier.span is not None
    assert str(earlier.span.span.start) == "2018-03-24"


def test_why_after_a_day_was_listed_is_not_clear(shipped: Lookup) -> None:
    *_, listed, why = talk(shipped, "who resigned over the tariffs?", "what happened the day before?", "why")
    assert listed.found
    assert not why.found


def test_he_is_who_came_after_whoever_was_named(shipped: Lookup) -> None:
    *_, confirmed, votes, onward = talk(
        shipped,
        "when did Trump fire Tillerson",
        "who replaced him",
        "when was he confirmed",
        "by how many votes",
        "what happened next",
    )
    assert confirmed.found[0].entry.id == votes.found[0].entry.id == "pompeo-confirmation"
    assert onward.message.startswith("After April 26, 2018")


def test_a_question_without_names_is_of_what_was_told(shipped: Lookup) -> None:
    _, taking_part, where = talk(
        shipped, "when did the mongolia trilateral take place", "who took part?", "where was it"
    )
    assert (
        taking_part.status is Status.NOT_FOUND or taking_part.found[0].entry.id == "us-japan-mongolia-tokyo"
    )
    assert where.found[0].entry.id == "us-japan-mongolia-tokyo"
    *_, topic = talk(shipped, "When did Kono meet Sullivan", "what did they talk about")
    assert topic.status is Status.NOT_FOUND
