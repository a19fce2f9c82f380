"""Query → entries in order, each with the evidence for it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.lookup.index import APART, STRAY
from bot.lookup.query import Need, Sort

if TYPE_CHECKING:
    from bot.chronicle.model import Entry
    from bot.dates.span import Span
    from bot.lookup.almanac import Almanac
    from bot.lookup.index import Index, Postings
    from bot.lookup.language import Language
    from bot.lookup.query import Query, Unit

SPARSE = 25  # concepts by which an entry is found that was written without any keywords
MISSING_WEIGHT = 2.4
FOREIGN_WEIGHT = 5.0
FIRM, LOOSE_WEIGHT = 0.6, 4.5  # a word that only the thesaurus brings near weighs no more than this
SURELY = 0.65  # how much less a loose relation counts of a word that the chronicle has
NAME_BOOST = 1.15
TITLE_SHARE = 0.28
NEIGHBOURS = 0.12
MEASURED = 0.15
NUMBERED = 0.15
PLACED = 0.1
NO_OTHER = 0.15
KNOWN_ALREADY = 0.3  # an entry about somebody of whom the question says “besides”
NAMED_ALONE, NO_DEED = 0.25, 0.12  # what is held against a profile where more than a name is asked
NAME_MISSED = 0.12  # a name is a condition: an entry that lacks it must be much better otherwise
WORTH = 0.55  # entries that touch less than this share of what the best touches aren't weighed
HEADLINE = 0.18
DAYS = 1.0  # what the days asked for weigh, beside a word that as many entries say
ON_THE_DAY = 0.3  # for an entry that lies wholly in the days asked for, before one that goes beyond them
UNDATED = 0.12
_TOLD = {Kind.EVENT: 0.06, Kind.FACT: 0.03}
NAMED = frozenset({Sort.NAME, Sort.OFFICE, Sort.PLACE})


_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|dozen|hundred|thousand|million|billion)s?\b"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How an entry answers a query: `rank` orders entries; the rest tells how far to believe the first.

    `coverage` is the share of the question's weight that this one entry touches, `mass` that weight in absolute
    terms, `exact` the mean strength of the touches, `title` the share of the entry's own title that was asked for,
    `neighbours` the share of neighbouring words that are neighbours here too.
    """

    number: int
    rank: float
    coverage: float
    mass: float
    exact: float
    title: float
    neighbours: float


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a query wants of entries, gathered once for all of them."""

    query: Query
    concepts: dict[str, float]
    headlines: set[int]
    neighbours: dict[int, float]
    names: tuple[Postings, ...]  # of each name, the entries that it touches
    named: frozenset[str]  # ids of whom and what the names may mean
    spans: tuple[tuple[Span, ...], ...]


class Ranker:
    """Ranks the entries of one index."""

    def __init__(self, index: Index, language: Language, almanac: Almanac) -> None:
        self._almanac = almanac
        self.heaviest = index.weight(0.0)  # of a word that a single entry says: the measure of mass
        self.richness = math.log2(1 + index.concepts_per_entry / SPARSE)
        self._index = index
        self._language = language
        self._with_numbers = {entry.id for entry in index.entries if _NUMBER.search(entry.text.lower())}
        self._touches: dict[Unit, tuple[Postings, float]] = {}

    def entry(self, evidence: Evidence) -> Entry:
        """The entry that evidence is about."""
        return self._index.entries[evidence.number]

    def touch(self, unit: Unit) -> tuple[Postings, float]:
        """The entries that a unit touches with strengths, and the unit's weight."""
        known = self._touches.get(unit)
        if known is None:
            known = self._touch(unit)
            if len(self._touches) < 20_000:
                self._touches[unit] = known
        return known

    def _touch(self, unit: Unit) -> tuple[Postings, float]:
        if unit.sort is Sort.MISSING:
            return {}, MISSING_WEIGHT * self._language.telling(self._language.norm(unit.text))
        if unit.sort is Sort.FOREIGN:
            return {}, FOREIGN_WEIGHT
        merged = self._merged(unit, unit.alternatives)
        loose = self._merged(unit, unit.loose)
        weight = self._index.weight(sum((merged or loose).values())) * self._language.telling(unit.text)
        if max(merged.values(), default=0.0) < FIRM:
            weight = min(weight, LOOSE_WEIGHT)
        firm = SURELY if merged else 1.0
        for number, value in loose.items():
            if merged.get(number, 0.0) < value * firm:
                merged[number] = value * firm
        return merged, weight * (NAME_BOOST if unit.sort in NAMED else 1.0)

    def _merged(self, unit: Unit, alternatives: tuple[tuple[str, float], ...]) -> Postings:
        merged: Postings = {}
        for concept, strength in alternatives:
            apart = APART if concept == unit.text else STRAY
            for number, weight in self._index.posting(concept, self._language, apart).items():
                value = strength * weight
                if merged.get(number, 0.0) < value:
                    merged[number] = value
        return merged

    def rank(self, query: Query) -> list[Evidence]:
        """Every entry that touches the query, best first. Entries outside its dates are left out."""
        touches = [self.touch(unit) for unit in query.units]
        total = sum(weight for _, weight in touches)
        if not total:
            return []
        mass: dict[int, float] = {}
        known = mass.get
        for postings, weight in touches:
            for number, strength in postings.items():
                mass[number] = known(number, 0.0) + weight * strength
        wanted = self._wanted(query, touches)
        least = max(mass.values(), default=0.0) * WORTH
        told = self._told_by_days(wanted.spans)
        evidence = [
            self._weigh(
                number,
                value + told,
                total + told,
                told + sum([weight for postings, weight in touches if number in postings]),
                wanted,
            )
            for number, value in mass.items()
            if (value >= least or number in wanted.headlines)
            and self._almanac.speaks_of_each(self._index.entries[number], wanted.spans)
        ]
        evidence.sort(key=lambda one: (-one.rank, one.number))
        return evidence

    def _wanted(self, query: Query, touches: list[tuple[Postings, float]]) -> _Wanted:
        touched = zip(query.units, touches, strict=True)
        return _Wanted(
            query,
            self._asked_concepts(query),
            self._headlines(query),
            self._neighbours(query),
            tuple(postings for unit, (postings, _) in touched if unit.sort is Sort.NAME),
            query.named,
            tuple(self._almanac.spans(reading) for reading in query.spans),
        )

    def _told_by_days(self, wanted: tuple[tuple[Span, ...], ...]) -> float:
        """The weight of the days that are asked for: the fewer entries lie in them, the more they tell."""
        return DAYS * sum(self._index.weight(len(self._almanac.entries(spans))) for spans in wanted)

    def _weigh(self, number: int, value: float, total: float, touched: float, wanted: _Wanted) -> Evidence:
        entry = self._index.entries[number]
        query = wanted.query
        coverage = value / total
        about_itself = entry.kind in _TOLD or len(query.units) == 1
        title = self._title(number, wanted.concepts) if about_itself else 0.0
        neighbours = wanted.neighbours.get(number, 0.0)
        rank = (
            coverage + (TITLE_SHARE * title + NEIGHBOURS * neighbours) * coverage + self._suits(entry, wanted)
        )
        if number in wanted.headlines:
            rank += HEADLINE * coverage * coverage
        if wanted.spans and _lies_wholly_in(entry, wanted.spans):
            rank += ON_THE_DAY
        for postings in wanted.names:
            if number not in postings:
                rank -= NAME_MISSED
        if query.excluded and (entry.id in query.excluded or not query.excluded.isdisjoint(entry.people)):
            rank -= KNOWN_ALREADY
        return Evidence(number, rank, coverage, value, value / touched, title, neighbours)

    def _title(self, number: int, asked: dict[str, float]) -> float:
        """The largest share of one of an entry's titles that is asked for."""
        return max(
            sum([share * asked[concept] for concept, share in shares.items() if concept in asked])
            for shares in self._index.titles[number]
        )

    def _neighbours(self, query: Query) -> dict[int, float]:
        """The share of the question's neighbouring words that are neighbours in an entry too."""
        share: dict[int, float] = {}
        for pair in query.pairs:
            for number, strength in self._index.postings.get(pair, {}).items():
                share[number] = share.get(number, 0.0) + strength / len(query.pairs)
        return share

    def _asked_concepts(self, query: Query) -> dict[str, float]:
        asked: dict[str, float] = {}
        for unit in query.units:
            for concept, strength in unit.alternatives:
                asked[concept] = max(asked.get(concept, 0.0), strength)
            for word in unit.text.split():
                asked[self._language.norm(word)] = 1.0
        return asked

    def _headlines(self, query: Query) -> set[int]:
        """Entries of which the question uses a whole alias."""
        if not self._index.headlines:
            return set()
        tokens = [word for word in query.words if word not in {"the", "a", "an", "of"}]
        found: set[int] = set()
        for at in range(len(tokens)):
            for end in range(at + 1, min(len(tokens), at + 8) + 1):
                found |= self._index.headlines.get(tuple(tokens[at:end]), set())
        return found

    def _suits(self, entry: Entry, wanted: _Wanted) -> float:
        """How far the kind of the entry suits the kind of the question: small, it only breaks near ties."""
        query = wanted.query
        need = query.need
        bonus = _TOLD.get(entry.kind, 0.0)
        if entry.kind in {Kind.PERSON, Kind.TERM} and len(query.units) > 1:
            if entry.id in wanted.named:
                bonus -= NAMED_ALONE  # whoever asks more than a name wants a deed, not the profile
            elif need not in {Need.WHO, Need.DEFINITION}:
                bonus -= NO_DEED
        if need is Need.WHEN:
            bonus += 2 * _TOLD.get(entry.kind, 0.0) if entry.span is not None else -UNDATED
        elif need is Need.WHERE:
            bonus += _TOLD.get(entry.kind, 0.0) + (PLACED if entry.place else -PLACED)
        elif need in {Need.AMOUNT, Need.COUNT}:
            bonus += NUMBERED if entry.id in self._with_numbers else -NUMBERED
            bonus += (
                MEASURED if query.measures and self._language.mentions(query.measures, entry.text) else 0.0
            )
        elif need is Need.DEFINITION:
            bonus += 0.1 if entry.kind in {Kind.TERM, Kind.PERSON} else 0.0
        elif need is Need.WHO:
            bonus += 0.04 if entry.people or entry.kind is Kind.PERSON else 0.0
            bonus -= NO_OTHER if self.tells_nobody_new(entry, query) else 0.0
        return bonus

    def tells_nobody_new(self, entry: Entry, query: Query) -> bool:
        """Whether everybody who takes part in an entry was named by the question already."""
        return bool(entry.people) and all(
            any(unit.sort is Sort.NAME and person in unit.targets for unit in query.units)
            for person in entry.people
        )

    def is_person(self, targets: tuple[str, ...]) -> bool:
        """Whether the surest of the entries that a name means is a person."""
        return bool(targets) and self._index.entries[self._index.numbers[targets[0]]].kind is Kind.PERSON


def _lies_wholly_in(entry: Entry, wanted: tuple[tuple[Span, ...], ...]) -> bool:
    return entry.span is not None and any(span.contains(entry.span) for spans in wanted for span in spans)
