"""`python -m bot invite`: the addresses at which the bot is added to a server, or to one's own account."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error as NoBase64

import discord

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
"""What the bot needs in a server: to read and answer, in threads too, with embeds and pictures, and as replies."""


def invitations(token: str) -> str | None:
    """What the operator reads: the addresses for the application of a token; `None` for what is no token."""
    application = application_id(token)
    if application is None:
        return None
    return (
        f"To add Chronicler to a server:\n  {server_invitation(application)}\n\n"
        "To use its commands anywhere, yourself (tick “User Install” on the page “Installation” first):\n"
        f"  {personal_invitation(application)}"
    )


def application_id(token: str) -> int | None:
    """The id of the application that a token belongs to, as its first part says; `None` for what is no token."""
    first = token.partition(".")[0]
    try:
        number = urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (NoBase64, ValueError):
        return None
    return int(number) if number.isdecimal() else None


def server_invitation(application: int) -> str:
    """The address that adds the bot to a server, with the permissions that it needs."""
    return discord.utils.oauth_url(
        application, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )


def personal_invitation(application: int) -> str:
    """The address that adds the commands to one's own account, to be used anywhere."""
    return discord.utils.oauth_url(application, scopes=("applications.commands",)) + "&integration_type=1"
