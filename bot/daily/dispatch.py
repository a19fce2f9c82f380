"""The one loop that posts for all servers, each day once.

A day is claimed in the database before it is sent and settled afterwards. Wherever the process dies in between, the
claim's lease runs out, and whoever takes the day over first looks in the channel whether it was sent:

- before the claim: the schedule is still due, and is found again;
- after the claim, or while sending: the claim runs out; the channel tells whether the message arrived;
- after sending, before settling: the same, and then only the settling is done.

A message that is still on its way while the channel is looked at is caught by its nonce, which Discord enforces for
some minutes. Two processes can't hold one claim, and a process sends only while its own is good.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.daily.reckoning import catch_up, due, instant, is_timely
from bot.store.records import Pause, Plan, Post, Schedule, State

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from bot.daily.post import DailyPost
    from bot.store.records import OnEmpty, Shards
    from bot.store.store import Store

    Compose = Callable[[date, OnEmpty, int], DailyPost | None]

log = logging.getLogger(__name__)

KEPT_AFTER_LEAVING = timedelta(days=30)
_KEPT_RECORD = timedelta(days=60)
_MOST_MISSED = 7  # days of an outage that are noted as missed
_PAGE = 1000
_LATE = timedelta(minutes=5)  # from when on a post is counted as late
_LEAVING = 1.5  # seconds for the posts that are being sent when the bot is stopped
_MOST_SETTLING = 5  # tries to note what was sent, while the database is away


class UndeliverableError(Exception):
    """Nothing can be posted in a channel until somebody changes something."""

    def __init__(self, pause: Pause, detail: str) -> None:
        super().__init__(detail)
        self.pause = pause


class RefusedError(Exception):
    """Discord doesn't take this post, and wouldn't the next time."""


class UnreachableError(Exception):
    """Discord can't be reached now; whether the post arrived is not known."""


class Messenger(Protocol):
    """What carries posts to their channels. Its errors are those above."""

    async def send(self, schedule: Schedule, day: date, post: DailyPost) -> int | None:
        """Sends a post, with a nonce of its channel and day; the message's id, as far as it is known."""
        ...

    async def find(self, schedule: Schedule, day: date, since: datetime) -> int | None:
        """The message of a day if it was sent since then; what belongs to it is completed."""
        ...

    async def notify(self, schedule: Schedule, pause: Pause) -> None:
        """Tells those who manage the server that a schedule is paused, where that is possible."""
        ...

    def shards(self) -> Shards | None:
        """Which servers this process looks after; `None` for all."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast posts go out, and how long things may take.

    `per_second` keeps below Discord's limit of 50 requests a second for everything that a bot does. `sending` is the
    time for one post and has to fit into `lease` with some to spare.
    """

    per_second: float = 30.0
    at_once: int = 16
    batch: int = 64
    lease: timedelta = timedelta(seconds=60)
    sending: timedelta = timedelta(seconds=25)
    retry: timedelta = timedelta(seconds=30)
    longest_retry: timedelta = timedelta(minutes=15)
    longest_sleep: timedelta = timedelta(minutes=5)
    grace: timedelta = timedelta(hours=24)


def _now() -> datetime:
    return datetime.now(UTC)


class Dispatcher:
    """Sleeps until a post is due, sends it, and plans the next. `wake` makes it look at the schedules anew.

    `count` hears how each post went; within `at` a server's id, lines of the log are about that server.
    """

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        compose: Compose,
        *,
        pace: Pace | None = None,
        clock: Callable[[], datetime] = _now,
        count: Callable[[str], None] = lambda _: None,
        at: Callable[[int], AbstractContextManager[None]] = lambda _: nullcontext(),
    ) -> None:
        self._store = store
        self._schedules = store.schedules
        self._messenger = messenger
        self._count = count
        self._at = at
        self._compose = compose
        self._pace = pace or Pace()
        self._clock = clock
        self._owner = secrets.token_hex(8)
        self._is_stopping = False
        self._is_woken = False
        self._rest: asyncio.Task[None] | None = None
        self._slots = asyncio.Semaphore(self._pace.at_once)
        self._next_turn = 0.0
        self._posting: set[asyncio.Task[None]] = set()
        self._tidied_at: datetime | None = None
        self._is_reckoned = False

    def wake(self) -> None:
        """Something has changed: what is due next is read anew."""
        self._is_woken = True
        if self._rest:
            self._rest.cancel()

    def plan(self, schedule: Schedule) -> Plan:
        """The next day of a schedule, today's included if it was missed and may still be posted."""
        return catch_up(schedule, self._clock(), self._pace.grace)

    async def run(self, patience: timedelta = timedelta()) -> None:
        """Posts until it is cancelled, at first after `patience` or when woken; no failure ends the loop."""
        looking: asyncio.Task[datetime | None] | None = None
        try:
            await self._sleep(self._clock() + patience)
            while True:
                self._is_woken = False
                looking = asyncio.create_task(self._look())
                await self._sleep(await asyncio.shield(looking))
        finally:
            self._is_stopping = True
            await self._leave({looking} if looking else ())
            await self._leave(self._posting)

    async def _look(self) -> datetime | None:
        try:
            await self._keep_house()
            return await self._start_due()
        except Exception:
            log.exception("The daily posts wait: the schedules can't be read.")
            return self._clock() + self._pace.retry

    async def _leave(self, tasks: Iterable[asyncio.Task[Any]]) -> None:
        """Sees through what is being sent, for a moment; what only waits for its turn is given back at once."""
        waiting = {task for task in tasks if not task.done()}
        if waiting:
            _, waiting = await asyncio.wait(waiting, timeout=_LEAVING)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def finish(self) -> None:
        """Waits until the posts in hand are settled."""
        await asyncio.gather(*self._posting, return_exceptions=True)

    async def _sleep(self, until: datetime | None) -> None:
        longest = self._pace.longest_sleep
        delay = longest if until is None else min(until - self._clock(), longest)
        if self._is_woken or delay <= timedelta():
            return
        self._rest = asyncio.create_task(asyncio.sleep(delay.total_seconds()))
        try:
            await asyncio.wait({self._rest})
        finally:
            self._rest.cancel()
            self._rest = None

    async def _start_due(self) -> datetime | None:
        """Takes in hand what is due; tells when to look again, `None` if that is when a post in hand is done."""
        while not self._is_stopping:
            room = self._pace.batch - len(self._posting)
            if room < self._pace.batch / 2:
                return None
            now, shards = self._clock(), self._messenger.shards()
            found = await self._schedules.due(now, room, shards)
            if not found:
                return await self._schedules.next_wake(now, shards)
            await self._take(found, now)
        return None

    async def _take(self, found: Sequence[Schedule], now: datetime) -> None:
        """Goes on where nothing is to be posted, and claims and posts the rest."""
        ready, others = await self._reckoned(found, now)
        silent = [one for one in ready if one.day and self._compose(one.day, one.on_empty, one.most) is None]
        await self._schedules.go_on(silent, self.plan)
        await self._schedules.go_on(others, _same_day)
        quiet = {one.channel_id for one in silent}
        loud = {one.channel_id: one for one in ready if one.channel_id not in quiet}
        claims = await self._schedules.claim(list(loud.values()), self._owner, now, now + self._pace.lease)
        settled = [loud[claim.channel_id] for claim in claims if claim.state is not State.CLAIMED]
        await self._schedules.go_on(settled, self.plan)
        mine = {claim.channel_id: claim for claim in claims if claim.state is State.CLAIMED}
        for one in loud.values():  # the least late first
            if claim := mine.get(one.channel_id):
                task = asyncio.create_task(self._see_through(one, claim))
                self._posting.add(task)
                task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._posting.discard(task)
        self.wake()

    async def _reckoned(
        self, found: Sequence[Schedule], now: datetime
    ) -> tuple[list[Schedule], list[Schedule]]:
        """Parts what is due from what isn't, because the rules of its zone have changed; pauses where it's unknown."""
        ready: list[Schedule] = []
        others: list[Schedule] = []
        for one in found:
            plan = reckon(one)
            if plan is None:
                with self._at(one.guild_id):
                    await self._pause(one, Pause.ZONE)
            else:
                (ready if plan.due_at <= now else others).append(one)
        return ready, others

    async def _see_through(self, schedule: Schedule, claim: Post) -> None:
        with self._at(schedule.guild_id):
            await self._try_to_post(schedule, claim)

    async def _try_to_post(self, schedule: Schedule, claim: Post) -> None:
        """Posts one day and notes how that ended."""
        try:
            async with self._slots:
                if not self._is_stopping:
                    await self._post(schedule, claim)
                else:
                    now = self._clock()
                    await self._schedules.release(claim, now, now, "The bot was restarted.")
        except UndeliverableError as error:
            log.info("Paused the daily post in channel %d: %s", claim.channel_id, error)
            await self._settle(claim, State.MISSED, detail=str(error))
            pause = error.pause
            await self._attempt(lambda: self._pause(schedule, pause))
        except RefusedError as error:
            log.warning("Discord refused the daily post in channel %d: %s", claim.channel_id, error)
            await self._settle(claim, State.FAILED, detail=str(error))
        except (UnreachableError, TimeoutError) as error:
            log.info("The daily post in channel %d is tried again: %s", claim.channel_id, error or "too slow")
            await self._try_again(claim, str(error) or "Discord took too long.")
        except Exception as error:
            log.exception("The daily post in channel %d is tried again.", claim.channel_id)
            await self._try_again(claim, type(error).__name__)

    async def _post(self, schedule: Schedule, claim: Post) -> None:
        if claim.tries > 1 and claim.claimed_at:
            async with asyncio.timeout(self._pace.sending.total_seconds()):
                sent = await self._messenger.find(schedule, claim.day, claim.claimed_at)
            if sent is not None:
                await self._settle(claim, State.SENT, sent)
                return
        await self._turn()
        post = self._compose(claim.day, schedule.on_empty, schedule.most)
        now = self._clock()
        timely = is_timely(Plan(claim.day, claim.due_at), now, ZoneInfo(schedule.zone), self._pace.grace)
        if post is None or not timely:
            await self._note_missed(schedule, claim, now)
            return
        if not await self._holds(claim, now):
            return
        async with asyncio.timeout(self._pace.sending.total_seconds()):
            message = await self._messenger.send(schedule, claim.day, post)
        await self._settle(claim, State.SENT, message)

    async def _holds(self, claim: Post, now: datetime) -> bool:
        """Whether a claim is good for as long as sending may take; one that waited for its turn is renewed."""
        if claim.lease_until and claim.lease_until - now > self._pace.sending * 1.2:
            return True
        return await self._schedules.renew(claim, now + self._pace.lease)

    async def _turn(self) -> None:
        """Waits for a place in the stream of requests."""
        loop = asyncio.get_running_loop()
        at = max(loop.time(), self._next_turn)
        self._next_turn = at + 1 / self._pace.per_second
        if (delay := at - loop.time()) > 0:
            await asyncio.sleep(delay)

    async def _note_missed(self, schedule: Schedule, claim: Post, now: datetime) -> None:
        """After an outage: notes the days that nobody will see any more, and goes on with today or the next."""
        zone = ZoneInfo(schedule.zone)
        await self._settle(claim, State.MISSED, detail="The bot was away.")
        missed: list[Post] = []
        for plan in due(now - (_MOST_MISSED * timedelta(days=1)), schedule.at, zone, claim.day):
            if plan.due_at > now or is_timely(plan, now, zone, self._pace.grace):
                break
            if self._compose(plan.day, schedule.on_empty, schedule.most):
                missed.append(replace(claim, day=plan.day, due_at=plan.due_at, **_UNCLAIMED))
        await self._attempt(lambda: self._schedules.note_missed(missed))

    async def _settle(
        self, claim: Post, state: State, message: int | None = None, detail: str | None = None
    ) -> None:
        await self._attempt(
            lambda: self._schedules.settle(
                claim, state, self._clock(), self.plan, message_id=message, detail=detail
            )
        )
        is_late = self._clock() - claim.due_at > _LATE
        self._count("failed" if state is not State.SENT else "late" if is_late else "sent")

    async def _try_again(self, claim: Post, detail: str) -> None:
        """Gives a claim back, each time for twice as long; the grace ends this."""
        delay = min(self._pace.retry * 2 ** min(claim.tries - 1, 10), self._pace.longest_retry)
        now = self._clock()
        await self._attempt(lambda: self._schedules.release(claim, now + delay, now, detail))

    async def _pause(self, schedule: Schedule, pause: Pause) -> None:
        if await self._schedules.pause(schedule.channel_id, pause):
            try:
                await self._messenger.notify(schedule, pause)
            except Exception:
                log.exception("Nobody was told that channel %d is paused.", schedule.channel_id)

    async def _attempt(self, change: Callable[[], Awaitable[object]]) -> None:
        """Notes something even if the database is away for a moment; what isn't noted, the lease's end brings back."""
        for number in range(_MOST_SETTLING):
            try:
                await change()
            except Exception:
                if number == _MOST_SETTLING - 1:
                    log.exception("A daily post was not noted; it will be looked at again.")
                    return
                await asyncio.sleep(0.2 * 4**number)
            else:
                return

    async def _keep_house(self) -> None:
        """At the start: reckons all instants by the zones' present rules. Each day: deletes what is old."""
        if not self._is_reckoned:
            await self._reckon_all()
            self._is_reckoned = True
        now = self._clock()
        if self._tidied_at is None or now - self._tidied_at > timedelta(days=1):
            for guild_id in await self._store.left_before(now - KEPT_AFTER_LEAVING):
                await self._store.forget(guild_id)
            await self._schedules.prune((now - _KEPT_RECORD).date())
            self._tidied_at = now

    async def _reckon_all(self) -> None:
        after = -1
        while page := await self._schedules.active(after, _PAGE):
            after = page[-1].channel_id
            plans = ((one, reckon(one)) for one in page if one.wake_at == one.due_at)
            moved = [one for one, plan in plans if plan and plan.due_at != one.due_at]
            await self._schedules.go_on(moved, _same_day)


def reckon(schedule: Schedule) -> Plan | None:
    """The instant of a schedule's present day, by the rules as they are now; `None` if its zone is unknown."""
    try:
        zone = ZoneInfo(schedule.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    if schedule.day is None or schedule.due_at is None:
        return None
    at = instant(schedule.day, schedule.at, zone)
    return Plan(schedule.day, at) if at else next(due(schedule.due_at, schedule.at, zone, schedule.day))


def _same_day(schedule: Schedule) -> Plan:
    plan = reckon(schedule)
    assert plan is not None  # noqa: S101 - those without a zone are sorted out before
    return plan


_UNCLAIMED = {"claimed_at": None, "owner": None, "lease_until": None, "tries": 0}
