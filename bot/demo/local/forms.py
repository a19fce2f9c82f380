"""The limits of what a client may send, reported as Discord does: number 50035, with every mistake at its place.

Keys that Discord doesn't know are mistakes here, too; Discord itself mostly passes over them in silence, which hides
errors of the client's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from bot.demo.local.errors import ApiError, Json
from bot.demo.local.model import MessageFlag

Path = tuple[str | int, ...]
_SETTABLE = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.COMPONENTS_V2
_MOST_PARTS = 40
_MOST_V2_TEXT = 4000
_NAME = re.compile(r"[-_'\w]{1,32}")


class Form:
    """Collects the mistakes of one body; `refuse` raises them all at once."""

    def __init__(self) -> None:
        self.errors: Json = {}

    def wrong(self, path: Path, code: str, message: str) -> None:
        """Notes a mistake."""
        place = self.errors
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def refuse(self) -> None:
        """Raises `ApiError` if there was any mistake."""
        if self.errors:
            raise ApiError(400, 50035, "Invalid Form Body", self.errors)

    def mapping(self, value: object, path: Path) -> Json:
        """A JSON object; an empty one in place of anything else."""
        if isinstance(value, Mapping):
            return dict(cast("Mapping[str, Any]", value))
        self.wrong(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return {}

    def known(self, body: Json, path: Path, keys: Iterable[str]) -> None:
        """Every key is one of these."""
        for key in body.keys() - set(keys):
            self.wrong((*path, key), "UNKNOWN_KEY", "This key is not known.")

    def text(self, body: Json, key: str, path: Path, most: int, least: int = 0) -> str:
        """A text of `least` to `most` characters; may be missing if `least` is 0."""
        value = body.get(key)
        if value is None:
            if least:
                self.wrong((*path, key), "BASE_TYPE_REQUIRED", "This field is required")
            return ""
        if not isinstance(value, str):
            self.wrong((*path, key), "STRING_TYPE_CONVERT", "Could not interpret value as string.")
            return ""
        if len(value.strip()) < least:
            self.wrong((*path, key), "BASE_TYPE_REQUIRED", "This field is required")
        elif len(value) > most:
            told = f"Must be {most} or fewer in length."
            if least:
                told = f"Must be between {least} and {most} in length."
            self.wrong((*path, key), "BASE_TYPE_BAD_LENGTH" if least else "BASE_TYPE_MAX_LENGTH", told)
        return value

    def items(self, body: Json, key: str, path: Path, most: int, least: int = 0) -> list[Json]:
        """A list of at most so many objects."""
        value = body.get(key)
        if value is None:
            value = []
        if not isinstance(value, Sequence) or isinstance(value, str):
            self.wrong((*path, key), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        listed = cast("Sequence[Any]", value)
        if not least <= len(listed) <= most:
            told = f"Must be between {least} and {most} in length."
            self.wrong((*path, key), "BASE_TYPE_BAD_LENGTH", told)
        return [self.mapping(item, (*path, key, index)) for index, item in enumerate(listed)]

    def choice(self, body: Json, key: str, path: Path, values: Iterable[object]) -> None:
        """One of a few values."""
        if body.get(key) not in tuple(values):
            told = f"Value must be one of {tuple(values)}."
            self.wrong((*path, key), "BASE_TYPE_CHOICES", told)


# Messages

MESSAGE_KEYS = frozenset(
    {
        "content",
        "tts",
        "embeds",
        "embed",
        "allowed_mentions",
        "message_reference",
        "components",
        "attachments",
        "flags",
        "nonce",
        "enforce_nonce",
        "sticker_ids",
    }
)
EDIT_KEYS = frozenset(
    {"content", "embeds", "embed", "flags", "allowed_mentions", "components", "attachments", "tts"}
)
FOLLOWUP_KEYS = frozenset(
    {"content", "tts", "embeds", "embed", "allowed_mentions", "components", "attachments", "flags"}
)


def check_message(body: Json, keys: Iterable[str], path: Path = ()) -> None:
    """Holds the body of a message against the limits; raises `ApiError`."""
    form = Form()
    form.known(body, path, keys)
    form.text(body, "content", path, 2000)
    _check_nonce(form, body, path)
    flags = _flags(form, body, path)
    embeds = form.items(body, "embeds", path, 10)
    total = sum(_check_embed(form, embed, (*path, "embeds", index)) for index, embed in enumerate(embeds))
    if total > 6000:
        told = "Embed size exceeds maximum size of 6000"
        form.wrong((*path, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", told)
    _check_components(form, body, path, flags)
    if flags & MessageFlag.COMPONENTS_V2 and (body.get("content") or embeds):
        told = "The 'content' and 'embeds' fields can't be used together with components v2."
        form.wrong((*path, "flags"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", told)
    _check_mentions(form, body, path)
    form.refuse()


def _flags(form: Form, body: Json, path: Path) -> MessageFlag:
    value = body.get("flags") or 0
    if not isinstance(value, int) or isinstance(value, bool):
        form.wrong((*path, "flags"), "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        return MessageFlag(0)
    if value & ~int(_SETTABLE | MessageFlag.EPHEMERAL):
        form.wrong((*path, "flags"), "BITFIELD_TYPE_INVALID", "These flags can't be set.")
    return MessageFlag(value)


def _check_nonce(form: Form, body: Json, path: Path) -> None:
    nonce = body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > 25:
        form.wrong((*path, "nonce"), "NONCE_TYPE_TOO_LONG", "Nonce must be 25 or fewer in length.")


_EMBED_KEYS = {
    "title",
    "type",
    "description",
    "url",
    "timestamp",
    "color",
    "footer",
    "image",
    "thumbnail",
    "video",
    "provider",
    "author",
    "fields",
    "flags",
}


def _check_embed(form: Form, embed: Json, path: Path) -> int:
    """The number of characters that count towards the limit of all embeds."""
    form.known(embed, path, _EMBED_KEYS)
    total = len(form.text(embed, "title", path, 256)) + len(form.text(embed, "description", path, 4096))
    if isinstance(colour := embed.get("color"), int) and not 0 <= colour <= 0xFFFFFF:
        told = "int value should be less than or equal to 16777215."
        form.wrong((*path, "color"), "NUMBER_TYPE_MAX", told)
    footer = form.mapping(embed.get("footer") or {}, (*path, "footer"))
    author = form.mapping(embed.get("author") or {}, (*path, "author"))
    form.known(footer, (*path, "footer"), {"text", "icon_url", "proxy_icon_url"})
    form.known(author, (*path, "author"), {"name", "url", "icon_url", "proxy_icon_url"})
    total += len(form.text(footer, "text", (*path, "footer"), 2048, 1 if footer else 0))
    total += len(form.text(author, "name", (*path, "author"), 256, 1 if author else 0))
    for index, field in enumerate(form.items(embed, "fields", path, 25)):
        place = (*path, "fields", index)
        form.known(field, place, {"name", "value", "inline"})
        total += len(form.text(field, "name", place, 256, 1)) + len(form.text(field, "value", place, 1024, 1))
    for name in ("image", "thumbnail"):
        _check_url(form, form.mapping(embed.get(name) or {}, (*path, name)), (*path, name))
    _check_url(form, embed, path)
    return total


def _check_url(form: Form, body: Json, path: Path) -> None:
    url = form.text(body, "url", path, 2048)
    if url and not url.startswith(("http://", "https://", "attachment://")):
        told = f"Scheme \"{url.split(':')[0][:20]}\" must be one of ('http', 'https', 'attachment')."
        form.wrong((*path, "url"), "URL_TYPE_INVALID_SCHEME", told)


def _check_mentions(form: Form, body: Json, path: Path) -> None:
    if body.get("allowed_mentions") is None:
        return
    place = (*path, "allowed_mentions")
    allowed = form.mapping(body["allowed_mentions"], place)
    form.known(allowed, place, {"parse", "users", "roles", "replied_user"})
    for kind in ("users", "roles"):
        if allowed.get(kind) and kind in allowed.get("parse", ()):
            told = f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive."
            form.wrong(place, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", told)


# Components

_ROW, _BUTTON, _SELECT, _INPUT = 1, 2, 3, 4
_SELECTS = (3, 5, 6, 7, 8)
_SECTION, _TEXT, _THUMBNAIL, _GALLERY, _FILE, _SEPARATOR, _CONTAINER = 9, 10, 11, 12, 13, 14, 17
_LINK, _PREMIUM = 5, 6


def _check_components(form: Form, body: Json, path: Path, flags: MessageFlag) -> None:
    is_v2 = bool(flags & MessageFlag.COMPONENTS_V2)
    parts = form.items(body, "components", path, _MOST_PARTS if is_v2 else 5)
    seen: set[str] = set()
    allowed = (_ROW, _SECTION, _TEXT, _GALLERY, _FILE, _SEPARATOR, _CONTAINER) if is_v2 else (_ROW,)
    for index, part in enumerate(parts):
        _check_part(form, part, (*path, "components", index), seen, allowed)
    everything = list(walk(parts))
    if is_v2 and len(everything) > _MOST_PARTS:
        told = f"The total number of components must be at most {_MOST_PARTS}."
        form.wrong((*path, "components"), "BASE_TYPE_BAD_LENGTH", told)
    texts = (part.get("content") for part in everything if part.get("type") == _TEXT)
    if sum(len(text) for text in texts if isinstance(text, str)) > _MOST_V2_TEXT:
        told = f"The total of all texts must be at most {_MOST_V2_TEXT} characters."
        form.wrong((*path, "components"), "COMPONENT_MAX_TOTAL_TEXT_LENGTH", told)


def walk(parts: Iterable[Json]) -> Iterable[Json]:
    """All components, those within others too."""
    for part in parts:
        yield part
        yield from walk(part.get("components") or ())
        if isinstance(accessory := part.get("accessory"), Mapping):
            yield from walk([cast("Json", accessory)])


def _check_part(form: Form, part: Json, path: Path, seen: set[str], allowed: Sequence[int]) -> None:
    kind = part.get("type")
    if kind not in allowed:
        told = f'Value of field "type" must be one of {tuple(allowed)}.'
        form.wrong((*path, "type"), "UNION_TYPE_CHOICES", told)
        return
    check = _PARTS.get(kind)
    if check:
        check(form, part, path, seen)


def _check_row(form: Form, row: Json, path: Path, seen: set[str]) -> None:
    form.known(row, path, {"type", "id", "components"})
    parts = form.items(row, "components", path, 5, 1)
    if len(parts) > 1 and any(part.get("type") in _SELECTS for part in parts):
        told = "A select menu needs a row of its own."
        form.wrong((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", told)
    for index, part in enumerate(parts):
        _check_part(form, part, (*path, "components", index), seen, (_BUTTON, *_SELECTS))


def _check_custom_id(form: Form, part: Json, path: Path, seen: set[str]) -> None:
    name = form.text(part, "custom_id", path, 100, 1)
    if name in seen:
        told = "Component custom id cannot be duplicated"
        form.wrong((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", told)
    seen.add(name)


def _check_button(form: Form, button: Json, path: Path, seen: set[str]) -> None:
    form.known(
        button, path, {"type", "id", "style", "label", "emoji", "custom_id", "url", "disabled", "sku_id"}
    )
    form.choice(button, "style", path, range(1, 7))
    form.text(button, "label", path, 80)
    if not button.get("label") and not button.get("emoji"):
        form.wrong(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji")
    if button.get("style") == _LINK:
        form.text(button, "url", path, 512, 1)
        _check_url(form, button, path)
        if button.get("custom_id"):
            told = "A custom id and url cannot both be specified"
            form.wrong((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL", told)
    elif button.get("style") != _PREMIUM:
        _check_custom_id(form, button, path, seen)


def _check_select(form: Form, select: Json, path: Path, seen: set[str]) -> None:
    keys = {"type", "id", "custom_id", "placeholder", "min_values", "max_values", "disabled", "required"}
    kind = select.get("type")
    form.known(select, path, keys | ({"options"} if kind == _SELECT else {"default_values", "channel_types"}))
    _check_custom_id(form, select, path, seen)
    form.text(select, "placeholder", path, 150)
    if kind != _SELECT:
        return
    options = form.items(select, "options", path, 25, 1)
    values: set[str] = set()
    for index, option in enumerate(options):
        place = (*path, "options", index)
        form.known(option, place, {"label", "value", "description", "emoji", "default"})
        form.text(option, "label", place, 100, 1)
        form.text(option, "description", place, 100)
        value = form.text(option, "value", place, 100, 1)
        if value in values:
            told = "The specified option value is already used"
            form.wrong((*place, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", told)
        values.add(value)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not (isinstance(least, int) and isinstance(most, int) and 0 <= least <= most <= 25):
        form.wrong((*path, "max_values"), "SELECT_COMPONENT_INVALID_RANGE", "min and max values don't fit.")
    elif sum(bool(option.get("default")) for option in options) > most:
        told = "The number of default options is greater than max_values."
        form.wrong((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", told)


def _check_section(form: Form, section: Json, path: Path, seen: set[str]) -> None:
    form.known(section, path, {"type", "id", "components", "accessory"})
    for index, part in enumerate(form.items(section, "components", path, 3, 1)):
        _check_part(form, part, (*path, "components", index), seen, (_TEXT,))
    accessory = form.mapping(section.get("accessory"), (*path, "accessory"))
    _check_part(form, accessory, (*path, "accessory"), seen, (_BUTTON, _THUMBNAIL))


def _check_container(form: Form, container: Json, path: Path, seen: set[str]) -> None:
    form.known(container, path, {"type", "id", "components", "accent_color", "spoiler"})
    allowed = (_ROW, _SECTION, _TEXT, _GALLERY, _FILE, _SEPARATOR)
    for index, part in enumerate(form.items(container, "components", path, _MOST_PARTS, 1)):
        _check_part(form, part, (*path, "components", index), seen, allowed)


def _check_text(form: Form, text: Json, path: Path, _seen: set[str]) -> None:
    form.known(text, path, {"type", "id", "content"})
    form.text(text, "content", path, _MOST_V2_TEXT, 1)


_PARTS: dict[object, Callable[[Form, Json, Path, set[str]], None]] = {
    _ROW: _check_row,
    _BUTTON: _check_button,
    **dict.fromkeys(_SELECTS, _check_select),
    _SECTION: _check_section,
    _CONTAINER: _check_container,
    _TEXT: _check_text,
}


# Commands and what completes them

_OPTION_KEYS = {
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "required",
    "choices",
    "options",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
    "autocomplete",
}
_COMMAND_KEYS = {
    "id",
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "dm_permission",
    "default_permission",
    "nsfw",
    "integration_types",
    "contexts",
}
_SUBCOMMAND, _GROUP = 1, 2
_MOST_COMMANDS = {1: 100, 2: 5, 3: 5}


def check_commands(definitions: Sequence[Json]) -> None:
    """Holds all commands of an application against the limits; raises `ApiError`."""
    form = Form()
    seen: set[tuple[int, str]] = set()
    for index, definition in enumerate(definitions):
        kind = int(definition.get("type") or 1)
        _check_command(form, definition, (index,), kind)
        if (kind, definition.get("name", "")) in seen:
            told = "Application command names must be unique"
            form.wrong((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", told)
        seen.add((kind, definition.get("name", "")))
    for kind, most in _MOST_COMMANDS.items():
        if sum(other == kind for other, _ in seen) > most:
            told = "Maximum number of application commands reached"
            raise ApiError(400, 30032, told)
    form.refuse()


def _check_command(form: Form, definition: Json, path: Path, kind: int) -> None:
    form.known(definition, path, _COMMAND_KEYS)
    if kind == 1:
        _check_option(form, definition, path)
    else:
        form.text(definition, "name", path, 32, 1)
        if definition.get("description"):
            told = "Context menu commands cannot have description"
            form.wrong((*path, "description"), "APPLICATION_COMMAND_INVALID_DESCRIPTION", told)
    if len(str(_texts(definition))) > 8000:
        told = "Command exceeds maximum size (8000)"
        form.wrong(path, "APPLICATION_COMMAND_TOO_LARGE", told)


def _texts(definition: Json) -> str:
    parts = [str(definition.get("name", "")), str(definition.get("description", ""))]
    parts += [str(choice.get("value", "")) for choice in definition.get("choices") or ()]
    parts += [_texts(option) for option in definition.get("options") or ()]
    return "".join(parts)


def _check_option(form: Form, option: Json, path: Path) -> None:
    """The name, description and options of a command, a subcommand or an option."""
    name = form.text(option, "name", path, 32, 1)
    if name and (not _NAME.fullmatch(name) or name != name.lower()):
        told = "Command name is invalid"
        form.wrong((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", told)
    form.text(option, "description", path, 100, 1)
    options = form.items(option, "options", path, 25)
    is_optional = False
    for index, inner in enumerate(options):
        place = (*path, "options", index)
        form.known(inner, place, _OPTION_KEYS)
        form.choice(inner, "type", place, range(1, 12))
        _check_option(form, inner, place)
        _check_choices(form, inner, place)
        if inner.get("required") and is_optional:
            told = "Required options must be placed before non-required options"
            form.wrong(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", told)
        is_optional = is_optional or (
            not inner.get("required") and inner.get("type") not in {_SUBCOMMAND, _GROUP}
        )


def _check_choices(form: Form, option: Json, path: Path) -> None:
    choices = form.items(option, "choices", path, 25)
    for index, choice in enumerate(choices):
        _check_choice(form, choice, (*path, "choices", index))
    if choices and option.get("autocomplete"):
        told = "autocomplete can't be set where there are choices"
        form.wrong((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE", told)


def _check_choice(form: Form, choice: Json, path: Path) -> None:
    form.known(choice, path, {"name", "value", "name_localizations"})
    form.text(choice, "name", path, 100, 1)
    if isinstance(choice.get("value"), str):
        form.text(choice, "value", path, 100, 1)
    elif not isinstance(choice.get("value"), int | float):
        form.wrong((*path, "value"), "BASE_TYPE_REQUIRED", "This field is required")


def check_completions(data: Json) -> list[Json]:
    """The completions that an application offers; raises `ApiError`."""
    form = Form()
    form.known(data, ("data",), {"choices"})
    choices = form.items(data, "choices", ("data",), 25)
    for index, choice in enumerate(choices):
        _check_choice(form, choice, ("data", "choices", index))
    form.refuse()
    return choices


def check_modal(data: Json) -> Json:
    """A form that an application opens; raises `ApiError`."""
    form = Form()
    form.known(data, ("data",), {"custom_id", "title", "components"})
    form.text(data, "custom_id", ("data",), 100, 1)
    form.text(data, "title", ("data",), 45, 1)
    form.items(data, "components", ("data",), 5, 1)
    form.refuse()
    return data
