"""Things that are counted by their names: the Second Forum is not the first, nor the ninth trilateral the eighth."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.dates.vocabulary import ORDINALS
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REACH = 4  # words from a number to what it counts: “Second International Space Exploration Forum”
_JOINTS = frozenset({"of", "the", "a", "an", "in", "at", "on", "for", "and", "to", "by", "with", "between"})
_FIGURES = re.compile(r"(\d{1,4})(?:st|nd|rd|th)")


def is_another(asked: Sequence[str], text: str) -> bool:
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


def _numbered(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Ordinal numbers with each of the words behind: 9 and “meeting”, for “9th meeting” and “ninth meeting” alike."""
    for at, token in enumerate(tokens):
        figures = _FIGURES.fullmatch(token)
        number = int(figures[1]) if figures else ORDINALS.get(token)
        if number:
            for following in takewhile(_joins_nothing, tokens[at + 1 : at + 1 + REACH]):
                yield number, following


def _joins_nothing(word: str) -> bool:
    return word not in _JOINTS
