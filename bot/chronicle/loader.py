"""A folder of YAML → a frozen Chronicle, or every problem that it has, each with its file, line and column."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.chronicle.checker import Checker
from bot.chronicle.keys import FILES, files, misnamed
from bot.chronicle.model import Chronicle, Citation, Dispute, Entry, Example, Kind, Office, Pack, Source
from bot.chronicle.problems import Problem, Problems, TooManyError
from bot.chronicle.references import check_references
from bot.dates import edtf

if TYPE_CHECKING:
    from pathlib import Path

    from bot.chronicle.nodes import Table

MAX_TITLE = 80
MOST_TOLD = 10
KINDS = {"events": Kind.EVENT, "facts": Kind.FACT, "people": Kind.PERSON, "terms": Kind.TERM}


class PackError(ValueError):
    """A pack that cannot be used; `problems` says why, in order of file and line. Its text tells the first ones."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        rest = (
            f"\n… and {len(problems) - MOST_TOLD} more; `check` shows them all."
            if len(problems) > MOST_TOLD
            else ""
        )
        super().__init__("\n".join(map(str, problems[:MOST_TOLD])) + rest)
        self.problems = problems


def load(folder: Path) -> Chronicle:
    """The chronicle of a pack. Raises PackError with every problem where there is any."""
    chronicle, problems = _read(folder)
    if problems or chronicle is None:
        raise PackError(problems)
    return chronicle


def check(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a pack; none where it can be used."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Chronicle | None, tuple[Problem, ...]]:
    problems = Problems()
    head: Table | None = None
    tables: dict[str, list[Table]] = {}
    try:
        checker = Checker(folder, problems)
        head = checker.head()
        tables = {
            kind: [table for path in files(folder, kind) for table in checker.entries(path, kind)]
            for kind in FILES
        }
        for path, name in misnamed(folder):
            file = path.relative_to(folder).as_posix()
            problems.add(Problem(file, 1, 1, f"nothing reads {path.name}; call it {name}"))
        check_references(head, tables, problems)
    except OSError as error:
        message = f"{folder} cannot be read: {error.strerror}; name a folder that can"
        problems.add(Problem("pack.yaml", 1, 1, message))
    except TooManyError:
        pass  # whoever mends those will run the check again
    found = problems.sorted()
    return (None, found) if found or head is None else (_chronicle(head, tables), ())


def _chronicle(head: Table, tables: dict[str, list[Table]]) -> Chronicle:
    values = head.plain()
    pack = Pack(
        str(values["id"]),
        str(values["title"]),
        edtf.parse(str(values["period"])),
        str(values.get("language", "en")),
        str(values.get("timezone", "UTC")),
    )
    sources = {
        str(csl["id"]): Source(
            str(csl["id"]), str(csl.get("type", "document")), str(csl["title"]), MappingProxyType(csl)
        )
        for csl in values["sources"]
    }
    entries = {kind: tuple(_entry(table.plain(), KINDS[kind]) for table in tables[kind]) for kind in KINDS}
    events = tuple(sorted(entries["events"], key=_days))
    by_id = {entry.id: entry for kind in KINDS for entry in entries[kind]}
    return Chronicle(
        pack,
        MappingProxyType(sources),
        events,
        entries["facts"],
        entries["people"],
        entries["terms"],
        MappingProxyType(by_id),
        tuple(example for table in tables["examples"] for example in examples(table.plain())),
    )


def examples(values: dict[str, Any]) -> list[Example]:
    """The examples of one mapping of `examples.yaml`."""
    answers = _strings(values.get("answer"))
    return [Example(text, answers) for text in _strings(values["asked"])]


def _days(entry: Entry) -> tuple[str, str]:
    return (str(entry.span.start), str(entry.span.end)) if entry.span else ("", "")


def _entry(values: dict[str, Any], kind: Kind) -> Entry:
    date = _date(values.get("date"))
    entry = Entry(
        id=values["id"],
        kind=kind,
        title=values.get("title") or values.get("name") or _headline(values["text"]),
        text=" ".join(values["text"].split()),
        citations=_citations(values["cite"]),
        date=date,
        span=edtf.parse(date) if date else None,
    )
    several = {
        key: _strings(values.get(key)) for key in ("people", "terms", "aliases", "keywords", "related")
    }
    return replace(
        entry,
        **several,
        place=values.get("place"),
        type=values.get("type"),
        disputed=tuple(_dispute(dispute) for dispute in _mappings(values.get("disputed"))),
        offices=tuple(_office(office) for office in _mappings(values.get("offices"))),
    )


def _strings(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _mappings(value: dict[str, Any] | list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """A list of mappings, for which one mapping may stand by itself."""
    return [value] if isinstance(value, dict) else value or []


def _date(value: str | None) -> str | None:
    return value.strip() if value else None


def _citations(value: dict[str, str] | list[dict[str, str]]) -> tuple[Citation, ...]:
    return tuple(Citation(cite["source"], cite["at"]) for cite in _mappings(value))


def _dispute(values: dict[str, Any]) -> Dispute:
    date = _date(values.get("date"))
    return Dispute(values["text"], _citations(values["cite"]), date, edtf.parse(date) if date else None)


def _office(values: dict[str, Any]) -> Office:
    return Office(
        values["title"],
        _date(values.get("since")),
        _date(values.get("until")),
        _strings(values.get("aliases")),
    )


def _headline(text: str) -> str:
    """The first sentence of a text, cut at a word where it is long."""
    sentence = text.strip().split(". ")[0].rstrip(".")
    if len(sentence) <= MAX_TITLE:
        return sentence
    return sentence[:MAX_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + "…"
