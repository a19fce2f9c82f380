"""Timelines: what is dated about a topic, in order."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Status
from bot.lookup.lookup import Lookup
from bot.lookup.timeline import timeline


@pytest.mark.parametrize("topic", ["tariffs", "trump abe", "bolton", "olympics in february"])
def test_entries_stand_in_order_of_time(shipped: Lookup, topic: str) -> None:
    answer = timeline(shipped, topic)
    starts = [found.entry.span.start for found in answer.found if found.entry.span]
    assert len(starts) == len(answer.found) >= 2
    assert starts == sorted(starts, key=str)


@pytest.mark.parametrize(
    ("topic", "day"),
    [
        ("steel tariffs", "2018-03-08"),
        ("tariffs", "2018-04-03"),
        ("North Korea", "2018-04-27"),
        ("DPRK", "2018-03-31"),
    ],
)
def test_a_topic_is_found_under_its_names_and_synonyms(shipped: Lookup, topic: str, day: str) -> None:
    assert day in {found.entry.date for found in timeline(shipped, topic).found}


def test_days_narrow_it(shipped: Lookup) -> None:
    everything, february = timeline(shipped, "olympics"), timeline(shipped, "olympics in february")
    assert len(february.found) > 0
    assert all(str(found.entry.date).startswith("2018-02") for found in february.found)
    assert {found.entry.id for found in everything.found} >= {found.entry.id for found in february.found}


def test_a_named_entry_brings_what_is_linked_to_it(shipped: Lookup) -> None:
    bolton = shipped.chronicle.by_id["john-bolton"]
    answer = timeline(shipped, "whatever", bolton)
    assert answer.message.startswith("John Bolton: ")
    assert answer.found
    assert all(
        "john-bolton" in {*found.entry.people, *found.entry.related} or found.entry.id in bolton.related
        for found in answer.found
    )


def test_undated_topics_are_suggested(shipped: Lookup) -> None:
    answer = timeline(shipped, "", shipped.chronicle.by_id["self-defense-forces"])
    assert answer.status is Status.NOT_FOUND
    assert answer.suggestions


@pytest.mark.parametrize("topic", ["", "   ", "the", "zxqv", "💥" * 500, "and " * 900])
def test_no_topic_is_no_timeline(shipped: Lookup, topic: str) -> None:
    assert timeline(shipped, topic).status is Status.NOT_FOUND


def test_an_impossible_day_is_said(shipped: Lookup) -> None:
    assert timeline(shipped, "tariffs on february 30").status is Status.INVALID
