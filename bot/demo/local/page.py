"""The page on which people see and use a local Discord in a browser, kept up to date by server-sent events."""

from __future__ import annotations

import asyncio
import json
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.demo.local.model import Permission
from bot.demo.local.permissions import permissions_of

if TYPE_CHECKING:
    from bot.demo.local.control import Control
    from bot.demo.local.errors import Json
    from bot.demo.local.model import Message, User
    from bot.demo.local.state import Event

_FILES = Path(__file__).with_name("page")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: https:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_BREATH = 15.0  # seconds after which a quiet stream shows that it is alive


class Page:
    """Serves the page at `/` and its events."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._state = control.discord.state
        router = control.discord.app.router
        router.add_get("/", self._file)
        router.add_get("/page/{name}", self._file)
        router.add_get("/control/events", self._events)

    async def _file(self, request: web.Request) -> web.Response:
        path = _FILES / request.match_info.get("name", "index.html")
        if path.parent != _FILES or not path.is_file() or not self._control.is_trusted(request):
            raise web.HTTPNotFound
        headers = {
            "Content-Type": mimetypes.guess_type(path.name)[0] or "application/octet-stream",
            "Content-Security-Policy": _POLICY,
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-cache",
        }
        return web.Response(body=path.read_bytes(), headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """What happens, as far as one user sees it."""
        user = self._state.users.get(int(request.query.get("user", 0)))
        if user is None or not self._control.is_trusted(request):
            raise web.HTTPNotFound
        happening: asyncio.Queue[Json] = asyncio.Queue()

        def listen(event: Event) -> None:
            if told := self._told(event, user):
                happening.put_nowait(told)

        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        await response.prepare(request)
        self._state.listeners.append(listen)
        try:
            while True:
                try:
                    told = await asyncio.wait_for(happening.get(), _BREATH)
                    await response.write(f"data: {json.dumps(told)}\n\n".encode())
                except TimeoutError:
                    await response.write(b": still here\n\n")
        except ConnectionError:
            return response
        finally:
            self._state.listeners.remove(listen)

    def _told(self, event: Event, user: User) -> Json | None:
        message = event.message
        if message is not None:
            if not _is_seen(message, user):
                return None
            return {"event": event.name, "id": str(message.id), "message": self._control.told(message)}
        if event.name == "_INTERACTION_FAILED":
            return {"event": "FAILED", **event.data} if event.data["user"] == str(user.id) else None
        if event.name in {"INTERACTION_CREATE", "_INTERACTION_DONE"}:
            return None
        return {"event": "CHANGED"}


def _is_seen(message: Message, user: User) -> bool:
    channel = message.channel
    if channel.recipient:
        return channel.recipient is user
    return message.is_visible_to(user) and bool(permissions_of(user, channel) & Permission.VIEW_CHANNEL)
