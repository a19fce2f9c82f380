"""The state of a Discord and everything that can happen in it, apart from any transport.

What happens becomes events; the gateway sends them to the bot, the page shows them to people.
"""

from __future__ import annotations

import asyncio
import mimetypes
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from bot.demo.local import forms, objects
from bot.demo.local.errors import (
    Json,
    already_acknowledged,
    archived_thread,
    cannot_reply_without_history,
    empty_message,
    not_the_author,
    unknown,
)
from bot.demo.local.model import (
    EVERYTHING,
    NO_INTENT,
    NO_PERMISSION,
    USUAL,
    Attachment,
    Channel,
    ChannelKind,
    Command,
    Guild,
    Intent,
    Interaction,
    InteractionKind,
    Member,
    Message,
    MessageFlag,
    Overwrite,
    Permission,
    Role,
    User,
    made_at,
    snowflake,
)
from bot.demo.local.permissions import permissions_of, require, writing_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

T = TypeVar("T")

NONCE_SECONDS = 300.0
TOKEN_SECONDS = 900.0
_MENTION = re.compile(r"<@!?(\d{1,20})>")


@dataclass(frozen=True)
class File:
    """A file as it is uploaded."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Event:
    """Something that happened. `intents` are those of which one must be asked for; none, where all are told.

    Names that begin with an underscore are for people's eyes, not for the gateway. `message` is set for what happens to
    messages; an ephemeral one is not told through the gateway.
    """

    name: str
    data: Json = field(default_factory=dict[str, Any])
    guild: Guild | None = None
    intents: Intent = NO_INTENT
    message: Message | None = None


class State:
    """All that is known. `interaction_seconds` is how long a bot may take to respond to an interaction."""

    def __init__(self, bot_name: str, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.interaction_seconds = 3.0
        self.base_url = ""
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.commands: dict[int, Command] = {}
        self.interactions: dict[int, Interaction] = {}
        self.installed_by: set[int] = set()  # users who bring the application along to every server
        self.listeners: list[Callable[[Event], None]] = []
        self._nonces: dict[tuple[int, int, str], Message] = {}
        self._direct: dict[int, Channel] = {}
        self._changed = asyncio.Event()
        self.bot = self.add_user(bot_name, is_bot=True)
        self.owner = self.add_user("owner")

    @property
    def application(self) -> int:
        """The application's id, which is its bot's, too."""
        return self.bot.id

    # What happens

    def tell(self, event: Event) -> None:
        """Tells everybody who listens of an event."""
        for listener in self.listeners:
            listener(event)
        self.notify()

    def notify(self) -> None:
        """Wakes whoever waits for a change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_for(self, look: Callable[[], T | None], seconds: float = 10.0) -> T:
        """Waits until `look` gives something true, and returns that; raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while not (found := look()):
                await self._changed.wait()
            return found

    # People and places

    def _new_id(self) -> int:
        return snowflake(self.clock())

    def add_user(self, name: str, *, is_bot: bool = False, shown_name: str | None = None) -> User:
        """Somebody new."""
        user = User(self._new_id(), name, is_bot, shown_name)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, owner: User | None = None, *, with_bot: bool = True) -> Guild:
        """A new guild, by default with the bot in it. Everybody has the usual permissions."""
        number = self._new_id()
        guild = Guild(number, name, owner or self.owner)
        guild.roles[number] = Role(number, "@everyone", USUAL)
        self.guilds[number] = guild
        self.add_member(guild, guild.owner)
        if with_bot:
            self.add_bot(guild)
        return guild

    def add_bot(self, guild: Guild) -> None:
        """Lets the bot into a guild."""
        self.add_member(guild, self.bot)
        data = objects.guild_create_object(guild, self.bot)
        del data["unavailable"]  # a guild that the client knows has it, one that it joins has not
        self.tell(Event("GUILD_CREATE", data, guild, Intent.GUILDS))

    def remove_bot(self, guild: Guild) -> None:
        """Throws the bot out of a guild."""
        del guild.members[self.bot.id]
        self.tell(Event("GUILD_DELETE", {"id": str(guild.id)}, guild, Intent.GUILDS))

    def lose(self, guild: Guild) -> None:
        """Lets a guild be out of reach, as in an outage of Discord's; the bot stays a member."""
        data: Json = {"id": str(guild.id), "unavailable": True}
        self.tell(Event("GUILD_DELETE", data, guild, Intent.GUILDS))

    def regain(self, guild: Guild) -> None:
        """Brings a guild back that was out of reach."""
        data = objects.guild_create_object(guild, self.bot)
        self.tell(Event("GUILD_CREATE", data, guild, Intent.GUILDS))

    def add_member(self, guild: Guild, user: User) -> Member:
        """Lets somebody into a guild."""
        member = Member(user, made_at(self._new_id()))
        guild.members[user.id] = member
        data = objects.member_object(member) | {"guild_id": str(guild.id)}
        self.tell(Event("GUILD_MEMBER_ADD", data, guild, Intent.GUILD_MEMBERS))
        return member

    def add_role(
        self, guild: Guild, name: str, permissions: Permission, members: Iterable[User] = (), colour: int = 0
    ) -> Role:
        """A new role, held by some members."""
        role = Role(self._new_id(), name, permissions, len(guild.roles), colour)
        guild.roles[role.id] = role
        data: Json = {"guild_id": str(guild.id), "role": objects.role_object(role)}
        self.tell(Event("GUILD_ROLE_CREATE", data, guild, Intent.GUILDS))
        for user in members:
            guild.members[user.id].roles.add(role.id)
            self._tell_member(guild, guild.members[user.id])
        return role

    def set_role(self, guild: Guild, role: Role, permissions: Permission) -> None:
        """Changes what a role may do; `guild.roles[guild.id]` is everybody's."""
        role.permissions = permissions
        data: Json = {"guild_id": str(guild.id), "role": objects.role_object(role)}
        self.tell(Event("GUILD_ROLE_UPDATE", data, guild, Intent.GUILDS))

    def _tell_member(self, guild: Guild, member: Member) -> None:
        data = objects.member_object(member) | {"guild_id": str(guild.id)}
        own = member.user is self.bot  # a bot always hears of itself
        self.tell(Event("GUILD_MEMBER_UPDATE", data, guild, Intent(0) if own else Intent.GUILD_MEMBERS))

    def add_channel(
        self, guild: Guild, name: str, kind: ChannelKind = ChannelKind.TEXT, topic: str | None = None
    ) -> Channel:
        """A new channel of a guild."""
        channel = Channel(self._new_id(), kind, name, guild, topic=topic)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self._tell_channel("CHANNEL_CREATE", channel)
        return channel

    def add_thread(self, parent: Channel, name: str, owner: User, number: int | None = None) -> Channel:
        """A new public thread; one that hangs on a message has its id."""
        assert parent.guild is not None  # noqa: S101 - there are no threads in direct messages
        thread = Channel(
            number or self._new_id(),
            ChannelKind.PUBLIC_THREAD,
            name,
            parent.guild,
            parent=parent,
            owner=owner,
        )
        parent.guild.channels[thread.id] = self.channels[thread.id] = thread
        self._tell_channel("THREAD_CREATE", thread)
        return thread

    def direct_channel(self, user: User) -> Channel:
        """The direct messages between a user and the bot."""
        if user.id not in self._direct:
            channel = Channel(self._new_id(), ChannelKind.DM, user.name, recipient=user)
            self._direct[user.id] = self.channels[channel.id] = channel
        return self._direct[user.id]

    def set_overwrite(
        self,
        channel: Channel,
        who: Role | User,
        allow: Permission = NO_PERMISSION,
        deny: Permission = NO_PERMISSION,
    ) -> None:
        """What a channel allows or denies to a role or a user, in place of what it did before."""
        channel.overwrites[who.id] = Overwrite(who.id, isinstance(who, User), allow, deny)
        self._tell_channel("CHANNEL_UPDATE", channel)

    def archive(self, thread: Channel, *, is_archived: bool) -> None:
        """Ends a thread, or opens it again."""
        thread.is_archived = is_archived
        self._tell_channel("THREAD_UPDATE", thread)

    def remove_channel(self, channel: Channel) -> None:
        """Deletes a channel with all that it holds."""
        self.channels.pop(channel.id, None)
        if channel.guild:
            channel.guild.channels.pop(channel.id, None)
        for message in channel.messages.values():
            message.is_deleted = True
        self._tell_channel("THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE", channel)

    def _tell_channel(self, name: str, channel: Channel) -> None:
        self.tell(Event(name, objects.channel_object(channel), channel.guild, Intent.GUILDS))

    # Messages

    def channel(self, number: int) -> Channel:
        """A channel by its id; raises `ApiError`."""
        if number not in self.channels:
            raise unknown("Channel")
        return self.channels[number]

    def message(self, channel: Channel, number: int) -> Message:
        """A message by its id; raises `ApiError`."""
        if number not in channel.messages:
            raise unknown("Message")
        return channel.messages[number]

    def send(
        self,
        author: User,
        channel: Channel,
        body: Mapping[str, Any],
        files: Sequence[File] = (),
    ) -> Message:
        """A message with the body of Discord's requests; raises `ApiError`.

        With `enforce_nonce`, a nonce that the author used here lately gives back the message of then.
        """
        forms.check_message(dict(body), forms.MESSAGE_KEYS)
        require(author, channel, writing_in(channel))
        if body.get("embeds"):
            require(author, channel, Permission.EMBED_LINKS)
        if files:
            require(author, channel, Permission.ATTACH_FILES)
        nonce = str(body["nonce"]) if body.get("nonce") is not None else None
        known = self._known_nonce(author, channel, nonce) if nonce and body.get("enforce_nonce") else None
        if known:
            return known
        if channel.is_archived:
            raise archived_thread()
        message = Message(self._new_id(), channel, author, nonce=nonce)
        message.reply_to = self._quoted(author, channel, body)
        message.kind = 19 if message.reply_to else 0
        self._fill(message, body, files)
        if nonce:
            self._nonces[author.id, channel.id, nonce] = message
        self._publish(message)
        return message

    def _known_nonce(self, author: User, channel: Channel, nonce: str) -> Message | None:
        message = self._nonces.get((author.id, channel.id, nonce))
        if message is None or self.clock() - made_at(message.id).timestamp() > NONCE_SECONDS:
            return None
        if message.is_deleted:
            raise unknown("Message")
        return message

    def forget_nonces(self) -> None:
        """What happens to nonces after some minutes."""
        self._nonces.clear()

    def _quoted(self, author: User, channel: Channel, body: Mapping[str, Any]) -> Message | None:
        reference = body.get("message_reference")
        if not reference:
            return None
        if not permissions_of(author, channel) & Permission.READ_MESSAGE_HISTORY:
            raise cannot_reply_without_history()
        quoted = channel.messages.get(int(reference["message_id"]))
        if quoted is None and reference.get("fail_if_not_exists", True):
            form = forms.Form()
            form.wrong(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            form.refuse()
        return quoted

    def _fill(self, message: Message, body: Mapping[str, Any], files: Sequence[File]) -> None:
        """Writes what a body says into a message; what it doesn't name stays. Raises `ApiError` if nothing is left."""
        content = str(body["content"] or "") if "content" in body else message.content
        embeds = [dict(embed) for embed in body["embeds"] or ()] if "embeds" in body else message.embeds
        components = body["components"] or [] if "components" in body else message.components
        attachments = self._attached(message, body, files)
        if not (content.strip() or embeds or components or attachments):
            raise empty_message()
        message.content, message.attachments = content, attachments
        message.embeds = [_shown(embed, attachments) for embed in embeds]
        message.components = [dict(part) for part in components]
        for number, part in enumerate(forms.walk(message.components), 1):
            part.setdefault("id", number)
        if "flags" in body:
            message.flags |= MessageFlag(body["flags"] or 0)
        self._mention(message, body.get("allowed_mentions"))

    def _attached(self, message: Message, body: Mapping[str, Any], files: Sequence[File]) -> list[Attachment]:
        told = cast("list[Json]", body.get("attachments") or [])
        kept = {str(one.get("id")) for one in told}
        old = [one for one in message.attachments if body.get("attachments") is None or str(one.id) in kept]
        new: list[Attachment] = []
        for index, file in enumerate(files):
            described = next((one for one in told if str(one.get("id")) == str(index)), None)
            number = self._new_id()
            url = f"{self.base_url}/attachments/{message.channel.id}/{number}/{file.name}"
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            new.append(
                Attachment(
                    number,
                    file.name,
                    file.data,
                    kind,
                    url,
                    described.get("description") if described else None,
                )
            )
        return [*old, *new]

    def _mention(self, message: Message, allowed: Json | None) -> None:
        """Notes who is named, and who is pinged by it."""
        named = [
            self.users[int(number)]
            for number in _MENTION.findall(message.content)
            if int(number) in self.users
        ]
        if allowed is None:
            allowed = {"parse": ["users", "roles", "everyone"], "replied_user": True}
        parse = allowed.get("parse") or ()
        chosen = {int(number) for number in allowed.get("users") or ()}
        pinged = {user.id for user in named if "users" in parse or user.id in chosen}
        if message.reply_to and allowed.get("replied_user"):
            named.append(message.reply_to.author)
            pinged.add(message.reply_to.author.id)
        message.mentions = list(dict.fromkeys(named))
        message.pinged = pinged
        calls = "@everyone" in message.content or "@here" in message.content
        may = permissions_of(message.author, message.channel) & Permission.MENTION_EVERYONE
        message.pings_everyone = bool(calls and "everyone" in parse and may)

    def _publish(self, message: Message) -> None:
        message.channel.messages[message.id] = self.messages[message.id] = message
        self._tell_message("MESSAGE_CREATE", message)

    def _tell_message(self, name: str, message: Message) -> None:
        channel = message.channel
        intents = Intent.GUILD_MESSAGES if channel.guild else Intent.DIRECT_MESSAGES
        data: Json = {}
        if name == "MESSAGE_DELETE":
            data = {"id": str(message.id), "channel_id": str(channel.id)}
            if channel.guild:
                data["guild_id"] = str(channel.guild.id)
        self.tell(Event(name, data, channel.guild, intents, message))

    def edit(
        self, author: User, message: Message, body: Mapping[str, Any], files: Sequence[File] = ()
    ) -> Message:
        """Changes a message; raises `ApiError`."""
        forms.check_message(dict(body), forms.EDIT_KEYS)
        if message.author is not author:
            raise not_the_author()
        if body.get("embeds") and not message.interaction:
            require(author, message.channel, Permission.EMBED_LINKS)
        return self._change(message, body, files)

    def _change(self, message: Message, body: Mapping[str, Any], files: Sequence[File] = ()) -> Message:
        was_loading = message.is_loading
        self._fill(message, body, files)
        message.flags &= ~MessageFlag.LOADING
        if not was_loading:
            message.edited_at = made_at(self._new_id())
        self._tell_message("MESSAGE_UPDATE", message)
        return message

    def delete(self, message: Message) -> None:
        """Removes a message."""
        message.channel.messages.pop(message.id, None)
        message.is_deleted = True
        self._tell_message("MESSAGE_DELETE", message)

    # Commands and interactions

    def set_commands(self, definitions: Sequence[Json], guild: Guild | None = None) -> list[Command]:
        """Registers commands in place of all earlier ones; raises `ApiError`. Same names keep their ids."""
        forms.check_commands(definitions)
        old = {(one.kind, one.name): one for one in self.commands.values() if one.guild is guild}
        for one in old.values():
            del self.commands[one.id]
        registered: list[Command] = []
        for definition in definitions:
            same = old.get((int(definition.get("type") or 1), str(definition["name"])))
            command = Command(same.id if same else self._new_id(), dict(definition), guild)
            self.commands[command.id] = command
            registered.append(command)
        self.tell(Event("_COMMANDS_CHANGED"))
        return registered

    def commands_for(self, user: User, channel: Channel, kind: int = 1) -> list[Command]:
        """The commands that somebody is offered in a channel."""
        held = permissions_of(user, channel)
        if not held & Permission.USE_APPLICATION_COMMANDS:
            return []
        return [
            command
            for command in self.commands.values()
            if command.kind == kind
            and _is_offered(command, channel, held)
            and self._is_installed(command, user, channel)
        ]

    def _is_installed(self, command: Command, user: User, channel: Channel) -> bool:
        """Whether the application is there for a command: in the server, or with the user who brings it along."""
        if channel.guild is None or self.bot.id in channel.guild.members:
            return True
        return user.id in self.installed_by and 1 in (command.definition.get("integration_types") or ())

    def interact(
        self, user: User, channel: Channel, kind: InteractionKind, data: Json, message: Message | None = None
    ) -> Interaction:
        """Tells the bot of an interaction; it has some seconds to respond."""
        require(user, channel)
        interaction = Interaction(
            self._new_id(), secrets.token_urlsafe(60), kind, user, channel, data, self.clock(), message
        )
        self.interactions[interaction.id] = interaction
        told = objects.interaction_object(interaction, self.application, self.bot)
        self.tell(Event("INTERACTION_CREATE", told, channel.guild))
        asyncio.get_running_loop().call_later(self.interaction_seconds, self._give_up, interaction)
        return interaction

    def _give_up(self, interaction: Interaction) -> None:
        if interaction.response is None:
            interaction.is_failed = True
            data = {"user": str(interaction.user.id), "channel": str(interaction.channel.id)}
            is_shown = interaction.kind is not InteractionKind.AUTOCOMPLETE
            self.tell(Event("_INTERACTION_FAILED" if is_shown else "_INTERACTION_DONE", data))

    def interaction_of(self, token: str) -> Interaction:
        """The interaction that a token belongs to, while it is valid; raises `ApiError`."""
        for interaction in self.interactions.values():
            if secrets.compare_digest(interaction.token, token):
                if self.clock() - interaction.at > TOKEN_SECONDS:
                    break
                return interaction
        raise unknown("Webhook")

    def respond(self, number: int, token: str, body: Json, files: Sequence[File] = ()) -> Interaction:
        """The first response to an interaction; raises `ApiError` for a late or a second one."""
        interaction = self.interactions.get(number)
        if interaction is None or not secrets.compare_digest(interaction.token, token):
            raise unknown("interaction")
        if interaction.response is not None:
            raise already_acknowledged()
        if interaction.is_failed or self.clock() - interaction.at >= self.interaction_seconds:
            raise unknown("interaction")
        form = forms.Form()
        form.known(body, (), {"type", "data"})
        kind = body.get("type")
        data = form.mapping(body.get("data") or {}, ("data",))
        form.choice(body, "type", (), _CALLBACKS.get(interaction.kind, (1,)))
        form.refuse()
        self._respond(interaction, cast("int", kind), data, files)
        interaction.response = cast("int", kind)
        self.notify()
        return interaction

    def _respond(self, interaction: Interaction, kind: int, data: Json, files: Sequence[File]) -> None:
        if interaction.channel.id not in self.channels:
            raise unknown("Channel")
        if kind == _MESSAGE:
            forms.check_message(data, forms.FOLLOWUP_KEYS, ("data",))
            interaction.original = self._say(interaction, data, files)
        elif kind == _DEFER:
            interaction.original = self._think(interaction, data)
        elif kind == _UPDATE:
            forms.check_message(data, forms.EDIT_KEYS, ("data",))
            interaction.original = self._change(_pressed(interaction), data, files)
        elif kind == _DEFER_UPDATE:
            interaction.original = _pressed(interaction)
        elif kind == _COMPLETIONS:
            interaction.choices = forms.check_completions(data)
        elif kind == _MODAL:
            interaction.modal = forms.check_modal(data)

    def _say(self, interaction: Interaction, body: Json, files: Sequence[File] = ()) -> Message:
        message = self._answering(interaction)
        self._fill(message, body, files)
        if message.flags & MessageFlag.EPHEMERAL:
            message.visible_to = interaction.user
        self._publish(message)
        return message

    def _think(self, interaction: Interaction, data: Json) -> Message:
        message = self._answering(interaction)
        message.flags = MessageFlag.LOADING | MessageFlag(data.get("flags") or 0) & MessageFlag.EPHEMERAL
        if message.flags & MessageFlag.EPHEMERAL:
            message.visible_to = interaction.user
        self._publish(message)
        return message

    def _answering(self, interaction: Interaction) -> Message:
        """An empty message that answers an interaction."""
        return Message(
            self._new_id(),
            interaction.channel,
            self.bot,
            kind=objects.message_kind(interaction),
            interaction=interaction,
            reply_to=interaction.message if interaction.kind is InteractionKind.COMPONENT else None,
        )

    def follow_up(self, interaction: Interaction, body: Json, files: Sequence[File] = ()) -> Message:
        """A further message; the first one after thinking takes the place of that, however private it is."""
        forms.check_message(body, forms.FOLLOWUP_KEYS)
        if interaction.response is None:
            raise unknown("Webhook")
        if interaction.channel.id not in self.channels:
            raise unknown("Channel")
        if interaction.original and interaction.original.is_loading:
            flags = int(body.get("flags") or 0) & ~MessageFlag.EPHEMERAL
            return self._change(interaction.original, body | {"flags": flags}, files)
        message = self._say(interaction, body, files)
        interaction.followups.append(message)
        return message

    def edit_response(
        self, interaction: Interaction, which: str, body: Json, files: Sequence[File] = ()
    ) -> Message:
        """Changes what was said in answer to an interaction."""
        forms.check_message(body, forms.EDIT_KEYS)
        return self._change(self.response(interaction, which), body, files)

    def response(self, interaction: Interaction, which: str) -> Message:
        """What was said in answer: `@original`, or a message's id; raises `ApiError`."""
        said = [interaction.original] if interaction.original else []
        if which != "@original":
            said = [one for one in (*said, *interaction.followups) if str(one.id) == which]
        if not said or said[0].is_deleted:
            raise unknown("Message")
        return said[0]


_MESSAGE, _DEFER, _DEFER_UPDATE, _UPDATE, _COMPLETIONS, _MODAL = 4, 5, 6, 7, 8, 9
_CALLBACKS: dict[InteractionKind, tuple[int, ...]] = {
    InteractionKind.COMMAND: (_MESSAGE, _DEFER, _MODAL),
    InteractionKind.COMPONENT: (_MESSAGE, _DEFER, _DEFER_UPDATE, _UPDATE, _MODAL),
    InteractionKind.AUTOCOMPLETE: (_COMPLETIONS,),
    InteractionKind.MODAL: (_MESSAGE, _DEFER, _DEFER_UPDATE, _UPDATE),
}


def _pressed(interaction: Interaction) -> Message:
    if interaction.message is None or interaction.message.is_deleted:
        raise unknown("Message")
    return interaction.message


def _shown(embed: Json, attachments: Sequence[Attachment]) -> Json:
    """An embed as Discord gives it back: typed, with attached pictures at their addresses."""
    shown: Json = {"type": "rich", **{key: value for key, value in embed.items() if value is not None}}
    for name in ("image", "thumbnail"):
        picture = cast("Json", shown.get(name) or {})
        url = str(picture.get("url", ""))
        if url.startswith("attachment://"):
            file = next((one for one in attachments if one.name == url.removeprefix("attachment://")), None)
            if file:
                shown[name] = {"url": file.url, "proxy_url": file.url, "width": 0, "height": 0}
    return shown


def _is_offered(command: Command, channel: Channel, held: Permission) -> bool:
    if command.guild not in (None, channel.guild):
        return False
    contexts = command.definition.get("contexts")
    if contexts is not None and (0 if channel.guild else 1) not in contexts:
        return False
    needed = command.definition.get("default_member_permissions")
    if needed is None or channel.guild is None or held == EVERYTHING:
        return True
    return int(needed) != 0 and held & int(needed) == int(needed)
