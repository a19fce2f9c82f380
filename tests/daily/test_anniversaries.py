"""Which entries are posted on a date."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from bot.chronicle.model import Chronicle, Citation, Entry, Kind, Pack, Source
from bot.daily.anniversaries import Anniversaries
from bot.daily.post import compose
from bot.dates.edtf import parse
from bot.lookup.lookup import Lookup
from bot.store.records import OnEmpty

SOURCE = Source("book", "book", "A Book", {"title": "A Book"})


def chronicle(*dates: str, facts: tuple[str, ...] = ()) -> Chronicle:
    def entry(kind: Kind, number: int, when: str) -> Entry:
        title = f"{kind} {number}"
        return Entry(title, kind, title, f"{title}.", (Citation("book", f"p. {number}"),), when, parse(when))

    events = tuple(entry(Kind.EVENT, number, when) for number, when in enumerate(dates))
    dated = tuple(entry(Kind.FACT, number, when) for number, when in enumerate(facts))
    pack = Pack("test", "Test", parse("1950/2030"))
    by_id = MappingProxyType({one.id: one for one in (*events, *dated)})
    return Chronicle(pack, {"book": SOURCE}, events, dated, (), (), by_id)


def titles(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.title for entry in entries]


def test_entries_of_the_same_date_the_earliest_first() -> None:
    found = Anniversaries(chronicle("2019-03-08", "2018-03-08", "2018-03-09", "2018-03-08"))
    assert titles(found.on(date(2026, 3, 8))) == ["event 1", "event 3", "event 0"]
    assert titles(found.on(date(2018, 3, 8))) == ["event 1", "event 3"]  # 2019 is still to come
    assert found.on(date(2026, 3, 7)) == ()


@pytest.mark.parametrize(
    "when", ["2018-03", "2018", "2018-03-08~", "2018-03-08?", "../2018-03-08", "2018-03/2018-04"]
)
def test_what_is_not_dated_to_a_day_is_not_posted(when: str) -> None:
    found = Anniversaries(chronicle(when))
    assert not any(found.on(date(2026, 1, 1) + timedelta(days=number)) for number in range(365))


def test_february_29_comes_on_february_28_in_other_years() -> None:
    found = Anniversaries(chronicle("2016-02-29", "2017-02-28"))
    assert titles(found.on(date(2024, 2, 29))) == ["event 0"]
    assert titles(found.on(date(2024, 2, 28))) == ["event 1"]
    assert titles(found.on(date(2026, 2, 28))) == ["event 0", "event 1"]


@given(st.dates(date(1950, 1, 1), date(2030, 12, 31)), st.integers(0, 60))
def test_every_entry_comes_once_in_every_year(day: date, years: int) -> None:
    found = Anniversaries(chronicle(day.isoformat()))
    year = day.year + years
    dates = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    shown = [one for one in dates if one.year == year and found.on(one)]
    assert shown == [day + relativedelta(years=years)]


def test_intervals_are_posted_on_their_first_day_and_noted_until_their_last() -> None:
    found = Anniversaries(chronicle("2018-03-15/2018-03-18"))
    dates = [date(2026, 3, 14) + timedelta(days=number) for number in range(6)]
    assert [len(found.on(day)) for day in dates] == [0, 1, 0, 0, 0, 0]
    assert [len(found.going_on(day)) for day in dates] == [0, 0, 1, 1, 1, 0]


def test_intervals_over_new_year_and_february() -> None:
    found = Anniversaries(chronicle("2017-12-30/2018-01-02", "2016-02-27/2016-03-01"))
    assert [len(found.going_on(date(2026, 1, day))) for day in (1, 2, 3)] == [1, 1, 0]
    assert len(found.going_on(date(2024, 2, 29))) == 1
    assert titles(found.going_on(date(2025, 2, 28))) == ["event 1"]


def test_facts_stand_in_where_no_event_has_the_date() -> None:
    found = Anniversaries(chronicle("2018-03-08", facts=("2019-03-08", "2018-03-09", "2040-03-10")))
    assert titles(found.on(date(2026, 3, 8))) == ["event 0"]
    assert titles(found.on(date(2026, 3, 9))) == ["fact 1"]
    assert found.on(date(2045, 3, 10)) == ()  # outside the chronicle's period


def test_silence_is_the_default_and_the_next_entry_can_be_shown_ahead() -> None:
    found = Anniversaries(chronicle("2018-03-08", "2020-02-29"))
    assert found.select(date(2026, 3, 7), OnEmpty.SILENT) is None
    ahead = found.select(date(2026, 3, 7), OnEmpty.NEXT)
    assert ahead
    assert (ahead.of, titles(ahead.entries)) == (date(2026, 3, 8), ["event 0"])
    over = found.select(date(2026, 3, 9), OnEmpty.NEXT)
    assert over
    assert (over.of, titles(over.entries)) == (date(2027, 2, 28), ["event 1"])
    assert Anniversaries(chronicle()).select(date(2026, 3, 9), OnEmpty.NEXT) is None


@given(st.dates(date(2021, 1, 1), date(2030, 12, 31)))
def test_the_entry_of_the_week_comes_once_a_week(day: date) -> None:
    found = Anniversaries(chronicle("2018-03-08", "2018-03-09", "2018-07-01"))
    monday = day - timedelta(days=day.weekday())
    week = [monday + timedelta(days=number) for number in range(7)]
    chosen = [one for one in (found.select(day, OnEmpty.WEEK) for day in week) if one and one.reason]
    assert len(chosen) == 1
    assert len(chosen[0].entries) == 1


def test_a_post_tells_how_long_ago_and_cites(shipped: Lookup) -> None:
    found = Anniversaries(shipped.chronicle)
    selection = found.select(date(2026, 3, 8), OnEmpty.SILENT)
    assert selection
    post = compose(selection, shipped.chronicle, 5)
    assert post.card.title == "On this date in 2018 · 8 years ago"
    assert len(post.entries) == len(selection.entries) > 1
    assert "Chronology, March 8, 2018" in post.card.text
    assert "Comparative Connections" in post.card.footer
    assert compose(selection, shipped.chronicle, 1).more == len(selection.entries) - 1


def test_entries_of_several_years_tell_their_years() -> None:
    known = chronicle("2018-03-08", "2020-03-08", "2025-03-08")
    selection = Anniversaries(known).select(date(2026, 3, 8), OnEmpty.SILENT)
    assert selection
    card = compose(selection, known, 3).card
    assert card.title == "On this date: March 8"
    for ago in ("8 years ago", "6 years ago", "a year ago"):
        assert ago in card.text


def test_every_day_of_the_shipped_packs_can_be_posted(shipped: Lookup, apollo: Lookup, july: Lookup) -> None:
    for lookup in (shipped, apollo, july):
        found = Anniversaries(lookup.chronicle)
        for number in range(366):
            for on_empty in OnEmpty:
                selection = found.select(date(2028, 1, 1) + timedelta(days=number), on_empty)
                if selection:
                    post = compose(selection, lookup.chronicle, 6)
                    assert post.card.text
                    assert post.card.footer
