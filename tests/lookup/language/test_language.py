"""The English word lists: their forms, and what the vocabulary makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.lookup.language import language as module
from bot.lookup.language.language import CITY, DEMONYM, METONYM, NARROWER, load_language

FOLDER = Path(module.__file__).parent / "en"
OPPOSITES = [
    tuple(pair.split("/"))
    for pair in [
        "win/lose",
        "war/peace",
        "buy/sell",
        "import/export",
        "surplus/deficit",
        "increase/decrease",
        "rise/fall",
        "begin/end",
        "open/close",
        "attack/defend",
        "accept/refuse",
        "agree/disagree",
        "join/leave",
        "friend/enemy",
        "ally/enemy",
        "appoint/dismiss",
        "hire/fire",
        "king/queen",
        "husband/wife",
        "brother/sister",
        "father/mother",
        "north/south",
        "east/west",
        "first/last",
        "victory/defeat",
        "arrive/depart",
        "legal/illegal",
        "guilty/innocent",
        "birth/death",
        "strong/weak",
        "old/new",
        "early/late",
        "rich/poor",
    ]
]


def lines(name: str) -> list[str]:
    raw = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in raw if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("opposites", OPPOSITES, ids="/".join)
def test_no_group_of_synonyms_joins_opposites(opposites: tuple[str, str]) -> None:
    groups = [{member.strip() for member in line.split(",")} for line in lines("synonyms")]
    assert not [group for group in groups if group >= set(opposites)]


@pytest.mark.parametrize("name", ["irregular", "idioms", "kinds"])
def test_pairs_have_two_sides(name: str) -> None:
    assert not [
        line
        for line in lines(name)
        if not all(side.strip() for side in line.split("=", 1)) or "=" not in line
    ]


@pytest.mark.parametrize("name", ["irregular", "idioms", "related", "places", "given_names", "first_names"])
def test_lists_are_in_lower_case(name: str) -> None:
    assert not [line for line in lines(name) if line != line.lower()]


def test_places_have_at_most_three_parts_and_regions_have_members() -> None:
    section = ""
    for line in lines("places"):
        if line.startswith("["):
            section = line
        elif section == "[regions]":
            assert line.partition(">")[2].strip(), line
        else:
            assert ":" in line, line
            assert line.count(";") <= 2, line


@pytest.mark.parametrize(
    ("form", "base"),
    [("went", "go"), ("met", "meet"), ("sworn", "swear"), ("defence", "defense"), ("aluminium", "aluminum")],
)
def test_irregular_forms_have_the_norm_of_their_base(form: str, base: str) -> None:
    language = load_language("en")
    assert language.norm(form) == language.norm(base)


@pytest.mark.parametrize(
    ("source", "target", "strength"),
    [
        ("britain", "united kingdom", DEMONYM),
        ("dprk", "north korea", DEMONYM),
        ("germans", "germany", DEMONYM),
        ("tokyo", "japan", METONYM),
        ("japan", "tokyo", METONYM * METONYM),
        ("osaka", "japan", CITY),
        ("palm beach", "florida", CITY),
        ("southeast asia", "vietnam", NARROWER),
        ("europe", "britain", NARROWER),
    ],
)
def test_places_are_linked(source: str, target: str, strength: float) -> None:
    language = load_language("en")
    assert language.expansions[language.concept(source)][language.concept(target)] == pytest.approx(strength)


def test_a_country_does_not_stand_for_its_continent() -> None:
    language = load_language("en")
    assert "asia" not in language.expansions[language.concept("japan")]


@pytest.mark.parametrize("word", ["reading", "nice", "mobile", "orange", "bath", "split", "male", "cork"])
def test_ordinary_words_are_no_places(word: str) -> None:
    assert word not in load_language("en").places


def test_loading_is_deterministic() -> None:
    first, second = load_language.__wrapped__("en"), load_language.__wrapped__("en")
    assert first.expansions == second.expansions
    assert (first.places, first.lexicon) == (second.places, second.lexicon)


@pytest.mark.parametrize(
    ("british", "american"),
    [("privatised", "privatized"), ("nationalise", "nationalization"), ("televising", "televise")],
)
def test_british_and_american_spellings_are_one_word(british: str, american: str) -> None:
    norm = load_language("en").norm
    assert norm(british) == norm(american)


def test_what_a_nation_takes_over_is_no_nation() -> None:
    norm = load_language("en").norm
    assert norm("nationalise") != norm("nation")
