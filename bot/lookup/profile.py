"""Who or what somebody or something is: the profile, and then the deeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates import edtf
from bot.dates.span import Span
from bot.lookup.almanac import lies_in
from bot.lookup.answer import Answer, Found, ReadSpan, Status, headline
from bot.lookup.index import alias_key
from bot.lookup.query import Need, Sort, Unit
from bot.lookup.question import Command
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.chronicle.model import Chronicle, Entry, Office
    from bot.lookup.index import Index
    from bot.lookup.language import Language
    from bot.lookup.query import Query
    from bot.lookup.rank import Ranker

FIRST, THEN = 0.95, 0.9
FEW = 3
_LEADING = frozenset(
    {"run", "lead", "head", "command", "rule", "govern", "chair", "manag", "direct", "charg", "in charg"}
)
_HEADS = frozenset({
    "president", "minister", "premier", "chancellor", "king", "queen", "emperor", "empress", "kaiser", "tsar", "sultan",
    "pope", "leader", "chairman", "chairwoman", "chair", "chief", "commander", "head", "director", "administrator",
    "manager", "secretary", "secretary-general", "governor", "mayor",
})  # fmt: skip
_BODIES = {
    "minister": ("ministry of {}", "{} ministry"),
    "secretary": ("department of {}", "{} department", "ministry of {}"),
}
AFTER = frozenset({"after", "followed", "succeeded", "replaced", "successor", "next"})
_TAKING = frozenset({"becoming", "being", "taking", "getting", "serving", "holding", "leaving"})
BEFORE = frozenset({"before", "preceded", "predecessor", "previous"})
VACANT = 62  # days for which an office may have been empty before it was filled
IN_TURN = frozenset({"replac", "succeed", "follow", "come after", "take over from", "take over"})
_REPLACED = re.compile(
    r"(?:so |and )*whom? (?:did|does) (?:[\w.'’-]+ ){1,4}?(?:replace|succeed|follow|take over from)[?.! ]*",
    re.IGNORECASE,
)
LONGEST_COUNTRY = 3  # words
FITS = 0.5  # how strongly a holder must touch what else the question says about the office


def profile(
    command: Command, query: Query, chronicle: Chronicle, index: Index, ranker: Ranker, language: Language
) -> Answer | None:
    """The answer to a question for a person, office or term alone, perhaps at a time; `None` for other questions."""
    if command is Command.WHEN or query.need not in {Need.ANY, Need.WHO, Need.DEFINITION}:
        return None
    following = _next_in_office(query, chronicle, index)
    if following is not None:
        return following
    head = _head_of(query, chronicle, index)
    if head is not None:
        return head
    unit = _subject(query, chronicle)
    if unit is None or (len(query.units) > 1 and unit.sort is not Sort.OFFICE):
        return None
    read = _days_read(query)
    span = read.span if read else None
    about = [chronicle.by_id[target] for target in unit.targets if target in chronicle.by_id]
    if unit.sort is Sort.OFFICE:
        about = _fitting(about, unit, query, index, ranker, language)
        about = _holders(about, unit.text, span, chronicle.pack.period, index)
        elsewhere = any(_countries(other.text, language) for other in query.units if other is not unit)
        if not about and (span is not None or elsewhere) and query.need is Need.WHO:
            return _nobody(unit, query, chronicle)
        return _held(about, unit, read, chronicle, index) if about else None
    if not about:
        return None
    deeds = _deeds(about, chronicle, span, index)
    if span is not None and not deeds:
        return None  # the chronicle has nothing of them at that time
    deeds_first = deeds and (span is not None or _names_an_event(command, query, about, deeds))
    found = _found(deeds, about) if deeds_first else _found(about, deeds)
    return Answer(Status.ANSWERED, headline(found[0].entry), found, (), read)


def _days_read(query: Query) -> ReadSpan | None:
    """The first days that a question names."""
    return ReadSpan(query.spans[0].span, query.spans[0].text) if query.spans else None


def _found(first: list[Entry], then: list[Entry]) -> tuple[Found, ...]:
    return (*(Found(entry, FIRST) for entry in first), *(Found(entry, THEN) for entry in then))


def _held(
    holders: list[Entry], office: Unit, read: ReadSpan | None, chronicle: Chronicle, index: Index
) -> Answer:
    """That people held an office, perhaps in the days that were read, and what they did then."""
    span = read.span if read else None
    found = _found(holders, _deeds(holders, chronicle, span, index))
    return Answer(Status.ANSWERED, _in_office(holders, office, span, chronicle, index), found, (), read)


def _nobody(office: Unit, query: Query, chronicle: Chronicle) -> Answer:
    """That the sources name nobody for an office, there or in the days asked for, with those whom they name at all."""
    holders = tuple(chronicle.by_id[target] for target in office.targets if target in chronicle.by_id)
    then = " then" if query.spans else ""
    message = f"Nothing in “{chronicle.pack.title}” tells who held this office{then}."
    return Answer(Status.NOT_FOUND, message, (), holders[:FEW], _days_read(query))


def _head_of(query: Query, chronicle: Chronicle, index: Index) -> Answer | None:
    """Who holds, or held then, the office at the head of what is named: “who runs Pacific Command”."""
    named = [unit for unit in query.units if unit.sort is Sort.NAME]
    rest = [unit for unit in query.units if unit.sort is not Sort.NAME]
    if query.need is not Need.WHO or not named or len(rest) != 1 or rest[0].text not in _LEADING:
        return None
    if any(not _is_thing(unit, chronicle) for unit in named[1:]):  # the ministry of defense *in Japan*
        return None
    read = _days_read(query)
    for office in _offices_at_head(named[0], chronicle, index):
        ids = dict.fromkeys(holder for holder, _ in index.offices.get(tuple(office.text.split()), ()))
        people = [chronicle.by_id[holder] for holder in ids]
        about = _holders(people, office.text, read.span if read else None, chronicle.pack.period, index)
        if about:
            return _held(about, office, read, chronicle, index)
    return None


def _offices_at_head(named: Unit, chronicle: Chronicle, index: Index) -> Iterator[Unit]:
    """The offices of the chronicle that are the head's of what a unit names: Director of the CIA, King of Spain."""
    titles = dict.fromkeys(office.title for person in chronicle.people for office in person.offices)
    for title in titles:
        head, of, body = title.partition(" of ")
        if not of:  # CIA Director
            body, _, head = title.rpartition(" ")
        rank = head.split()[-1].lower()
        if not body or rank not in _HEADS:
            continue
        written = (body, *(form.format(body) for form in _BODIES.get(rank, ())))
        bodies = {target for form in written for target in index.names.get(alias_key(form), ())}
        if not bodies.isdisjoint(named.targets[:1]):
            yield Unit(Sort.OFFICE, " ".join(alias_key(title)))


def _next_in_office(query: Query, chronicle: Chronicle, index: Index) -> Answer | None:
    """Who held an office right after or before somebody who is named: “prime minister after Eden”."""
    order = bool(AFTER.intersection(query.words)) - bool(BEFORE.intersection(query.words))
    office = next((unit for unit in query.units if unit.sort is Sort.OFFICE), None)
    named = query.named
    if (
        not order
        or office is None
        or not named
        or sum(unit.sort is Sort.NAME and _is_person(unit, chronicle) for unit in query.units) > 1
        or _is_of_career(query)
        or query.need not in {Need.WHO, Need.ANY}
    ):
        return None
    terms = index.offices[tuple(office.text.split())]
    own = next((held for person, held in terms if person in named), None)
    end = own and (own.until if order > 0 else own.since)
    if own is None and len(terms) == 1 and order > 0:
        return _only_holder(terms[0], named, office, chronicle, index)
    if own is None or not end:
        return None
    beyond = [
        (held.since if order > 0 else held.until, person)
        for person, held in terms
        if person not in named and held.title == own.title and _is_beyond(held, end, order)
    ]
    if not beyond:
        return None
    _, person = min(beyond) if order > 0 else max(beyond)
    return _held([chronicle.by_id[person]], office, None, chronicle, index)


def _only_holder(
    term: tuple[str, Office], named: frozenset[str], office: Unit, chronicle: Chronicle, index: Index
) -> Answer | None:
    """Who alone held an office, if not before those who are named left theirs: “acting secretary after Tillerson”."""
    person, held = term
    left = [
        own.until
        for one in named
        if one in chronicle.by_id
        for own in chronicle.by_id[one].offices
        if own.until
    ]
    if not left or not held.until or held.until < min(left):
        return None
    return _held([chronicle.by_id[person]], office, None, chronicle, index)


def _is_person(unit: Unit, chronicle: Chronicle) -> bool:
    return any(chronicle.by_id[one].kind is Kind.PERSON for one in unit.targets if one in chronicle.by_id)


def _is_of_career(query: Query) -> bool:
    """Whether the order is that of somebody's own career: “what did Pompeo do before becoming secretary”."""
    words = query.words
    at = next((at for at, word in enumerate(words) if word in {"before", "after"}), len(words))
    return any(word in _TAKING for word in words[at + 1 : at + 2])


def in_turn(query: Query, chronicle: Chronicle, index: Index) -> Answer | None:
    """Who held the office of somebody who is named right after or before them, by the dates of the offices alone.

    For “who replaced Eden”, where no entry tells it outright.
    """
    people = [unit.targets[0] for unit in query.units if unit.sort is Sort.NAME and unit.targets]
    verbs = [unit for unit in query.units if unit.sort is not Sort.NAME]
    if len(people) != 1 or len(verbs) != 1 or verbs[0].text not in IN_TURN or query.negated:
        return None
    order = -1 if is_of_the_one_before(query) else 1
    for held in chronicle.by_id[people[0]].offices if people[0] in chronicle.by_id else ():
        follower = _beside(held, order, people[0], index)
        if follower is not None:
            office = Unit(Sort.OFFICE, " ".join(alias_key(held.title)))
            return _held([chronicle.by_id[follower]], office, None, chronicle, index)
    return None


def is_of_the_one_before(query: Query) -> bool:
    """Whether somebody is named who came after the one asked for: “whom did Bolton replace?”."""
    return bool(_REPLACED.fullmatch(query.text.strip()))


def _beside(held: Office, order: int, own: str, index: Index) -> str | None:
    """Who came into the same office when it was left, or left it when it was entered."""
    turn = held.until if order > 0 else held.since
    if not turn:
        return None
    for person, other in index.offices.get(alias_key(held.title), ()):
        met = other.since if order > 0 else other.until
        if person != own and other.title == held.title and met and _meet(met, turn, order):
            return person
    return None


def _meet(met: str, turn: str, order: int) -> bool:
    """Whether one came within a few weeks after the other went; only days tell."""
    one, other = edtf.parse(met).start, edtf.parse(turn).start
    exact = len(met) == len(turn) == len("1957-01-10")
    return exact and one is not None and other is not None and 0 <= (one - other).days * order <= VACANT


def _is_beyond(held: Office, end: str, order: int) -> bool:
    return bool(held.since and held.since >= end) if order > 0 else bool(held.until and held.until <= end)


def _names_an_event(command: Command, query: Query, about: list[Entry], deeds: list[Entry]) -> bool:
    """Whether a bare term stands for the one or two events that it is known for: “Panmunjom”."""
    asked_plainly = command is Command.ASK and query.need is Need.ANY
    return (
        asked_plainly
        and about[0].kind is Kind.TERM
        and len(deeds) <= FEW
        and deeds[:1] != []
        and deeds[0].kind is Kind.EVENT
    )


def _subject(query: Query, chronicle: Chronicle) -> Unit | None:
    """The one office of the question, perhaps with its country, or its only unit where that is a name."""
    offices = [unit for unit in query.units if unit.sort is Sort.OFFICE]
    if len(offices) == 1 and all(unit in offices or _is_thing(unit, chronicle) for unit in query.units):
        return offices[0]
    return query.units[0] if len(query.units) == 1 and query.units[0].sort is Sort.NAME else None


def _is_thing(unit: Unit, chronicle: Chronicle) -> bool:
    """Whether a unit names a place or another term, which may tell one office from another."""
    targets = [chronicle.by_id[target] for target in unit.targets if target in chronicle.by_id]
    return unit.sort is Sort.PLACE or (bool(targets) and all(target.kind is Kind.TERM for target in targets))


def _fitting(
    people: list[Entry], office: Unit, query: Query, index: Index, ranker: Ranker, language: Language
) -> list[Entry]:
    """The holders who touch everything else that is said: the prime minister *of Japan*."""
    others = [unit for unit in query.units if unit is not office]
    asked = {country for unit in others for country in _countries(unit.text, language)}
    return [
        person
        for person in people
        if not _is_of_other_country(_offices(person, office.text, index), asked, language)
        and all(ranker.touch(unit)[0].get(index.numbers[person.id], 0.0) >= FITS for unit in others)
    ]


def _countries(text: str, language: Language) -> set[str]:
    """The countries that a text names, by the first of their names."""
    said = [word.text for word in words(text)]
    names = (
        " ".join(said[at:end]) for at in range(len(said)) for end in range(at + 1, at + 1 + LONGEST_COUNTRY)
    )
    return {language.within[name][0] for name in names if name in language.countries}


def _is_of_other_country(offices: list[Office], asked: set[str], language: Language) -> bool:
    """Whether all that somebody was is told to be of another country: there is no vice president of Japan."""
    told = [
        {country for name in (one.title, *one.aliases) for country in _countries(name, language)}
        for one in offices
    ]
    return bool(asked) and bool(told) and all(own and asked.isdisjoint(own) for own in told)


def _holders(people: list[Entry], office: str, span: Span | None, period: Span, index: Index) -> list[Entry]:
    """Those who held the office in the days asked for; who surely did comes before who may have.

    Where the sources don't tell when somebody came or went, they vouch for no more than the period they tell of.
    """
    if span is None:
        return people
    sure: list[tuple[Entry, Office]] = []
    unsure: list[Entry] = []
    for person in people:
        held = next(
            (one for one in _offices(person, office, index) if _in_term(one, period).overlaps(span)), None
        )
        if held is not None and (held.since or held.until):
            sure.append((person, held))
        elif held is not None:
            unsure.append(person)
    alone = [  # no need of those who but acted in the office
        person
        for person, held in sure
        if " ".join(alias_key(held.title)) == office and _in_term(held, period).contains(span)
    ]
    return alone or [person for person, _ in sure] or unsure


def _offices(person: Entry, office: str, index: Index) -> list[Office]:
    return [held for holder, held in index.offices.get(tuple(office.split()), ()) if holder == person.id]


def _in_term(held: Office, period: Span) -> Span:
    """The days on which somebody held an office, as far as the sources of a period can tell.

    Who came at some time up to a day held it for sure from that day; who left at some time from a day on, until it.
    """
    came, left = (edtf.parse(turn) if turn else Span(None, None) for turn in (held.since, held.until))
    since, until = came.start or came.end, left.end or left.start
    if not since and not (until and period.start and until < period.start):
        since = period.start
    if not until and not (since and period.end and since > period.end):
        until = period.end
    return Span(since, until)


def _in_office(people: list[Entry], unit: Unit, span: Span | None, chronicle: Chronicle, index: Index) -> str:
    """Who held the office, and since and until when, as far as the sources tell."""
    told: list[str] = []
    for person in people:
        held = next(
            (
                office
                for office in _offices(person, unit.text, index)
                if not span or _in_term(office, chronicle.pack.period).overlaps(span)
            ),
            None,
        )
        if held is None:
            continue
        since = f" {edtf.beginning(held.since)}" if held.since else ""
        until = f" {edtf.ending(held.until)}" if held.until else ""
        told.append(f"{person.title}, {held.title}{since}{until}")
    return "; ".join(told) + "." if told else people[0].title


def _deeds(about: list[Entry], chronicle: Chronicle, span: Span | None, index: Index) -> list[Entry]:
    """What is linked to them in the pack; where it links nothing, what names them."""
    linked = {other for entry in about for other in entry.related}
    chosen = {entry.id for entry in about}
    candidates = [
        entry for entry in (*chronicle.events, *chronicle.facts) if span is None or lies_in(entry, span)
    ]
    deeds = [entry for entry in candidates if chosen & {*entry.people, *entry.terms} or entry.id in linked]
    if not deeds:
        naming = [index.postings.get(f"@{one}", {}) for one in chosen]
        deeds = [
            entry for entry in candidates if any(index.numbers[entry.id] in postings for postings in naming)
        ]
    events = [entry for entry in deeds if entry.kind is Kind.EVENT]
    facts = [entry for entry in deeds if entry.kind is Kind.FACT and (not events or entry.id in linked)]
    return events + facts
