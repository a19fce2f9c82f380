"""What a pack may say: its files, their keys and the types of these. `check` and the JSON Schema share this."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("events", "facts", "people", "terms")

COMMON = {
    "id": "id", "text": "text", "cite": "citations", "aliases": "strings", "keywords": "strings", "related": "ids",
    "disputed": "disputes", "people": "ids", "terms": "ids", "date": "date",
}  # fmt: skip
KEYS: dict[str, dict[str, str]] = {
    "pack": {
        "id": "id",
        "title": "text",
        "period": "date",
        "language": "text",
        "timezone": "text",
        "sources": "sources",
    },
    "events": {**COMMON, "title": "text", "place": "text"},
    "facts": {**COMMON, "title": "text", "place": "text"},
    "people": {**COMMON, "name": "text", "offices": "offices"},
    "terms": {**COMMON, "name": "text", "type": "text", "place": "text"},
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "pack": ("id", "title", "period", "sources"),
    "events": ("id", "date", "text", "cite"),
    "facts": ("id", "text", "cite"),
    "people": ("id", "name", "text", "cite"),
    "terms": ("id", "name", "text", "cite"),
}
# the mappings inside an entry: their keys, and which of them are required
PARTS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "citations": ({"source": "text", "at": "text"}, ("source", "at")),
    "disputes": ({"text": "text", "date": "date", "cite": "citations"}, ("text", "cite")),
    "offices": ({"title": "text", "since": "date", "until": "date", "aliases": "strings"}, ("title",)),
}


def files(folder: Path, kind: str) -> list[Path]:
    """The files of one kind of entries: `events.yaml`, then `events/*.yaml` by name."""
    single = folder / f"{kind}.yaml"
    return ([single] if single.exists() else []) + sorted((folder / kind).glob("*.yaml"))


def all_files(folder: Path) -> list[Path]:
    """Every file that a pack is read from."""
    return [folder / "pack.yaml", *(path for kind in KINDS for path in files(folder, kind))]
