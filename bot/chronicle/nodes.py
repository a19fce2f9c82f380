"""A YAML file → nodes that know their places. What could blow up is refused before anything is built."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 4 * 1024 * 1024
MAX_NODES = 200_000
MAX_DEPTH = 32
_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels; an entry needs 4"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnreadableError(Exception):
    """A file that cannot be read as YAML. Lines and columns count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


@dataclass(frozen=True, slots=True)
class Table:
    """A YAML mapping and the file that it stands in."""

    file: str
    node: yaml.MappingNode

    def plain(self) -> dict[str, Any]:
        """The mapping as plain data, in which every scalar is a string."""
        return _plain(self.node)

    def get(self, key: str) -> yaml.Node | None:
        """The node of a key, if the mapping has it."""
        return next((value for name, value in self.node.value if name.value == key), None)

    def text(self, key: str) -> str:
        """The text of a key; empty where it has none."""
        node = self.get(key)
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def items(node: yaml.Node | None) -> list[yaml.Node]:
    """What a list holds, or the one value that stands in its place."""
    if node is None:
        return []
    return node.value if isinstance(node, yaml.SequenceNode) else [node]


def is_empty(node: yaml.Node) -> bool:
    """Whether a scalar is null or blank."""
    return node.tag == "tag:yaml.org,2002:null" or (
        isinstance(node, yaml.ScalarNode) and not node.value.strip()
    )


def compose(path: Path) -> yaml.Node | None:
    """The node of a YAML file, `None` for an empty one. Raises UnreadableError."""
    text = _text(path)
    try:
        _refuse_bombs(text)
        return yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else _unprintable(text)
        reason = (
            getattr(error, "problem", None)
            or getattr(error, "reason", None)
            or "a character that YAML forbids"
        )
        if "nesting depth" in reason:  # newer parsers give up before we do
            raise UnreadableError(_TOO_DEEP, line, column) from None
        message = f"this is no valid YAML: {reason}; mend it here or just above"
        raise UnreadableError(message, line, column) from None


def _text(path: Path) -> str:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("this is no file; put a YAML file in its place")
        if status.st_size > MAX_BYTES:
            raise UnreadableError(f"the file is larger than {MAX_BYTES // 2**20} MB; split it")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"the file cannot be read: {error.strerror}; make it readable") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        message = f"the byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        raise UnreadableError(message, *_place(before)) from None


def _place(before: str) -> tuple[int, int]:
    """The line and column that come after a text."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _unprintable(text: str) -> tuple[int, int]:
    """Where the first character stands that YAML forbids; the C loader does not say."""
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return _place(text[: match.start()]) if match else (1, 1)


def _refuse_bombs(text: str) -> None:
    """Refuse what could blow up: deep nesting, aliases, tags, too many values. Works on the stream of events."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        wrong = _wrong(event, depth, number)
        if wrong:
            mark = event.start_mark
            raise UnreadableError(wrong, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)


def _wrong(event: yaml.Event, depth: int, number: int) -> str:
    if depth > MAX_DEPTH:
        return _TOO_DEEP
    if number > MAX_NODES:
        return f"the file has more than {MAX_NODES:,} values; split it"
    if isinstance(event, yaml.AliasEvent):
        return "YAML aliases (*name) are not used in packs; write the value out"
    tag: object = getattr(event, "tag", None)
    return f"the tag {tag} is not used in packs; leave it out" if tag else ""


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {
            str(key.value): _plain(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)
        }
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return None if is_empty(node) else node.value
