"""A chronicle → plain data, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chronicle.citation import cite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.chronicle.model import Chronicle, Citation, Entry

Json = dict[str, object]


def to_json(chronicle: Chronicle) -> Json:
    """The whole pack: `pack`, `sources`, `events`, `facts`, `people`, `terms`, ready for `json.dumps`."""
    pack = chronicle.pack
    return {
        "pack": {
            "id": pack.id,
            "title": pack.title,
            "period": {"start": _iso(pack.period.start), "end": _iso(pack.period.end)},
            "language": pack.language,
            "timezone": pack.timezone,
        },
        "sources": [dict(source.csl) for source in chronicle.sources.values()],
        "events": [_entry(entry, chronicle) for entry in chronicle.events],
        "facts": [_entry(entry, chronicle) for entry in chronicle.facts],
        "people": [_entry(entry, chronicle) for entry in chronicle.people],
        "terms": [_entry(entry, chronicle) for entry in chronicle.terms],
    }


def _iso(day: object) -> str | None:
    return str(day) if day else None


def _entry(entry: Entry, chronicle: Chronicle) -> Json:
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "title": entry.title,
        "text": entry.text,
        "date": entry.date,
        "place": entry.place,
        "type": entry.type,
        "citations": _citations(entry.citations, chronicle),
        "people": list(entry.people),
        "terms": list(entry.terms),
        "aliases": list(entry.aliases),
        "keywords": list(entry.keywords),
        "related": list(entry.related),
        "offices": [
            {
                "title": office.title,
                "since": office.since,
                "until": office.until,
                "aliases": list(office.aliases),
            }
            for office in entry.offices
        ],
        "disputed": [
            {"text": other.text, "date": other.date, "citations": _citations(other.citations, chronicle)}
            for other in entry.disputed
        ],
    }


def _citations(citations: Iterable[Citation], chronicle: Chronicle) -> list[Json]:
    return [
        {
            "source": citation.source,
            "locator": citation.locator,
            "text": cite(chronicle.sources[citation.source], citation.locator),
        }
        for citation in citations
    ]
