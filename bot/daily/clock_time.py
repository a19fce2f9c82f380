"""A time of day as people write it."""

from __future__ import annotations

import re
from datetime import time

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h ]?(?P<minute>\d{2}))?\s*(?P<half>[ap])?(?:\.?m\.?)?(?:\s*o'?clock)?",
    re.IGNORECASE,
)
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}


def parse_time(text: str) -> time:
    """“9”, “9:30”, “0930”, “9 pm”, “noon”; raises `ValueError` with a sentence for what is no time."""
    asked = " ".join(text.casefold().split())
    if asked in _NAMED:
        return _NAMED[asked]
    match = _TIME.fullmatch(asked) if len(asked) <= 20 else None
    if match:
        hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
        if half and not 1 <= hour <= 12:
            hour = 99
        elif half:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour <= 23 and minute <= 59:
            return time(hour, minute)
    raise ValueError("I read times such as 9:00, 21:30 or 9 am.")
