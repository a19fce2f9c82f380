"""How far the first entry may be believed: a logistic curve over the evidence for it.

The weights are fitted by `tools/fit_confidence.py` to question sets of three chronicles.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates.vocabulary import ORDINALS
from bot.lookup.query import Need, Sort
from bot.lookup.rank import NAMED
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.chronicle.model import Entry
    from bot.lookup.language import Language
    from bot.lookup.query import Query
    from bot.lookup.rank import Evidence, Ranker

FEATURES = (
    "coverage", "predicate", "names", "title", "rank", "lead", "mass", "said", "neighbours", "focus_missed",
    "foreign", "missing", "numbers_missed", "need_unmet", "dated", "personal", "measure_unmet", "counting",
    "when", "statement", "richness", "profile", "heaviest_missed",
)  # fmt: skip
BIAS = -7.88
WEIGHTS = (
    0.00, 2.53, 1.41, 1.24, 3.19, 1.45, 2.78, 6.10, 0.00, -0.38,
    -0.43, 0.00, -1.46, -1.78, 0.00, -2.48, -0.64, -1.56, 0.40, 0.42,
    -1.13, -1.47, -1.31,
)  # fmt: skip
TOUCHED = 0.3
SAID = 0.8  # from here on another entry says the very word
FEW, TELLING, PLAIN = (
    2,
    0.85,
    0.6,
)  # a question of few telling words that an entry says has at least this chance
UNANSWERABLE = 0.4  # what remains of the chance of an entry that cannot hold the answer
RIVALS = 6  # entries among which the next one is looked for
NEAR = 6  # words between a number and what it counts
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozen|hundred|thousand|million|billion|half|third|quarter|both|once|twice)s?\b"
)
_DURATION = re.compile(
    r"(?:\d|\b(?:an?|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|hundred|few|several|some))"
    r"[ -](?:second|minute|hour|day|week|month|year|decade)s?\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th)")
_REASON = re.compile(
    r"\b(?:because|since|after|due|for|to|over|so|in order|in response|led|caused|reason)\b", re.IGNORECASE
)


def features(
    ranked: Sequence[Evidence], query: Query, ranker: Ranker, language: Language
) -> tuple[float, ...]:
    """The evidence for the first of the ranked entries as numbers around 0 to 1, in the order of `FEATURES`."""
    first = ranked[0]
    entry = ranker.entry(first)
    named = [0.0, 0.0]
    said = [0.0, 0.0]
    weakest_name, missing, foreign, numbers, words_said = 1.0, 0.0, 0, 0, 0
    focus_missed = heaviest = 0.0
    for unit in query.units:
        postings, weight = ranker.touch(unit)
        strength = postings.get(first.number, 0.0)
        group = named if unit.sort in NAMED else said
        group[0] += weight * strength
        group[1] += weight
        if unit.sort in NAMED:
            weakest_name = min(weakest_name, strength)
        else:
            words_said += 1
        if strength < TOUCHED:
            missing += weight
            heaviest = max(heaviest, weight)
            foreign += unit.sort in {Sort.FOREIGN, Sort.PLACE}
            numbers += unit.text.isdigit()
            if query.focus and query.focus in unit.text.split():
                focus_missed = 1.0
    return (
        first.coverage,
        said[0] / said[1] if said[1] else 1.0,
        weakest_name,
        first.title,
        first.rank,
        _lead(ranked, ranker),
        min(first.mass / ranker.heaviest, 3.0),
        min(words_said, 8) / 8,
        first.neighbours,
        focus_missed,
        float(min(foreign, 2)),
        min(missing, 12.0) / 10,
        float(min(numbers, 2)),
        float(_is_unmet(query, entry, language)),
        float(bool(query.spans)),
        float(query.personal),
        float(_lacks_measure(query, entry, language)),
        float(query.need in {Need.COUNT, Need.AMOUNT}),
        float(query.need is Need.WHEN),
        float(query.need is Need.ANY),
        ranker.richness,
        float(entry.kind is Kind.PERSON),
        min(heaviest, 6.0) / 6,
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


def _is_unmet(query: Query, entry: Entry, language: Language) -> bool:
    """Whether an entry lacks what this kind of question needs: a number, a person, a place, a reason."""
    text = f"{entry.title} {entry.text}"
    match query.need:
        case Need.DURATION:
            return not _DURATION.search(text) and "/" not in (entry.date or "")
        case Need.AMOUNT | Need.COUNT:
            return not _has_number(query, text, language)
        case Need.WHERE:
            return not entry.place and entry.kind in {Kind.EVENT, Kind.FACT}
        case Need.WHY:
            return not _REASON.search(text)
        case Need.WHEN:
            return entry.span is None
        case Need.WHO:
            return entry.kind is not Kind.PERSON and not entry.people
        case _:
            return False


def _has_number(query: Query, text: str, language: Language) -> bool:
    """Whether a number stands in the text, and near what is counted where the question says what."""
    tokens = [word.text for word in words(text)]
    numbers = [at for at, token in enumerate(tokens) if _NUMBER.search(token)]
    wanted = next((unit for unit in query.units if query.focus and query.focus in unit.text.split()), None)
    if not numbers or wanted is None:
        return bool(numbers)
    concepts = {wanted.text, *(part for concept, _ in wanted.alternatives for part in concept.split())}
    counted = [at for at, token in enumerate(tokens) if language.norm(token) in concepts]
    return not counted or any(abs(one - other) <= NEAR for one in numbers for other in counted)


def _lacks_measure(query: Query, entry: Entry, language: Language) -> bool:
    """Whether the question asks for an age, a height, a price, and the entry mentions none."""
    asks = query.need in {Need.AMOUNT, Need.HOW, Need.ANY, Need.DEFINITION, Need.WHEN, Need.COUNT}
    return (
        bool(query.measures) and asks and not language.mentions(query.measures, f"{entry.title} {entry.text}")
    )


def confidence(ranked: Sequence[Evidence], query: Query, ranker: Ranker, language: Language) -> float:
    """The chance, from 0 to 1, that the first of the ranked entries answers `query`."""
    first = ranked[0]
    entry = ranker.entry(first)
    values = features(ranked, query, ranker, language)
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    chance = 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, total))))
    if query.personal or _cannot_tell(query, entry, language):
        return chance * UNANSWERABLE
    return max(chance, PLAIN) if _is_plain(first, query, ranker, language) else chance


def _is_plain(first: Evidence, query: Query, ranker: Ranker, language: Language) -> bool:
    """Whether few but telling words were asked for, and the entry says them all: “tariffs”."""
    if len(query.units) > FEW or query.focus:
        return False
    if any(unit.sort is Sort.NAME and language.is_ordinary(unit.text) for unit in query.units):
        return False  # “moon” may be Mr. Moon, or not
    said = all(ranker.touch(unit)[0].get(first.number, 0.0) >= SAID for unit in query.units)
    return said and sum(map(language.telling, (unit.text for unit in query.units))) >= TELLING * len(
        query.units
    )


def _cannot_tell(query: Query, entry: Entry, language: Language) -> bool:
    """Whether the entry cannot hold what is asked for: no number at all, no duration, no age, no height."""
    text = f"{entry.title} {entry.text}"
    if _is_another(query, text):
        return True
    if query.need in {Need.AMOUNT, Need.COUNT} and not _NUMBER.search(text.lower()):
        return True
    if query.need is Need.DURATION:
        return _is_unmet(query, entry, language)
    return _lacks_measure(query, entry, language) and query.need in {Need.AMOUNT, Need.HOW}


def _is_another(query: Query, text: str) -> bool:
    """Whether the text tells of the same thing under another number of its row: the second forum, not the first."""
    told = tuple(_numbered(word.text for word in words(text)))
    for number, thing in _numbered(query.words):
        numbers = {other for other, same in told if same == thing}
        if numbers and number not in numbers:
            return True
    return False


def _numbered(tokens: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Ordinal numbers with the word behind each: 9 and “meeting”, for “9th meeting” and “ninth meeting” alike."""
    for token, following in pairwise(tokens):
        figures = _ORDINAL.fullmatch(token)
        number = int(figures[1]) if figures else ORDINALS.get(token)
        if number:
            yield number, following
