"""A Discord on loopback, with what tests and the demonstration need to move in it. See the package for its use."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from aiohttp import web

from bot.demo.local.errors import unknown
from bot.demo.local.faults import Fault
from bot.demo.local.forms import walk
from bot.demo.local.gateway import Gateway
from bot.demo.local.invocation import CannotError, Invocation
from bot.demo.local.model import (
    Channel,
    Command,
    Guild,
    Interaction,
    InteractionKind,
    Message,
    Permission,
    Role,
    User,
)
from bot.demo.local.rest import Rest
from bot.demo.local.state import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.demo.local.errors import Json

T = TypeVar("T")


@dataclass(eq=False)
class Person:
    """Somebody who writes, invokes commands and presses buttons, as people do in Discord's clients."""

    discord: LocalDiscord
    user: User

    @property
    def id(self) -> int:
        """The user's id."""
        return self.user.id

    @property
    def mention(self) -> str:
        """What names this person in a message."""
        return f"<@{self.user.id}>"

    def send(self, channel: Channel, text: str, reply_to: Message | None = None) -> Message:
        """Writes a message; raises `ApiError` where that isn't allowed."""
        body: Json = {"content": text}
        if reply_to:
            body["message_reference"] = {"message_id": str(reply_to.id)}
        return self.discord.state.send(self.user, channel, body)

    def direct(self, text: str) -> Message:
        """Writes to the bot alone."""
        return self.send(self.discord.state.direct_channel(self.user), text)

    def invoke(self, channel: Channel, command: str, /, **options: Any) -> Interaction:
        """Uses a slash command (`"when"`, or `"group sub"`); raises `CannotError` if it isn't offered."""
        data = self._command_data(channel, command, options)
        return self.discord.state.interact(self.user, channel, InteractionKind.COMMAND, data)

    def type(self, channel: Channel, command: str, option: str, text: str, /, **others: Any) -> Interaction:
        """Types in an option that completes; the interaction's `choices` come after a moment."""
        data = self._command_data(channel, command, {**others, option: text}, focused=option)
        return self.discord.state.interact(self.user, channel, InteractionKind.AUTOCOMPLETE, data)

    async def completions(self, channel: Channel, command: str, option: str, text: str) -> list[Json]:
        """What is offered while this is typed."""
        typed = self.type(channel, command, option, text)
        await self.discord.wait_for(lambda: typed.choices is not None or typed.is_failed)
        return typed.choices or []

    def use_on(self, message: Message, command: str) -> Interaction:
        """Uses a command of the menu on a message."""
        offered = self.discord.state.commands_for(self.user, message.channel, 3)
        chosen = next((one for one in offered if one.name == command), None)
        if chosen is None:
            raise CannotError(f"There is no “{command}” on messages here.")
        data: Json = {
            "id": str(chosen.id),
            "name": chosen.name,
            "type": 3,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): self.discord.told(message)}},
        }
        return self.discord.state.interact(self.user, message.channel, InteractionKind.COMMAND, data)

    def press(self, message: Message, label: str) -> Interaction:
        """Presses the button with this label or id."""
        for part in walk(message.components):
            if part.get("type") == 2 and label in (part.get("label"), part.get("custom_id")):
                return self._use(message, part, {})
        raise CannotError(f"There is no button “{label}”.")

    def choose(self, message: Message, *values: str, custom_id: str | None = None) -> Interaction:
        """Chooses options of a select menu, by their values or labels."""
        for part in walk(message.components):
            if part.get("type") == 3 and custom_id in (None, part.get("custom_id")):
                known = {
                    text: one["value"] for one in part["options"] for text in (one["label"], one["value"])
                }
                if any(value not in known for value in values):
                    raise CannotError(f"There is no such choice: {values}.")
                return self._use(message, part, {"values": [known[value] for value in values]})
        raise CannotError("There is no select menu.")

    def _use(self, message: Message, part: Json, data: Json) -> Interaction:
        if not message.is_visible_to(self.user) or message.is_deleted:
            raise unknown("Message")
        if part.get("disabled") or not part.get("custom_id"):
            raise CannotError("This can't be pressed.")
        told = {
            "custom_id": part["custom_id"],
            "component_type": part["type"],
            "id": part.get("id", 0),
            **data,
        }
        return self.discord.state.interact(
            self.user, message.channel, InteractionKind.COMPONENT, told, message
        )

    def _command_data(self, channel: Channel, name: str, given: Json, focused: str | None = None) -> Json:
        first, *rest = name.split()
        offered = self.discord.state.commands_for(self.user, channel)
        command = next((one for one in offered if one.name == first), None)
        if command is None:
            raise CannotError(f"There is no command /{first} here.")
        invocation = Invocation(command, channel, self.user)
        for step in rest:
            invocation.step(step)
        invocation.fill(given, focused)
        return invocation.data


class LocalDiscord:
    """A Discord that listens once it is entered (`async with`) or started."""

    def __init__(self, bot_name: str = "Chronicler", *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.state = State(bot_name)
        number = urlsafe_b64encode(str(self.state.application).encode()).decode().rstrip("=")
        self.token = f"{number}.{secrets.token_urlsafe(4)[:6]}.{secrets.token_urlsafe(28)[:38]}"
        self.gateway = Gateway(self.state, self.token)
        self.rest = Rest(self.state, self.gateway)
        self.host, self.port = host, port
        self.app = web.Application(client_max_size=32 << 20)
        self.app.router.add_route("*", "/api/v10/{path:.*}", self.rest.serve)
        for path in ("/gateway/", "/resume/"):
            self.app.router.add_get(path, self.gateway.serve)
        self.app.router.add_get("/attachments/{channel}/{number}/{name}", self._attachment)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1.0)

    async def start(self) -> None:
        """Listens; with port 0 on a free one, which `port` then tells."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        self.state.base_url = f"http://{self.host}:{self.port}"

    async def stop(self) -> None:
        """Cuts all connections and listens no more."""
        self.gateway.drop()
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """What goes into `DISCORD_API_URL`."""
        return f"{self.state.base_url}/api/v10"

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which a bot finds this Discord and is let in."""
        return {"DISCORD_API_URL": self.url, "DISCORD_TOKEN": self.token}

    async def _attachment(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        for message in self.state.messages.values():
            for attachment in message.attachments:
                if str(attachment.id) == number:
                    headers = {"Content-Type": attachment.kind, "X-Content-Type-Options": "nosniff"}
                    return web.Response(body=attachment.data, headers=headers)
        raise web.HTTPNotFound

    # Setting the scene

    def add_guild(self, name: str = "A server") -> Guild:
        """A new guild with the bot in it."""
        return self.state.add_guild(name)

    def add_channel(self, guild: Guild, name: str = "general") -> Channel:
        """A new text channel."""
        return self.state.add_channel(guild, name)

    def add_person(self, name: str, *guilds: Guild) -> Person:
        """Somebody new, a member of some guilds."""
        user = self.state.add_user(name)
        for guild in guilds:
            self.state.add_member(guild, user)
        return Person(self, user)

    def allow(self, channel: Channel, who: User | Role | None = None, *names: str) -> None:
        """Allows somebody (the bot by default) things in a channel, by names such as `embed_links`."""
        self._overwrite(channel, who, Permission.named([*names]), allows=True)

    def deny(self, channel: Channel, who: User | Role | None = None, *names: str) -> None:
        """Denies somebody (the bot by default) things in a channel."""
        self._overwrite(channel, who, Permission.named([*names]), allows=False)

    def _overwrite(
        self, channel: Channel, who: User | Role | None, named: Permission, *, allows: bool
    ) -> None:
        who = who or self.state.bot
        old = channel.overwrites.get(who.id)
        allow, deny = (old.allow, old.deny) if old else (Permission(0), Permission(0))
        if allows:
            self.state.set_overwrite(channel, who, allow | named, deny & ~named)
        else:
            self.state.set_overwrite(channel, who, allow & ~named, deny | named)

    # Waiting and looking

    async def wait_for(self, look: Callable[[], T | None], seconds: float = 10.0) -> T:
        """Waits until `look` gives something true, and returns that; raises `TimeoutError`."""
        return await self.state.wait_for(look, seconds)

    async def ready(self, shards: int = 1, seconds: float = 20.0) -> None:
        """Waits until a bot is online with so many shards."""
        await self.wait_for(lambda: len(self.gateway.live) >= shards, seconds)

    async def reply(self, message: Message, seconds: float = 10.0) -> Message:
        """The bot's first reply to a message."""
        return await self.wait_for(lambda: next(iter(self.replies(message)), None), seconds)

    def replies(self, message: Message) -> list[Message]:
        """All of the bot's replies to a message."""
        return [one for one in self.said(message.channel) if one.reply_to is message]

    async def answer(self, interaction: Interaction, seconds: float = 10.0) -> Message:
        """The bot's first message in answer to an interaction; raises `TimeoutError`."""
        return await self.wait_for(lambda: next(iter(interaction.messages), None), seconds)

    def said(self, channel: Channel | None = None) -> list[Message]:
        """All that the bot has said, ephemeral and deleted messages too, in order; each knows its `nonce`."""
        said = (one for one in self.state.messages.values() if one.author is self.state.bot)
        return [one for one in said if channel is None or one.channel is channel]

    def command(self, name: str) -> Command | None:
        """A registered command."""
        return next((one for one in self.state.commands.values() if one.name == name), None)

    def told(self, message: Message) -> Json:
        """A message as Discord writes it."""
        from bot.demo.local.objects import message_object

        return message_object(message, self.state.application)

    # What goes wrong on purpose; the gateway has more

    def fail(self, path: str = "*", status: int | None = None, **how: Any) -> Fault:
        """Lets requests fail from now on, as `Fault` says; `path` such as `/channels/*/messages`."""
        fault = Fault(path=path, status=status, **how)
        self.rest.faults.append(fault)
        return fault

    def heal(self) -> None:
        """Ends all faults of requests."""
        self.rest.faults.clear()
