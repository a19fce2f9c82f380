"""The share of right first answers must not fall. (How it compares with others: benchmarks/quality.py.)"""

from __future__ import annotations

import pytest

from benchmarks.questions import is_right, read
from bot.lookup.answer import Status
from bot.lookup.lookup import Lookup
from tests.conftest import ROOT

QUESTIONS = ROOT / "tests" / "questions"


@pytest.mark.parametrize(
    ("pack", "fixture", "right_share", "declined_share"),
    [
        ("us-japan-2018", "shipped", 0.94, 0.93),
        ("apollo", "apollo", 0.86, 0.84),
        ("july-crisis", "july", 0.87, 0.76),
        ("suez", "suez", 0.9, 0.78),
        ("prague", "prague", 0.85, 0.76),
        ("computing", "computing", 0.87, 0.79),
        ("euuk", "euuk", 0.79, 0.82),
        ("watergate", "watergate", 0.81, 0.72),
        ("meiji", "meiji", 0.9, 0.75),
    ],
)
def test_first_answers(
    pack: str, fixture: str, right_share: float, declined_share: float, request: pytest.FixtureRequest
) -> None:
    lookup: Lookup = request.getfixturevalue(fixture)
    right: list[bool] = []
    declined: list[bool] = []
    for asked in read(QUESTIONS / pack / "tune.yaml"):
        answer, _ = lookup.answer(asked.question)
        if asked.statuses:
            declined.append(answer.status is not Status.ANSWERED)
        else:
            right.append(is_right(asked, [found.entry for found in answer.found]))
    assert sum(right) / len(right) >= right_share
    assert sum(declined) / len(declined) >= declined_share
