"""The trees that tell how far an answer may be believed, and what they are given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.confidence import Trees, load_trees
from bot.lookup.features import FEATURES, values
from bot.lookup.lookup import Lookup
from tests.lookup.asking import believed

TREES = load_trees()


@given(st.lists(st.floats(-10, 10), min_size=len(FEATURES), max_size=len(FEATURES)))
def test_a_chance_lies_between_none_and_certain(features: list[float]) -> None:
    assert 0.0 <= TREES.chance(tuple(features)) <= 1.0


def test_each_tree_adds_what_its_leaf_says() -> None:
    same = (0, 0.0, 0.0, 0.0), (0, 0.0, 0.0, 0.0)
    above = (1, 2.0, (0, 0.0, 1.0, 1.0), (1, 3.0, 4.0, 5.0))
    trees = Trees(-1.0, ((0, 0.5, (0, 0.0, *same), above),))
    assert trees.chance((0.5, 9.0)) == trees.chance((0.1, 0.0)) < 0.5
    assert trees.chance((0.6, 2.0)) == 0.5
    assert trees.chance((0.6, 3.1)) > trees.chance((0.6, 2.1)) > 0.9


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Abe meets Milley in Tokyo", "Abe meets Milley in Oslo"),
        ("did Kim visit Beijing", "did Kim visit Beijing by train or by plane"),
        ("Pence and Aso on February 7", "Pence and Aso on the moon"),
        ("tariffs of 25 percent on steel", "tariffs of 50 percent on steel"),
        ("Sullivan and Kono", "Sullivan Kono 2019"),
    ],
)
def test_what_is_missed_makes_an_answer_less_believable(shipped: Lookup, more: str, less: str) -> None:
    assert believed(shipped, more) > believed(shipped, less)


def test_the_features_of_a_plain_question(shipped: Lookup) -> None:
    query = shipped.reader.read("Who led the delegation of the US Congressional Group on Japan?")
    features = shipped.confidence.reader.read(shipped.ranker.rank(query), query)
    assert features.weakest_name > 0.9
    assert features.first_missed == features.verb_missed == 1.0  # nobody is said to lead
    assert len(values(features)) == len(FEATURES)
