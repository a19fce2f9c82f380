"""What somebody may be about to type: entries whose titles or names begin so, or nearly so."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from heapq import nlargest, nsmallest
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.lookup.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.chronicle.model import Chronicle, Entry, Kind

LONGEST = 100
"""Characters of an input that are looked at."""

_WORDS = 6  # words of an input that are looked at, the last ones
_MOST = 4000  # entries that one word may bring in: the work is bounded however large the chronicle
_NEAR = 75  # how like a known word a mistyped one must be, of 100
_MOST_NEAR = 5
_LONGER = 1  # how much longer or shorter a word with another first letter may be
_PART = 2000  # words that are compared in one go
_LAST = "\U0010ffff"


class Completer:
    """Completes titles and names of one chronicle. Only read once it is made, so threads may share it."""

    def __init__(self, chronicle: Chronicle) -> None:
        self._entries = tuple(chronicle)
        self._titles = tuple(fold(entry.title) for entry in self._entries)
        self._named = {fold(entry.id): entry for entry in self._entries}
        for entry, title in zip(self._entries, self._titles, strict=True):
            self._named.setdefault(title, entry)
        holders: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            for word in _words(" ".join((entry.title, *entry.aliases))):
                holders.setdefault(word, []).append(number)
        self._holders = holders
        linked = Counter(other for entry in self._entries for other in (*entry.people, *entry.terms))
        self._links = tuple(linked[entry.id] for entry in self._entries)
        self._vocabulary = sorted(holders)
        self._by_length: dict[int, list[str]] = {}
        for word in self._vocabulary:
            self._by_length.setdefault(len(word), []).append(word)

    def named(self, text: str) -> Entry | None:
        """The entry of exactly this title or id."""
        return self._named.get(fold(text[:1000]).strip())

    def complete(self, text: str, kinds: Collection[Kind], limit: int = 25) -> list[Entry]:
        """At most `limit` entries of some kinds, best first; without text the first ones of the chronicle."""
        asked = _words(text[:LONGEST])[-_WORDS:]
        if not asked:
            return list(islice((entry for entry in self._entries if entry.kind in kinds), limit))
        told: Counter[int] = Counter()
        for word in asked:
            told.update(self._holding(word, kinds))
        start = fold(text).strip()

        def order(number: int) -> tuple[bool, int, int, int]:
            title = self._titles[number]
            return (not title.startswith(start), -self._links[number], len(title), number)

        most = max(told.values(), default=0)
        numbers = (number for number, count in told.items() if count == most)
        return [self._entries[number] for number in nsmallest(limit, numbers, order)]

    def _holding(self, word: str, kinds: Collection[Kind]) -> set[int]:
        """The entries of some kinds with a word that begins so."""
        found: set[int] = set()
        for known in self._begun(word) or self._like(word):
            found.update(number for number in self._holders[known] if self._entries[number].kind in kinds)
            if len(found) >= _MOST:
                break
        return found

    def _begun(self, word: str) -> list[str]:
        first = bisect_left(self._vocabulary, word)
        return self._vocabulary[first : min(first + _MOST, bisect_left(self._vocabulary, word + _LAST))]

    def _like(self, word: str) -> list[str]:
        """The known words that a mistyped one may stand for, nearest first; of those with its first letter, if any.

        In parts, between which other threads have their turn: the comparison lets none in while it runs.
        """
        near = self._nearest(word, self._between(word[0], word[0] + _LAST))
        if not near:
            lengths = range(len(word) - _LONGER, len(word) + _LONGER + 1)
            near = self._nearest(
                word, [known for length in lengths for known in self._by_length.get(length, ())]
            )
        return near

    def _nearest(self, word: str, among: list[str]) -> list[str]:
        near: list[tuple[str, float, int]] = []
        for start in range(0, len(among), _PART):
            part = among[start : start + _PART]
            near += process.extract(word, part, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_NEAR)
        return [choice for choice, _, _ in nlargest(_MOST_NEAR, near, lambda found: found[1])]

    def _between(self, first: str, last: str) -> list[str]:
        return self._vocabulary[bisect_left(self._vocabulary, first) : bisect_left(self._vocabulary, last)]


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word.text for word in words(fold(text))))
