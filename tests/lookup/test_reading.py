"""How questions find what a pack says in other words, and says nothing of."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Status
from bot.lookup.lookup import Lookup
from bot.lookup.rank import Evidence
from tests.lookup.asking import ask


def first(lookup: Lookup, text: str) -> str:
    answer = ask(lookup, text)
    assert answer.status is Status.ANSWERED, answer.message
    return answer.found[0].entry.id


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("who became prime minister after Eden", "macmillan"),
        ("prime minister before Macmillan", "eden"),
        ("France's prime minister", "mollet"),
    ],
)
def test_offices_by_country_and_in_their_order(suez: Lookup, text: str, entry: str) -> None:
    assert first(suez, text) == entry


def test_an_office_that_nobody_is_known_to_have_taken_over(suez: Lookup) -> None:
    answer = ask(suez, "who became prime minister after Macmillan")
    assert answer.status is Status.NOT_FOUND or answer.found[0].entry.id == "macmillan"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("splashdown of columbia", "apollo-11-splashdown"),  # two words in the pack
        ("which astronaut was a rock scientist", "scientists-chosen"),
    ],
)
def test_words_that_the_pack_says_otherwise(apollo: Lookup, text: str, entry: str) -> None:
    assert first(apollo, text) == entry


def test_ordinary_words_that_are_a_name_misheard(suez: Lookup) -> None:
    assert "Tiran" in ask(suez, "the straights of Tirann").found[0].entry.text


def test_digits_and_words_are_one_number(suez: Lookup) -> None:
    assert first(suez, "conference of 22 nations") == "first-london-conference"


def test_days_that_are_not_meant(suez: Lookup) -> None:
    answer = ask(suez, "london conference in september, not the one in august")
    assert answer.found[0].entry.date == "1956-09-19/1956-09-21"


def test_an_entry_of_the_day_comes_before_a_longer_one(apollo: Lookup) -> None:
    assert first(apollo, "what did Scott let fall on august 2 1971") == "hammer-feather"


def test_what_is_used_alike_but_means_the_opposite_is_not_near(apollo: Lookup) -> None:
    near = apollo.language.near
    assert "fire" in near("blaze")
    assert not near("before")
    assert "lose" not in near("win")


def test_a_mine_is_a_thing_and_nobodys_own(july: Lookup) -> None:
    assert first(july, "british ship hits a mine") == "amphion-sunk"


def test_who_is_not_answered_by_those_who_were_named(shipped: Lookup) -> None:
    found = ask(shipped, "who walked out on Trump over the tariffs").found
    assert "gary-cohn" in found[0].entry.people


@pytest.mark.parametrize(
    "text",
    [
        "where was the first International Space Exploration Forum",
        "when was the first space exploration forum",
        "the 8th US-India-Japan trilateral",
        "first us india japan trilateral",
    ],
)
def test_the_same_thing_under_another_number_is_another(shipped: Lookup, text: str) -> None:
    assert ask(shipped, text).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    "text",
    ["when was the second space exploration forum", "the ninth US-India-Japan trilateral"],
)
def test_its_own_number_is_read_in_words_and_figures(shipped: Lookup, text: str) -> None:
    assert ask(shipped, text).status is Status.ANSWERED


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("who did Kim Jog Un meet in Beijing", "kim-beijing"),
        ("Mar-a-Largo summit", "abe-trump-mar-a-lago"),
        ("gary kohn resigns", "cohn-resignation"),
        ("when did Cohn resing", "cohn-resignation"),
        ("was Abe there when the Olympics opened?", "abe-olympics-opening"),  # asks no day
        ("wen did mcmaster resing", "mcmaster-bolton"),  # not rising
        ("what did Foreign Ministr Kono say about the Nuclear Posture Review", "kono-welcomes-npr"),
        ("when will the summit between Trump and Kim taek plce", "trump-kim-june-12"),
        ("who did Kim Jong Un emet in Beijing", "kim-beijing"),
    ],
)
def test_names_and_words_mistyped(shipped: Lookup, text: str, entry: str) -> None:
    assert first(shipped, text) == entry


def test_a_word_that_the_pack_lacks_may_be_a_slip_from_one_that_it_has(
    euuk: Lookup, computing: Lookup
) -> None:
    assert first(computing, "mouth relay") == first(computing, "moth relay")
    typed = euuk.reader.read("the lancaster hose").units[-1]
    assert typed.text == "hose"
    assert "hous" in dict(typed.loose)


def test_a_slip_counts_firmly_beside_the_words_that_stand_there_in_the_pack(shipped: Lookup) -> None:
    def firm(text: str) -> bool:
        return any(
            dict(unit.alternatives).get("steel", 0.0) > 0.6 for unit in shipped.reader.read(text).units
        )

    assert first(shipped, "alumnium and steal tarifs") == "steel-aluminum-tariffs"
    assert firm("steal tariffs")
    assert not firm("steal hockey")


def test_a_name_that_begins_like_a_year(prague: Lookup) -> None:
    query = prague.reader.read("who wrote the Two Thousand Words?")
    assert not query.spans
    assert "two-thousand-words-manifesto" in query.units[1].targets


def test_the_number_of_a_name_is_nobody_speaking_of_themselves(computing: Lookup) -> None:
    assert first(computing, "when was the Harvard Mark I dedicated") == "mark-one-dedicated"


def test_few_entries_on_the_days_asked_for_are_evidence(euuk: Lookup) -> None:
    def best(text: str) -> Evidence:
        return euuk.ranker.rank(euuk.reader.read(text))[0]

    with_days, without = best("trouble over Gibraltar in November 2018"), best("trouble over Gibraltar")
    assert with_days.number == without.number
    assert with_days.coverage > without.coverage
    assert with_days.mass > without.mass


def test_how_long_a_border_is_asks_for_no_days(euuk: Lookup) -> None:
    answer = ask(euuk, "How long is the border between the Republic of Ireland and Northern Ireland?")
    assert "clear which entry" not in answer.message


@pytest.mark.parametrize("text", ["when was the summit at mar a lago", "when was the sumit at mar a largo"])
def test_a_name_that_begins_like_a_month(shipped: Lookup, text: str) -> None:
    assert not shipped.reader.read(text).spans
    assert first(shipped, text) == "abe-trump-mar-a-lago"


@pytest.mark.parametrize("text", ["besides Abe", "besides the prime minister", "except Abe"])
def test_who_is_known_already_is_not_asked_for(shipped: Lookup, text: str) -> None:
    assert first(shipped, f"whom did Pence meet in Tokyo {text}") == "pence-aso-tokyo"


def test_the_end_of_a_name_is_no_body(shipped: Lookup) -> None:
    assert not any("kim-jong-un" in unit.targets for unit in shipped.reader.read("what did the UN do").units)
    for name in ("Kim Jong Un", "kim jong un", "KIM JONG UN"):
        assert shipped.reader.read(f"when did {name} go to Beijing").units[0].targets == ("kim-jong-un",)


def test_a_title_with_a_day_in_it_is_no_day(watergate: Lookup) -> None:
    assert not watergate.reader.read("when was the saturday night massacre").spans
    assert watergate.reader.read("who was fired on saturday").spans
