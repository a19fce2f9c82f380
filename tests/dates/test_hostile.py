"""Any text has an answer, and any date that is written down reads back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dates import Reading, Settings, Span, find, read

KNOWN = Settings(today=date(2018, 4, 20), period=Span(date(2018, 1, 1), date(2018, 4, 30)))
FORMS = [
    "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%m/%d/%Y", "%B %d, %Y", "%B %d %Y", "%b %d, %Y", "%b. %d, %Y",
    "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%A, %B %d, %Y", "%a %d %b %Y", "%Y %B %d", "the %d of %B %Y",
    "%d. %B %Y", "%G-W%V-%u", "%Y-%j",
]  # fmt: skip
_WORDS = """
    march may 8 15 2018 the of to and between from - / , ' last next first second week day before after since by in
    on early late end quarter q1 monday 3rd st ago weeks two thousand twenty eighteen century s half until now today
    christmas easter new year 99999999 0 00 13 45 w10 : . ? winter
"""
WORDS = st.sampled_from(_WORDS.split())
HOSTILE = [
    "to " * 1300, "march " * 660, "," * 4000, "1" * 4000, "1 " * 2000, "1/2/" * 1000,
    "the day before " * 260 + "march 8", "last week of " * 300, "the first week of " * 200 + "march",
    "early " * 660, "monday " * 570, "q1 " * 1300, "a\u0301" * 2000, "\u202emarch 8",
    "\x00march\x008\x00", "{0.__class__}", "!!python/object", "march 8" + "\u0301" * 3000,
    "10000 years ago", "99999999 days ago", "after december 31 9999", "before january 1 0001",
    "next millennium", "the 10000th century", "last 0 week", "past zero months", "first 0 days of march",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@given(day=st.dates(date(1000, 1, 1), date(9999, 12, 28)))
@settings(max_examples=25, deadline=None)
def test_a_date_reads_back(form: str, day: date) -> None:
    found = read(day.strftime(form), KNOWN)
    assert isinstance(found, Reading)
    assert found.span == Span(day, day)


@given(
    first=st.dates(date(1000, 1, 1), date(9999, 12, 31)), last=st.dates(date(1000, 1, 1), date(9999, 12, 31))
)
@settings(max_examples=50, deadline=None)
def test_a_range_reads_back(first: date, last: date) -> None:
    first, last = min(first, last), max(first, last)
    for text in (f"{first} to {last}", f"{first}/{last}", f"between {first:%B %d, %Y} and {last:%d %b %Y}"):
        found = read(text, KNOWN)
        assert isinstance(found, Reading)
        assert found.span == Span(first, last)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_answered(text: str) -> None:
    check(text)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_is_answered(text: str) -> None:
    check(text)


@given(st.lists(WORDS, max_size=14).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_calendar_words_are_answered(text: str) -> None:
    check(text)
    check(text.replace(" ", ""))


def check(text: str) -> None:
    read(text, KNOWN)
    read(text, Settings())
    behind = 0
    for found in find(text, KNOWN):
        assert behind <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        behind = found.end
        if isinstance(found, Reading) and found.span.start and found.span.end:
            assert found.span.start <= found.span.end
