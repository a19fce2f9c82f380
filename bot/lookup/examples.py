"""Questions that a pack gives with their answers, and how near a new question comes to them."""

from __future__ import annotations

from array import array
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.chronicle.model import as_asked
from bot.lookup.index import UNNAMED, mentions, phrases
from bot.lookup.query import Need
from bot.lookup.rank import MISSING_WEIGHT, NAME_BOOST
from bot.lookup.text import clean, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.chronicle.model import Example
    from bot.lookup.index import Index
    from bot.lookup.language import Language
    from bot.lookup.query import Query, Unit
    from bot.lookup.rank import Ranker

SAME = 0.6  # so near must two words be to be taken for one
KIND = 2.0  # what it weighs that two questions ask for the same kind of answer
LIGHTEST = 0.3
LEAST = 0.4  # examples less near than this tell nothing
MOST_REMEMBERED = 10_000
MOST_PARTS = 8  # of a question; what it says further is not compared
ANSWER = "="  # begins the key of the examples that an entry answers; alone it is of those that nothing does
_UNASKED = frozenset({Need.ANY, Need.WHEN})  # what most questions ask for tells none from another


class Examples:
    """The examples of one pack, as posting lists: which of them use a concept."""

    def __init__(
        self, examples: Sequence[Example], index: Index, language: Language, need: Callable[[list[str]], Need]
    ) -> None:
        self._language = language
        self._known = {as_asked(example.text): example.answers for example in examples}
        reader = _ExampleReader(index, language, need)
        read = sorted(
            ((*reader.read(example.text), example.answers) for example in examples), key=itemgetter(0)
        )
        self._masses = array("d", (mass for mass, _, _ in read))
        postings: dict[str, array[int]] = {}
        for number, (_, concepts, answers) in enumerate(read):
            for key in (*concepts, *(f"{ANSWER}{answer}" for answer in answers or ("",))):
                postings.setdefault(key, array("I")).append(number)
        # as bytes, which the cache reads much faster than arrays
        self._postings = {key: numbers.tobytes() for key, numbers in postings.items()}
        self._masks: dict[Unit | str, int] = {}

    def known(self, query: Query) -> tuple[str, ...] | None:
        """The entries that answer a question of the very words of an example, `()` if nothing does; else `None`."""
        return self._known.get(as_asked(query.text))

    def nearest(self, query: Query, ranker: Ranker, answer: str) -> tuple[float, float]:
        """How near the nearest examples are, of those which an entry answers, and of those which nothing answers."""
        if not self._masses:
            return 0.0, 0.0
        parts, total = self._parts(query, ranker)
        return self._nearest(parts, total, f"{ANSWER}{answer}"), self._nearest(parts, total, ANSWER)

    def _nearest(self, parts: list[tuple[float, int]], total: float, among: str) -> float:
        near = 0.0
        # an example that shares less than this isn't near, even if it says nothing else
        for shared, mask in subsets(parts, LEAST / (2 - LEAST) * total, self._mask(among)):
            shortest = (mask & -mask).bit_length() - 1
            near = max(near, 2 * shared / (total + self._masses[shortest]))
        return min(1.0, near) if near >= LEAST else 0.0

    def _parts(self, query: Query, ranker: Ranker) -> tuple[list[tuple[float, int]], float]:
        """The parts of a question, heaviest first, with the examples that share each; and their whole weight."""
        parts = [(max(LIGHTEST, ranker.touch(unit)[1]), self._sharing(unit)) for unit in query.units]
        parts += [(weight, self._mask(kind)) for (kind,), weight in _kind(query.need)]
        parts.sort(key=itemgetter(0), reverse=True)
        return parts[:MOST_PARTS], sum(weight for weight, _ in parts)

    def _sharing(self, unit: Unit) -> int:
        """The examples that use a unit of a question, or another word for it."""
        known = self._masks.get(unit)
        if known is None:
            norm = self._language.norm(unit.text)
            alike = (*unit.alternatives, *self._language.expansions.get(norm, {}).items())
            concepts = {unit.text, norm, *(concept for concept, strength in alike if strength >= SAME)}
            known = 0
            for concept in concepts:
                known |= self._mask(concept)
            if len(self._masks) < MOST_REMEMBERED:
                self._masks[unit] = known
        return known

    def _mask(self, key: str) -> int:
        """The examples of a concept, an entry or of none, as the bits of a number; the shortest is the lowest."""
        known = self._masks.get(key)
        if known is not None:
            return known
        numbers = self._postings.get(key)
        if numbers is None:
            return 0
        bits = bytearray(len(self._masses) // 8 + 1)
        for number in array("I", numbers):
            bits[number >> 3] |= 1 << (number & 7)
        mask = self._masks[key] = int.from_bytes(bits, "little")
        return mask


def subsets(parts: list[tuple[float, int]], least: float, among: int) -> Iterator[tuple[float, int]]:
    """Which of some examples share at least some of a question's weight: what they share, and those that do."""
    ahead = [(0, 0.0, sum(weight for weight, _ in parts), among)] if among else []
    while ahead:
        at, shared, left, mask = ahead.pop()
        if at == len(parts):
            yield shared, mask
            continue
        weight, sharing = parts[at]
        both = mask & sharing
        if mask != both and shared + left - weight >= least:
            ahead.append((at + 1, shared, left - weight, mask ^ both))
        if both:
            ahead.append((at + 1, shared + weight, left - weight, both))


def _kind(need: Need) -> list[tuple[tuple[str, ...], float]]:
    """The kind of answer that is asked for, as a concept with its weight."""
    return [] if need in _UNASKED else [((f"?{need.value}",), KIND)]


class _ExampleReader:
    """Reads examples: lightly, since they are spelt right and there are thousands."""

    def __init__(self, index: Index, language: Language, need: Callable[[list[str]], Need]) -> None:
        self._index = index
        self._language = language
        self._need = need
        self._weights: dict[str, float] = {}

    def read(self, text: str) -> tuple[float, set[str]]:
        """The weight of all that an example says, and the concepts that it says."""
        tokens = [word.text for word in words(clean(text)) if word.text not in UNNAMED]
        kind = _kind(self._need(tokens))
        parts = [*self._names(tokens), *self._words(tokens), *kind]
        concepts = {concept for names, _ in parts for concept in names}
        return sum(weight for _, weight in parts), concepts.union(phrases(tokens, self._language))

    def _names(self, tokens: list[str]) -> Iterator[tuple[tuple[str, ...], float]]:
        """What the names in a text may mean, each with its weight; their words are taken out of `tokens`."""
        for start, end, key in reversed(list(mentions(self._index, tokens))):
            if end - start == 1 and key[0] in self._language.stopwords:
                continue
            targets = (*self._index.names.get(key, ()), *(one for one, _ in self._index.offices.get(key, ())))
            marks = tuple(f"@{target}" for target in dict.fromkeys(targets))
            yield marks, NAME_BOOST * self._weight(marks[0])
            tokens[start:end] = []

    def _words(self, tokens: list[str]) -> Iterator[tuple[tuple[str, ...], float]]:
        language = self._language
        for token in dict.fromkeys(tokens):
            if token not in language.stopwords and token not in language.determiners:
                norm = language.norm(token)
                yield (norm,), self._weight(norm)

    def _weight(self, concept: str) -> float:
        known = self._weights.get(concept)
        if known is None:
            postings = self._index.postings.get(concept)
            weight = self._index.weight(sum(postings.values())) if postings else MISSING_WEIGHT
            known = self._weights[concept] = max(LIGHTEST, weight * self._language.telling(concept))
        return known
