"""Text → folded words. Entries and questions pass through the same door, so that they meet."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 600
MAX_WORDS = 64

_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b[A-Z]\.[A-Z]\b")
_SIGNS = {"%": " percent ", "$": " dollar ", "¥": " yen ", "€": " euro ", "£": " pound ", "&": " and ", "\N{FULLWIDTH PERCENT SIGN}": " percent "}
_SIGN = re.compile("[" + "".join(_SIGNS) + "]")
_WORD = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)|(?P<scaled>\d+)(?P<unit>bn|tn|mn|m|k)\b|[^\W_]+(?:'[^\W\d_]+)*"
)
_UNITS = {"bn": "billion", "tn": "trillion", "mn": "million", "m": "million", "k": "thousand"}
_POSSESSIVE = re.compile(r"'s?$")
_QUOTES = str.maketrans(dict.fromkeys("’‘ʼ`´＇", "'") | dict.fromkeys("‐‑‒–—―−", "-"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and whether it was written with a capital, or all in capitals."""

    text: str
    capital: bool = False
    acronym: bool = False


def clean(text: str) -> str:
    """One bounded line without control, format and private characters."""
    kept = (
        " " if character.isspace() or unicodedata.category(character) in {"Cc", "Zs", "Zl", "Zp"} else character
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
    plain = text.translate(_QUOTES)
    plain = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), plain)
    plain = _SIGN.sub(lambda match: _SIGNS[match[0]], plain)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    found: list[Word] = []
    for match in _WORD.finditer(plain):
        if match["number"]:
            found.append(Word(match["number"].replace(",", "")))
        elif match["scaled"]:
            found += (Word(match["scaled"]), Word(_UNITS[match["unit"]]))
        else:
            found.append(_word(match[0]))
    return tuple(found)


def _word(raw: str) -> Word:
    if raw in {"US", "USA"}:
        return Word("usa", capital=True, acronym=True)
    acronym = len(raw) > 1 and raw.isupper()
    return Word(_POSSESSIVE.sub("", raw.casefold()), capital=raw[0].isupper(), acronym=acronym)
