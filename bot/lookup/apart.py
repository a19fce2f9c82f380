"""Things that the words before them tell apart: the Second Forum is not the first, nor the lower house the upper one.

A thing that a text names without such a word, too, may be any.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.dates.vocabulary import ORDINALS
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.lookup.language import Language
    from bot.lookup.query import Query

REACH = 4  # words from a number to what it counts: “Second International Space Exploration Forum”
NEXT = 2  # words from another telling word to the thing: “upper parliamentary house”
_JOINTS = frozenset({"of", "the", "a", "an", "in", "at", "on", "for", "and", "to", "by", "with", "between"})
_FIGURES = re.compile(r"(\d{1,4})(?:st|nd|rd|th)")


def is_numbered_otherwise(asked: Sequence[str], text: str) -> bool:
    """Whether a text tells of what the folded words of a question ask for under another number of its row."""
    wanted = tuple(_numbered(asked))
    if not wanted:
        return False
    told = tuple(_numbered([word.text for word in words(text)]))
    return any(
        number not in numbers
        for number, thing in wanted
        if (numbers := {other for other, same in told if same == thing})
    )


def is_of_rival(query: Query, text: str, language: Language) -> bool:
    """Whether a text says of what a question asks for only such words as the question's own word shuts out."""
    asked = tuple(_told(query.words, language))
    if not asked or any(
        not language.rivals[one].isdisjoint(map(language.norm, query.words)) for one, _ in asked
    ):
        return False  # “the upper or the lower house”
    tokens = [word.text for word in words(text)]
    told = tuple(_told(tokens, language))
    norms = [language.norm(token) for token in tokens]
    for teller, thing in asked:
        others = [other for other, same in told if same == thing]
        if others and len(others) >= norms.count(thing) and language.rivals[teller].issuperset(others):
            return True
    return False


def _told(tokens: Sequence[str], language: Language) -> Iterator[tuple[str, str]]:
    """Words that tell things apart, each with those behind it, as norms: upper and house."""
    for at, token in enumerate(tokens):
        norm = language.norm(token)
        if norm in language.rivals:
            for following in _behind(tokens, at, NEXT):
                if following not in language.stopwords:
                    yield norm, language.norm(following)


def _numbered(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Ordinal numbers with each of the words behind: 9 and “meeting”, for “9th meeting” and “ninth meeting” alike."""
    for at, token in enumerate(tokens):
        figures = _FIGURES.fullmatch(token)
        number = int(figures[1]) if figures else ORDINALS.get(token)
        if number:
            for following in _behind(tokens, at, REACH):
                yield number, following


def _behind(tokens: Sequence[str], at: int, reach: int) -> Iterator[str]:
    """The next words behind one, up to one that begins something else."""
    return takewhile(lambda word: word not in _JOINTS, tokens[at + 1 : at + 1 + reach])
