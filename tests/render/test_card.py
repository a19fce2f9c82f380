"""Cards: what an embed says, within what Discord takes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chronicle.model import Dispute
from bot.lookup.answer import DOUBTFUL, Answer, Found, Status
from bot.lookup.lookup import Lookup
from bot.lookup.question import Command, Question
from bot.render import limits
from bot.render.card import (
    Card,
    Field,
    answer_card,
    entry_card,
    listing_card,
    page_count,
    plain,
    sources_card,
)
from bot.render.limits import cut, join, pieces
from bot.render.markdown import echo, literal
from bot.render.words import UNSURE


def card(lookup: Lookup, text: str, command: Command = Command.ASK, page: int = 0) -> Card:
    return answer_card(lookup.answer(Question(command, text))[0], lookup.chronicle, page)


def size(card: Card) -> int:
    return len(card.title + card.text + card.footer) + sum(
        len(field.name + field.value) for field in card.fields
    )


def assert_fits(card: Card) -> None:
    assert 0 < len(card.title) <= limits.TITLE
    assert len(card.text) <= limits.DESCRIPTION
    assert len(card.footer) <= limits.FOOTER
    assert len(card.fields) <= limits.FIELDS
    assert all(
        0 < len(field.name.strip()) <= limits.FIELD_NAME
        and 0 < len(field.value.strip()) <= limits.FIELD_VALUE
        for field in card.fields
    )
    assert size(card) <= limits.EMBED
    assert len(plain(card)) <= limits.MESSAGE


def test_an_entry_leads_with_its_day_and_cites_its_place(july: Lookup) -> None:
    shown = card(july, "when did austria declare war on serbia", Command.WHEN)
    assert shown.title.startswith("Tuesday, July 28, 1914: ")
    assert "July 28" in shown.footer
    assert_fits(shown)


def test_a_person_has_offices(shipped: Lookup) -> None:
    shown = card(shipped, "Bolton", Command.WHO)
    assert shown.title == "John Bolton"
    assert (
        "National Security Advisor (from March 22, 2018)"
        in {f.name: f.value for f in shown.fields}["Offices"]
    )


def test_disagreement_is_marked(shipped: Lookup) -> None:
    shown = card(shipped, "CPTPP", Command.WHAT)
    assert "⚠ The source disagrees with itself" in [field.name for field in shown.fields]


def test_a_reckoned_answer_stands_in_the_title_and_its_proofs_below(shipped: Lookup) -> None:
    shown = card(shipped, "how many days between Tillerson's dismissal and Pompeo's confirmation")
    assert shown.title.startswith("44 days")
    assert "March 13, 2018" in shown.text
    assert "April 26, 2018" in shown.text


def test_pages_hold_every_entry_once(shipped: Lookup) -> None:
    answer = shipped.answer(Question(Command.ON, "march 8"))[0]
    entries = [found.entry for found in answer.found]
    pages = [answer_card(answer, shipped.chronicle, page) for page in range(page_count(len(entries)))]
    assert len(pages) > 1
    for entry in entries:
        start = cut(literal(entry.text), 60).rstrip("…")
        assert sum(start in shown.text for shown in pages) >= 1
    for number, shown in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in shown.footer
        assert_fits(shown)


def test_a_page_beyond_the_last_is_the_last(shipped: Lookup) -> None:
    entries = shipped.chronicle.events
    beyond = listing_card("All", entries, shipped.chronicle, 999)
    assert beyond == listing_card("All", entries, shipped.chronicle, page_count(len(entries)) - 1)


def test_a_doubtful_answer_says_so(july: Lookup) -> None:
    entry = july.chronicle.events[0]
    sure = answer_card(Answer(Status.ANSWERED, "", (Found(entry, DOUBTFUL),)), july.chronicle)
    doubtful = answer_card(Answer(Status.ANSWERED, "", (Found(entry, DOUBTFUL - 0.01),)), july.chronicle)
    assert UNSURE not in sure.text
    assert doubtful.text.startswith(f"*{UNSURE}*")
    assert sure.text in doubtful.text


def test_nothing_found_is_said_with_what_comes_near(july: Lookup) -> None:
    near = (july.chronicle.by_id["istvan-tisza"],)
    shown = answer_card(Answer(Status.NOT_FOUND, "Nothing answers this.", (), near), july.chronicle)
    assert shown.title == "Nothing answers this."
    assert "István Tisza" in shown.text


@settings(deadline=None)
@given(st.text(max_size=9000), st.text(max_size=9000))
def test_any_entry_and_message_fit(july: Lookup, text: str, message: str) -> None:
    entry = july.chronicle.by_id["istvan-tisza"]
    hostile = replace(
        entry, title=text or "x", text=message, place=text, disputed=(Dispute(text, entry.citations),) * 30
    )
    further = [hostile] * 40
    assert_fits(entry_card(hostile, july.chronicle, message=message, further=further))
    assert_fits(listing_card(message or "x", further, july.chronicle))
    assert_fits(sources_card(further, july.chronicle))
    assert_fits(answer_card(Answer(Status.ANSWERED, message, (Found(hostile, 1.0),)), july.chronicle))
    assert_fits(answer_card(Answer(Status.INVALID, message or "x", (), (hostile,)), july.chronicle))


@given(st.lists(st.builds(Field, st.text(min_size=1), st.text(min_size=1, max_size=3000)), max_size=40))
def test_any_fields_fit(fields: list[Field]) -> None:
    shown = Card("title", "text" * 1000, tuple(fields), "foot" * 1000)
    assert size(shown) <= limits.EMBED


@given(st.text(), st.integers(1, 60))
def test_a_cut_keeps_the_length(text: str, length: int) -> None:
    assert len(cut(text, length)) <= length


def test_a_cut_ends_at_a_word() -> None:
    assert cut("one two three four", 12) == "one two thr…"  # the nearest word is too far back
    assert cut("one two three four", 10) == "one two…"
    assert cut("onetwothreefour", 5) == "onet…"
    assert cut("one \\* two", 6) == "one…"


@given(
    st.lists(st.text(st.characters(exclude_characters="\n"), max_size=50), max_size=30), st.integers(3, 200)
)
def test_joined_lines_fit(lines: list[str], length: int) -> None:
    assert len(join(lines, length)) <= length


@given(st.text(st.characters(exclude_categories=["Zs", "Cc", "Zl", "Zp"]) | st.just(" "), max_size=400))
def test_pieces_lose_nothing(text: str) -> None:
    parts = list(pieces(text, 40))
    assert all(len(part) <= 40 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**bold** _x_ `c`", r"\*\*bold\*\* \_x\_ \`c\`"),
        ("<@123> @everyone <#1> <:x:2>", r"\<\@123\> \@everyone \<#1\> \<:x:2\>"),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("> quote", r"\> quote"),
        ("[a](b)", r"\[a\](b)"),
        ("a\nb\u202e", "a b"),
    ],
)
def test_marks_are_literal(written: str, shown: str) -> None:
    assert literal(written) == shown


def test_a_stranger_cannot_link_in_our_name() -> None:
    assert "https://" not in echo("see https://example.org")
    assert "https://" in literal("see https://example.org")
