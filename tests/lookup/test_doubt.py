"""What the words of a question say against an entry that does not say them."""

from __future__ import annotations

import pytest

from bot.lookup.doubt import Doubts, signs
from bot.lookup.lookup import Lookup


def told(lookup: Lookup, text: str) -> set[str]:
    query = lookup.reader.read(text)
    return set(signs(query, lookup.ranker.rank(query)[0], lookup.ranker, lookup.language))


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
        return Doubts(shipped.language).of(query, shipped.ranker.rank(query)[0], shipped.ranker)

    assert doubt(detail) < doubt(plain)


def test_without_words_there_is_nothing_to_doubt(shipped: Lookup) -> None:
    first = shipped.ranker.rank(shipped.reader.read("tariffs"))[0]
    assert set(signs(shipped.reader.read(""), first, shipped.ranker, shipped.language)) == {"?any", "^"}
