"""What holds only between the entries of a pack: ids, references, sources, aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from bot.chronicle.model import as_asked
from bot.chronicle.nodes import items
from bot.chronicle.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from bot.chronicle.nodes import Table
    from bot.chronicle.problems import Problems


def check_references(head: Table | None, tables: dict[str, list[Table]], problems: Problems) -> None:
    """Ids that stand twice or nowhere, unknown sources, aliases that two entries share. `tables` has all files."""
    ids = _ids((table for kind in tables.values() for table in kind), problems)
    known = {
        "people": dict.fromkeys(table.text("id") for table in tables["people"]),
        "terms": dict.fromkeys(table.text("id") for table in tables["terms"]),
        "related": ids,
        "answer": ids,
    }
    sources = _source_ids(head, problems)
    for kind in tables.values():
        for table in kind:
            for key, choices in known.items():
                _references(table, key, choices, problems)
            if sources:
                _cited(table, table.node, sources, problems)
    # An event may go by the name of the thing that it is known for, but two events or two things may not share one.
    _shared_aliases([*tables["people"], *tables["terms"]], problems)
    _shared_aliases([*tables["events"], *tables["facts"]], problems)
    _twice_asked(tables["examples"], problems)


def _ids(tables: Iterable[Table], problems: Problems) -> dict[str, Table]:
    ids: dict[str, Table] = {}
    for table in tables:
        name = table.text("id")
        if name in ids:
            first = ids[name]
            where = f"{first.file}:{first.node.start_mark.line + 1}"
            problems.at(table.file, table.get("id"), f"the id {name} stands already in {where}; rename one")
        elif name:
            ids[name] = table
    return ids


def _source_ids(head: Table | None, problems: Problems) -> dict[str, None]:
    ids: dict[str, None] = {}
    for source in items(head.get("sources")) if head else ():
        pairs = source.value if isinstance(source, yaml.MappingNode) else ()
        for node in (
            value for key, value in pairs if key.value == "id" and isinstance(value, yaml.ScalarNode)
        ):
            if node.value in ids:
                problems.at("pack.yaml", node, f"the source {node.value} stands twice; rename one")
            ids[node.value] = None
    return ids


def _references(table: Table, key: str, known: Collection[str], problems: Problems) -> None:
    for item in items(table.get(key)):
        if isinstance(item, yaml.ScalarNode) and item.value not in known:
            problems.at(
                table.file, item, f"{key}: there is no {item.value}{nearest(item.value, list(known))}"
            )


def _cited(table: Table, node: yaml.Node, sources: Collection[str], problems: Problems) -> None:
    for part in items(node):
        for key, value in part.value if isinstance(part, yaml.MappingNode) else ():
            if key.value in ("cite", "disputed"):
                _cited(table, value, sources, problems)
            elif key.value == "source" and isinstance(value, yaml.ScalarNode) and value.value not in sources:
                problems.at(
                    table.file, value, f"unknown source {value.value}{nearest(value.value, list(sources))}"
                )


def _shared_aliases(tables: list[Table], problems: Problems) -> None:
    owners: dict[str, Table] = {}
    for table in tables:
        for node in _names(table):
            owner = owners.setdefault(str(node.value).casefold(), table)
            if owner is not table:
                message = f"{node.value} names {owner.text('id')} too; keep it for one of them"
                problems.at(table.file, node, message)


def _twice_asked(tables: list[Table], problems: Problems) -> None:
    asked: dict[str, tuple[str, yaml.Node]] = {}
    for table in tables:
        for node in (node for node in items(table.get("asked")) if isinstance(node, yaml.ScalarNode)):
            file, first = asked.setdefault(as_asked(str(node.value)), (table.file, node))
            if first is not node:
                where = f"{file}:{first.start_mark.line + 1}"
                problems.at(table.file, node, f"“{node.value}” stands already in {where}; keep it once")


def _names(table: Table) -> Iterator[yaml.Node]:
    for key in ("name", "aliases"):
        yield from (node for node in items(table.get(key)) if isinstance(node, yaml.ScalarNode))
