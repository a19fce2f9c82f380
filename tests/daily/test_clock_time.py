"""Times of day as people write them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.daily.clock_time import parse_time


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("9", "09:00"),
        ("9:30", "09:30"),
        ("0930", "09:30"),
        ("09.30", "09:30"),
        ("9am", "09:00"),
        ("9:05 PM", "21:05"),
        ("9 p.m.", "21:00"),
        ("12 am", "00:00"),
        ("12pm", "12:00"),
        ("00:00", "00:00"),
        ("23:59", "23:59"),
        ("9 o'clock", "09:00"),
        ("noon", "12:00"),
        ("Midnight", "00:00"),
        ("18h", None),
        ("24:00", None),
        ("9:60", None),
        ("13 pm", None),
        ("0 am", None),
        ("morning", None),
        ("9:00:00:00", None),
        ("", None),
        ("９:００", "09:00"),
    ],
)
def test_times(written: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(ValueError, match="I read times"):
            parse_time(written)
    else:
        assert parse_time(written) == time.fromisoformat(expected)


@given(st.times())
def test_every_time_is_read_as_it_is_written(at: time) -> None:
    at = at.replace(second=0, microsecond=0)
    for form in ("%H:%M", "%I:%M %p", "%I.%M%p", "%H%M"):
        assert parse_time(at.strftime(form)) == at


@given(st.text(max_size=500))
def test_anything_is_a_time_or_refused(written: str) -> None:
    try:
        at = parse_time(written)
    except ValueError:
        return
    assert at.second == 0
