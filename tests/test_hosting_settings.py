"""The settings of those who run more than one process, or a database with a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.settings import CLAIM, SettingsError, database_of, read_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("written", "meant"),
    [("0,2", {0, 2}), ("0-3", {0, 1, 2, 3}), (" 1 , 2-3 ", {1, 2, 3}), ("claim", CLAIM), ("Claim", CLAIM)],
)
def test_shards_are_named_one_by_one_in_spans_or_claimed(written: str, meant: set[int]) -> None:
    assert read_settings(_env_file=None, shard_count="4", shard_ids=written).shard_ids == meant


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"shard_ids": "0"}, "SHARD_IDS: SHARD_COUNT has to be set as well."),
        ({"shard_count": "4", "shard_ids": "4"}, "SHARD_IDS: there are 4 shards, from 0 to 3."),
        (
            {"shard_count": "4", "shard_ids": "-1"},
            "SHARD_IDS: please write numbers such as 0,2 or 0-3, or claim.",
        ),
        ({"shard_count": "4", "shard_ids": "0-99999999999"}, "SHARD_IDS: there are 4 shards, from 0 to 3."),
        ({"shard_count": "0"}, "SHARD_COUNT: Input should be greater than or equal to 1"),
        ({"monitoring_port": "70000"}, "MONITORING_PORT: Input should be less than or equal to 65535"),
        (
            {"database_password_file": "nowhere"},
            "DATABASE_PASSWORD_FILE: nowhere can't be read: No such file",
        ),
    ],
)
def test_what_makes_no_sense_is_a_sentence(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings(_env_file=None, **values)
    assert str(raised.value).startswith(sentence)


def test_the_password_of_the_database_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("p@ss/word\n", encoding="utf-8")
    settings = read_settings(
        _env_file=None,
        database_url="postgresql://chronicler@postgres/chronicler",
        database_password_file=str(secret),
    )
    assert database_of(settings) == "postgresql://chronicler:p%40ss%2Fword@postgres/chronicler"
    assert "p@ss" not in repr(settings)
