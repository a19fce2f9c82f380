"""The tokens being read, and the remembered readings of every rule at every place.

A rule takes a sentence and a place, and gives all the readings that begin there, the preferred one first,
each with the place behind it. Remembering them keeps the grammar linear in practice, however a text
repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from bot.dates.expression import Expression, Unanchored
from bot.dates.tokens import Token

if TYPE_CHECKING:
    from datetime import date

T = TypeVar("T")
Readings = tuple[tuple[T, int], ...]
Phrases = dict[str, tuple[tuple[str, ...], ...]]
Rule = Callable[["Sentence", int], Readings[T]]

# “The day before the day before the day before …” is followed so many rules deep.
_DEEPEST = 40
_MOST_READINGS = 40
_MARGIN = 24
# The words of all phrases of the grammar: those that begin one, and those that stand further in.
FIRST_WORDS: set[str] = set()
FURTHER_WORDS: set[str] = set()
_END = Token("", None, 0, 0, True)


class Sentence:
    """A run of tokens with the memory of what was read in it."""

    def __init__(self, tokens: list[Token], today: date | None, *, day_first: bool) -> None:
        self.tokens = tokens
        self.day_first = day_first
        self.memory: dict[tuple[int, int], Readings[object]] = {}
        self.depth = 0
        self._today = today
        # Rules look some places ahead and behind; there stands nothing.
        self._words = [token.text for token in tokens] + [""] * _MARGIN
        self._known = frozenset(self._words)

    def today(self) -> date:
        """Today. Raises Unanchored where it is unknown."""
        if self._today is None:
            raise Unanchored
        return self._today

    def __getitem__(self, place: int) -> Token:
        return self.tokens[place] if 0 <= place < len(self.tokens) else _END

    def word(self, place: int) -> str:
        """The word at a place, empty before the beginning and behind the end."""
        return self._words[place]

    def has(self, *words: str) -> bool:
        """Whether one of the words stands anywhere: rules that cannot do without need not be tried."""
        return not self._known.isdisjoint(words)

    def skip(self, place: int, *words: str) -> int:
        """The place behind a word, if it is one of these."""
        return place + 1 if self._words[place] in words else place

    def follow(self, place: int, phrase: str) -> int | None:
        """The place behind a phrase of several words, or None where it does not stand."""
        if not phrase.startswith(self._words[place]):
            return None
        for word in phrase.split():
            if self._words[place] != word:
                return None
            place += 1
        return place

    def after(self, place: int, phrases: Phrases) -> list[int]:
        """The places behind those of the phrases that stand here, the longest first."""
        standing = phrases.get(self._words[place])
        if standing is None:
            return []
        return [
            place + len(words)
            for words in standing
            if len(words) == 1
            or all(self._words[place + offset] == word for offset, word in enumerate(words))
        ]


def phrases(text: str) -> Phrases:
    """Phrases that a “|” separates, by their first word, the longest first."""
    by_first: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in sorted((tuple(phrase.split()) for phrase in text.split("|")), key=len, reverse=True):
        FIRST_WORDS.add(words[0])
        FURTHER_WORDS.update(words[1:])
        by_first[words[0]] = (*by_first.get(words[0], ()), words)
    return by_first


def rule(parse: Callable[[Sentence, int], Iterable[tuple[T, int]]]) -> Rule[T]:
    """Makes a generator of readings a rule that remembers."""

    @wraps(parse)
    def remembered(sentence: Sentence, place: int) -> Readings[T]:
        key = (id(parse), place)
        found = sentence.memory.get(key)
        if found is None:
            if place >= len(sentence.tokens) or sentence.depth > _DEEPEST:
                return ()
            sentence.depth += 1
            found = sentence.memory[key] = tuple(islice(parse(sentence, place), _MOST_READINGS))
            sentence.depth -= 1
        return found  # pyright: ignore[reportReturnType] - what a rule remembers is its own

    return remembered


ExpressionRule = Rule[Expression]
