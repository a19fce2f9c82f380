"""YAML nodes with their places, and the rules that a pack has to keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from bot.dates import edtf

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 32
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# key -> type: what a pack may say. The schema is made from the same table.
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
    "people": {**COMMON, "name": "text", "title": "text", "offices": "offices"},
    "terms": {**COMMON, "name": "text", "title": "text", "type": "text", "place": "text"},
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


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a pack; lines and columns count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


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


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def nearest(word: str, choices: list[str]) -> str:
    """“; did you mean …?” with the nearest choice, or nothing."""
    from rapidfuzz import process

    found = process.extractOne(word, choices, score_cutoff=60)
    return (
        f"; did you mean {found[0]}?"
        if found
        else f"; known: {', '.join(sorted(choices)[:12])}"
        if choices
        else ""
    )


class Checker:
    """Reads the files of one pack and gathers their problems."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def report(self, file: str, node: yaml.Node | None, message: str) -> None:
        """Note a problem at a node, or at the head of the file."""
        mark = node.start_mark if node else None
        self.problems.append(
            Problem(file, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, message)
        )

    def head(self) -> Table | None:
        """The mapping of pack.yaml."""
        path = self.folder / "pack.yaml"
        if not path.is_file():
            self.report(
                "pack.yaml", None, f"there is no pack.yaml in {self.folder}; name a folder that holds one"
            )
            return None
        node = self._compose(path)
        if not isinstance(node, yaml.MappingNode):
            if not self.problems:
                self.report("pack.yaml", node, "the file is no mapping; write `key: value` lines")
            return None
        table = Table("pack.yaml", node)
        before = len(self.problems)
        self._mapping(table, KEYS["pack"], REQUIRED["pack"])
        return table if len(self.problems) == before else None

    def entries(self, path: Path, kind: str) -> list[Table]:
        """The entries of one file."""
        file = str(path.relative_to(self.folder))
        before = len(self.problems)
        node = self._compose(path)
        if node is None or not isinstance(node, yaml.SequenceNode):
            if len(self.problems) == before and node is not None:
                self.report(file, node, "the file is no list; begin each entry with `- id: …`")
            return []
        tables = [Table(file, item) for item in node.value if isinstance(item, yaml.MappingNode)]
        for item in node.value:
            if not isinstance(item, yaml.MappingNode):
                self.report(file, item, "an entry is a mapping; begin it with `- id: …`")
        required = REQUIRED[kind]
        for table in tables:
            needed = tuple(key for key in required if not (key == "name" and table.get("title")))
            self._mapping(table, KEYS[kind], needed)
        return tables

    def _compose(self, path: Path) -> yaml.Node | None:
        file = str(path.relative_to(self.folder))
        try:
            if path.stat().st_size > MAX_BYTES:
                self.report(file, None, f"the file is larger than {MAX_BYTES // 2**20} MB; split it")
                return None
            text = path.read_bytes().decode("utf-8-sig")
            if not self._is_flat(file, text):
                return None
            return yaml.compose(text, Loader=_Loader)
        except UnicodeDecodeError as error:
            self.report(file, None, f"byte {error.start} is not UTF-8; save the file as UTF-8")
        except OSError as error:
            self.report(file, None, f"the file cannot be read: {error.strerror}")
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or "unreadable"
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            self.problems.append(
                Problem(file, line, column, f"this is no valid YAML: {reason}; mend it here or just above")
            )
        return None

    def _is_flat(self, file: str, text: str) -> bool:
        """Refuse what could blow up: deep nesting, aliases, tags. Works on the stream, before any recursion."""
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
            wrong = ""
            if depth > MAX_DEPTH:
                wrong = f"nested deeper than {MAX_DEPTH} levels; an entry needs 4"
            elif isinstance(event, yaml.AliasEvent):
                wrong = "YAML aliases (*name) are not used in packs; write the value out"
            elif getattr(event, "tag", None):
                wrong = f"the tag {event.tag} is not used in packs; leave it out"
            if wrong:
                mark = event.start_mark
                self.problems.append(Problem(file, mark.line + 1, mark.column + 1, wrong))
                return False
        return True

    def _mapping(self, table: Table, keys: dict[str, str], required: tuple[str, ...]) -> None:
        seen: set[str] = set()
        for key, value in table.node.value:
            name = str(key.value)
            if name in seen:
                self.report(table.file, key, f"the key {name} stands twice; keep one")
            elif name not in keys:
                self.report(table.file, key, f"unknown key {name}{nearest(name, list(keys))}")
            else:
                self._value(table.file, value, keys[name], name)
            seen.add(name)
        for key in required:
            if key not in seen:
                self.report(table.file, table.node, f"{key} is missing; add `{key}: …`")

    def _value(self, file: str, node: yaml.Node, wanted: str, name: str) -> None:
        if wanted in {"text", "id", "date"}:
            self._scalar(file, node, wanted, name)
            return
        if wanted in {"strings", "ids"}:
            items = node.value if isinstance(node, yaml.SequenceNode) else [node]
            for item in items:
                self._scalar(file, item, "text", name)
            return
        if wanted == "sources":
            self._sources(file, node)
            return
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not items:
            self.report(file, node, f"{name} is empty; name at least one")
        for item in items:
            if isinstance(item, yaml.MappingNode):
                self._mapping(Table(file, item), *PARTS[wanted])
            else:
                sample = ", ".join(f"{key}: …" for key in PARTS[wanted][1])
                self.report(file, item, f"{name} takes mappings, such as {{{sample}}}")

    def _scalar(self, file: str, node: yaml.Node, wanted: str, name: str) -> None:
        if not isinstance(node, yaml.ScalarNode):
            self.report(file, node, f"{name} takes plain text, not a {node.id}")
        elif not node.value.strip():
            self.report(file, node, f"{name} is empty; write it or leave the key out")
        elif wanted == "id" and not _ID.fullmatch(node.value):
            self.report(
                file, node, f"the id {node.value!r} is not kebab-case; write small-letters-and-hyphens"
            )
        elif wanted == "date":
            try:
                edtf.parse(node.value)
            except ValueError as error:
                self.report(file, node, f"{name}: {error}")

    def _sources(self, file: str, node: yaml.Node) -> None:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.report(file, node, "sources takes a list of CSL mappings; name at least one")
            return
        for item in node.value:
            keys = (
                {str(key.value) for key, _ in item.value}
                if isinstance(item, yaml.MappingNode)
                else set[str]()
            )
            missing = {"id", "title"} - keys
            if missing:
                self.report(file, item, f"a source needs {' and '.join(sorted(missing))}; add them")

    def references(self, head: Table, tables: dict[str, list[Table]]) -> None:
        """Ids that stand twice or nowhere, unknown sources, shared aliases, offices that end before they begin."""
        everything = [table for kind in tables.values() for table in kind]
        ids: dict[str, Table] = {}
        for table in everything:
            node = table.get("id")
            if node is not None and node.value in ids:
                first = ids[node.value]
                self.report(
                    table.file,
                    node,
                    f"the id {node.value} stands already in {first.file}:{first.node.start_mark.line + 1}",
                )
            elif node is not None and isinstance(node, yaml.ScalarNode):
                ids[node.value] = table
        wanted = {
            "people": [str(t.get("id").value) for t in tables["people"] if t.get("id")],  # pyright: ignore[reportOptionalMemberAccess]
            "terms": [str(t.get("id").value) for t in tables["terms"] if t.get("id")],  # pyright: ignore[reportOptionalMemberAccess]
            "related": list(ids),
        }
        sources = [str(source.get("id")) for source in head.plain()["sources"]]
        for table in everything:
            for key, known in wanted.items():
                self._known(table, table.get(key), known, key)
            self._cited(table, table.node, sources)
        self._shared_aliases(tables["people"] + tables["terms"])

    def _known(self, table: Table, node: yaml.Node | None, known: list[str], key: str) -> None:
        items = node.value if isinstance(node, yaml.SequenceNode) else [node] if node else []
        for item in items:
            if isinstance(item, yaml.ScalarNode) and item.value not in known:
                self.report(table.file, item, f"{key}: there is no {item.value}{nearest(item.value, known)}")

    def _cited(self, table: Table, node: yaml.Node, sources: list[str]) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if (
                    key.value == "source"
                    and isinstance(value, yaml.ScalarNode)
                    and value.value not in sources
                ):
                    self.report(
                        table.file, value, f"unknown source {value.value}{nearest(value.value, sources)}"
                    )
                elif key.value in {"cite", "disputed"}:
                    self._cited(table, value, sources)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._cited(table, item, sources)

    def _shared_aliases(self, tables: list[Table]) -> None:
        owners: dict[str, str] = {}
        for table in tables:
            values = table.plain()
            own: set[str] = set()
            for key in ("name", "title", "aliases"):
                node = table.get(key)
                for item in node.value if isinstance(node, yaml.SequenceNode) else [node] if node else []:
                    alias = str(item.value).casefold()
                    owner = owners.get(alias)
                    if owner is not None and alias not in own:
                        self.report(
                            table.file, item, f"{item.value} names {owner} too; keep it for one of them"
                        )
                    own.add(alias)
                    owners.setdefault(alias, str(values.get("id")))
