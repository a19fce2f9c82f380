"""What exactly a question asks for: the noun of “which noun”, “how many nouns”, “somebody's noun”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.dates.vocabulary import CARDINALS, ORDINALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.lookup.language import Language
    from bot.lookup.text import Word

_REACH = 4  # words from “which” to its noun: “how many of the new products”
_LONGEST_NOUN = 3
_ANYBODY = frozenset({"guys", "yall"})
_MANNER = frozenset({"bad", "badly", "hard", "far"})
_ASKING = frozenset({"what", "which", "whose", "wat", "wut"})
_NAMES = frozenset({"name", "names"})
_POSSESSIVE = re.compile(r"[^\W\d_]'s?\s+((?:[^\W_]+\s?){1,4})")


def focus(line: str, tokens: Sequence[str], language: Language) -> str | None:
    """The folded word that an answer must be about; `None` where the question doesn't single one out."""
    for at, token in enumerate(tokens):
        following = tokens[at + 1 : at + 2 + _REACH]
        if token == "how" and following[:1] and following[0] in {"many", "much"}:
            counted = tokens[at + 2 : at + 3 + _REACH]
            return None if _is_nobody_named(counted, language) else _noun(counted, language)
        if (
            token == "how"
            and following[:1]
            and following[0] not in _MANNER
            and following[0] not in language.stopwords
        ):
            return following[0]
        if token in _ASKING and following[:1] and _opens_noun(following[0], language):
            return _noun(following, language)
        if token in _NAMES and following[:1] and following[0] in {"of", "the"}:
            return _head(tokens[at + 1 :], language)
    possessive = _POSSESSIVE.search(line)
    return _first_telling(possessive[1].lower().split(), language) if possessive else None


def is_asking(tokens: Sequence[Word]) -> bool:
    """Whether the words ask for one of a kind: “which hotel”, “the name of the hotel”."""
    return any(word.text in _ASKING or word.text in _NAMES for word in tokens)


def _noun(words: Sequence[str], language: Language) -> str | None:
    """The noun that opens the words: “how many **republicans** signed”, “which party **members** voted”."""
    before = _before_verb(words, language)
    whole = len(before) < len(words) and language.stopwords.isdisjoint(before)
    return before[-1] if before and whole else _first_telling(before, language)


def _before_verb(words: Sequence[str], language: Language) -> Sequence[str]:
    """The words up to one that is a verb by its form, without what only counts them: “two firms supplied”."""
    end = next((at for at, word in enumerate(words) if is_past(word, language)), len(words))
    kept = words[:end]
    while len(kept) > 1 and (kept[0] in CARDINALS or kept[0].isdigit()):
        kept = kept[1:]
    while len(kept) > 1 and kept[-1] in ORDINALS:
        kept = kept[:-1]
    return kept


def is_past(word: str, language: Language) -> bool:
    """Whether a word is a verb by its form."""
    return word in language.pasts or (word.endswith("ed") and len(word) > len("need"))


def _is_nobody_named(counted: Sequence[str], language: Language) -> bool:
    """Whether people are counted without a word for them: “how many died”, “how many guys walked there”."""
    return bool(counted) and (is_past(counted[0], language) or counted[0] in _ANYBODY)


def _opens_noun(word: str, language: Language) -> bool:
    return word not in language.stopwords or word in {
        "kind",
        "sort",
        "type",
        "kinds",
        "sorts",
        "types",
        "other",
        "of",
    }


def _head(words: Sequence[str], language: Language) -> str | None:
    """The last word of the noun that opens the words: “of the **senator** who …”, “of the Soviet **deployment**”."""
    start = next((at for at, word in enumerate(words) if word not in language.stopwords), None)
    if start is None:
        return None
    end = next((at for at in range(start, len(words)) if words[at] in language.stopwords), len(words))
    return words[min(end, start + _LONGEST_NOUN) - 1]


def _first_telling(words: Sequence[str], language: Language) -> str | None:
    """The noun that opens the words; of a compound such as “golf course architect” its head."""
    start = next((at for at, word in enumerate(words) if word not in language.stopwords), None)
    if start is None:
        return None
    end = next((at for at in range(start, len(words)) if words[at] in language.stopwords), len(words))
    return words[end - 1] if end < len(words) and end - start <= _LONGEST_NOUN else words[start]
