"""When a heartbeat counts as answered."""

from __future__ import annotations

from bot.discord.monitor import Heartbeats


def test_each_change_of_the_time_an_answer_took_is_an_answer() -> None:
    now = 0.0
    heartbeats = Heartbeats(lambda: now)
    heartbeats.look([(0, 0.05), (1, 0.05)])
    now = 40.0
    heartbeats.look([(0, 0.051), (1, 0.05)])
    now = 50.0
    assert heartbeats.silence(0) == 10.0
    assert heartbeats.silence(1) == 50.0


def test_a_shard_that_was_never_seen_is_not_yet_silent() -> None:
    assert Heartbeats(lambda: 7.0).silence(3) == 0.0
