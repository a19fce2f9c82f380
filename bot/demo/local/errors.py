"""What Discord refuses, with its own numbers."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal: an HTTP status, Discord's number and sentence, and for forms what is wrong where."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> Json:
        """What is sent to the client."""
        body: Json = {"message": self.message, "code": self.code}
        return body | {"errors": self.errors} if self.errors else body


def unauthorized() -> ApiError:
    """No token, or a wrong one."""
    return ApiError(401, 0, "401: Unauthorized")


def no_such_endpoint() -> ApiError:
    """A path that this Discord doesn't have."""
    return ApiError(404, 0, "404: Not Found")


def unknown(what: str) -> ApiError:
    """Something that isn't there: a channel, a guild, a member, a message, a user, an interaction …"""
    return ApiError(404, _UNKNOWN[what], f"Unknown {what}")


def missing_access() -> ApiError:
    """A channel that may not even be seen."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """Something that may not be done here."""
    return ApiError(403, 50013, "Missing Permissions")


def already_acknowledged() -> ApiError:
    """A second response to an interaction."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def not_the_author() -> ApiError:
    """An edit of somebody else's message."""
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> ApiError:
    """A message without anything in it."""
    return ApiError(400, 50006, "Cannot send an empty message")


def cannot_reply_without_history() -> ApiError:
    """A reply where earlier messages may not be read."""
    return ApiError(400, 160002, "Cannot reply without permission to read message history")


def archived_thread() -> ApiError:
    """Something in a thread that is over."""
    return ApiError(400, 50083, "Thread is archived")


_UNKNOWN = {
    "Channel": 10003,
    "Guild": 10004,
    "Member": 10007,
    "Message": 10008,
    "User": 10013,
    "Webhook": 10015,
    "interaction": 10062,
    "application command": 10063,
}
