"""Small talk, which asks nothing of the history."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Status
from bot.lookup.lookup import Lookup
from bot.lookup.question import Command
from tests.lookup.asking import ask


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hi", "Hello."),
        ("Good morning everyone :)", "Hello."),
        ("thanks a lot, bot!", "You’re welcome."),
        ("ok cool bye", "Goodbye."),
        ("hey, how are you?", "Fine, thank you."),
        ("hello there. who are you?", "I answer questions about “The July Crisis, June"),
        ("whats ur name", "I answer questions about"),
        ("What can you do?", "I answer questions about"),
        ("what's your source", "What I know comes from “"),
        ("who wrote this article?", "What I know comes from “"),
        ("how do i use this", "Ask in your own words, such as “who is "),
        (
            "what period do you cover?",
            "“The July Crisis, June 28 to August 12, 1914” runs from June 28, 1914 to",
        ),
        ("tell me a joke", "I only know about “"),
    ],
)
def test_small_talk_gets_a_sentence(july: Lookup, text: str, said: str) -> None:
    answer = ask(july, text)
    assert answer.message.startswith(said)
    assert answer.status is Status.NOT_FOUND
    assert answer.is_chat
    assert not answer.found
    assert not answer.suggestions


@pytest.mark.parametrize(
    "text",
    ["hi, who is Princip", "thanks, and when was the archduke shot?", "hello Kaiser", "who are the Serbs"],
)
def test_a_question_is_no_small_talk(july: Lookup, text: str) -> None:
    assert not ask(july, text).is_chat


def test_commands_are_for_questions(july: Lookup) -> None:
    assert not ask(july, "test", Command.WHEN).is_chat


def test_examples_that_are_named_are_answered(july: Lookup, shipped: Lookup) -> None:
    for lookup in (july, shipped):
        examples = ask(lookup, "help").message.split("“")[1:]
        assert len(examples) == 2
        assert all(ask(lookup, example.split("”")[0]).status is Status.ANSWERED for example in examples)


def test_more_than_two_sources_are_counted(apollo: Lookup) -> None:
    titles = [source.title for source in apollo.chronicle.sources.values()]
    told = ask(apollo, "what are your sources?").message
    assert all(title in told for title in titles[:2])
    assert (f" and {len(titles) - 2} more" in told) == (len(titles) > 2)


@pytest.mark.parametrize("text", ["do you like pizza", "I bought a dog", "will you dance with me"])
def test_nothing_is_suggested_to_who_speaks_of_themselves(shipped: Lookup, text: str) -> None:
    answer = ask(shipped, text)
    assert answer.status is Status.NOT_FOUND
    assert not answer.suggestions
