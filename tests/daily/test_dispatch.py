"""The loop against a local Discord and both databases: each day once, whatever fails in between."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import exc, text

from bot.daily.post import Composer
from bot.discord.delivery import Delivery, nonce
from bot.store.database import open_engine, parse_url
from bot.store.records import OnEmpty, Pause, Plan, Schedule, State
from tests.daily.conftest import ago

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.daily.conftest import Scene

MESSAGES = "/channels/*/messages"


async def until(look: Callable[[], Awaitable[object]], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not await look():
            await asyncio.sleep(0.02)


def settled(scene: Scene, schedule: Schedule, state: State = State.SENT) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        record = await scene.record(schedule)
        return bool(record) and record[0].state is state

    return look


async def test_what_is_due_is_posted_once_and_the_next_day_planned(scene: Scene) -> None:
    schedules = [await scene.due() for _ in range(20)]
    async with scene.running():
        for schedule in schedules:
            await until(settled(scene, schedule))
    for schedule in schedules:
        (message,) = scene.posts(schedule)
        assert schedule.day
        assert message.nonce == nonce(schedule.channel_id, schedule.day)
        (post,) = await scene.record(schedule)
        assert (post.message_id, post.tries) == (message.id, 1)
        after = await scene.store.schedules.get(schedule.channel_id)
        assert after
        assert after.day == schedule.day + timedelta(days=1)
        assert after.due_at == after.wake_at
        assert after.due_at
        assert after.due_at > datetime.now(UTC)


async def test_the_loop_wakes_for_what_is_set_up_later(scene: Scene) -> None:
    async with scene.running() as dispatcher:
        await asyncio.sleep(0.2)
        schedule = await scene.due()
        dispatcher.wake()
        await until(settled(scene, schedule))


async def test_two_loops_on_one_database_double_nothing(scene: Scene) -> None:
    schedules = [await scene.due() for _ in range(40)]
    async with scene.running(), scene.running(), scene.running():
        for schedule in schedules:
            await until(settled(scene, schedule))
    assert [len(scene.posts(schedule)) for schedule in schedules] == [1] * 40


async def test_a_post_that_was_sent_but_not_noted_is_found_in_the_channel(scene: Scene) -> None:
    """As after a crash between sending and settling, when the nonce is forgotten."""
    schedule = await scene.due()
    now = datetime.now(UTC)
    (claim,) = await scene.store.schedules.claim([schedule], "gone", now, now + timedelta(seconds=0.3))
    dispatcher = scene.dispatcher()
    post = dispatcher._compose(claim.day, OnEmpty.NEXT, 5)  # pyright: ignore[reportPrivateUsage]
    assert post
    sent = await dispatcher._messenger.send(schedule, claim.day, post)  # pyright: ignore[reportPrivateUsage]
    scene.discord.state.forget_nonces()
    async with scene.running(dispatcher):
        await until(settled(scene, schedule))
    assert [message.id for message in scene.posts(schedule)] == [sent]
    (record,) = await scene.record(schedule)
    assert (record.message_id, record.tries) == (sent, 2)


async def test_a_claim_whose_owner_died_before_sending_is_posted_when_it_runs_out(scene: Scene) -> None:
    schedule = await scene.due()
    now = datetime.now(UTC)
    await scene.store.schedules.claim([schedule], "gone", now, now + timedelta(seconds=0.5))
    async with scene.running():
        await until(settled(scene, schedule))
    assert datetime.now(UTC) - now >= timedelta(seconds=0.5)
    assert len(scene.posts(schedule)) == 1


async def test_an_answer_that_is_lost_is_no_second_post(scene: Scene) -> None:
    schedule = await scene.due()
    scene.discord.fail(MESSAGES, 500, method="POST", times=1, is_done=True)
    async with scene.running(scene.dispatcher(sending=timedelta(seconds=5), lease=timedelta(seconds=6))):
        await until(settled(scene, schedule), 40)
    assert len(scene.posts(schedule)) == 1


async def test_a_send_that_hangs_is_given_up_and_tried_again(scene: Scene) -> None:
    schedule = await scene.due()
    scene.discord.fail(MESSAGES, method="POST", times=1, delay=5.0)
    async with scene.running():
        await until(settled(scene, schedule))
    (record,) = await scene.record(schedule)
    assert record.tries > 1
    await asyncio.sleep(0.1)
    assert len(scene.posts(schedule)) == 1


async def test_connections_that_are_cut_are_tried_again(scene: Scene) -> None:
    schedule = await scene.due()
    scene.discord.fail(MESSAGES, method="POST", times=2, cuts=True, is_done=True)
    async with scene.running():
        await until(settled(scene, schedule))
    assert len(scene.posts(schedule)) == 1


async def test_a_deleted_channel_is_paused(scene: Scene) -> None:
    schedule = await scene.due()
    scene.discord.state.remove_channel(scene.discord.state.channel(schedule.channel_id))
    async with scene.running():
        await until(settled(scene, schedule, State.MISSED))
        await until(lambda: paused(scene, schedule, Pause.CHANNEL))
    requests = len(scene.discord.rest.requests)
    async with scene.running():
        await asyncio.sleep(0.3)
    assert len(scene.discord.rest.requests) == requests


async def test_withdrawn_permission_pauses_and_today_is_posted_after_all_when_resumed(scene: Scene) -> None:
    schedule = await scene.due()
    channel = scene.discord.state.channel(schedule.channel_id)
    scene.discord.deny(channel, None, "send_messages")
    async with scene.running() as dispatcher:
        await until(lambda: paused(scene, schedule, Pause.PERMISSION))
        scene.discord.allow(channel, None, "send_messages")
        assert await scene.store.schedules.resume(schedule.channel_id, dispatcher.plan)
        dispatcher.wake()
        await until(settled(scene, schedule))
    assert len(scene.posts(schedule)) == 1


async def paused(scene: Scene, schedule: Schedule, pause: Pause) -> bool:
    present = await scene.store.schedules.get(schedule.channel_id)
    return present is not None and present.pause is pause


async def test_after_days_of_outage_only_today_is_posted(scene: Scene) -> None:
    schedule = await scene.due()
    assert schedule.day
    old = replace(schedule, day=schedule.day - timedelta(days=4))
    await move(scene, schedule, old)
    async with scene.running():
        await until(settled(scene, schedule))
    assert len(scene.posts(schedule)) == 1
    record = await scene.record(schedule)
    assert [(one.state, (schedule.day - one.day).days) for one in record] == [
        (State.SENT, 0),
        *[(State.MISSED, days) for days in (1, 2, 3, 4)],
    ]


async def move(scene: Scene, schedule: Schedule, to: Schedule) -> None:
    """Puts a schedule back to a day that nobody saw to."""
    assert to.day
    assert schedule.day
    assert schedule.due_at
    plan = Plan(to.day, schedule.due_at - (schedule.day - to.day))
    await scene.store.schedules.go_on([schedule], lambda _: plan)


async def test_what_is_past_its_grace_is_not_posted(scene: Scene) -> None:
    schedule = await scene.due(at=ago(datetime.now(UTC), 30))
    async with scene.running(scene.dispatcher(grace=timedelta(minutes=10))):
        await until(settled(scene, schedule, State.MISSED))
    assert scene.posts(schedule) == []


async def test_silent_days_cost_no_request(scene: Scene) -> None:
    schedules = [await scene.due(on_empty=OnEmpty.SILENT) for _ in range(3)]
    composer = scene.dispatcher()._compose  # pyright: ignore[reportPrivateUsage]
    today = schedules[0].day
    assert today
    if composer(today, OnEmpty.SILENT, 5):
        pytest.skip("Today has entries.")
    requests = len(scene.discord.rest.requests)
    async with scene.running():
        for schedule in schedules:
            await until(lambda one=schedule: moved_on(scene, one))
    assert len(scene.discord.rest.requests) == requests
    assert await scene.record(schedules[0]) == []


async def moved_on(scene: Scene, schedule: Schedule) -> bool:
    present = await scene.store.schedules.get(schedule.channel_id)
    return present is not None and present.day != schedule.day


async def test_instants_are_reckoned_anew_when_the_rules_of_a_zone_have_changed(scene: Scene) -> None:
    schedule = await scene.due()
    assert schedule.day
    tomorrow = schedule.day + timedelta(days=1)
    wrong = Plan(tomorrow, datetime.now(UTC) - timedelta(minutes=1))  # by rules of long ago
    await scene.store.schedules.go_on([schedule], lambda _: wrong)
    async with scene.running():
        await until(lambda: is_reckoned(scene, schedule))
        await asyncio.sleep(0.2)
    assert scene.posts(schedule) == []


async def is_reckoned(scene: Scene, schedule: Schedule) -> bool:
    present = await scene.store.schedules.get(schedule.channel_id)
    return present is not None and present.due_at is not None and present.due_at > datetime.now(UTC)


async def test_the_least_late_goes_first(scene: Scene) -> None:
    now = datetime.now(UTC)
    schedules = [await scene.due(at=ago(now, minutes)) for minutes in (30, 10, 40, 20)]
    async with scene.running(scene.dispatcher(at_once=1)):
        for schedule in schedules:
            await until(settled(scene, schedule))
    order = sorted(schedules, key=lambda one: scene.posts(one)[0].id)
    assert order == sorted(schedules, key=lambda one: one.due_at or now, reverse=True)


async def test_the_database_goes_away_in_between(scene: Scene) -> None:
    """Its connections are cut again and again, or it is locked by another, while posts go out."""
    schedules = [await scene.due() for _ in range(40)]

    async def disturb() -> None:
        engine = open_engine(parse_url(scene.url))
        for _ in range(20):
            with contextlib.suppress(exc.DBAPIError):
                async with engine.begin() as connection:
                    if engine.dialect.name == "postgresql":
                        await connection.execute(text(CUT_OTHERS))
                    await asyncio.sleep(0.05)
            await asyncio.sleep(0.02)
        await engine.dispose()

    async with scene.running(scene.dispatcher(per_second=60.0)):
        await disturb()
        for schedule in schedules:
            await until(settled(scene, schedule))
    assert [len(scene.posts(schedule)) for schedule in schedules] == [1] * 40


CUT_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


async def test_several_entries_come_with_a_picture_of_the_days_around(scene: Scene) -> None:
    schedule = await scene.due()
    day, delivery = date(2026, 3, 8), Delivery(scene.bot)
    post = Composer(lambda: scene.bot.knowledge.edition.chronicle)(day, OnEmpty.SILENT, 5)
    assert post
    assert post.timeline
    assert post.timeline.heading == "The days around March 8, 2018"
    assert set(post.entries) <= set(post.timeline.entries)
    sent = await delivery.send(schedule, day, post)
    assert await delivery.send(schedule, day, post) == sent  # the nonce makes one of two
    (message,) = scene.posts(schedule)
    (attachment,) = message.attachments
    assert attachment.data.startswith(b"\x89PNG")
    assert "March 8, 2018" in str(attachment.description)
    assert message.embeds[0]["image"]
    single = Composer(lambda: scene.bot.knowledge.edition.chronicle)(date(2026, 3, 15), OnEmpty.SILENT, 5)
    assert single
    assert single.timeline is None
