"""Cuts a text into words, numbers and marks, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Control and formatting characters part words as blanks do.
_INVISIBLE = "\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff"
_TOKEN = re.compile(r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<mark>[^\s" + _INVISIBLE + "])")
_SAME_MARK = dict.fromkeys("–—−‒‑‐―", "-") | dict.fromkeys("’‘ʼ`´", "'")
_LONGEST_NUMBER = 8


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
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        number = int(word) if match.lastgroup == "number" and len(word) <= _LONGEST_NUMBER else None
        if match.lastgroup == "word":
            word = word.lower()
        elif match.lastgroup == "mark":
            word = _SAME_MARK.get(word, word)
        tokens.append(Token(word, number, start, end, start > last or start == 0))
        last = end
    return tokens
