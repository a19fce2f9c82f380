"""Answer → plain dicts: the objects of the machine interface, ready for `json.dumps`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chronicle.citation import cite
from bot.chronicle.model import Kind
from bot.lookup.answer import headline
from bot.render.clean import clean
from bot.render.words import disagreement, offices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.chronicle.model import Chronicle, Citation, Entry
    from bot.lookup.answer import Answer, Found, ReadSpan


def to_dict(answer: Answer, chronicle: Chronicle) -> dict[str, object]:
    """The answer as one object: `status`, `answers`, `suggestions`, `message`, and `span` where one was read."""
    result: dict[str, object] = {
        "status": answer.status.value,
        "answers": [_found(found, chronicle) for found in answer.found],
        "suggestions": [clean(headline(entry)) for entry in answer.suggestions],
        "message": clean(answer.message),
    }
    if answer.span is not None:
        result["span"] = span_to_dict(answer.span)
    return result


def span_to_dict(read: ReadSpan) -> dict[str, object]:
    """The days as ISO dates, both included, `None` for an open end, and the words that they were read from."""
    start, end = read.span.start, read.span.end
    return {
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
        "text": clean(read.text),
    }


def _found(found: Found, chronicle: Chronicle) -> dict[str, object]:
    entry = found.entry
    result: dict[str, object] = {
        "id": entry.id,
        "kind": entry.kind.value,
        "title": entry.title,
        "date": entry.date,
        "text": full_text(entry),
        "citations": _citations(_all_citations(entry), chronicle),
        "score": round(found.score, 4),
        "people": [chronicle.by_id[person].title for person in entry.people if person in chronicle.by_id],
        "place": entry.place,
        "disputed": [
            {"text": other.text, "date": other.date, "citations": _citations(other.citations, chronicle)}
            for other in entry.disputed
        ],
    }
    if entry.kind is Kind.PERSON:
        result["offices"] = [
            {"title": office.title, "since": office.since, "until": office.until} for office in entry.offices
        ]
    return result


def full_text(entry: Entry) -> str:
    """The statement as a person reads it, with the offices held and whatever other sources say against it."""
    held = f"Offices: {'; '.join(offices(entry))}." if entry.offices else ""
    return " ".join(
        part for part in (entry.text, held, *(disagreement(other, entry) for other in entry.disputed)) if part
    )


def _all_citations(entry: Entry) -> Iterable[Citation]:
    disputes = (citation for other in entry.disputed for citation in other.citations)
    return dict.fromkeys((*entry.citations, *disputes))


def _citations(citations: Iterable[Citation], chronicle: Chronicle) -> list[dict[str, str]]:
    return [
        {
            "source": citation.source,
            "locator": citation.locator,
            "text": cite(chronicle.sources[citation.source], citation.locator),
        }
        for citation in citations
    ]
