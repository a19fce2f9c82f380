"""The interface by which the page, and programs in other processes, move in a local Discord.

Everything is a `POST /control/<what>` with a JSON object, and answered by one; ids are strings. Wrong calls get
`{"error": …}` with status 400. It must be
addressed by an IP address, `localhost` or a name in `hosts`, and not by a page of another origin: what a browser shows
beside this can't reach it.

| what | object | answer |
| --- | --- | --- |
| `look` | – | `guilds` with `channels` and `members`, `bot`, `sessions`, `commands` |
| `direct` | `user` | the channel of direct messages with the bot |
| `guild` | `name` | `id` |
| `channel` | `guild`, `name` | `id` |
| `person` | `name`, `guilds` | `id` |
| `send` | `user`, `channel` (or none: directly to the bot), `text`, `reply_to` | the message |
| `invoke` | `user`, `channel`, `command`, `options` | `interaction` |
| `complete` | `user`, `channel`, `command`, `option`, `text`, `options` | `choices` |
| `use` | `user`, `message`, `command` | `interaction` (a command of a message's menu) |
| `press` | `user`, `message`, `button` (label or id) | `interaction` |
| `choose` | `user`, `message`, `values`, `menu` (its id) | `interaction` |
| `messages` | `channel`, `user` (whose ephemeral ones) or `all` | `messages`, each with `nonce` and `deleted` |
| `offered` | `user`, `channel` | `commands`, `menus` |
| `permit` | `channel`, `who` (user or role; the bot), `allow`, `deny` (names) | – |
| `remove` | `channel` or `message` | – |
| `fail` | as `Fault`: `path`, `method`, `status`, `times`, `delay`, … | – |
| `heal` | – | – |
| `gateway` | `do`: `drop`, `close` (with `code`), `reconnect`, `invalidate`, `resume`, `forget` | – |
| `gateway` | `do`: `hush`, `deaf`, `hear`, `down`, `up` (as the gateway's methods and attributes) | – |
| `requests` | – | `requests` (method, path, status, body) |
| `wait` | `messages` of the bot, or `shards` online, within `seconds` | `reached` |
"""

from __future__ import annotations

import json
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, cast

from bot.demo.local import objects
from bot.demo.local.errors import ApiError, Json
from bot.demo.local.faults import Fault
from bot.demo.local.invocation import CannotError
from bot.demo.local.model import InteractionKind
from bot.demo.local.rest import json_response
from bot.demo.local.server import LocalDiscord, Person

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web

    from bot.demo.local.model import Interaction, Message


class Control:
    """Serves the interface for one Discord."""

    def __init__(self, discord: LocalDiscord, hosts: frozenset[str] = frozenset()) -> None:
        self.discord = discord
        self.hosts = hosts | {"localhost"}
        discord.app.router.add_post("/control/{what}", self._serve)
        self._actions: dict[str, Callable[[Json], Any]] = {
            name: getattr(self, f"_{name}") for name in _ACTIONS
        }

    def is_trusted(self, request: web.Request) -> bool:
        """Whether a request comes from this machine's own pages and programs, by the names it uses."""
        origin = request.headers.get("Origin")
        if origin and origin != f"{request.scheme}://{request.host}":
            return False
        name = request.url.host or ""
        return name in self.hosts or _is_address(name)

    async def _serve(self, request: web.Request) -> web.Response:
        action = self._actions.get(request.match_info["what"])
        if not self.is_trusted(request) or action is None:
            return json_response({"error": "There is nothing here."}, 404)
        try:
            given = json.loads(await request.text() or "{}")
            told = action(given)
            if hasattr(told, "__await__"):
                told = await cast("Awaitable[Json]", told)
        except (ApiError, CannotError) as error:
            return json_response({"error": str(error)}, 400)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            return json_response({"error": f"{type(error).__name__}: {error}"}, 400)
        return json_response(told or {})

    def told(self, message: Message) -> Json:
        """A message as Discord writes it, with the command that it answers, which Discord's own clients know."""
        told = self.discord.told(message)
        if message.interaction and message.interaction.kind is InteractionKind.COMMAND:
            data = message.interaction.data
            sign = "/" if data.get("type", 1) == 1 else ""
            names, options = _used(data)
            told["interaction_metadata"] |= {"command": sign + names, "options": options}
        return told

    # What there is

    def _look(self, _: Json) -> Json:
        state = self.discord.state
        return {
            "bot": objects.user_object(state.bot),
            "sessions": [
                {"id": one.id, "shard": one.shard, "intents": int(one.intents), "resumed": one.is_resumed}
                for one in self.discord.gateway.live
            ],
            "commands": [objects.command_object(one, state.application) for one in state.commands.values()],
            "guilds": [
                objects.guild_object(guild)
                | {
                    "channels": [objects.channel_object(one) for one in guild.channels.values()],
                    "members": [objects.member_object(one) for one in guild.members.values()],
                }
                for guild in state.guilds.values()
            ],
        }

    def _direct(self, given: Json) -> Json:
        user = self._who(given).user
        return objects.channel_object(self.discord.state.direct_channel(user))

    def _guild(self, given: Json) -> Json:
        return {"id": str(self.discord.add_guild(str(given["name"])).id)}

    def _channel(self, given: Json) -> Json:
        guild = self.discord.state.guilds[int(given["guild"])]
        return {"id": str(self.discord.add_channel(guild, str(given["name"])).id)}

    def _person(self, given: Json) -> Json:
        guilds = [self.discord.state.guilds[int(number)] for number in given.get("guilds", ())]
        return {"id": str(self.discord.add_person(str(given["name"]), *guilds).id)}

    # What people do

    def _who(self, given: Json) -> Person:
        return Person(self.discord, self.discord.state.users[int(given["user"])])

    def _where(self, given: Json) -> Any:
        return self.discord.state.channel(int(given["channel"]))

    def _which(self, given: Json) -> Message:
        return self.discord.state.messages[int(given["message"])]

    def _send(self, given: Json) -> Json:
        person = self._who(given)
        if not given.get("channel"):
            return self.told(person.direct(str(given["text"])))
        quoted = self.discord.state.messages[int(given["reply_to"])] if given.get("reply_to") else None
        return self.told(person.send(self._where(given), str(given["text"]), quoted))

    def _invoke(self, given: Json) -> Json:
        options = dict(given.get("options") or {})
        return _begun(self._who(given).invoke(self._where(given), str(given["command"]), **options))

    async def _complete(self, given: Json) -> Json:
        typed = self._who(given).type(
            self._where(given),
            str(given["command"]),
            str(given["option"]),
            str(given["text"]),
            **dict(given.get("options") or {}),
        )
        await self.discord.wait_for(lambda: typed.choices is not None or typed.is_failed)
        return {"choices": typed.choices or []}

    def _use(self, given: Json) -> Json:
        return _begun(self._who(given).use_on(self._which(given), str(given["command"])))

    def _press(self, given: Json) -> Json:
        return _begun(self._who(given).press(self._which(given), str(given["button"])))

    def _choose(self, given: Json) -> Json:
        values = [str(value) for value in given["values"]]
        chosen = self._who(given).choose(self._which(given), *values, custom_id=given.get("menu"))
        return _begun(chosen)

    def _messages(self, given: Json) -> Json:
        channel = self._where(given)
        user = self._who(given).user if given.get("user") else None
        known = [one for one in self.discord.state.messages.values() if one.channel is channel]
        shown = [
            self.told(one) | {"deleted": one.is_deleted, "ephemeral": bool(one.visible_to)}
            for one in known
            if given.get("all")
            or (not one.is_deleted and (one.is_visible_to(user) if user else not one.visible_to))
        ]
        return {"messages": shown}

    def _offered(self, given: Json) -> Json:
        user, channel = self._who(given).user, self._where(given)
        state = self.discord.state
        return {
            name: [
                objects.command_object(one, state.application)
                for one in state.commands_for(user, channel, kind)
            ]
            for name, kind in (("commands", 1), ("menus", 3))
        }

    # What changes, and what goes wrong

    def _permit(self, given: Json) -> None:
        channel = self._where(given)
        number = int(given.get("who") or self.discord.state.bot.id)
        who = self.discord.state.users.get(number) or channel.guild.roles[number]
        self.discord.allow(channel, who, *given.get("allow", ()))
        self.discord.deny(channel, who, *given.get("deny", ()))

    def _remove(self, given: Json) -> None:
        if "message" in given:
            self.discord.state.delete(self._which(given))
        else:
            self.discord.state.remove_channel(self._where(given))

    def _fail(self, given: Json) -> None:
        self.discord.rest.faults.append(Fault(**given))

    def _heal(self, _: Json) -> None:
        self.discord.heal()

    def _gateway(self, given: Json) -> None:
        gateway = self.discord.gateway
        match given["do"]:
            case "drop":
                gateway.drop()
            case "close":
                gateway.close(int(given["code"]))
            case "reconnect":
                gateway.ask_to_reconnect()
            case "invalidate" | "resume" as how:
                gateway.invalidate(can_resume=how == "resume")
            case "forget":
                gateway.forget_sessions()
            case "hush":
                gateway.hush()
            case "deaf" | "hear" as how:
                gateway.is_deaf = how == "deaf"
            case "down" | "up" as how:
                gateway.is_down = how == "down"
            case other:
                raise CannotError(f"The gateway can't {other}.")

    def _requests(self, _: Json) -> Json:
        return {
            "requests": [
                {"method": one.method, "path": one.path, "status": one.status, "body": one.body, "at": one.at}
                for one in self.discord.rest.requests
            ]
        }

    async def _wait(self, given: Json) -> Json:
        def is_reached() -> bool:
            online, said = len(self.discord.gateway.live), len(self.discord.said())
            return online >= int(given.get("shards", 0)) and said >= int(given.get("messages", 0))

        try:
            await self.discord.wait_for(is_reached, float(given.get("seconds", 10)))
        except TimeoutError:
            return {"reached": False}
        return {"reached": True}


_ACTIONS = (
    "look", "direct", "guild", "channel", "person", "send", "invoke", "complete", "use", "press", "choose", "messages",
    "offered", "permit", "remove", "fail", "heal", "gateway", "requests", "wait",
)  # fmt: skip


def _used(data: Json) -> tuple[str, str]:
    """A command with its subcommands, and the options that were filled in."""
    names = [str(data["name"])]
    options = cast("list[Json]", data.get("options") or [])
    while options and "value" not in options[0]:
        names.append(str(options[0]["name"]))
        options = cast("list[Json]", options[0].get("options") or [])
    return " ".join(names), " ".join(f"{one['name']}: {one['value']}" for one in options)


def _begun(interaction: Interaction) -> Json:
    return {"interaction": str(interaction.id)}


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
