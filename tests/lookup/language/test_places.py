"""Countries, their people, cities and regions, as the word lists give them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.lookup.language as package
from bot.lookup.language import Language, load_language
from bot.lookup.language.language import CITY, DEMONYM, METONYM, NARROWER

LISTS = Path(package.__file__).parent / "en"
NAME = re.compile(r"[a-z0-9]+(?:[ '-][a-z0-9]+)*")


@pytest.fixture(scope="module")
def english() -> Language:
    return load_language("en")


def lines(name: str) -> list[str]:
    read = (LISTS / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in map(str.strip, read) if line and not line.startswith("#")]


def members(text: str) -> list[str]:
    return [member.strip() for member in text.split(",") if member.strip()]


def strength(language: Language, source: str, target: str) -> float:
    return language.expansions.get(language.concept(source), {}).get(language.concept(target), 0.0)


def test_every_line_of_places_has_its_form() -> None:
    section = ""
    for line in lines("places"):
        if line.startswith("["):
            section = line
            assert section in {"[states]", "[regions]"}
            continue
        head, sign, rest = line.partition(">" if section == "[regions]" else ":")
        assert sign, line
        assert rest.count(";") == 0 if section == "[regions]" else rest.count(";") <= 2, line
        names = [head.strip(), *members(rest.replace(";", ",").replace("*", ""))]
        assert [name for name in names if not NAME.fullmatch(name)] == [], line


@pytest.mark.parametrize("section", ["countries", "[states]"])
def test_no_place_has_two_lines(section: str) -> None:
    heads: dict[str, list[str]] = {"countries": []}
    current = "countries"
    for line in lines("places"):
        if line.startswith("["):
            current = line
        else:
            heads.setdefault(current, []).append(line.partition(":")[0].strip())
    assert sorted(set(heads[section])) == sorted(heads[section])


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("america", "united states", DEMONYM),
        ("britain", "uk", DEMONYM),
        ("dprk", "north korea", DEMONYM),
        ("soviet union", "ussr", DEMONYM),
        ("japanese", "japan", DEMONYM),
        ("japan", "japanese", DEMONYM),
        ("americans", "usa", DEMONYM),
        ("prussian", "prussia", DEMONYM),
        ("tokyo", "japan", METONYM),
        ("japan", "tokyo", METONYM * METONYM),
        ("pyongyang", "dprk", METONYM),
        ("tallahassee", "florida", METONYM),
        ("osaka", "japan", CITY),
        ("miami", "florida", CITY),
        ("asia", "japan", NARROWER),
        ("scandinavia", "sweden", NARROWER),
        ("southeast asia", "vietnam", NARROWER),
    ],
)
def test_names_stand_for_each_other(english: Language, source: str, target: str, expected: float) -> None:
    assert strength(english, source, target) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("source", "target"),
    [("japan", "china"), ("japan", "osaka"), ("tokyo", "osaka"), ("north korea", "south korea")],
)
def test_neighbours_and_mere_cities_never_stand_in(english: Language, source: str, target: str) -> None:
    assert strength(english, source, target) == 0.0


@pytest.mark.parametrize("word", ["usa", "japan", "japanese", "americans", "tokyo", "florida", "scandinavia"])
def test_places_are_known(english: Language, word: str) -> None:
    assert word in english.places


@pytest.mark.parametrize("word", ["nice", "reading", "mobile", "orange", "split", "bath", "cork", "male"])
def test_ordinary_words_are_no_places(english: Language, word: str) -> None:
    assert word not in english.places


def test_irregular_forms_are_pairs_of_words() -> None:
    for line in lines("irregular"):
        form, sign, base = (part.strip() for part in line.partition("="))
        assert sign, line
        assert NAME.fullmatch(form), line
        assert NAME.fullmatch(base), line


@pytest.mark.parametrize(
    ("form", "base"),
    [("went", "go"), ("sworn", "swear"), ("women", "woman"), ("labour", "labor"), ("govt", "government")],
)
def test_irregular_forms_meet_their_base(english: Language, form: str, base: str) -> None:
    assert english.norm(form) == english.norm(base)


def test_given_names(english: Language) -> None:
    assert english.same_given_name("mike", "michael")
    assert english.same_given_name("michael", "mike")
    assert not english.same_given_name("mike", "mark")


def test_first_names_are_single_words_that_questions_do_not_need(english: Language) -> None:
    assert all(re.fullmatch(r"[a-z]+", name) for name in english.first_names)
    assert english.first_names.isdisjoint({"will", "may", "mark", "april", "june", "grant", "bill", "china"})


def test_loading_again_gives_the_same(english: Language) -> None:
    again = load_language.__wrapped__("en")
    assert again is not english
    assert again.places == english.places
    assert again.expansions == english.expansions
    assert again.irregular == english.irregular
    assert again.given_names == english.given_names
