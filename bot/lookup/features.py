"""What speaks for the first of the ranked entries and what against it, as numbers around 0 to 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.lookup.doubt import Doubts
from bot.lookup.query import Need, Sort
from bot.lookup.rank import NAMED
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.chronicle.model import Entry
    from bot.lookup.examples import Examples
    from bot.lookup.language import Language
    from bot.lookup.query import Query, Unit
    from bot.lookup.rank import Evidence, Ranker

TOUCHED, SAYS, FIRMLY = 0.3, 0.5, 0.6
MOST_SAID, MOST_MASS, MOST_MISSING, HEAVIEST, MOST_SPOKEN = 8, 3.0, 12.0, 6.0, 1.5
RIVALS = 6  # entries among which the next one is looked for
NEAR = 6  # words between a number and what it counts
NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozen|hundred|thousand|million|billion|half|third|quarter|both|once|twice)s?\b"
)
_DURATION = re.compile(
    r"(?:\d|\b(?:an?|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|hundred|few|several|some))"
    r"[ -](?:second|minute|hour|day|week|month|year|decade)s?\b",
    re.IGNORECASE,
)
REASON = re.compile(
    r"\b(?:because|after|due|owing|result\w*|in order|so that|response|led|caus\w+|reason\w*|why|fear\w*|hop\w+"
    r"|protest\w*|persuad\w*|convinc\w*|over|to prepare|to prevent|being|believed|feared|wanted)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:[-–]\d{1,2})?\b(?:, \d{4})?"
    r"|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b(?: \d{4})?|\b(?:1[0-9]|20)\d{2}\b"
)
_EITHER = re.compile(r"([^\W_]+) or (?:(?:by|in|at|on|with|a|an|the) )?([^\W_]+)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")
_VERB_NEEDED = frozenset({Need.WHO, Need.WHERE, Need.WHY, Need.WHEN, Need.HOW})


@dataclass(frozen=True, slots=True)
class Features:
    """The evidence for one entry. Shares are of the weight of the question's units."""

    coverage: float  # the share that the entry touches
    predicate: float  # the same of what is no name
    weakest_name: float
    title: float
    rank: float
    lead: float
    mass: float
    said: float  # how many words beside names
    neighbours: float
    focus_missed: float
    foreign: float  # places and unknown names that are missed
    missing: float
    numbers_missed: float
    need_unmet: float
    dated: float
    personal: float
    measure_unmet: float
    counting: float
    when: float
    statement: float
    richness: float
    profile: float
    heaviest_missed: float
    together: float  # the share of what the entry says at all that one sentence of it says
    spoken: float  # what that sentence says beside what the entry touches by its links and keywords too
    predicate_with_name: float  # the predicate's share in the sentences that say a name of the question
    focus_weak: float
    names_missed: float
    first_missed: float  # the first word beside names, mostly the verb
    verb_missed: float
    unsaid: float  # the share of the words beside names that are missed, each counting alike
    exact: float
    firm: float  # the share of what is touched that is touched by more than a loose relation
    named_share: float
    neither: float  # “by train or by plane”, of which the entry says neither
    counted_weak: float
    chosen_weak: float
    how: float
    doubted: float  # for yes or no, the share of words missed
    units: float
    names: float
    person_missed: float  # people whom the question names and who have no part in the entry
    heaviest_name_missed: float
    example: float  # how near it comes to an example of the pack that the entry answers
    unanswered: float  # and to one that nothing answers
    likelier: float
    doubt: float  # the log odds of the words that the entry does not say


FEATURES = tuple(Features.__dataclass_fields__)
values: Callable[[Features], tuple[float, ...]] = attrgetter(*FEATURES)  # in the order of `FEATURES`


class Tally:
    """What the entry touches of a question's units, added up unit by unit."""

    def __init__(self, query: Query, first: Evidence, ranker: Ranker) -> None:
        self.strengths: dict[Unit, tuple[float, float]] = {}
        self.weakest_name = 1.0
        self.heaviest_name_missed = 0.0
        self.named = self.all_named = self.told = self.all_told = 0.0
        self.missing = self.heaviest = self.firm = 0.0
        self.foreign = self.numbers = self.names_missed = self.words = self.words_missed = 0
        self.first_word: float | None = None
        self.focus: float | None = None
        for unit in query.units:
            postings, weight = ranker.touch(unit)
            strength = postings.get(first.number, 0.0)
            self.strengths[unit] = strength, weight
            self._add(unit, strength, weight)
            if query.focus and query.focus in unit.text.split():
                self.focus = strength

    def said(self) -> set[str]:
        """The words of the question that the entry says."""
        return {
            word
            for unit, (strength, _) in self.strengths.items()
            if strength >= SAYS
            for word in unit.text.split()
        }

    def _add(self, unit: Unit, strength: float, weight: float) -> None:
        touched = weight * strength
        if unit.sort in NAMED:
            self.named += touched
            self.all_named += weight
            self.weakest_name = min(self.weakest_name, strength)
        else:
            self.told += touched
            self.all_told += weight
            self.words += 1
            self.words_missed += strength < SAYS
            if self.first_word is None:
                self.first_word = strength
        if unit.sort in NAMED or unit.sort is Sort.FOREIGN:
            self.names_missed += strength < SAYS
            if strength < SAYS:
                self.heaviest_name_missed = max(self.heaviest_name_missed, weight)
        if strength >= FIRMLY:
            self.firm += touched
        if strength < TOUCHED:
            self.missing += weight
            self.heaviest = max(self.heaviest, weight)
            self.foreign += unit.sort in {Sort.FOREIGN, Sort.PLACE}
            self.numbers += unit.text.isdigit()


class FeatureReader:
    """Reads the features of answers from one chronicle."""

    def __init__(self, ranker: Ranker, language: Language, examples: Examples) -> None:
        self._ranker = ranker
        self._language = language
        self._examples = examples
        self._doubts = Doubts(language)
        self._sentences: dict[str, tuple[tuple[frozenset[str], str], ...]] = {}

    def read(self, ranked: Sequence[Evidence], query: Query) -> Features:
        """The features of the first of the ranked entries."""
        first = ranked[0]
        entry = self._ranker.entry(first)
        tally = Tally(query, first, self._ranker)
        touched = tally.named + tally.told
        unsaid = tally.words_missed / tally.words if tally.words else 0.0
        focus_weak = 1.0 - tally.focus if tally.focus is not None else 0.0
        first_missed = 1.0 - tally.first_word if tally.first_word is not None else 0.0
        together, spoken, with_name = self._by_sentence(query, entry, tally, touched)
        example, unanswered = self._examples.nearest(query, self._ranker, entry.id)
        counting = query.need in {Need.COUNT, Need.AMOUNT}
        return Features(
            coverage=first.coverage,
            predicate=tally.told / tally.all_told if tally.all_told else 1.0,
            weakest_name=tally.weakest_name,
            title=first.title,
            rank=first.rank,
            lead=_lead(ranked, self._ranker),
            mass=min(first.mass / self._ranker.heaviest, MOST_MASS),
            said=min(tally.words, MOST_SAID) / MOST_SAID,
            neighbours=first.neighbours,
            focus_missed=float(tally.focus is not None and tally.focus < TOUCHED),
            foreign=float(min(tally.foreign, 2)),
            missing=min(tally.missing, MOST_MISSING) / MOST_MISSING,
            numbers_missed=float(min(tally.numbers, 2)),
            need_unmet=float(is_unmet(query, entry, self._language)),
            dated=float(bool(query.spans)),
            personal=float(query.personal),
            measure_unmet=float(lacks_measure(query, entry, self._language)),
            counting=float(counting),
            when=float(query.need is Need.WHEN),
            statement=float(query.need is Need.ANY),
            richness=self._ranker.richness,
            profile=float(entry.kind is Kind.PERSON),
            heaviest_missed=min(tally.heaviest, HEAVIEST) / HEAVIEST,
            together=together,
            spoken=spoken,
            predicate_with_name=with_name,
            focus_weak=focus_weak,
            names_missed=min(tally.names_missed, 3) / 3,
            first_missed=first_missed,
            verb_missed=first_missed if query.need in _VERB_NEEDED else 0.0,
            unsaid=unsaid,
            exact=first.exact,
            firm=tally.firm / touched if touched else 0.0,
            named_share=tally.named / touched if touched else 0.0,
            neither=self._neither(query, tally),
            counted_weak=focus_weak * counting,
            chosen_weak=focus_weak * (query.need is Need.ANY),
            how=float(query.need is Need.HOW),
            doubted=unsaid * (query.need is Need.YES_OR_NO),
            units=min(len(query.units), MOST_SAID) / MOST_SAID,
            names=min(sum(unit.sort in NAMED for unit in query.units), MOST_SAID) / 4,
            person_missed=float(self._misses_somebody(tally)),
            heaviest_name_missed=min(tally.heaviest_name_missed, HEAVIEST) / HEAVIEST,
            example=example,
            unanswered=unanswered,
            likelier=example - unanswered,
            doubt=self._doubts.of(query, tally.said()),
        )

    def _misses_somebody(self, tally: Tally) -> bool:
        return any(
            strength < SAYS and unit.sort is Sort.NAME and self._ranker.is_person(unit.targets)
            for unit, (strength, _) in tally.strengths.items()
        )

    def _neither(self, query: Query, tally: Tally) -> float:
        either = _EITHER.search(query.text)
        if not either:
            return 0.0
        pair = [self._language.norm(either[number].lower()) for number in (1, 2)]
        found = [
            max(
                (value for unit, (value, _) in tally.strengths.items() if norm in unit.text.split()),
                default=-1.0,
            )
            for norm in pair
        ]
        return 1.0 - max(found) if min(found) >= 0.0 else 0.0

    def _by_sentence(
        self, query: Query, entry: Entry, tally: Tally, touched: float
    ) -> tuple[float, float, float]:
        """How much of the question stands together in one sentence, and beside its names."""
        sentences = self._read(entry)
        in_each = [0.0] * len(sentences)
        words_in_each = [0.0] * len(sentences)
        named_in = [False] * len(sentences)
        said = word_weight = 0.0
        for unit in query.units:
            weight = tally.strengths[unit][1]
            hits = [self._said(unit, norms, line) for norms, line in sentences]
            said += weight * max(hits)
            word_weight += weight * (unit.sort is Sort.WORD)
            for at, hit in enumerate(hits):
                in_each[at] += weight * hit
                words_in_each[at] += weight * hit * (unit.sort is Sort.WORD)
                named_in[at] |= unit.sort is Sort.NAME and hit >= SAYS
        best = max(in_each)
        with_name = 1.0
        if word_weight and any(unit.sort is Sort.NAME for unit in query.units):
            beside = (value for value, named in zip(words_in_each, named_in, strict=True) if named)
            with_name = max(beside, default=0.0) / word_weight
        return (
            best / said if said else 1.0,
            min(best / touched, MOST_SPOKEN) if touched else 1.0,
            with_name,
        )

    def _read(self, entry: Entry) -> tuple[tuple[frozenset[str], str], ...]:
        """The sentences of an entry, each as the set of its words and norms, and as a line of norms."""
        known = self._sentences.get(entry.id)
        if known is None:
            known = tuple(self._concepts(part) for part in (entry.title, *_SENTENCE.split(entry.text)))
            self._sentences[entry.id] = known
        return known

    def _concepts(self, sentence: str) -> tuple[frozenset[str], str]:
        tokens = [word.text for word in words(sentence)]
        norms = [self._language.norm(token) for token in tokens if token not in self._language.determiners]
        return frozenset((*tokens, *norms)), f" {' '.join(norms)} "

    def _said(self, unit: Unit, norms: frozenset[str], line: str) -> float:
        """How strongly a sentence says a unit."""
        if unit.sort is Sort.NAME and any(
            word in norms or self._language.norm(word) in norms for word in unit.text.split()
        ):
            return 1.0
        return max(
            (
                strength
                for concept, strength in (*unit.alternatives, *unit.loose)
                if (f" {concept} " in line if " " in concept else concept in norms)
            ),
            default=0.0,
        )


def _lead(ranked: Sequence[Evidence], ranker: Ranker) -> float:
    """How far the first entry leads the next that isn't of the same thing, as a share of its own rank."""
    first = ranked[0]
    entry = ranker.entry(first)
    for other in ranked[1:RIVALS]:
        if not _is_akin(entry, ranker.entry(other)):
            return (first.rank - other.rank) / first.rank if first.rank > 0 else 0.0
    return 1.0


def _is_akin(one: Entry, other: Entry) -> bool:
    """Whether two entries tell of one thing: they have the same date, or one speaks of the other."""
    linked = {*one.related, *one.people, *one.terms}, {*other.related, *other.people, *other.terms}
    return (one.date is not None and one.date == other.date) or other.id in linked[0] or one.id in linked[1]


def without_dates(text: str) -> str:
    """A text without its days and years, which count nothing."""
    return _DATE.sub(" ", text)


def is_unmet(query: Query, entry: Entry, language: Language) -> bool:
    """Whether an entry lacks what this kind of question needs: a number, a person, a place, a reason."""
    text = f"{entry.title} {entry.text}"
    if query.need in {Need.AMOUNT, Need.COUNT}:
        return not _has_number(query, without_dates(text), language)
    match query.need:
        case Need.DURATION:
            return not _DURATION.search(text) and "/" not in (entry.date or "")
        case Need.WHERE:
            return not entry.place and entry.kind in {Kind.EVENT, Kind.FACT}
        case Need.WHY:
            return not REASON.search(" ".join((text, *entry.aliases, *entry.keywords)))
        case Need.WHEN:
            return entry.span is None
        case Need.WHO:
            return entry.kind is not Kind.PERSON and not entry.people
        case _:
            return False


def _has_number(query: Query, text: str, language: Language) -> bool:
    """Whether a number stands in the text, and near what is counted where the question says what."""
    tokens = [word.text for word in words(text)]
    numbers = [at for at, token in enumerate(tokens) if NUMBER.search(token)]
    wanted = next((unit for unit in query.units if query.focus and query.focus in unit.text.split()), None)
    if not numbers or wanted is None:
        return bool(numbers)
    concepts = {wanted.text, *(part for concept, _ in wanted.alternatives for part in concept.split())}
    counted = [at for at, token in enumerate(tokens) if language.norm(token) in concepts]
    return not counted or any(abs(one - other) <= NEAR for one in numbers for other in counted)


def lacks_measure(query: Query, entry: Entry, language: Language) -> bool:
    """Whether the question asks for an age, a height, a price, and the entry mentions none."""
    asks = query.need in {Need.AMOUNT, Need.HOW, Need.ANY, Need.DEFINITION, Need.WHEN, Need.COUNT}
    return (
        bool(query.measures) and asks and not language.mentions(query.measures, f"{entry.title} {entry.text}")
    )
