"""Text → folded words. Entries and questions pass through the same door, so that they meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

MAX_CHARACTERS = 500
MAX_WORDS = 64

_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b[A-Z]\.[A-Z]\b")
_SIGNS = {
    "%": " percent ",
    "$": " dollar ",
    "¥": " yen ",
    "€": " euro ",
    "£": " pound ",
    "&": " and ",
    "\N{FULLWIDTH PERCENT SIGN}": " percent ",
}
_SIGN = re.compile("[" + "".join(_SIGNS) + "]")
_WORD = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)|(?P<scaled>\d+)(?P<unit>bn|tn|mn|m|k)\b|[^\W_]+(?:'[^\W\d_]+)*"
)
_UNITS = {"bn": "billion", "tn": "trillion", "mn": "million", "m": "million", "k": "thousand"}
_PLAIN = re.compile(r"[A-Za-z ]+")
_POSSESSIVE = re.compile(r"'s?$")
_QUOTES = str.maketrans(dict.fromkeys("’‘ʼ`´＇", "'") | dict.fromkeys("‐‑‒–—―−", "-"))  # fmt: skip


class Word(NamedTuple):
    """A folded word and whether it was written with a capital, or all in capitals."""

    text: str
    capital: bool = False
    acronym: bool = False


_SHORT = {"un": (Word("united"), Word("nations")), "eu": (Word("european"), Word("union"))}


def clean(text: str) -> str:
    """One bounded line without control, format and private characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text[:MAX_CHARACTERS].replace("`", "'").split())
    kept = (
        " "
        if character.isspace() or unicodedata.category(character) in {"Cc", "Zs", "Zl", "Zp"}
        else character
        for character in text[:MAX_CHARACTERS]
        if character.isascii() or unicodedata.category(character) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(kept).translate(_QUOTES).split())


def fold(text: str) -> str:
    """Lower case, compatibility forms unified, accents dropped."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def words(text: str) -> tuple[Word, ...]:
    """The words of a text: possessives cut, “U.S.” and “US” made `usa`, “$50bn” made `dollar 50 billion`."""
    if _PLAIN.fullmatch(text):  # most keywords and names: no need to look for anything
        return _written_out(list(map(_word, text.split())))
    if not any(map(str.isalnum, text)):
        return ()  # “%$” alone asks for no percent and no dollar
    plain = text if text.isascii() else _without_marks(text)
    if "." in plain:
        plain = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), plain)
    if _SIGN.search(plain):
        plain = _SIGN.sub(lambda match: _SIGNS[match[0]], plain)
    found: list[Word] = []
    for match in _WORD.finditer(plain):
        if match.lastgroup is None:
            found.append(_word(match[0]))
        elif match["number"]:
            found.append(Word(match["number"].replace(",", "")))
        else:
            found += (Word(match["scaled"]), Word(_UNITS[match["unit"]]))
    return _written_out(found)


def _written_out(found: list[Word]) -> tuple[Word, ...]:
    """The words with the bodies written out that are mostly called by their letters."""
    if all(word.text not in _SHORT for word in found):
        return tuple(found)
    return tuple(
        other
        for before, word in zip((None, *found), found, strict=False)
        for other in ((word,) if _ends_name(before, word) else _SHORT.get(word.text, (word,)))
    )


def _ends_name(before: Word | None, word: Word) -> bool:
    """Whether a word is written as the end of a name: Kim Jong Un is no body."""
    return before is not None and before.capital and word.capital and not word.acronym


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=20_000)
def _word(raw: str) -> Word:
    if raw in {"US", "USA"}:
        return Word("usa", capital=True, acronym=True)
    acronym = len(raw) > 1 and raw.isupper()
    folded = raw.casefold()
    if "'" in folded:
        folded = _POSSESSIVE.sub("", folded)
    return Word(folded, capital=raw[0].isupper(), acronym=acronym)
