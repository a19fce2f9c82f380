"""Whatever a stranger types is answered and never raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.hostile import HOSTILE
from bot.lookup.answer import Status
from bot.lookup.lookup import Lookup
from bot.lookup.question import Command, Question


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("command", list(Command))
def test_hostile_input_is_answered(july: Lookup, command: Command, text: str) -> None:
    answer, _ = july.answer(Question(command, text))
    assert answer.status in set(Status)
    assert answer.message


@given(st.text(max_size=200), st.sampled_from(Command))
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered(july: Lookup, text: str, command: Command) -> None:
    answer, context = july.answer(Question(command, text))
    assert (answer.status is Status.ANSWERED) == bool(answer.found)
    july.answer(Question(Command.ASK, "and then?"), context)


@given(
    st.lists(
        st.sampled_from(
            [
                "who",
                "what",
                "when",
                "archduke",
                "the",
                "Serbia",
                "war",
                "july",
                "28",
                "not",
                "and",
                "how",
                "many",
                "days",
                "between",
                "after",
            ]
        ),
        max_size=14,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_order_of_its_own_words_is_answered(july: Lookup, words: list[str]) -> None:
    answer, _ = july.answer(Question(Command.ASK, " ".join(words)))
    assert all(found.entry.citations for found in answer.found)
