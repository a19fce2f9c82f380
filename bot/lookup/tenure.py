"""Who came into an office and who left it: what the offices of a chronicle rule out as an answer.

“When was Bolton fired” finds the day on which Bolton followed somebody who was. The entry says it all, but of
another person; the offices tell whose end it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates import edtf
from bot.dates.span import Span
from bot.lookup.profile import is_of_the_one_before
from bot.lookup.query import Need, Sort

if TYPE_CHECKING:
    from bot.chronicle.model import Entry, Office
    from bot.lookup.index import Index
    from bot.lookup.language import Language
    from bot.lookup.query import Query, Unit
    from bot.lookup.rank import Ranker
    from bot.lookup.slot import Slots

BEFORE, AFTER = timedelta(7), timedelta(92)
SAYS = 0.5  # how strongly an entry must touch a word to say it
ACTIVE = frozenset({"did", "does", "do", "will", "would"})
PASSIVE = frozenset({"was", "were", "is", "be", "been", "being", "get", "got", "gets", "gotten", "getting"})


class Turn(StrEnum):
    """What a question says of somebody's office."""

    LEAVE = "leave"
    REMOVE = "remove"
    TAKE = "take"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class _Asked:
    """The turn that a question asks for, the words that say so, the people named and what else is said."""

    turn: Turn
    verb: Unit
    people: tuple[Entry, ...]
    rest: tuple[Unit, ...]


class Tenure:
    """The offices of one chronicle against its questions."""

    def __init__(self, index: Index, language: Language, ranker: Ranker, slots: Slots) -> None:
        self._index = index
        self._language = language
        self._ranker = ranker
        self._slots = slots

    def rules_out(self, query: Query, entry: Entry) -> bool:
        """Whether the question asks for a beginning or an end of office that `entry` tells of somebody else."""
        asked = self._asked(query)
        if asked is None:
            return False
        if asked.turn is Turn.FOLLOW:
            return self._has_no_follower(asked, query, entry)
        offices = () if query.need is Need.WHO else asked.rest
        return self._is_anothers(asked, entry) or any(
            self._is_turn_of_another(unit, asked, entry) for unit in offices if unit.sort is Sort.OFFICE
        )

    def _asked(self, query: Query) -> _Asked | None:
        people = tuple(person for unit in query.units if (person := self._person(unit)) is not None)
        verbs = {turn: unit for unit in reversed(query.units) if (turn := self._turn(unit)) is not None}
        if not people or not verbs:
            return None
        turn = Turn.FOLLOW if Turn.FOLLOW in verbs and query.need is Need.WHO else next(reversed(verbs))
        spoken = set(query.words)
        if turn is Turn.REMOVE and len(people) == 1 and spoken & ACTIVE and not spoken & PASSIVE:
            return None  # “whom did Trump fire”
        rest = tuple(
            unit
            for unit in query.units
            if unit not in verbs.values() and self._person(unit) is None and not self._is_plain(unit)
        )
        return _Asked(turn, verbs[turn], people, rest)

    def _person(self, unit: Unit) -> Entry | None:
        if unit.sort is not Sort.NAME or not self._ranker.is_person(unit.targets):
            return None
        return self._index.entries[self._index.numbers[unit.targets[0]]]

    def _turn(self, unit: Unit) -> Turn | None:
        if unit.sort in {Sort.NAME, Sort.OFFICE, Sort.PLACE}:
            return None
        return next((turn for turn in Turn if unit.text in self._language.tenure.get(turn, ())), None)

    def _is_plain(self, unit: Unit) -> bool:
        return unit.text in self._language.tenure.get("plain", ())

    def _says(self, entry: Entry, unit: Unit) -> bool:
        return self._ranker.touch(unit)[0].get(self._index.numbers[entry.id], 0.0) >= SAYS

    def _fitting(self, person: Entry, rest: tuple[Unit, ...]) -> tuple[Office, ...]:
        """The offices of a person that a question can mean; none, where it speaks of something else."""
        fits = [
            office
            for office in person.offices
            if all(unit.sort is Sort.OFFICE or self._is_of(unit, office) for unit in rest)
        ]
        return tuple(fits)

    def _is_of(self, unit: Unit, office: Office) -> bool:
        said = {
            self._language.norm(word)
            for name in (office.title, *office.aliases)
            for word in name.lower().split()
        }
        asked = {
            part
            for concept in (unit.text, *(name for name, _ in unit.alternatives))
            for part in concept.split()
        }
        return not said.isdisjoint(asked | {self._language.norm(word) for word in unit.text.split()})

    def _is_anothers(self, asked: _Asked, entry: Entry) -> bool:
        """Whether nobody who is named came or went, as far as the pack knows, and the entry tells of one who did."""
        end = asked.turn is not Turn.TAKE
        fitting = [office for person in asked.people for office in self._fitting(person, asked.rest)]
        if asked.turn is Turn.TAKE and not fitting and any(person.offices for person in asked.people):
            said = [self._says(entry, unit) for unit in asked.rest]
            return not self._says(entry, asked.verb) and not all(said)
        took_part = self._people(entry)
        if fitting and took_part and not any(person in took_part for person in asked.people):
            return True
        if not fitting or any(_is_near(_turned(office, end=end), entry.span) for office in fitting):
            return False
        if not self._says(entry, asked.verb):
            return True
        others = [person for person in took_part if person not in asked.people]
        return any(
            _is_near(_turned(office, end=end), entry.span) for person in others for office in person.offices
        )

    def _is_turn_of_another(self, office: Unit, asked: _Asked, entry: Entry) -> bool:
        """Whether the very office that is named was never theirs, and somebody else's turn in it is told here."""
        held = self._index.offices.get(tuple(office.text.split()), ())
        named = {person.id for person in asked.people}
        if any(person in named for person, _ in held):
            return False
        end = asked.turn is not Turn.TAKE
        present = {person.id for person in self._people(entry)}
        return any(person in present and _is_near(_turned(own, end=end), entry.span) for person, own in held)

    def _has_no_follower(self, asked: _Asked, query: Query, entry: Entry) -> bool:
        """Whether somebody's follower is asked for, whom the pack doesn't know."""
        if query.need is not Need.WHO or len(asked.people) != 1:
            return False
        if self._slots.has_strange_names(query, entry):
            return False  # of whom the pack tells no more
        if is_of_the_one_before(query):
            return self._has_none_before(asked, entry)
        left = [edtf.parse(held.until) for held in self._fitting(asked.people[0], asked.rest) if held.until]
        others = [person for person in self._people(entry) if person not in asked.people]
        begun = [edtf.parse(held.since) for person in others for held in person.offices if held.since]
        return bool(left) and not any(_is_near(since, until) for since in begun for until in left)

    def _has_none_before(self, asked: _Asked, entry: Entry) -> bool:
        """Whether an entry tells of nobody whom the person who is named came after: “whom did Bolton replace”."""
        person = asked.people[0]
        begun = [edtf.parse(held.since) for held in person.offices if held.since]
        if not begun:  # an entry of the day on which they went themselves tells who came after
            return any(_is_near(_turned(held, end=True), entry.span) for held in person.offices)
        others = [one for one in self._people(entry) if one is not person]
        left = [edtf.parse(held.until) for one in others for held in one.offices if held.until]
        return not any(_is_near(since, until) for since in begun for until in left)

    def _people(self, entry: Entry) -> list[Entry]:
        ids = dict.fromkeys((*entry.people, *([entry.id] if entry.kind is Kind.PERSON else ())))
        return [self._index.entries[self._index.numbers[one]] for one in ids if one in self._index.numbers]


def _turned(office: Office, *, end: bool) -> Span | None:
    """When an office ended, or began, as far as is known."""
    when = office.until if end else office.since
    return edtf.parse(when) if when else None


def _is_near(one: Span | None, other: Span | None) -> bool:
    """Whether a beginning or an end of office may be what is told of a time: it is announced before it comes."""
    if one is None or other is None:
        return one is not None
    early = other.start - BEFORE if other.start else None
    late = other.end + AFTER if other.end else None
    return one.overlaps(Span(early, late))
