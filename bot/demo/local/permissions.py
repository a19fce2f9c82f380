"""Who may do what where, reckoned as Discord documents it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo.local.errors import missing_access, missing_permissions
from bot.demo.local.model import EVERYTHING, Permission

if TYPE_CHECKING:
    from bot.demo.local.model import Channel, Guild, Member, User

_IN_DIRECT_MESSAGES = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
)


def permissions_of(user: User, channel: Channel) -> Permission:
    """What a user may do in a channel; a thread inherits from its parent."""
    guild = channel.guild
    if guild is None:
        return _IN_DIRECT_MESSAGES
    member = guild.members.get(user.id)
    if member is None:
        return Permission(0)
    held = guild_permissions(member, guild)
    if held == EVERYTHING:
        return held
    return _overwritten(held, member, channel.parent or channel)


def guild_permissions(member: Member, guild: Guild) -> Permission:
    """What a member may do in a guild before any channel says otherwise."""
    if member.user is guild.owner:
        return EVERYTHING
    held = guild.roles[guild.id].permissions
    for role in member.roles:
        held |= guild.roles[role].permissions
    return EVERYTHING if held & Permission.ADMINISTRATOR else held


def _overwritten(held: Permission, member: Member, channel: Channel) -> Permission:
    everyone = channel.overwrites.get(channel.guild.id) if channel.guild else None
    if everyone:
        held = held & ~everyone.deny | everyone.allow
    roles = [channel.overwrites[role] for role in member.roles if role in channel.overwrites]
    for overwrite in roles:
        held &= ~overwrite.deny
    for overwrite in roles:
        held |= overwrite.allow
    own = channel.overwrites.get(member.user.id)
    return held & ~own.deny | own.allow if own else held


def require(user: User, channel: Channel, *needed: Permission) -> None:
    """Raises Discord's error unless a user may see a channel and do all that is needed there."""
    held = permissions_of(user, channel)
    if not held & Permission.VIEW_CHANNEL:
        raise missing_access()
    for one in needed:
        if not held & one:
            raise missing_permissions()


def writing_in(channel: Channel) -> Permission:
    """The permission that writing in a channel takes."""
    return Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
