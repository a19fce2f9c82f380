"""Sends what must arrive, and arrive once, over connections that may break off before or after it did."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import discord
from discord.webhook.async_ import AsyncWebhookAdapter

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from discord.http import MultipartParameters

log = logging.getLogger(__name__)

T = TypeVar("T")

_WAITS = (0.2, 0.8)  # seconds before it is tried again; an interaction has three in all
_ACKNOWLEDGED = 40060


async def send_once(send: Callable[[], Awaitable[T]]) -> T:
    """Calls `send` again where the connection breaks, so that nobody knows whether it has arrived.

    It must be something that Discord takes only once, such as a message with the same nonce each time. discord.py
    itself tries again after errors of Discord's, but not after those of the connection.
    """
    for wait in _WAITS:
        try:
            return await send()
        except (aiohttp.ClientConnectionError, ConnectionError, TimeoutError) as error:
            log.warning("The connection to Discord broke, trying again: %s", error)
        await asyncio.sleep(wait)
    return await send()


class Responses(AsyncWebhookAdapter):
    """How discord.py responds to interactions, each of which Discord takes one response to.

    A response is sent again where its acknowledgement gets lost. When Discord then says that it has one already, it is
    ours that had arrived; discord.py is told so, and goes on from there.
    """

    async def create_interaction_response(
        self, interaction_id: int, token: str, *, params: MultipartParameters, **connection: Any
    ) -> Any:
        """Responds; raises what discord.py raises, but for a response that had arrived."""

        async def respond() -> Any:
            for file in params.files or ():
                file.reset()
            return await super(Responses, self).create_interaction_response(
                interaction_id, token, params=params, **connection
            )

        try:
            return await send_once(respond)
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:
                raise
            log.info("Discord had a response already; its word for that was lost.")
            return {"interaction": {"id": str(interaction_id)}}
