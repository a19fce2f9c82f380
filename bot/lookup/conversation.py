"""What one conversation remembers, and how a later question leans on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates import Reading
from bot.lookup.query import Need, Sort, Unit

if TYPE_CHECKING:
    from bot.chronicle.model import Entry
    from bot.lookup.almanac import Almanac
    from bot.lookup.query import Query

_PERSONAL = frozenset(["he", "him", "his", "she", "her", "hers"])
_POINTING = frozenset(
    ["it", "its", "that", "this", "there", "they", "them", "their", "theirs", "those", "these", "then"]
)
_PEOPLE = frozenset({Sort.NAME, Sort.OFFICE})

_BESIDE = re.compile(
    r"\bthe (?:(?P<turn>next|following|previous|preceding) (?P<unit>day|week|month)"
    r"|(?P<length>day|week|month) (?P<side>after|before))\b(?=\s*[?.!]?\s*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """The last question as it was understood, and the entry that answered it."""

    query: Query
    answer: Entry | None = None


def beside(query: Query, before: Context, almanac: Almanac) -> Query:
    """“The next day” and “the week before” as those beside the answer before, not beside today."""
    match = _BESIDE.search(query.text)
    if not match or before.answer is None or before.answer.span is None:
        return query
    ahead = (match["turn"] or match["side"]).lower() in {"next", "following", "after"}
    day = before.answer.span.end if ahead else before.answer.span.start
    unit = (match["unit"] or match["length"]).lower()
    found = almanac.read(f"the {unit} {'after' if ahead else 'before'} {day}") if day else None
    if not isinstance(found, Reading):
        return query
    told = {word.lower() for word in match[0].split()}
    return replace(
        query,
        spans=(Reading(found.span, match[0], match.start(), match.end()),),
        units=tuple(unit for unit in query.units if unit.text not in told),
        invalid=None,
    )


_CIVIL = frozenset(
    [
        "thanks",
        "thank",
        "thx",
        "ty",
        "you",
        "so",
        "very",
        "much",
        "ok",
        "okay",
        "cool",
        "great",
        "nice",
        "good",
        "bye",
        "cheers",
        "lol",
        "haha",
        "wow",
    ]
)


def is_civil(query: Query) -> bool:
    """Whether somebody only says thanks or goodbye, which asks nothing."""
    return bool(query.words) and _CIVIL.issuperset(query.words)


def leans(query: Query) -> bool:
    """Whether a question can't stand alone: “and Bolton?”, “why did he?”, “when?”."""
    return _opens(query) or bool(_pronouns(query)) or not (query.units or query.spans)


def lean(query: Query, before: Context) -> Query:
    """The question with what it leaves open taken from the one before."""
    opening = _opens(query)
    units = query.units
    if opening or not units:
        named = any(unit.sort in _PEOPLE for unit in units)
        kept = tuple(unit for unit in before.query.units if not (named and unit.sort in _PEOPLE))
    elif _PERSONAL & _pronouns(query):
        kept = _people(before)
    else:
        kept = before.query.units
    have = {unit.text for unit in units}
    need = query.need if query.need is not Need.ANY or not opening else before.query.need
    return replace(
        query,
        units=units + tuple(unit for unit in kept if unit.text not in have),
        need=need,
        spans=query.spans or (before.query.spans if opening else ()),
        pairs=(),
        focus=query.focus,
    )


def _people(before: Context) -> tuple[Unit, ...]:
    """Whom “he” means: a person of the last question, else the one of its answer."""
    asked = tuple(unit for unit in before.query.units if unit.sort is Sort.NAME)
    answer = before.answer
    if answer is None or asked:
        return asked or before.query.units
    ids = (answer.id,) if answer.kind is Kind.PERSON else answer.people[:1]
    return tuple(Unit(Sort.NAME, one, ((f"@{one}", 1.0),)) for one in ids)


def _opens(query: Query) -> bool:
    words = query.words
    return words[:2] in {("what", "about"), ("how", "about")} or words[:1] in {("and",), ("also",)}


def _pronouns(query: Query) -> frozenset[str]:
    return frozenset(query.words) & (_PERSONAL | _POINTING)
