"""What a person asks, as the machine interface and the commands hand it over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Command(StrEnum):
    """How the question was put; `ASK` leaves its kind to be worked out from the words."""

    WHEN = "when"
    WHO = "who"
    WHAT = "what"
    ON = "on"
    BETWEEN = "between"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `today` settles relative dates such as “last week”; without it there are none."""

    command: Command
    text: str
    today: date | None = None
