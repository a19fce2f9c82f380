"""How the client stops."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from bot.discord.client import Chronicler
from bot.discord.knowledge import Edition, Knowledge
from bot.lookup.question import Command
from tests.conftest import SHIPPED
from tests.discord.conftest import settings

if TYPE_CHECKING:
    from bot.store.store import Store


async def test_answers_in_hand_are_finished_first(edition: Edition, store: Store) -> None:
    bot = Chronicler(settings(), Knowledge(SHIPPED, edition), store)
    going_on, finished = asyncio.Event(), list[str]()

    async def answer() -> None:
        with bot.answering("ask"):
            going_on.set()
            await asyncio.sleep(0.3)
            reply = await bot.knowledge.answer(Command.WHO, "bolton")
            finished.append(reply.answer.found[0].entry.title)

    task = asyncio.create_task(answer())
    await going_on.wait()
    async with bot:
        await bot.close()
    assert finished == ["John Bolton"]
    await task


async def test_a_thread_that_still_works_is_known(edition: Edition) -> None:
    knowledge, go = Knowledge(SHIPPED, edition), threading.Event()
    assert not knowledge.is_busy
    work = asyncio.create_task(knowledge.in_thread(go.wait))
    while not knowledge.is_busy:
        await asyncio.sleep(0.01)
    knowledge.close()
    assert knowledge.is_busy
    go.set()
    assert await work
    assert not knowledge.is_busy
