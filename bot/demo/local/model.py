"""What a Discord knows: guilds, channels, members, messages, commands, interactions. All of it in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum, IntFlag
from itertools import count

from bot.demo.local.errors import Json

EPOCH = 1_420_070_400_000
_numbers = count()


def snowflake(at: float) -> int:
    """A new id for something that was made at a time (seconds since 1970)."""
    return (int(at * 1000) - EPOCH) << 22 | next(_numbers) & 0x3FFFFF


def made_at(number: int) -> datetime:
    """When something with this id was made."""
    return datetime.fromtimestamp(((number >> 22) + EPOCH) / 1000, UTC)


class Permission(IntFlag):
    """What somebody may do, as far as this Discord heeds it."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38

    @classmethod
    def named(cls, names: list[str]) -> Permission:
        """The permissions with these names, such as `embed_links`; raises `KeyError`."""
        return cls(sum(cls[name.upper()] for name in names))


NO_PERMISSION = Permission(0)
EVERYTHING = Permission((1 << 51) - 1)
USUAL = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)
"""What everybody may do in a new guild."""


class Intent(IntFlag):
    """The kinds of events that a client asks for, as far as this Discord has them."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15


NO_INTENT = Intent(0)
PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT


class ChannelKind(IntEnum):
    """Discord's numbers of channels."""

    TEXT = 0
    DM = 1
    CATEGORY = 4
    ANNOUNCEMENT = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


THREADS = frozenset({ChannelKind.PUBLIC_THREAD, ChannelKind.PRIVATE_THREAD})


class MessageFlag(IntFlag):
    """What a message is marked with."""

    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


NO_FLAG = MessageFlag(0)


class InteractionKind(IntEnum):
    """Discord's numbers of interactions."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(eq=False)
class User:
    """A person or a bot."""

    id: int
    name: str
    is_bot: bool = False
    shown_name: str | None = None


@dataclass(eq=False)
class Role:
    """A role of a guild; that of everyone has the guild's id."""

    id: int
    name: str
    permissions: Permission = NO_PERMISSION
    position: int = 0
    colour: int = 0


@dataclass(eq=False)
class Member:
    """A user in a guild."""

    user: User
    joined_at: datetime
    roles: set[int] = field(default_factory=set[int])


@dataclass
class Overwrite:
    """What a channel allows or denies to a role or a member."""

    id: int
    is_member: bool = False
    allow: Permission = NO_PERMISSION
    deny: Permission = NO_PERMISSION


@dataclass(eq=False)
class Guild:
    """A server, as people call it."""

    id: int
    name: str
    owner: User
    roles: dict[int, Role] = field(default_factory=dict[int, Role])
    members: dict[int, Member] = field(default_factory=dict[int, Member])
    channels: dict[int, Channel] = field(default_factory=lambda: dict[int, Channel]())


@dataclass(eq=False)
class Channel:
    """A channel, a thread (with its `parent`), or the direct messages with one `recipient`."""

    id: int
    kind: ChannelKind
    name: str
    guild: Guild | None = None
    recipient: User | None = None
    parent: Channel | None = None
    owner: User | None = None
    topic: str | None = None
    is_archived: bool = False
    overwrites: dict[int, Overwrite] = field(default_factory=dict[int, Overwrite])
    messages: dict[int, Message] = field(default_factory=lambda: dict[int, Message]())

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread of another channel."""
        return self.kind in THREADS


@dataclass(eq=False)
class Attachment:
    """A file of a message."""

    id: int
    name: str
    data: bytes
    kind: str
    url: str
    description: str | None = None


@dataclass(eq=False)
class Message:
    """A message. `visible_to` is set for an ephemeral one; `is_deleted` remains on one that is gone."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    kind: int = 0
    embeds: list[Json] = field(default_factory=list[Json])
    components: list[Json] = field(default_factory=list[Json])
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    flags: MessageFlag = NO_FLAG
    nonce: str | None = None
    reply_to: Message | None = None
    mentions: list[User] = field(default_factory=list[User])
    pinged: set[int] = field(default_factory=set[int])
    pings_everyone: bool = False
    interaction: Interaction | None = None
    visible_to: User | None = None
    edited_at: datetime | None = None
    is_deleted: bool = False

    def is_visible_to(self, user: User) -> bool:
        """Whether an ephemeral message is meant for this user; any other is for all."""
        return self.visible_to is None or self.visible_to is user or self.author is user

    @property
    def is_loading(self) -> bool:
        """Whether this only says that the bot is thinking."""
        return bool(self.flags & MessageFlag.LOADING)


@dataclass(eq=False)
class Command:
    """An application command as it was registered, with `guild` where it belongs to one."""

    id: int
    definition: Json
    guild: Guild | None = None

    @property
    def name(self) -> str:
        """What people write after the slash, or see in a menu."""
        return str(self.definition["name"])

    @property
    def kind(self) -> int:
        """1: slash, 2: a menu of users, 3: a menu of messages."""
        return int(self.definition.get("type") or 1)


@dataclass(eq=False)
class Interaction:
    """What a member did with the bot: a command, a press, a choice, or typing that asks for completion.

    `original` is the response, `followups` are what came after it, `choices` the completions, `modal` the form that
    was opened. `is_failed` says that the bot didn't respond in time: people then read that it did not respond.
    """

    id: int
    token: str
    kind: InteractionKind
    user: User
    channel: Channel
    data: Json
    at: float
    message: Message | None = None
    response: int | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list[Message])
    choices: list[Json] | None = None
    modal: Json | None = None
    is_failed: bool = False

    @property
    def messages(self) -> list[Message]:
        """What was said in answer, without what is still being thought of."""
        said = [self.original] if self.original else []
        return [message for message in (*said, *self.followups) if not message.is_loading]
