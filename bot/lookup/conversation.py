"""What one conversation remembers, and how a later question leans on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates import Reading, edtf
from bot.dates.span import Span
from bot.lookup.query import Need, Sort, Unit
from bot.lookup.rank import NAMED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.chronicle.model import Entry
    from bot.lookup.almanac import Almanac
    from bot.lookup.query import Query

_PERSONAL = frozenset(["he", "him", "his", "she", "her", "hers"])
_POINTING = frozenset(
    ["it", "its", "that", "this", "there", "they", "them", "their", "theirs", "those", "these", "then"]
)
_PEOPLE = frozenset({Sort.NAME, Sort.OFFICE})
_NAMED = NAMED | {Sort.FOREIGN}
_ASKING = frozenset({Need.WHO, Need.WHERE, Need.WHY, Need.HOW, Need.COUNT, Need.AMOUNT, Need.DURATION})
MOST_BARE = 1  # words of a question that can hardly stand alone
ARRIVAL = timedelta(92)  # within which somebody who is named for an office takes it

_BESIDE = re.compile(
    r"\b(?:the (?P<turn>next|following|previous|preceding) (?P<unit>day|week|month)"
    r"|(?P<count>the|an?|\w+) (?P<length>day|week|month)s?"
    r" (?P<side>after(?:wards?)?|later|before|earlier)(?: (?:that|this))?)\b"
    r"(?=\s*[?.!]?\s*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """The last question as it was understood, the entry that answered it, and those that did nearly as well."""

    query: Query
    answer: Entry | None = None
    others: tuple[Entry, ...] = ()


_ONWARD = re.compile(
    r"(?:so |and |ok(?:ay)?,? )?(?:(?:what (?:happened|came|comes|else happened|followed)(?: next)? )?(?:right |just )?"
    r"(?P<order>after|before)(?: (?:that|this|it|then))?"
    r"|(?P<next>(?:then )?what(?: happened| came| comes)? next|and then(?: what)?|then what|what(?: happened)? then))"
    r"[?.! ]*",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"(?:so |and |what about )*(?:the )?(?:(?P<turn>next|following|previous|preceding) (?:one|time)"
    r"|one (?P<side>after|before)(?: (?:that|this|it))?)[?.! ]*",
    re.IGNORECASE,
)
_AHEAD = frozenset({"after", "next", "following"})
_SINGLE = frozenset({"the", "a", "an", "one"})
_LATER = _AHEAD | {"afterward", "afterwards", "later"}
_OTHER = re.compile(
    r"(?:no|nope|nah|not that(?: one)?|i meant?|sorry|and|what about|how about|[,.;! ])*\b"
    r"(?:the other(?: one)?|another(?: one)?|(?P<else>who|what|anyone|anybody|anything|any) (?:else|others?))[?.! ]*",
    re.IGNORECASE,
)
_PEOPLE_ELSE = frozenset({"who", "anyone", "anybody"})
_OF_THOSE = re.compile(
    r"(?:so |and )*(?:(?:when|what|which|where) (?:was|is) |(?:what|how) about )?the (?:very )?"
    r"(?:first|earliest|second|2nd|third|3rd|fourth|4th|last|latest)(?: (?:one|time|of (?:them|those|these)))?[?.! ]*",
    re.IGNORECASE,
)


def onward(query: Query) -> bool | None:
    """Whether it is asked what came after the last answer (true: “and after that?”), before it (false), or neither."""
    match = _ONWARD.fullmatch(query.text.strip())
    return bool(match["next"]) or match["order"].lower() in _AHEAD if match else None


def another(query: Query) -> bool | None:
    """Whether the next entry of the same sort is asked for (true), the one before (false), or neither."""
    match = _ANOTHER.fullmatch(query.text.strip())
    return (match["turn"] or match["side"]).lower() in _AHEAD if match else None


def other(query: Query, before: Context) -> tuple[Entry, ...] | None:
    """What else answered the last question, where only that is asked (“no, the other one”); `None` where it isn't."""
    match = _OTHER.fullmatch(query.text.strip())
    if not match or before.answer is None:
        return None
    if (match["else"] or "").lower() not in _PEOPLE_ELSE:
        return before.others
    named = {target for unit in before.query.units for target in unit.targets}
    known = named | set(before.answer.people)
    return tuple(entry for entry in before.others if set(entry.people) - known)


def is_one_of_those(query: Query) -> bool:
    """Whether one of several entries that the last question was about is asked for: “when was the first?”."""
    return bool(_OF_THOSE.fullmatch(query.text.strip()))


def beside(query: Query, before: Context, almanac: Almanac) -> Query:
    """“The next day” and “the week before” as those beside the answer before, not beside today."""
    match = _BESIDE.search(query.text)
    if not match or before.answer is None or before.answer.span is None:
        return query
    ahead = (match["turn"] or match["side"]).lower() in _LATER
    day = before.answer.span.end if ahead else before.answer.span.start
    unit = (match["unit"] or match["length"]).lower()
    count = (match["count"] or "the").lower()
    apart = f"{count} {unit}{'' if count in _SINGLE else 's'}"
    found = almanac.read(f"{apart} {'after' if ahead else 'before'} {day}") if day else None
    if not isinstance(found, Reading):
        return query
    told = {word.lower() for word in match[0].split()}
    return replace(
        query,
        spans=(Reading(found.span, match[0], match.start(), match.end()),),
        units=tuple(unit for unit in query.units if not any(word.startswith(unit.text) for word in told)),
        invalid=None,
    )


def leans(query: Query) -> bool:
    """Whether a question can't stand alone: “and Bolton?”, “why did he?”, “when?”."""
    return _opens(query) or bool(_pronouns(query)) or not (query.units or query.spans)


def hangs(query: Query) -> bool:
    """Whether a question asks something of what was told, and names nothing itself: “who took part?”, “how many?”."""
    return (
        query.need in _ASKING
        and len(query.units) <= MOST_BARE
        and not query.spans
        and not names_something(query)
    )


def names_something(query: Query) -> bool:
    """Whether a question names people, places or anything else by its name."""
    return any(unit.sort in _NAMED for unit in query.units)


def is_of_someone(query: Query) -> bool:
    """Whether a question says nothing without the person whom it points at: “who replaced him?” is nobody else's."""
    return bool(_PERSONAL & _pronouns(query)) and not any(unit.sort in _PEOPLE for unit in query.units)


def lean(query: Query, before: Context, by_id: Mapping[str, Entry]) -> Query:
    """The question with what it leaves open taken from the one before."""
    opening = _opens(query)
    units = query.units
    then = _then(query, before)
    if then is not None:
        return replace(query, spans=(then,), pairs=())
    if opening or not units:
        named = any(unit.sort in _PEOPLE for unit in units)
        kept = tuple(unit for unit in before.query.units if not (named and unit.sort in _PEOPLE))
    elif _PERSONAL & _pronouns(query):
        kept = _people(before, by_id)
    else:
        kept = before.query.units
    have = {unit.text for unit in units}
    need = query.need if query.need is not Need.ANY or not opening else before.query.need
    return replace(
        query,
        units=units + tuple(unit for unit in kept if unit.text not in have),
        need=need,
        spans=query.spans or (before.query.spans if opening or not units or not before.query.units else ()),
        pairs=(),
        focus=query.focus,
    )


def _then(query: Query, before: Context) -> Reading | None:
    """The days of the answer before, where it is asked who held an office “then”."""
    answer = before.answer
    if (
        "then" not in query.words
        or query.spans
        or answer is None
        or answer.span is None
        or answer.date is None
    ):
        return None
    if not any(unit.sort is Sort.OFFICE for unit in query.units):
        return None
    return Reading(answer.span, edtf.label(answer.date), 0, len(query.text))


def _people(before: Context, by_id: Mapping[str, Entry]) -> tuple[Unit, ...]:
    """Whom “he” means: a person of the last question, else the one of its answer, first who left an office by it."""
    asked = tuple(unit for unit in before.query.units if unit.sort is Sort.NAME)
    people = tuple(unit for unit in asked if any(_is_person(one, by_id) for one in unit.targets[:1]))
    answer = before.answer
    named = before.query.named
    if answer and answer.kind is Kind.PERSON and before.query.need is Need.WHO and answer.id not in named:
        return _naming(answer.id)  # “who replaced Nixon” – Ford
    arrived = _who_arrives(before.query, answer, named, by_id) if answer else ""
    if arrived:
        return _naming(arrived)
    if answer is None or people:
        return people or asked or before.query.units
    ids = (answer.id,) if answer.kind is Kind.PERSON else answer.people
    if not ids:
        return asked or before.query.units
    one = next((one for one in ids if one in by_id and _leaves_by(by_id[one], answer)), ids[0])
    return _naming(one)


def _naming(entry: str) -> tuple[Unit, ...]:
    """What names just one entry, by its id."""
    return (Unit(Sort.NAME, entry, ((f"@{entry}", 1.0),)),)


def _is_person(target: str, by_id: Mapping[str, Entry]) -> bool:
    return target in by_id and by_id[target].kind is Kind.PERSON


def _who_arrives(query: Query, answer: Entry, named: frozenset[str], by_id: Mapping[str, Entry]) -> str:
    """Who takes the office that somebody named leaves: behind “who replaced Nixon?” and an event, “he” is Ford."""
    gone = any(one in by_id and _leaves_by(by_id[one], answer) for one in named)
    if query.need is not Need.WHO or not gone or answer.span is None or answer.span.end is None:
        return ""
    soon = Span(answer.span.start, answer.span.end + ARRIVAL)
    arrived = [
        one
        for one in answer.people
        if one not in named
        and one in by_id
        and any(office.since and edtf.parse(office.since).overlaps(soon) for office in by_id[one].offices)
    ]
    return arrived[0] if len(arrived) == 1 else ""


def _leaves_by(person: Entry, event: Entry) -> bool:
    """Whether somebody's office ended with an event: of “Trump dismisses Tillerson”, “he” is Tillerson."""
    ends = (edtf.parse(office.until) for office in person.offices if office.until)
    return event.span is not None and any(end.overlaps(event.span) for end in ends)


def _opens(query: Query) -> bool:
    words = query.words
    return words[:2] in {("what", "about"), ("how", "about")} or words[:1] in {("and",), ("also",)}


def _pronouns(query: Query) -> frozenset[str]:
    return frozenset(query.words) & (_PERSONAL | _POINTING)
