"""Whatever form a date has, whatever stands around it: every form with every bound, and with every range."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from bot.dates import Reading, Settings, Span, find, read

TODAY = date(2018, 4, 20)
KNOWN = Settings(today=TODAY)
MARCH_8 = date(2018, 3, 8)
FORMS = {
    Span(MARCH_8, MARCH_8): """
        March 8, 2018 | march 8 2018 | 8 March 2018 | 8th of March 2018 | the 8th of march, 2018 | March 8th, 2018 |
        Mar. 8, 2018 | mar 8 '18 | 2018-03-08 | 3/8/2018 | 2018/03/08 | March the 8th, 2018 | thursday march 8 2018 |
        Thursday, 8 March 2018 | march eighth two thousand eighteen | the eighth of march 2018 | 8-Mar-2018 | 20180308 |
        8.III.2018 | 2018 March 8 | marhc 8 2018 | March 8 in the year 2018 | march 8 (2018)
    """,
    Span(date(2018, 3, 1), date(2018, 3, 31)): """
        March 2018 | march, 2018 | mar. 2018 | march of 2018 | march '18 | 2018-03 | 03/2018 | the month of March 2018
    """,
    Span(date(2018, 1, 1), date(2018, 12, 31)): """
        2018 | the year 2018 | '18 | twenty eighteen | two thousand and eighteen | calendar year 2018 | 2018 AD
    """,
    Span(date(2018, 1, 1), date(2018, 3, 31)): """
        Q1 2018 | the first quarter of 2018 | 2018 Q1 | 1Q18 | q1 of 2018
    """,
    Span(date(2018, 3, 5), date(2018, 3, 11)): """
        the week of March 5, 2018 | week 10 of 2018 | 2018-W10 | the week of the 5th of march 2018
    """,
    Span(date(2018, 4, 1), date(2018, 4, 1)): "Easter 2018 | April Fools' Day 2018",
}  # fmt: skip
SAME = (
    "{} | during {} | throughout {} | in {} | on {} | around {} | circa {} | over {} | all of {} | within {}"
)
BEFORE = "before {} | prior to {} | any time before {} | earlier than {} | up to but not including {} | just before {}"
AFTER = "after {} | later than {} | any time after {} | following {} | subsequent to {} | right after {} | beyond {}"
SINCE = """
    since {} | ever since {} | starting {} | as of {} | on or after {} | no earlier than {} | not before {} |
    {} onwards | {} and later | {} or after | from {} on | from {} onward | {} at the earliest
"""
UNTIL = """
    until {} | till {} | up to {} | by {} | through {} | no later than {} | on or before {} | up to and including {} |
    {} or earlier | {} and before | {} at the latest
"""
TO_NOW = "from {} to today | from {} until now | between {} and now | {} to date | {} to the present"
RANGES = """
    from {} to {} | between {} and {} | {} to {} | {} - {} | {}–{} | {} through {} | from {} until {} |
    {} till {} | between {} & {} | from {} to {} inclusive | any time between {} and {} | since {} until {}
"""
DAY = timedelta(days=1)


def _each(texts: str) -> list[str]:
    return [text.strip() for text in texts.split("|")]


def _told(texts: str) -> list[tuple[str, Span]]:
    return [
        (lead.format(form), span)
        for lead in _each(texts)
        for span, forms in FORMS.items()
        for form in _each(forms)
    ]


def _bounds(span: Span) -> tuple[date, date]:
    assert span.start is not None
    assert span.end is not None
    return span.start, span.end


def _misread(cases: list[tuple[str, Span]]) -> list[str]:
    return [
        text
        for text, span in cases
        if not isinstance(found := read(text, KNOWN), Reading) or found.span != span
    ]


@pytest.mark.parametrize(
    ("texts", "first", "last"),
    [
        (SAME, "start", "end"),
        (BEFORE, None, "before"),
        (AFTER, "after", None),
        (SINCE, "start", None),
        (UNTIL, None, "end"),
        (TO_NOW, "start", "today"),
    ],
)
def test_every_form_with_every_bound(texts: str, first: str | None, last: str | None) -> None:
    cases: list[tuple[str, Span]] = []
    for text, span in _told(texts):
        start, end = _bounds(span)
        days = {
            None: None,
            "start": start,
            "end": end,
            "before": start - DAY,
            "after": end + DAY,
            "today": TODAY,
        }
        cases.append((text, Span(days[first], days[last])))
    assert _misread(cases) == []
    for text, span in cases:
        asked = find(f"what happened {text}?", KNOWN)
        assert not asked or [each.span for each in asked if isinstance(each, Reading)] == [span], text


def test_every_range_of_every_two_forms() -> None:
    april = "April 2, 2018 | 2 April 2018 | the 2nd of april 2018 | apr 2 '18 | 2018-04-02 | 4/2/2018 | Mon, 2 Apr 2018"
    span = Span(MARCH_8, date(2018, 4, 2))
    days = _each(FORMS[Span(MARCH_8, MARCH_8)])
    texts = [text.format(*pair) for text in _each(RANGES) for pair in product(days, _each(april))]
    assert _misread([(text, span) for text in texts]) == []


@pytest.mark.parametrize("text", ["march 8 2018 on", "from march 8 2018 and on", "march 8, 2018+"])
def test_on_at_the_end_leaves_it_open(text: str) -> None:
    found = read(text, KNOWN)
    assert isinstance(found, Reading)
    assert found.span == Span(MARCH_8, None)
