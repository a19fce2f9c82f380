"""From what a person fills in to the data of an interaction: subcommands, options, and what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from bot.demo.local import objects
from bot.demo.local.permissions import permissions_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.demo.local.errors import Json
    from bot.demo.local.model import Channel, Command, User

_WHOLE, _TRUTH, _USER, _CHANNEL, _ROLE, _NUMBER = 4, 5, 6, 7, 8, 10
_LONGEST = 6000


class CannotError(Exception):
    """Something that Discord's clients don't offer here: a command that isn't registered, a button that is off."""


class Invocation:
    """One use of a command in a channel; `data` is what goes into the interaction.

    Users, channels and roles may be given as they are, by their ids, or by their names.
    """

    def __init__(self, command: Command, channel: Channel, user: User) -> None:
        self._channel, self._user = channel, user
        self._resolved: dict[str, Json] = {}
        self._definition = command.definition
        self.data: Json = {"id": str(command.id), "name": command.name, "type": command.kind}
        self._place = self.data
        if command.guild:
            self.data["guild_id"] = str(command.guild.id)

    def step(self, name: str) -> None:
        """Goes on to a subcommand; raises `CannotError` if there is none of this name."""
        options = cast("list[Json]", self._definition.get("options") or [])
        found = next((one for one in options if one["name"] == name and one["type"] in {1, 2}), None)
        if found is None:
            raise CannotError(f"There is no command “{name}” in /{self.data['name']}.")
        self._definition = found
        inner: Json = {"name": name, "type": found["type"]}
        self._place["options"] = [inner]
        self._place = inner

    def fill(self, given: Json, focused: str | None = None) -> None:
        """Fills options in; raises `CannotError` for what a client wouldn't let one send."""
        known = {str(option["name"]): option for option in self._definition.get("options") or ()}
        if any(option["type"] in {1, 2} for option in known.values()):
            raise CannotError(f"/{self.data['name']} needs one of: {', '.join(known)}.")
        if strangers := given.keys() - known.keys():
            raise CannotError(f"There is no option {', '.join(sorted(strangers))}.")
        missing = [name for name, option in known.items() if option.get("required") and name not in given]
        if missing and not focused:
            raise CannotError(f"The option {', '.join(missing)} is needed.")
        filled = [self._filled(known[name], value, is_typed=name == focused) for name, value in given.items()]
        self._place["options"] = filled
        if self._resolved:
            self.data["resolved"] = self._resolved

    def _filled(self, option: Json, value: Any, *, is_typed: bool) -> Json:
        told = {"name": option["name"], "type": option["type"]}
        if is_typed:
            return told | {"value": str(value), "focused": True}
        choices = {choice["name"]: choice["value"] for choice in option.get("choices") or ()}
        value = choices.get(value, value)
        if choices and value not in choices.values():
            raise CannotError(f"“{value}” is no choice of {option['name']}.")
        try:
            read = _READERS.get(option["type"], lambda _, value: str(value))(self, value)
        except (ValueError, TypeError):
            raise CannotError(f"{option['name']} can't be “{value}”.") from None
        _check_size(option, read)
        return told | {"value": read}

    # What options name

    def _read_user(self, value: Any) -> str:
        guild = self._channel.guild
        members = guild.members.values() if guild else ()
        user = _named(value, {member.user.id: member.user for member in members}, "@")
        self._resolved.setdefault("users", {})[str(user.id)] = objects.user_object(user)
        if guild:
            told = objects.member_object(guild.members[user.id], with_user=False)
            told["permissions"] = str(int(permissions_of(user, self._channel)))
            self._resolved.setdefault("members", {})[str(user.id)] = told
        return str(user.id)

    def _read_channel(self, value: Any) -> str:
        channel = _named(value, self._channel.guild.channels if self._channel.guild else {}, "#")
        told = objects.channel_object(channel)
        told["permissions"] = str(int(permissions_of(self._user, channel)))
        self._resolved.setdefault("channels", {})[str(channel.id)] = told
        return str(channel.id)

    def _read_role(self, value: Any) -> str:
        role = _named(value, self._channel.guild.roles if self._channel.guild else {}, "@")
        self._resolved.setdefault("roles", {})[str(role.id)] = objects.role_object(role)
        return str(role.id)


def _named(value: Any, known: dict[int, Any], sign: str) -> Any:
    """One of those that are known, by itself, its id, or its name with or without a sign."""
    number = getattr(value, "id", value)
    if str(number).isdecimal() and int(number) in known:
        return known[int(number)]
    name = str(value).removeprefix(sign).casefold()
    for one in known.values():
        if one.name.removeprefix(sign).casefold() == name:
            return one
    raise ValueError(value)


def _check_size(option: Json, value: Any) -> None:
    if isinstance(value, str):
        size, least, most = len(value), option.get("min_length"), option.get("max_length", _LONGEST)
    else:
        size, least, most = value, option.get("min_value"), option.get("max_value")
    if (least is not None and size < least) or (most is not None and size > most):
        raise CannotError(f"{option['name']} has to be from {least} to {most}.")


def _truth(value: Any) -> bool:
    return str(value).lower() in {"true", "yes", "1"}


_READERS: dict[int, Callable[[Invocation, Any], Any]] = {
    _WHOLE: lambda _, value: int(value),
    _TRUTH: lambda _, value: _truth(value),
    _NUMBER: lambda _, value: float(value),
    _USER: Invocation._read_user,  # pyright: ignore[reportPrivateUsage]
    _CHANNEL: Invocation._read_channel,  # pyright: ignore[reportPrivateUsage]
    _ROLE: Invocation._read_role,  # pyright: ignore[reportPrivateUsage]
}
