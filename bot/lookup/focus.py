"""What exactly a question asks for: the noun of “which noun”, “how many nouns”, “somebody's noun”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.lookup.language import Language

_REACH = 3  # words between “which” and its noun: “how many of the new products”
_ASKING = frozenset({"what", "which", "whose", "wat", "wut"})
_POSSESSIVE = re.compile(r"[^\W\d_]'s?\s+([^\W_]{3,})")


def focus(line: str, tokens: Sequence[str], language: Language) -> str | None:
    """The folded word that an answer must be about; `None` where the question doesn't single one out."""
    for at, token in enumerate(tokens):
        following = tokens[at + 1 : at + 1 + _REACH]
        if token == "how" and following[:1] and following[0] in {"many", "much"}:
            return _first_telling(tokens[at + 2 : at + 2 + _REACH], language)
        if token == "how" and following[:1] and following[0] not in language.stopwords:
            return following[0]
        if token in _ASKING and following[:1] and _opens_noun(following[0], language):
            return _first_telling(following, language)
        if token in {"name", "names"} and following[:1] and following[0] in {"of", "the"}:
            return _first_telling(following, language)
    possessive = _POSSESSIVE.search(line)
    if possessive and possessive[1].lower() not in language.stopwords:
        return possessive[1].lower()
    return None


def _opens_noun(word: str, language: Language) -> bool:
    return word not in language.stopwords or word in {"kind", "sort", "type", "kinds", "sorts", "types", "other", "of"}


def _first_telling(words: Sequence[str], language: Language) -> str | None:
    return next((word for word in words if word not in language.stopwords), None)
