"""The REST interface, version 10, as far as bots like ours use it. Every other path is a 404 that is noted."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from aiohttp import BodyPartReader, web

from bot.demo.local import objects
from bot.demo.local.errors import ApiError, Json, no_such_endpoint, unauthorized, unknown
from bot.demo.local.faults import Fault
from bot.demo.local.model import Permission
from bot.demo.local.permissions import require
from bot.demo.local.state import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.demo.local.gateway import Gateway
    from bot.demo.local.model import Channel, Guild, Message
    from bot.demo.local.state import State

log = logging.getLogger(__name__)

_MOST_BYTES = 10 << 20


@dataclass(eq=False)
class Request:
    """A request that a bot made, and how it was answered (`status` 0 while it isn't, or never was)."""

    method: str
    path: str
    body: Any
    at: float
    status: int = 0


@dataclass
class Call:
    """A request on its way to the function that serves it."""

    values: dict[str, str]
    query: dict[str, str]
    body: Any
    files: list[File]
    gateway: str  # the address of the gateway, as this client reaches us

    def number(self, name: str) -> int:
        """An id in the path."""
        return int(self.values[name])

    @property
    def form(self) -> Json:
        """The body as an object; an empty one in place of anything else."""
        body: object = self.body
        return cast("Json", body) if isinstance(body, dict) else {}


class Rest:
    """Serves requests; `requests` are all that came, `strangers` those that no endpoint here knows.

    `messages_per_channel` is a limit of the rate as Discord has it (5 in 5 seconds), none by default.
    """

    def __init__(self, state: State, gateway: Gateway) -> None:
        self.state = state
        self.gateway = gateway
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.strangers: list[Request] = []
        self.typing: list[Channel] = []
        self.messages_per_channel: tuple[int, float] | None = None
        self._sent: dict[int, list[float]] = {}
        self._routes = [(method, _pattern(path), serve) for method, path, serve in self._endpoints()]

    def _endpoints(self) -> Iterable[tuple[str, str, Callable[[Call], Any]]]:
        application = "/applications/{application}"
        guild_commands = application + "/guilds/{guild}/commands"
        message = "/channels/{channel}/messages/{message}"
        hook = "/webhooks/{application}/{token}"
        return [
            ("GET", "/gateway", lambda call: {"url": call.gateway}),
            ("GET", "/gateway/bot", self._gateway_bot),
            ("GET", "/users/@me", lambda _: objects.user_object(self.state.bot)),
            ("GET", "/users/@me/guilds", self._own_guilds),
            ("DELETE", "/users/@me/guilds/{guild}", self._leave),
            ("POST", "/users/@me/channels", self._direct),
            ("GET", "/users/{user}", self._user),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/applications/@me", self._application),
            ("GET", application + "/commands", self._commands),
            ("PUT", application + "/commands", self._set_commands),
            ("GET", guild_commands, self._commands),
            ("PUT", guild_commands, self._set_commands),
            ("GET", "/channels/{channel}", self._channel),
            ("PATCH", "/channels/{channel}", self._change_thread),
            ("POST", "/channels/{channel}/typing", self._type),
            ("GET", "/channels/{channel}/messages", self._messages),
            ("POST", "/channels/{channel}/messages", self._send),
            ("GET", message, lambda call: self._told(self._message(call))),
            ("PATCH", message, self._edit),
            ("DELETE", message, self._delete),
            ("POST", "/channels/{channel}/threads", self._thread),
            ("POST", message + "/threads", self._thread),
            ("PUT", "/channels/{channel}/thread-members/@me", self._channel_is_there),
            ("GET", "/guilds/{guild}", lambda call: objects.guild_object(self._guild(call))),
            ("GET", "/guilds/{guild}/channels", self._guild_channels),
            ("GET", "/guilds/{guild}/members", self._members),
            ("GET", "/guilds/{guild}/members/{user}", self._member),
            ("GET", "/guilds/{guild}/roles", self._roles),
            ("POST", "/interactions/{interaction}/{token}/callback", self._respond),
            ("POST", hook, self._follow_up),
            ("GET", hook + "/messages/{message}", self._response),
            ("PATCH", hook + "/messages/{message}", self._edit_response),
            ("DELETE", hook + "/messages/{message}", self._delete_response),
        ]

    # Around every request

    async def serve(self, http: web.Request) -> web.StreamResponse:
        """Any request under `/api/v10`."""
        body, files = await _read(http)
        request = Request(http.method, "/" + http.match_info["path"], body, self.state.clock())
        self.requests.append(request)
        self.state.notify()
        fault = next((one for one in self.faults if one.matches(request.method, request.path)), None)
        if fault:
            fault.hits += 1
            await asyncio.sleep(fault.delay)
        if fault is None or not fault.spoils or fault.is_done:
            response = await self._answer(http, request, files)
        else:
            response = web.Response()
        if fault and fault.cuts:
            if http.transport:
                http.transport.abort()
            return response
        if fault and fault.status is not None:
            response = json_response(fault.body(), status=fault.status, headers=fault.headers())
        request.status = response.status
        self.state.notify()
        return response

    async def _answer(self, http: web.Request, request: Request, files: list[File]) -> web.Response:
        try:
            serve, values = self._route(request)
            self._authorize(http, request)
            if limited := self._limited(request, values):
                return limited
            told = serve(Call(values, dict(http.query), request.body, files, f"ws://{http.host}/gateway/"))
        except ApiError as error:
            return json_response(error.body(), status=error.status)
        except (KeyError, ValueError, TypeError):
            log.exception("%s %s", request.method, request.path)
            refused = ApiError(400, 50035, "Invalid Form Body")
            return json_response(refused.body(), status=400)
        return web.Response(status=204) if told is None else json_response(told)

    def _route(self, request: Request) -> tuple[Callable[[Call], Any], dict[str, str]]:
        for method, pattern, serve in self._routes:
            match = pattern.fullmatch(request.path)
            if match and method == request.method:
                return serve, match.groupdict()
        self.strangers.append(request)
        raise no_such_endpoint()

    def _authorize(self, http: web.Request, request: Request) -> None:
        """All but interactions and their webhooks, which have tokens of their own, need the bot's token."""
        if request.path == "/gateway" or request.path.startswith(("/interactions/", "/webhooks/")):
            return
        if http.headers.get("Authorization") != f"Bot {self.gateway.token}":
            raise unauthorized()

    def _limited(self, request: Request, values: dict[str, str]) -> web.Response | None:
        """The 429 for who writes too fast in a channel."""
        if (
            not self.messages_per_channel
            or request.method != "POST"
            or not request.path.endswith("/messages")
        ):
            return None
        most, seconds = self.messages_per_channel
        now, channel = self.state.clock(), int(values["channel"])
        sent = [at for at in self._sent.get(channel, []) if now - at < seconds]
        self._sent[channel] = sent
        if len(sent) < most:
            sent.append(now)
            return None
        fault = Fault(status=429, retry_after=round(sent[0] + seconds - now, 3))
        return json_response(fault.body(), status=429, headers=fault.headers())

    # The application

    def _gateway_bot(self, call: Call) -> Json:
        limit = {
            "total": 1000,
            "remaining": 1000,
            "reset_after": 0,
            "max_concurrency": self.gateway.concurrency,
        }
        return {"url": call.gateway, "shards": self.gateway.shards, "session_start_limit": limit}

    def _application(self, _: Call) -> Json:
        return {
            "id": str(self.state.application),
            "name": self.state.bot.name,
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "bot": objects.user_object(self.state.bot),
            "owner": objects.user_object(self.state.owner),
            "team": None,
            "verify_key": "00" * 32,
            "flags": self.gateway.flags,
            "rpc_origins": [],
            "interactions_endpoint_url": None,
            "redirect_uris": [],
            "approximate_guild_count": len(self.state.guilds),
            "approximate_user_install_count": 0,
        }

    def _commands(self, call: Call) -> list[Json]:
        guild = self._guild(call) if "guild" in call.values else None
        own = [one for one in self.state.commands.values() if one.guild is guild]
        return [objects.command_object(one, self.state.application) for one in own]

    def _set_commands(self, call: Call) -> list[Json]:
        guild = self._guild(call) if "guild" in call.values else None
        body: object = call.body
        definitions = cast("list[Json]", body) if isinstance(body, list) else []
        commands = self.state.set_commands(definitions, guild)
        return [objects.command_object(one, self.state.application) for one in commands]

    # People and guilds

    def _user(self, call: Call) -> Json:
        user = self.state.users.get(call.number("user"))
        if user is None:
            raise unknown("User")
        return objects.user_object(user)

    def _direct(self, call: Call) -> Json:
        user = self.state.users.get(int(call.form["recipient_id"]))
        if user is None:
            raise unknown("User")
        return objects.channel_object(self.state.direct_channel(user))

    def _own_guilds(self, _: Call) -> list[Json]:
        mine = [guild for guild in self.state.guilds.values() if self.state.bot.id in guild.members]
        return [{"id": str(guild.id), "name": guild.name, "owner": False} for guild in mine]

    def _leave(self, call: Call) -> None:
        self.state.remove_bot(self._guild(call))

    def _guild(self, call: Call) -> Guild:
        guild = self.state.guilds.get(call.number("guild"))
        if guild is None or self.state.bot.id not in guild.members:
            raise unknown("Guild")
        return guild

    def _guild_channels(self, call: Call) -> list[Json]:
        channels = self._guild(call).channels.values()
        return [objects.channel_object(channel) for channel in channels if not channel.is_thread]

    def _members(self, call: Call) -> list[Json]:
        after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
        members = sorted(self._guild(call).members.items())
        return [objects.member_object(one) for number, one in members if number > after][:limit]

    def _member(self, call: Call) -> Json:
        member = self._guild(call).members.get(call.number("user"))
        if member is None:
            raise unknown("Member")
        return objects.member_object(member)

    def _roles(self, call: Call) -> list[Json]:
        return [objects.role_object(role) for role in self._guild(call).roles.values()]

    # Channels and messages

    def _place(self, call: Call, *needed: Permission) -> Channel:
        channel = self.state.channel(call.number("channel"))
        require(self.state.bot, channel, *needed)
        return channel

    def _message(self, call: Call) -> Message:
        channel = self._place(call, Permission.READ_MESSAGE_HISTORY)
        message = self.state.message(channel, call.number("message"))
        if message.visible_to:  # only its interaction leads to it
            raise unknown("Message")
        return message

    def _told(self, message: Message) -> Json:
        return objects.message_object(message, self.state.application)

    def _channel(self, call: Call) -> Json:
        return objects.channel_object(self._place(call))

    def _channel_is_there(self, call: Call) -> None:
        self._place(call)

    def _change_thread(self, call: Call) -> Json:
        channel = self._place(call)
        if not channel.is_thread:
            raise no_such_endpoint()
        if "archived" in call.form:
            self.state.archive(channel, is_archived=bool(call.form["archived"]))
        return objects.channel_object(channel)

    def _type(self, call: Call) -> None:
        self.typing.append(self._place(call, Permission.SEND_MESSAGES))

    def _messages(self, call: Call) -> list[Json]:
        channel = self._place(call)
        limit = min(100, max(1, int(call.query.get("limit", 50))))
        before, after = call.query.get("before"), call.query.get("after")
        shown = [message for message in channel.messages.values() if not message.visible_to]
        if before:
            shown = [message for message in shown if message.id < int(before)]
        if after:
            shown = [message for message in shown if message.id > int(after)][:limit]
        return [self._told(message) for message in islice(reversed(shown), limit)]

    def _send(self, call: Call) -> Json:
        channel = self.state.channel(call.number("channel"))
        return self._told(self.state.send(self.state.bot, channel, call.form, call.files))

    def _edit(self, call: Call) -> Json:
        return self._told(self.state.edit(self.state.bot, self._message(call), call.form, call.files))

    def _delete(self, call: Call) -> None:
        message = self._message(call)
        if message.author is not self.state.bot:
            require(self.state.bot, message.channel, Permission.MANAGE_MESSAGES)
        self.state.delete(message)

    def _thread(self, call: Call) -> Json:
        parent = self._place(call, Permission.CREATE_PUBLIC_THREADS)
        start = self._message(call) if "message" in call.values else None
        name = str(call.form.get("name", ""))
        if not 1 <= len(name) <= 100:
            raise ApiError(400, 50035, "Invalid Form Body")
        thread = self.state.add_thread(parent, name, self.state.bot, start.id if start else None)
        return objects.channel_object(thread)

    # Interactions

    def _respond(self, call: Call) -> Json | None:
        number, token = call.number("interaction"), call.values["token"]
        interaction = self.state.respond(number, token, call.form, call.files)
        if call.query.get("with_response") not in {"true", "1"}:
            return None
        original = interaction.original
        told: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
        if original:
            told |= {
                "response_message_id": str(original.id),
                "response_message_loading": original.is_loading,
                "response_message_ephemeral": bool(original.visible_to),
            }
        resource: Json = {"type": interaction.response}
        if original and interaction.response in {4, 7}:
            resource["message"] = self._told(original)
        return {"interaction": told, "resource": resource}

    def _follow_up(self, call: Call) -> Json:
        interaction = self.state.interaction_of(call.values["token"])
        return self._told(self.state.follow_up(interaction, call.form, call.files))

    def _response(self, call: Call) -> Json:
        interaction = self.state.interaction_of(call.values["token"])
        return self._told(self.state.response(interaction, call.values["message"]))

    def _edit_response(self, call: Call) -> Json:
        interaction = self.state.interaction_of(call.values["token"])
        which = call.values["message"]
        return self._told(self.state.edit_response(interaction, which, call.form, call.files))

    def _delete_response(self, call: Call) -> None:
        interaction = self.state.interaction_of(call.values["token"])
        self.state.delete(self.state.response(interaction, call.values["message"]))


def json_response(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON under exactly the type that Discord gives it: discord.py reads no other as JSON."""
    told = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=told)


def _pattern(path: str) -> re.Pattern[str]:
    """`/channels/{channel}` as an expression; ids are digits, tokens anything but slashes."""
    parts = (
        re.sub(r"^\{(\w+)\}$", lambda m: f"(?P<{m[1]}>{_KINDS.get(m[1], _DIGITS)})", part)
        if "{" in part
        else part
        for part in path.split("/")
    )
    return re.compile("/".join(parts))


_DIGITS = r"\d{1,20}"
_KINDS = {"token": r"[^/]+", "message": r"@original|\d{1,20}"}


async def _read(http: web.Request) -> tuple[Any, list[File]]:
    """The JSON of a request and the files that come along."""
    if not http.content_type.startswith("multipart/"):
        text = await http.text()
        try:
            return (json.loads(text) if text else None), []
        except ValueError:
            raise web.HTTPBadRequest(text='{"message": "400: Bad Request", "code": 0}') from None
    body: Any = None
    files: list[File] = []
    async for part in await http.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            files.append(File(part.filename or "file", data))
    return body, files
