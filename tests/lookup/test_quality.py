"""The share of right first answers must not fall. (How it compares with others: benchmarks/quality.py.)"""

from __future__ import annotations

import pytest

from benchmarks.questions import is_right, read
from bot.lookup.answer import Status
from bot.lookup.lookup import Lookup
from bot.lookup.question import Question
from tests.conftest import ROOT

QUESTIONS = ROOT / "tests" / "questions"


@pytest.mark.parametrize(
    ("pack", "fixture", "right_share", "declined_share"),
    [
        ("us-japan-2018", "shipped", 0.94, 0.91),
        ("apollo", "apollo", 0.83, 0.79),
        ("july-crisis", "july", 0.87, 0.75),
        ("suez", "suez", 0.89, 0.76),
        ("prague", "prague", 0.82, 0.65),
        ("computing", "computing", 0.84, 0.68),
        ("euuk", "euuk", 0.78, 0.73),
        ("watergate", "watergate", 0.77, 0.7),
        ("meiji", "meiji", 0.89, 0.7),
    ],
)
def test_first_answers(
    pack: str, fixture: str, right_share: float, declined_share: float, request: pytest.FixtureRequest
) -> None:
    lookup: Lookup = request.getfixturevalue(fixture)
    right: list[bool] = []
    declined: list[bool] = []
    for asked in read(QUESTIONS / pack / "tune.yaml"):
        answer, _ = lookup.answer(Question(asked.command, asked.text))
        if asked.statuses:
            declined.append(answer.status is not Status.ANSWERED)
        else:
            right.append(is_right(asked, [found.entry for found in answer.found]))
    assert sum(right) / len(right) >= right_share
    assert sum(declined) / len(declined) >= declined_share
