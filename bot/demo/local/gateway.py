"""The gateway: version 10, JSON, compressed as a whole if the client asks for it.

A session outlives its connection and is resumed by sequence. What the tests break on purpose is at the end.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import zlib
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from aiohttp import WSMsgType, web

from bot.demo.local import objects
from bot.demo.local.model import PRIVILEGED, Guild, Intent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.demo.local.errors import Json
    from bot.demo.local.state import Event, State

log = logging.getLogger(__name__)

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT = 0, 1, 2, 3, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = 8, 9, 10, 11
_VOICE = 4
_MOST_KEPT = 20_000  # events of a session that can be replayed
_KNOWN_INTENTS = (1 << 26) - 1


class Closing(Exception):  # noqa: N818 - it is not always an error
    """Ends a connection with one of the gateway's codes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(eq=False)
class Session:
    """What a client identified as. `connection` is `None` while it is away."""

    intents: Intent
    shard: tuple[int, int]
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sequence: int = 0
    kept: deque[tuple[int, str]] = field(default_factory=lambda: deque[tuple[int, str]](maxlen=_MOST_KEPT))
    connection: Connection | None = None
    is_resumed: int = 0

    def covers(self, guild: Guild | None) -> bool:
        """Whether this shard is told of a guild; direct messages go to the first one."""
        number, count = self.shard
        return ((guild.id >> 22) % count if guild else 0) == number

    def dispatch(self, name: str, data: Json) -> None:
        """Numbers an event, keeps it for a resumption, and sends it if somebody is there."""
        self.sequence += 1
        text = json.dumps({"op": DISPATCH, "t": name, "s": self.sequence, "d": data})
        self.kept.append((self.sequence, text))
        if self.connection:
            self.connection.send_text(text)


class Connection:
    """One socket: what is sent waits in order, so that one slow client holds nobody up."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, compress: str) -> None:
        self.socket = socket
        self.request = request
        self.session: Session | None = None
        self.delay = 0.0
        self.is_hushed = False
        self.closed_with: int | None = None
        self._outbox: asyncio.Queue[str | Closing] = asyncio.Queue()
        self._deflate = zlib.compressobj() if compress == "zlib-stream" else None

    def send(self, op: int, data: object = None) -> None:
        """Sends something that is no event."""
        self.send_text(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def send_text(self, text: str) -> None:
        """Sends what is written already."""
        self._outbox.put_nowait(text)

    def close(self, code: int, reason: str = "") -> None:
        """Ends the connection, after what is waiting."""
        self._outbox.put_nowait(Closing(code, reason))

    def break_off(self) -> None:
        """Ends the connection without a word, as a cut cable does."""
        self.detach()
        if self.request.transport:
            self.request.transport.abort()

    def detach(self) -> None:
        """Leaves the session to whoever resumes it."""
        if self.session and self.session.connection is self:
            self.session.connection = None

    async def write(self) -> None:
        """Sends what waits, until the connection ends."""
        while True:
            item = await self._outbox.get()
            if self.delay:
                await asyncio.sleep(self.delay)
            if isinstance(item, Closing):
                self.detach()
                self.closed_with = item.code
                await self.socket.close(code=item.code, message=item.reason.encode())
                return
            if not self.is_hushed:
                with suppress(ConnectionError):
                    await self._send(item)

    async def _send(self, text: str) -> None:
        if self._deflate is None:
            await self.socket.send_str(text)
            return
        packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(packed)


class Gateway:
    """All sessions and connections.

    `allowed` are the privileged intents that the application may ask for; `identify_seconds` is how long to wait
    between two identifications (5 at Discord, where it is by shard modulo `concurrency`); `is_down` refuses
    connections; `is_deaf` acknowledges no heartbeat. `closed` tells how each connection ended, by the code.
    """

    def __init__(self, state: State, token: str) -> None:
        self.state = state
        self.token = token
        self.allowed = PRIVILEGED
        self.heartbeat_seconds = 41.25
        self.identify_seconds = 0.0
        self.concurrency = 1
        self.shards = 1
        self.is_down = False
        self.is_deaf = False
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.identifications: list[tuple[float, tuple[int, int]]] = []
        self.closed: list[int] = []
        self.presence: Json | None = None
        state.listeners.append(self._on_event)

    # Events

    def _on_event(self, event: Event) -> None:
        if event.name.startswith("_") or (event.message and event.message.visible_to):
            return
        for session in tuple(self.sessions.values()):
            wanted = not event.intents or session.intents & event.intents
            if wanted and session.covers(event.guild) and self._may_know(event):
                session.dispatch(event.name, self._data(event, session))

    def _may_know(self, event: Event) -> bool:
        """Whether the bot is in the guild, or is just leaving it."""
        guild = event.guild
        if guild is None or self.state.bot.id in guild.members or event.name == "GUILD_DELETE":
            return True
        return event.name == "INTERACTION_CREATE"

    def _data(self, event: Event, session: Session) -> Json:
        if event.message is None or event.name == "MESSAGE_DELETE":
            return event.data
        reader = None if session.intents & Intent.MESSAGE_CONTENT else self.state.bot
        return objects.message_event(event.message, self.state.application, reader=reader)

    # Connections

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """A client's connection, from HELLO to its end."""
        if self.is_down:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(max_msg_size=4096 * 4, compress=False)
        await socket.prepare(request)
        connection = Connection(socket, request, request.query.get("compress", ""))
        writer = asyncio.create_task(connection.write())
        self.connections.append(connection)
        try:
            await self._listen(connection)
        except Closing as closing:
            connection.closed_with = closing.code
            await socket.close(code=closing.code, message=closing.reason.encode())
        finally:
            writer.cancel()
            self._leave(connection)
        return socket

    def _leave(self, connection: Connection) -> None:
        """Keeps the session of a client that is cut off; one that says good-bye has ended it."""
        code = connection.closed_with or connection.socket.close_code or 1006
        self.closed.append(code)
        self.connections.remove(connection)
        session = connection.session
        if session and session.connection is connection and code in {1000, 1001}:
            self.sessions.pop(session.id, None)
        connection.detach()
        self.state.notify()

    async def _listen(self, connection: Connection) -> None:
        if connection.request.query.get("v") not in {"10", "9"}:
            raise Closing(4012, "Invalid API version")
        connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000)})
        async for frame in connection.socket:
            if frame.type is not WSMsgType.TEXT:
                raise Closing(4002, "Decode error")
            try:
                packet = cast("Json", json.loads(frame.data))
                op, data = int(packet["op"]), packet.get("d")
            except (ValueError, KeyError, TypeError):
                raise Closing(4002, "Decode error") from None
            await self._take(connection, op, data)

    async def _take(self, connection: Connection, op: int, data: Any) -> None:
        if op == HEARTBEAT:
            if not self.is_deaf:
                connection.send(ACK)
        elif op == IDENTIFY:
            self._identify(connection, data)
        elif op == RESUME:
            self._resume(connection, data)
        elif connection.session is None:
            raise Closing(4003, "Not authenticated")
        elif op == PRESENCE:
            self.presence = data
        elif op == REQUEST_MEMBERS:
            self._send_members(connection.session, data)
        elif op != _VOICE:
            raise Closing(4001, "Unknown opcode")

    # Sessions

    def _identify(self, connection: Connection, data: Json) -> None:
        if connection.session:
            raise Closing(4005, "Already authenticated")
        self._check_token(data)
        intents, shard = self._intents(data), self._shard(data)
        if not self._in_turn(shard):
            connection.send(INVALID_SESSION, False)
            return
        session = Session(intents, shard, connection=connection)
        connection.session = self.sessions.setdefault(session.id, session)
        self.presence = data.get("presence")
        guilds = list(self._guilds(session))
        host = connection.request.host
        ready: Json = {
            "v": 10,
            "user": objects.user_object(self.state.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": f"ws://{host}/resume/",
            "shard": list(shard),
            "application": {"id": str(self.state.application), "flags": self.flags},
            "private_channels": [],
            "relationships": [],
        }
        session.dispatch("READY", ready)
        if intents & Intent.GUILDS:
            for guild in guilds:
                session.dispatch("GUILD_CREATE", objects.guild_create_object(guild, self.state.bot))
        self.state.notify()

    @property
    def flags(self) -> int:
        """The application's flags that tell which privileged intents it may ask for."""
        flags = 0
        for intent, flag in (
            (Intent.GUILD_PRESENCES, 1 << 13),
            (Intent.GUILD_MEMBERS, 1 << 15),
            (Intent.MESSAGE_CONTENT, 1 << 19),
        ):
            flags |= flag if self.allowed & intent else 0
        return flags

    def _check_token(self, data: Json) -> None:
        token = str(data.get("token", "")).removeprefix("Bot ")
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            raise Closing(4004, "Authentication failed.")

    def _intents(self, data: Json) -> Intent:
        asked = data.get("intents")
        if not isinstance(asked, int) or asked & ~_KNOWN_INTENTS or asked < 0:
            raise Closing(4013, "Invalid intent(s).")
        intents = Intent(asked)
        if intents & PRIVILEGED & ~self.allowed:
            raise Closing(4014, "Disallowed intent(s).")
        return intents

    def _shard(self, data: Json) -> tuple[int, int]:
        number, count = data.get("shard", (0, 1))
        if not 0 <= int(number) < int(count):
            raise Closing(4010, "Invalid shard.")
        return int(number), int(count)

    def _in_turn(self, shard: tuple[int, int]) -> bool:
        """Whether enough time has passed since another identification of the same turn."""
        now = self.state.clock()
        turn = shard[0] % self.concurrency
        same = [at for at, other in self.identifications if other[0] % self.concurrency == turn]
        if self.identify_seconds and same and now - same[-1] < self.identify_seconds:
            return False
        self.identifications.append((now, shard))
        return True

    def _guilds(self, session: Session) -> Iterator[Guild]:
        for guild in self.state.guilds.values():
            if self.state.bot.id in guild.members and session.covers(guild):
                yield guild

    def _resume(self, connection: Connection, data: Json) -> None:
        if connection.session:
            raise Closing(4005, "Already authenticated")
        self._check_token(data)
        session = self.sessions.get(str(data.get("session_id")))
        sequence = data.get("seq")
        if session is None or not isinstance(sequence, int):
            connection.send(INVALID_SESSION, False)
            return
        if sequence > session.sequence:
            raise Closing(4007, "Invalid seq.")
        missed = [text for number, text in session.kept if number > sequence]
        if len(missed) < session.sequence - sequence:
            connection.send(INVALID_SESSION, False)
            return
        if session.connection:
            session.connection.close(4000, "Resumed elsewhere")
        for text in missed:
            connection.send_text(text)
        session.connection, connection.session = connection, session
        session.is_resumed += 1
        session.dispatch("RESUMED", {})
        self.state.notify()

    def _send_members(self, session: Session, data: Json) -> None:
        guild = self.state.guilds.get(int(data.get("guild_id", 0)))
        if guild is None:
            return
        wanted = {int(number) for number in data.get("user_ids") or ()}
        begins = str(data.get("query") or "").lower()
        members = [
            objects.member_object(member)
            for member in guild.members.values()
            if (member.user.id in wanted if wanted else member.user.name.lower().startswith(begins))
        ]
        told: Json = {
            "guild_id": str(guild.id),
            "members": members[: data.get("limit") or None],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [],
        }
        session.dispatch("GUILD_MEMBERS_CHUNK", told | {"nonce": data.get("nonce")})

    # What goes wrong on purpose

    @property
    def live(self) -> list[Session]:
        """The sessions with somebody there."""
        return [session for session in self.sessions.values() if session.connection]

    def drop(self) -> None:
        """Cuts every connection without a word; sessions can be resumed."""
        for connection in tuple(self.connections):
            connection.break_off()

    def hush(self) -> None:
        """Lets nothing more get through on the present connections, which stay open, as when a router forgets them."""
        for connection in self.connections:
            connection.is_hushed = True

    def close(self, code: int) -> None:
        """Closes every connection with a code."""
        for connection in tuple(self.connections):
            connection.close(code)

    def ask_to_reconnect(self) -> None:
        """Asks every client to connect again and resume."""
        for session in self.live:
            if session.connection:
                session.connection.send(RECONNECT)

    def invalidate(self, *, can_resume: bool = False) -> None:
        """Tells every client that its session is over, or to resume it."""
        for session in self.live:
            if session.connection:
                session.connection.send(INVALID_SESSION, can_resume)
            if not can_resume:
                self.sessions.pop(session.id, None)

    def forget_sessions(self) -> None:
        """Forgets all sessions, so that none can be resumed."""
        self.sessions.clear()

    def slow(self, seconds: float) -> None:
        """Holds everything that is sent back for some seconds each."""
        for connection in self.connections:
            connection.delay = seconds
