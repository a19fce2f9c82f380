"""What a pack may say: its files, their keys and the types of these. `check` and the JSON Schema share this."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = ("events", "facts", "people", "terms")
FILES = (*KINDS, "examples")

LANGUAGE = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A code such as “en” or “pt-BR”."""

COMMON = {
    "id": "id", "text": "text", "cite": "citations", "aliases": "strings", "keywords": "strings", "related": "ids",
    "disputed": "disputes", "people": "ids", "terms": "ids", "date": "date",
}  # fmt: skip
# Types: `text` is words (a number or “yes” has to be quoted), `word` is whatever stands there, as it is written.
KEYS: dict[str, dict[str, str]] = {
    "pack": {
        "id": "id",
        "title": "text",
        "period": "date",
        "language": "language",
        "timezone": "timezone",
        "sources": "sources",
    },
    "events": {**COMMON, "title": "text", "place": "text"},
    "facts": {**COMMON, "title": "text", "place": "text"},
    "people": {**COMMON, "name": "text", "offices": "offices"},
    "terms": {**COMMON, "name": "text", "type": "text", "place": "text"},
    "examples": {"answer": "ids", "asked": "strings"},
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "pack": ("id", "title", "period", "sources"),
    "events": ("id", "date", "text", "cite"),
    "facts": ("id", "text", "cite"),
    "people": ("id", "name", "text", "cite"),
    "terms": ("id", "name", "text", "cite"),
    "examples": ("asked",),
}
# the mappings inside an entry: their keys, and which of them are required
PARTS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "citations": ({"source": "word", "at": "word"}, ("source", "at")),
    "disputes": ({"text": "text", "date": "date", "cite": "citations"}, ("text", "cite")),
    "offices": ({"title": "text", "since": "date", "until": "date", "aliases": "strings"}, ("title",)),
}


def files(folder: Path, kind: str) -> list[Path]:
    """The files of one kind: `events.yaml`, then `events/*.yaml` by name."""
    single = folder / f"{kind}.yaml"
    return ([single] if single.exists() else []) + sorted((folder / kind).glob("*.yaml"))


def misnamed(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files and folders that nothing reads, but whose name is near one that is read; with the right name."""
    kinds = {"pack", *FILES}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        suffix = "" if path.is_dir() else path.suffix
        if path.is_dir() and path.name in kinds:
            yield from ((inner, f"{inner.stem}.yaml") for inner in sorted(path.glob("*.yml")))
            yield from ((inner, f"{path.name}/{inner.name}") for inner in sorted(path.glob("*/*.yaml")))
        elif path.name in kinds:
            yield path, f"{path.name}.yaml"
        elif suffix in ("", ".yaml", ".yml") and path.name not in {f"{kind}.yaml" for kind in kinds}:
            near = get_close_matches(path.name.removesuffix(suffix).casefold(), kinds, 1, cutoff=0.8)
            if near and (suffix or path.is_dir()):
                yield path, near[0] + (".yaml" if suffix else "")


def all_files(folder: Path) -> list[Path]:
    """Every file that a pack is read from."""
    return [folder / "pack.yaml", *(path for kind in FILES for path in files(folder, kind))]
