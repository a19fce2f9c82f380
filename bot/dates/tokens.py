"""Cuts a text into words, numbers and marks, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dates.vocabulary import GLUED, spelt

# Control and formatting characters part words as blanks do.
_INVISIBLE = "\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff"
_TOKEN = re.compile(r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<mark>[^\s" + _INVISIBLE + "])")
_SAME_MARK = dict.fromkeys("–—−‒‑‐―", "-") | dict.fromkeys("’‘ʼ`´", "'")
_LONGEST_NUMBER = 8
# Full-width characters, and the raised letters of 8ᵗʰ and 8º: one for one, so that places stay.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans("ᵗʰˢⁿᵈʳ", "thsndr")


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, a number, or a single mark; `end` lies behind it."""

    text: str
    number: int | None
    start: int
    end: int
    spaced: bool
    """Whether something blank stands before it."""


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order. Numbers too long for any date keep no value."""
    tokens: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text.translate(_PLAIN)):
        start, end = match.span()
        word = match.group()
        number = int(word) if match.lastgroup == "number" and len(word) <= _LONGEST_NUMBER else None
        if match.lastgroup == "word":
            word = word.lower()
            if word in GLUED:
                first, word = GLUED[word]
                tokens.append(Token(first, None, start, start + len(first), start > last or start == 0))
                start = last = start + len(first)
            word = spelt(word)
        elif match.lastgroup == "mark":
            word = _SAME_MARK.get(word, word)
        tokens.append(Token(word, number, start, end, start > last or start == 0))
        last = end
    return tokens
