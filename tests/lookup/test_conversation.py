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
    *_, answer = talk(suez, "when did Nutting resign", "and Eden?", "who replaced him?")
    assert answer.status is Status.NOT_FOUND
