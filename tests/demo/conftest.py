"""A local Discord, and clients of it that speak its protocols by hand."""

from __future__ import annotations

import json
import zlib
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest_asyncio

from bot.demo.local import LocalDiscord

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.demo.local.model import Channel

ALL_INTENTS = 1 << 0 | 1 << 9 | 1 << 12 | 1 << 15


@dataclass
class Socket:
    """A client of the gateway."""

    discord: LocalDiscord
    socket: aiohttp.ClientWebSocketResponse
    inflate: Any = None
    sequence: int = 0
    session: str = ""
    events: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])

    async def receive(self) -> Any:
        """The next packet; for a closed connection, its code."""
        frame = await self.socket.receive(timeout=5)
        if frame.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING}:
            return self.socket.close_code
        data: Any = frame.data
        packet = json.loads(self.inflate.decompress(data) if self.inflate else data)
        if packet["op"] == 0:
            self.sequence = packet["s"]
            self.events.append((packet["t"], packet["d"]))
            if packet["t"] == "READY":
                self.session = packet["d"]["session_id"]
        return packet

    async def until(self, name: str) -> Any:
        """The data of the next event with a name."""
        while True:
            packet = await self.receive()
            assert isinstance(packet, dict), f"closed with {packet}"
            if packet["t"] == name:  # pyright: ignore[reportUnknownVariableType]
                return packet["d"]  # pyright: ignore[reportUnknownVariableType]

    async def send(self, op: int, data: object = None) -> None:
        await self.socket.send_str(json.dumps({"op": op, "d": data}))

    async def identify(self, intents: int = ALL_INTENTS, **more: Any) -> None:
        given: dict[str, Any] = {"token": self.discord.token, "intents": intents, "properties": {}}
        await self.send(2, given | more)

    async def resume(self, session: str, sequence: int) -> None:
        await self.send(6, {"token": self.discord.token, "session_id": session, "seq": sequence})


@dataclass
class Client:
    """A bot that is written by hand."""

    discord: LocalDiscord
    http: aiohttp.ClientSession

    async def request(self, method: str, path: str, body: object = None, token: str | None = None) -> Any:
        """The status and the body of an answer."""
        headers = {"Authorization": f"Bot {self.discord.token if token is None else token}"}
        async with self.http.request(method, self.discord.url + path, json=body, headers=headers) as response:
            return response.status, await response.json() if response.status != 204 else None

    async def post(self, channel: Channel, **body: Any) -> Any:
        return await self.request("POST", f"/channels/{channel.id}/messages", body)

    @asynccontextmanager
    async def gateway(self, query: str = "v=10&encoding=json") -> AsyncGenerator[Socket]:
        """A connection to the gateway, with its HELLO read."""
        async with self.http.ws_connect(f"{self.discord.state.base_url}/gateway/?{query}") as socket:
            inflate = zlib.decompressobj() if "zlib-stream" in query else None
            client = Socket(self.discord, socket, inflate)
            assert (await client.receive())["op"] == 10
            yield client

    @asynccontextmanager
    async def online(self, intents: int = ALL_INTENTS, **more: Any) -> AsyncGenerator[Socket]:
        """A connection that has identified and read READY."""
        async with self.gateway() as socket:
            await socket.identify(intents, **more)
            await socket.until("READY")
            yield socket


@pytest_asyncio.fixture
async def client() -> AsyncGenerator[Client]:
    async with LocalDiscord() as discord, aiohttp.ClientSession() as http:
        yield Client(discord, http)
