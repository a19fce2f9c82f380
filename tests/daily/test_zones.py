"""Zones as people name them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.daily.zones import find_zone, search


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("tokyo", "Asia/Tokyo"),
        ("Eastern", "America/New_York"),
        ("eastern time", "America/New_York"),
        ("Pacific Time", "America/Los_Angeles"),
        ("central european time", "Europe/Berlin"),
        ("CET", "CET"),
        ("germany", "Europe/Berlin"),
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("america/new york", "America/New_York"),
        ("US/Eastern", "US/Eastern"),
        ("UTC", "UTC"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("new zealand", "Pacific/Auckland"),
        ("tokio", None),
        ("united states", None),
        ("", None),
        ("../../etc/passwd", None),
        ("nowhere at all", None),
    ],
)
def test_names_that_are_taken(written: str, key: str | None) -> None:
    assert find_zone(written) == key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("tok", "Asia/Tokyo"),
        ("tokio", "Asia/Tokyo"),
        ("east", "America/New_York"),
        ("new y", "America/New_York"),
        ("austral east", "Australia/Sydney"),
        ("Sao paolo", "America/Sao_Paulo"),
        ("kolkatta", "Asia/Kolkata"),
        ("united st", "America/New_York"),
    ],
)
def test_names_that_are_offered(typed: str, key: str) -> None:
    assert search(typed)[0].key == key


@given(st.text(max_size=200))
def test_whatever_is_typed_only_known_zones_are_offered(typed: str) -> None:
    found = search(typed)
    assert len(found) <= 25
    assert all(ZoneInfo(zone.key) for zone in found)
    key = find_zone(typed)
    assert key is None or ZoneInfo(key)
