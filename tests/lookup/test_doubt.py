"""What the words of a question say against an entry that does not say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.doubt import Doubts, signs, weigh
from bot.lookup.features import Tally
from bot.lookup.lookup import Lookup
from bot.lookup.query import Query


def said(lookup: Lookup, query: Query) -> set[str]:
    return Tally(query, lookup.ranker.rank(query)[0], lookup.ranker).said()


def told(lookup: Lookup, text: str) -> set[str]:
    query = lookup.reader.read(text)
    return set(signs(query, said(lookup, query), lookup.language))


def test_signs_are_the_words_that_are_not_said_and_how_the_question_opens(shipped: Lookup) -> None:
    found = told(shipped, "Which hotel did Tillerson sleep in when Trump fired him?")
    assert {"hotel", "sleep", "?any", "^which", "^which hotel"} <= found
    assert not {"tillerson", "fire", "trump"} & found


@pytest.mark.parametrize(
    ("plain", "detail"),
    [
        ("Pompeo's secret meeting with Kim", "Pompeo's hotel at his secret meeting with Kim"),
        ("when did Cohn resign", "who translated when Cohn resigned"),
        ("yo when did they sack Tillerson", "what did Tillerson eat when they sacked him"),
    ],
)
def test_a_detail_that_nobody_told_is_doubted(shipped: Lookup, plain: str, detail: str) -> None:
    def doubt(text: str) -> float:
        query = shipped.reader.read(text)
        return Doubts(shipped.language).of(query, said(shipped, query))

    assert doubt(detail) < doubt(plain)


def test_without_words_there_is_nothing_to_doubt(shipped: Lookup) -> None:
    assert set(signs(shipped.reader.read(""), set(), shipped.language)) == {"?any", "^"}


@given(
    st.dictionaries(st.text(max_size=3), st.floats(-4, 4).map(lambda weight: round(weight, 2)), max_size=12)
)
def test_signs_count_the_same_in_every_order(weights: dict[str, float]) -> None:
    """Sets come in another order in every process, and a tree may part just where two sums differ in the last bit."""
    assert weigh(weights, weights) == weigh(reversed(weights), weights) == weigh(sorted(weights), weights)
