"""Completion: what is offered while somebody types."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chronicle.model import Kind
from bot.lookup.completion import Completer
from bot.lookup.lookup import Lookup

EVERY = frozenset(Kind)


@pytest.fixture(scope="session")
def completer(shipped: Lookup) -> Completer:
    return Completer(shipped.chronicle)


def titles(completer: Completer, text: str, *kinds: Kind) -> list[str]:
    return [entry.title for entry in completer.complete(text, kinds or EVERY)]


def test_a_beginning_is_completed(completer: Completer) -> None:
    assert "John Bolton" in titles(completer, "bol", Kind.PERSON)
    assert all("tariff" in title.lower() for title in titles(completer, "tariff", Kind.EVENT))


def test_every_word_counts(completer: Completer) -> None:
    assert titles(completer, "steel tarif", Kind.EVENT)[0].startswith("Trump imposes tariffs on steel")


def test_whom_the_chronicle_speaks_of_most_comes_first(completer: Completer) -> None:
    assert titles(completer, "abe", Kind.PERSON)[0] == "Shinzo Abe"


def test_slips_are_forgiven(completer: Completer) -> None:
    assert "John Bolton" in titles(completer, "botlon", Kind.PERSON)


def test_only_the_kinds_asked_for(completer: Completer) -> None:
    assert {entry.kind for entry in completer.complete("trump", {Kind.PERSON})} == {Kind.PERSON}


def test_nothing_typed_offers_the_first_entries(completer: Completer, shipped: Lookup) -> None:
    assert completer.complete("  ", {Kind.PERSON}) == list(shipped.chronicle.people[:25])


def test_titles_and_ids_name_their_entry(completer: Completer, shipped: Lookup) -> None:
    for entry in shipped.chronicle:
        assert completer.named(entry.id) is entry
        named = completer.named(entry.title.upper())
        assert named is not None
        assert named.title == entry.title
    assert completer.named("") is None


@settings(deadline=None)
@given(st.text(max_size=5000), st.integers(1, 25))
def test_any_text_is_completed(completer: Completer, text: str, limit: int) -> None:
    assert len(completer.complete(text, EVERY, limit)) <= limit
    completer.named(text)
