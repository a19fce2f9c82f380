"""How Discord writes what it knows as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo.local.model import ChannelKind, InteractionKind, Permission, made_at
from bot.demo.local.permissions import permissions_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.demo.local.errors import Json
    from bot.demo.local.model import (
        Attachment,
        Channel,
        Command,
        Guild,
        Interaction,
        Member,
        Message,
        Role,
        User,
    )

_COMMAND_MESSAGE, _MENU_MESSAGE = 20, 23
_BROUGHT_ALONG = Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.MENTION_EVERYONE


def user_object(user: User) -> Json:
    """A user."""
    return {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0000" if user.is_bot else "0",
        "global_name": None if user.is_bot else user.shown_name or user.name,
        "avatar": None,
        "bot": user.is_bot,
        "public_flags": 0,
    }


def role_object(role: Role) -> Json:
    """A role."""
    return {
        "id": str(role.id),
        "name": role.name,
        "color": role.colour,
        "colors": {"primary_color": role.colour, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": role.position,
        "permissions": str(int(role.permissions)),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def member_object(member: Member, *, with_user: bool = True) -> Json:
    """A member of a guild."""
    member_only: Json = {
        "nick": None,
        "avatar": None,
        "roles": [str(role) for role in sorted(member.roles)],
        "joined_at": _time(member.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    return member_only | {"user": user_object(member.user)} if with_user else member_only


def channel_object(channel: Channel) -> Json:
    """A channel, a thread, or direct messages."""
    told: Json = {"id": str(channel.id), "type": int(channel.kind), "flags": 0, "last_message_id": None}
    if channel.messages:
        told["last_message_id"] = str(max(channel.messages))
    if channel.kind is ChannelKind.DM and channel.recipient:
        return told | {"recipients": [user_object(channel.recipient)]}
    told |= {
        "guild_id": str(channel.guild.id) if channel.guild else None,
        "name": channel.name,
        "parent_id": str(channel.parent.id) if channel.parent else None,
        "rate_limit_per_user": 0,
    }
    if channel.is_thread:
        return told | {
            "owner_id": str(channel.owner.id) if channel.owner else None,
            "message_count": len(channel.messages),
            "member_count": 1,
            "thread_metadata": {
                "archived": channel.is_archived,
                "auto_archive_duration": 1440,
                "archive_timestamp": _time(made_at(channel.id)),
                "locked": False,
                "invitable": True,
                "create_timestamp": _time(made_at(channel.id)),
            },
        }
    return told | {
        "position": 0,
        "topic": channel.topic,
        "nsfw": False,
        "permission_overwrites": [
            {
                "id": str(overwrite.id),
                "type": int(overwrite.is_member),
                "allow": str(int(overwrite.allow)),
                "deny": str(int(overwrite.deny)),
            }
            for overwrite in channel.overwrites.values()
        ],
    }


def guild_object(guild: Guild) -> Json:
    """A guild, as a request for it is answered."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": str(guild.owner.id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [role_object(role) for role in guild.roles.values()],
        "emojis": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "public_updates_channel_id": None,
        "nsfw_level": 0,
        "stickers": [],
        "premium_progress_bar_enabled": False,
    }


def guild_create_object(guild: Guild, bot: User) -> Json:
    """A guild as the gateway tells of it: with channels and, without the intent for all members, the bot alone."""
    channels = [channel for channel in guild.channels.values() if not channel.is_thread]
    threads = [channel for channel in guild.channels.values() if channel.is_thread]
    own = guild.members[bot.id]
    return guild_object(guild) | {
        "joined_at": _time(own.joined_at),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "members": [member_object(own)],
        "channels": [channel_object(channel) for channel in channels],
        "threads": [channel_object(thread) for thread in threads if not thread.is_archived],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message_object(message: Message, application: int, *, reader: User | None = None) -> Json:
    """A message. What it says is left out for a `reader` who may not read it (the bot without the intent)."""
    hidden = reader is not None and not _may_read(message, reader)
    told: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "author": user_object(message.author),
        "content": "" if hidden else message.content,
        "timestamp": _time(made_at(message.id)),
        "edited_timestamp": _time(message.edited_at) if message.edited_at else None,
        "tts": False,
        "mention_everyone": message.pings_everyone,
        "mentions": [user_object(user) for user in message.mentions],
        "mention_roles": [],
        "attachments": [] if hidden else [attachment_object(one) for one in message.attachments],
        "embeds": [] if hidden else message.embeds,
        "components": [] if hidden else message.components,
        "pinned": False,
        "type": message.kind,
        "flags": int(message.flags),
    }
    if message.nonce is not None:
        told["nonce"] = message.nonce
    if message.interaction:
        told |= _interaction_of(message.interaction, application)
    elif message.author.is_bot:
        told["application_id"] = str(application)
    if message.reply_to:
        told |= _reference(message.reply_to, application, reader)
    return told


def message_event(message: Message, application: int, *, reader: User | None = None) -> Json:
    """A message as the gateway tells of it."""
    told = message_object(message, application, reader=reader)
    if guild := message.channel.guild:
        told["guild_id"] = str(guild.id)
        if author := guild.members.get(message.author.id):
            told["member"] = member_object(author, with_user=False)
        for user in told["mentions"]:
            if mentioned := guild.members.get(int(user["id"])):
                user["member"] = member_object(mentioned, with_user=False)
    return told


def _may_read(message: Message, reader: User) -> bool:
    is_direct = message.channel.kind is ChannelKind.DM
    return is_direct or message.author is reader or reader in message.mentions


def _reference(quoted: Message, application: int, reader: User | None) -> Json:
    reference = {"type": 0, "message_id": str(quoted.id), "channel_id": str(quoted.channel.id)}
    if quoted.channel.guild:
        reference["guild_id"] = str(quoted.channel.guild.id)
    if quoted.is_deleted:
        return {"message_reference": reference, "referenced_message": None}
    told = message_object(quoted, application, reader=reader)
    told.pop("referenced_message", None)  # Discord goes only one step back
    return {"message_reference": reference, "referenced_message": told}


def _interaction_of(interaction: Interaction, application: int) -> Json:
    metadata: Json = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "user": user_object(interaction.user),
        "authorizing_integration_owners": owners(interaction, application),
    }
    return {
        "webhook_id": str(application),
        "application_id": str(application),
        "interaction_metadata": metadata,
    }


def message_kind(interaction: Interaction) -> int:
    """The type of the message that answers an interaction."""
    if interaction.kind is not InteractionKind.COMMAND:
        return 0
    return _COMMAND_MESSAGE if interaction.data.get("type", 1) == 1 else _MENU_MESSAGE


def attachment_object(attachment: Attachment) -> Json:
    """A file of a message."""
    return {
        "id": str(attachment.id),
        "filename": attachment.name,
        "description": attachment.description,
        "size": len(attachment.data),
        "content_type": attachment.kind,
        "url": attachment.url,
        "proxy_url": attachment.url,
    }


def command_object(command: Command, application: int) -> Json:
    """A registered command."""
    told: Json = {
        "id": str(command.id),
        "application_id": str(application),
        "version": str(command.id),
        "type": command.kind,
        "default_member_permissions": None,
        "dm_permission": True,
        "nsfw": False,
        "options": [],
        "description": "",
        **command.definition,
    }
    if command.guild:
        told["guild_id"] = str(command.guild.id)
    return told


def owners(interaction: Interaction, application: int) -> dict[str, str]:
    """For whom the application is installed where an interaction happens: the server, or else the user."""
    guild = interaction.channel.guild
    if guild and application not in guild.members:
        return {"1": str(interaction.user.id)}
    return {"0": str(guild.id) if guild else "0"}


def interaction_object(interaction: Interaction, application: int, bot: User) -> Json:
    """An interaction as the gateway tells of it."""
    channel, user = interaction.channel, interaction.user
    told: Json = {
        "id": str(interaction.id),
        "application_id": str(application),
        "type": int(interaction.kind),
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": channel_object(channel) | {"permissions": str(int(permissions_of(user, channel)))},
        "token": interaction.token,
        "version": 1,
        "app_permissions": str(int(permissions_of(bot, channel) or _BROUGHT_ALONG)),
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": owners(interaction, application),
        "context": 0 if channel.guild else 1,
        "attachment_size_limit": 10 << 20,
    }
    if guild := channel.guild:
        told |= {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": member_object(guild.members[user.id])
            | {"permissions": str(int(permissions_of(user, channel)))},
        }
    else:
        told["user"] = user_object(user)
    if interaction.message:
        told["message"] = message_object(interaction.message, application)
    return told


def _time(moment: datetime) -> str:
    return moment.isoformat()
