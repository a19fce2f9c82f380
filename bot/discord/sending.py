"""Sends what must arrive, and arrive once, over connections that may break off before or after it did."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import aiohttp
import discord

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

_WAITS = (0.2, 0.8)  # seconds before it is tried again; an interaction has three in all
_ACKNOWLEDGED = 40060


async def send_once(send: Callable[[], Awaitable[object]]) -> None:
    """Calls `send` again where the connection breaks, so that nobody knows whether it has arrived.

    It must be something that Discord takes only once: a message with the same nonce each time, or the response to an
    interaction. discord.py itself tries again after errors of Discord's, but not after those of the connection.
    """
    for tries, wait in enumerate(_WAITS):
        try:
            return await _respond(send, is_again=tries > 0)
        except (aiohttp.ClientConnectionError, ConnectionError, TimeoutError) as error:
            log.warning("The connection to Discord broke, trying again: %s", error)
        await asyncio.sleep(wait)
    return await _respond(send, is_again=True)


async def _respond(send: Callable[[], Awaitable[object]], *, is_again: bool) -> None:
    try:
        await send()
    except discord.HTTPException as error:
        if not (is_again and error.code == _ACKNOWLEDGED):  # then the first one had arrived
            raise
