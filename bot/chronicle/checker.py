"""Holds the YAML of a pack against the rules, file by file, and gathers every problem."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from bot.chronicle.keys import KEYS, LANGUAGE, PARTS, REQUIRED
from bot.chronicle.nodes import Table, UnreadableError, compose, is_empty, items
from bot.chronicle.problems import Problem, Problems, nearest
from bot.dates import edtf

if TYPE_CHECKING:
    from pathlib import Path

    from bot.dates.span import Span

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_TAG = "tag:yaml.org,2002:"
_OTHERS = {
    f"{_TAG}int": "a number",
    f"{_TAG}float": "a number",
    f"{_TAG}bool": "true or false to YAML",
    f"{_TAG}timestamp": "a date",
}


class Checker:
    """Reads the files of one pack. What is wrong with each by itself goes to `problems`."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self.folder = folder
        self.problems = problems

    def head(self) -> Table | None:
        """The mapping of pack.yaml."""
        path = self.folder / "pack.yaml"
        if not path.exists():
            self.problems.at(
                "pack.yaml", None, f"there is no pack.yaml in {self.folder}; name a folder that holds one"
            )
            return None
        read, node = self._compose(path)
        if not read:
            return None
        if not isinstance(node, yaml.MappingNode):
            what = "no mapping" if node else "empty"
            self.problems.at("pack.yaml", node, f"the file is {what}; write `key: value` lines")
            return None
        table = Table("pack.yaml", node)
        self._mapping(table, KEYS["pack"], REQUIRED["pack"])
        period = self._span(table.get("period"))
        if period and not (period.start and period.end):
            self.problems.at(
                "pack.yaml", table.get("period"), "the period has an open end; give its first and last day"
            )
        return table

    def entries(self, path: Path, kind: str) -> list[Table]:
        """The entries of one file."""
        file = path.relative_to(self.folder).as_posix()
        read, node = self._compose(path)
        if not read:
            return []
        if not isinstance(node, yaml.SequenceNode):
            if node is not None:  # an empty file is an empty list
                self.problems.at(file, node, "the file is no list; begin each entry with `- id: …`")
            return []
        tables: list[Table] = []
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                tables.append(Table(file, item))
                self._mapping(tables[-1], KEYS[kind], REQUIRED[kind])
            else:
                self.problems.at(file, item, "an entry is a mapping; begin it with `- id: …`")
        return tables

    def _compose(self, path: Path) -> tuple[bool, yaml.Node | None]:
        """Whether the file could be read, and its node; `None` where it is empty."""
        try:
            return True, compose(path)
        except UnreadableError as error:
            file = path.relative_to(self.folder).as_posix()
            self.problems.add(Problem(file, error.line, error.column, error.message))
            return False, None

    def _keys(self, table: Table) -> set[str]:
        """The keys of a mapping, each once."""
        seen: set[str] = set()
        for key, _ in table.node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problems.at(
                    table.file, key, f"a key is one word, not a {_form(key)}; write `key: value`"
                )
            elif key.value in seen:
                self.problems.at(table.file, key, f"the key {key.value} stands twice; keep one")
            else:
                seen.add(key.value)
        return seen

    def _mapping(self, table: Table, keys: dict[str, str], required: tuple[str, ...]) -> None:
        seen = self._keys(table)
        for key, value in table.node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in keys:
                self._value(table.file, value, keys[key.value], key.value)
            else:
                self.problems.at(table.file, key, f"unknown key {key.value}{nearest(key.value, list(keys))}")
        for key in required:
            if key not in seen:
                self.problems.at(table.file, table.node, f"{key} is missing; add `{key}: …`")

    def _value(self, file: str, node: yaml.Node, wanted: str, name: str) -> None:
        if wanted in {"text", "id", "word", "date", "language", "timezone"}:
            self._scalar(file, node, wanted, name)
        elif wanted in {"strings", "ids"}:
            for item in items(node):
                self._scalar(file, item, "word", name)
        elif wanted == "sources":
            self._sources(file, node)
        else:
            self._parts(file, node, wanted, name)

    def _parts(self, file: str, node: yaml.Node, wanted: str, name: str) -> None:
        if wanted == "citations" and not items(node):
            self.problems.at(file, node, f"{name} is empty; name at least one")
        for item in items(node):
            if not isinstance(item, yaml.MappingNode):
                sample = ", ".join(f"{key}: …" for key in PARTS[wanted][1])
                self.problems.at(file, item, f"{name} takes mappings, such as {{{sample}}}")
                continue
            table = Table(file, item)
            self._mapping(table, *PARTS[wanted])
            if wanted == "offices":
                self._office(table)

    def _office(self, table: Table) -> None:
        since, until = self._span(table.get("since")), self._span(table.get("until"))
        if since and until and since.start and until.end and until.end < since.start:
            message = f"until {table.text('until')} is before since {table.text('since')}; swap or mend them"
            self.problems.at(table.file, table.get("until"), message)

    def _span(self, node: yaml.Node | None) -> Span | None:
        """The days of a date that is right; one that is wrong is told elsewhere."""
        try:
            return edtf.parse(str(node.value)) if isinstance(node, yaml.ScalarNode) else None
        except ValueError:
            return None

    def _scalar(self, file: str, node: yaml.Node, wanted: str, name: str) -> None:
        if not isinstance(node, yaml.ScalarNode):
            self.problems.at(
                file, node, f"{name} takes plain text, not a {_form(node)}; write it on one line"
            )
        elif is_empty(node):
            self.problems.at(file, node, f"{name} is empty; write it or leave the key out")
        elif wanted in {"text", "id"} and node.tag in _OTHERS:
            self.problems.at(
                file, node, f"{name} takes text, and {node.value} is {_OTHERS[node.tag]}; put it in quotes"
            )
        elif wanted == "id" and not _ID.fullmatch(node.value):
            message = f"the id {node.value!r} is not kebab-case; write small-letters-and-hyphens"
            self.problems.at(file, node, message)
        elif wanted == "date":
            self._date(file, node, name)
        elif wanted == "language" and not re.match(LANGUAGE, node.value):
            self.problems.at(file, node, f"{node.value} is no code of a language; write one such as en")
        elif wanted == "timezone" and not _is_time_zone(node.value):
            self.problems.at(file, node, f"there is no time zone {node.value}; write one such as Asia/Tokyo")

    def _date(self, file: str, node: yaml.ScalarNode, name: str) -> None:
        try:
            span = edtf.parse(node.value)
        except ValueError as error:
            self.problems.at(file, node, f"{name}: {error}")
        else:
            if not (span.start or span.end):
                self.problems.at(file, node, f"{name} is open at both ends; give at least one")

    def _sources(self, file: str, node: yaml.Node) -> None:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.problems.at(file, node, "sources takes a list of CSL mappings; name at least one")
            return
        for item in node.value:
            if not isinstance(item, yaml.MappingNode):
                self.problems.at(file, item, "a source is a mapping, such as {id: …, title: …}")
                continue
            table = Table(file, item)
            missing = [key for key in ("id", "title") if key not in self._keys(table)]
            if missing:
                self.problems.at(file, item, f"a source needs {' and '.join(missing)}; add what is missing")
            for key in ("id", "type", "title"):
                value = table.get(key)
                if value is not None:
                    self._scalar(file, value, "word", key)


def _form(node: yaml.Node) -> str:
    """“mapping” or “sequence”."""
    return "mapping" if isinstance(node, yaml.MappingNode) else "sequence"


def _is_time_zone(name: str) -> bool:
    """Whether IANA knows the name; any is good where the system keeps no list."""
    from zoneinfo import ZoneInfo  # not for packs without one

    def known(zone: str) -> bool:
        try:
            return bool(ZoneInfo(zone))
        except (OSError, ValueError, KeyError):  # a folder, a path that leads out, a stranger
            return False

    return known(name) or not known("Europe/London")
