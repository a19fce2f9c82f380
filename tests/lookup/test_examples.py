"""Questions that a pack gives with their answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chronicle.model import Example
from bot.lookup.answer import Status
from bot.lookup.examples import LEAST, Examples, subsets
from bot.lookup.lookup import Lookup
from tests.lookup.asking import ask, believed

if TYPE_CHECKING:
    from bot.lookup.query import Query

NUMBERS = st.integers(0, 2**12 - 1)


def with_examples(lookup: Lookup, *examples: tuple[str, tuple[str, ...]]) -> Lookup:
    return Lookup(replace(lookup.chronicle, examples=tuple(Example(*one) for one in examples)))


def nearest(lookup: Lookup, text: str, answer: str) -> tuple[float, float]:
    return lookup.examples.nearest(lookup.reader.read(text), lookup.ranker, answer)


def test_an_example_is_answered_as_the_pack_says(suez: Lookup) -> None:
    text = "which day did the fellow with the moustache hit the roof"
    entry = suez.chronicle.events[3].id
    assert ask(suez, text).status is Status.NOT_FOUND
    taught = with_examples(suez, (text, (entry,)), ("Nasser nationalises the canal", ()))
    assert ask(taught, f" {text.capitalize()}?").found[0].entry.id == entry
    assert ask(suez, "nasser nationalises the canal").status is Status.ANSWERED
    assert ask(taught, "nasser nationalises the canal!").status is Status.NOT_FOUND


def test_a_question_like_one_that_nothing_answers_is_believed_less(suez: Lookup) -> None:
    text = "When did Nasser nationalise the canal company?"
    assert believed(with_examples(suez, (text, ())), text) < believed(suez, text)


@pytest.mark.parametrize(
    ("asked", "nearer"),
    [
        ("who fired McMaster", "who sacked McMaster"),  # another word for it
        ("who fired McMaster", "who fired HR McMaster"),
        ("why was McMaster fired", "why did Trump fire McMaster"),  # the same kind of answer
    ],
)
def test_what_is_alike(shipped: Lookup, asked: str, nearer: str) -> None:
    taught = with_examples(shipped, (asked, ("mcmaster-bolton",)))
    assert nearest(taught, asked, "mcmaster-bolton")[0] == pytest.approx(1.0, abs=0.1)
    assert nearest(taught, nearer, "mcmaster-bolton")[0] > 0.6
    assert nearest(taught, "how many ministers went to Vancouver", "mcmaster-bolton") == (0.0, 0.0)
    assert nearest(taught, asked, "cohn-resignation")[0] == 0.0


def test_another_kind_of_answer_is_less_alike(shipped: Lookup) -> None:
    taught = with_examples(shipped, ("why was McMaster fired", ()))
    assert nearest(taught, "why was McMaster fired", "")[1] > nearest(taught, "was McMaster fired", "")[1]


@settings(max_examples=300)
@given(st.lists(st.tuples(st.floats(0.3, 9.0), NUMBERS), min_size=1, max_size=7), NUMBERS, st.floats(0, 0.9))
def test_every_example_that_shares_enough_is_found_once(
    parts: list[tuple[float, int]], among: int, share: float
) -> None:
    least = share * sum(weight for weight, _ in parts)
    found = {
        place: shared
        for shared, mask in subsets(parts, least, among)
        for place in range(12)
        if mask >> place & 1
    }
    for place in range(12):
        shared = sum(weight for weight, sharing in parts if sharing >> place & 1)
        if among >> place & 1 and shared >= least + 1e-6:
            assert found[place] == pytest.approx(shared)
        elif not among >> place & 1 or shared < least - 1e-6:
            assert place not in found


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_nothing_that_is_typed_is_nearer_than_the_same_or_a_little_near(shipped: Lookup, text: str) -> None:
    query: Query = shipped.reader.read(text)
    for near in shipped.examples.nearest(query, shipped.ranker, "cohn-resignation"):
        assert near == 0.0 or LEAST <= near <= 1.0


def test_an_example_without_a_telling_word_does_no_harm(shipped: Lookup) -> None:
    taught = with_examples(shipped, ("the", ()), ("", ("cohn-resignation",)), ("???", ()))
    assert isinstance(taught.examples, Examples)
    assert ask(taught, "when did Cohn quit").found[0].entry.id == "cohn-resignation"
