"""A source and a locator → one citation as scholars write it (Chicago, notes)."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from bot.chronicle.model import Source

_ARTICLES = {"article-journal", "article-magazine", "article-newspaper", "chapter", "webpage", "post-weblog"}

_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")


def cite(source: Source, locator: str) -> str:
    """The full citation of a place in a source, from whichever CSL fields the pack gives."""
    csl = source.csl
    container = " ".join(str(csl[key]) for key in ("container-title", "volume") if csl.get(key))
    issue = f", no. {csl['issue']}" if csl.get("issue") else ""
    issued = _issued(csl.get("issued"))
    pages = f": {csl['page']}".replace("-", "–") if csl.get("page") else ""
    publisher = str(csl.get("publisher") or "") if source.type not in _ARTICLES else ""
    imprint = ", ".join(part for part in (publisher, issued) if part)
    bare = source.type in _ARTICLES and not container
    if imprint and not bare:
        imprint = f" ({imprint})"
    place = f"{container}{issue}{imprint}{pages}".strip()
    authors = _authors(csl.get("author") or csl.get("editor"))
    if source.type in _ARTICLES:
        work = f"“{source.title},” {place}" if place else f"“{source.title}”"
    else:
        work = f"{source.title}, {place}" if container else f"{source.title} {place}".strip()
    parts = [part for part in (authors, work) if part]
    return _ended(", ".join([*parts, locator] if locator else parts))


def cite_briefly(source: Source, locators: str) -> str:
    """A later citation of a work that was cited in full before: its authors' family names and its main title."""
    csl = source.csl
    people = _listed(csl.get("author") or csl.get("editor"))
    families = [_family(person) for person in people]
    names = f"{families[0]} et al." if len(families) > 3 else _joined(families)
    title = source.title.split(":")[0]
    quoted = f"“{title},”" if source.type in _ARTICLES else f"{title},"
    return _ended(f"{names}, {quoted} {locators}" if names else f"{quoted} {locators}")


def by_whom(source: Source) -> str:
    """A work in a sentence: its whole title and its authors, if they are told."""
    authors = _authors(source.csl.get("author") or source.csl.get("editor"))
    return f"“{source.title}” by {authors}" if authors else f"“{source.title}”"


def _ended(citation: str) -> str:
    return citation if citation.endswith((".", "!", "?")) else f"{citation}."


def _authors(authors: object) -> str:
    names = [_name(person) for person in _listed(authors)]
    return f"{names[0]} et al." if len(names) > 3 else _joined(names)


def _listed(value: object) -> list[object]:
    return cast("list[object]", value if isinstance(value, list) else [value] if value else [])


def _joined(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _family(person: object) -> str:
    if not isinstance(person, dict):
        return str(person)
    fields = cast("dict[str, object]", person)
    return str(fields.get("family") or fields.get("literal") or fields.get("given") or "")


def _name(person: object) -> str:
    if not isinstance(person, dict):
        return str(person)
    fields = cast("dict[str, object]", person)
    parts = (str(fields[key]) for key in _NAME_PARTS if fields.get(key))
    return str(fields.get("literal") or " ".join(parts))


def _issued(issued: object) -> str:
    """The day, month or year of publication, or two of them; from EDTF or from the parts that CSL gives."""
    if isinstance(issued, dict):
        fields = cast("dict[str, object]", issued)
        dates = _listed(fields.get("date-parts")) or [
            [fields.get("year"), fields.get("month"), fields.get("day")]
        ]
        return "–".join(_day("-".join(str(part) for part in _listed(date) if part)) for date in dates)
    return "–".join(_day(date) for date in str(issued or "").split("/"))


def _day(date: str) -> str:
    match = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", date)
    if not match or not 1 <= int(match[2]) <= 12:
        return date
    day = f" {int(match[3])}," if match[3] else ""
    return f"{calendar.month_name[int(match[2])]}{day} {match[1]}"
