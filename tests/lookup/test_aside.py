"""What people say of themselves around a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.answer import Status
from bot.lookup.aside import Asides
from bot.lookup.lookup import Lookup
from tests.lookup.asking import ask


@pytest.fixture
def asides(july: Lookup) -> Asides:
    return Asides(july.index, july.language)


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("I'm writing a paper on this, when was the archduke shot?", "when was the archduke shot?"),
        ("I have a question for you: who shot him?", "who shot him?"),
        ("my professor wants us to explain why Russia mobilized", "why Russia mobilized"),
        ("Could you be so kind as to tell me when Belgium was invaded?", "when Belgium was invaded?"),
        ("not sure if you can help me but who shot the archduke", "who shot the archduke"),
        ("do you happen to know if Britain declared war", "Britain declared war"),
        ("Hello! I'm new here. Who is Princip?", "Who is Princip?"),
        ("ok thanks. who is Princip", "who is Princip"),
        ("Who is Princip? I need it for my paper.", "Who is Princip"),
        ("we had the ultimatum in class today. who wrote it?", "who wrote it, ultimatum?"),
        ("my teacher says Princip shot him in July. Is that right?", "Princip shot him in July, Is that right?"),
        ("I read somewhere that Serbia rejected the ultimatum", "Serbia rejected the ultimatum"),
        ("I think it was in June but when exactly was he shot", "when exactly was he shot, June"),
    ],
)  # fmt: skip
def test_asides_are_left_out(asides: Asides, line: str, question: str) -> None:
    assert asides.without(line) == question


@pytest.mark.parametrize(
    "line",
    [
        "when was the archduke shot",
        "do you like Princip",
        "i love you",
        "who are you",
        "what do you think of the Kaiser",
        "my name is Princip",
        "what should I do about Serbia",
        "do you know when my train to Sarajevo leaves",
    ],
)
def test_what_is_no_aside_is_left_as_it_is(asides: Asides, line: str) -> None:
    assert asides.without(line) == line


@pytest.mark.parametrize("text", ["what do you think of Nixon", "i like Nixon", "i am Nixon"])
def test_opinions_are_no_questions_for_a_profile(watergate: Lookup, text: str) -> None:
    assert ask(watergate, text).status is Status.NOT_FOUND


@given(
    words=st.lists(
        st.sampled_from([*"I,.?-", "know", "when", "my", "Serbia", "did", "that", "’s", "me", "tell", "U"])
    )
)
def test_of_whatever_line_something_is_left(july: Lookup, words: list[str]) -> None:
    line = " ".join(words)
    assert bool(Asides(july.index, july.language).without(line).strip()) == bool(line.strip())
