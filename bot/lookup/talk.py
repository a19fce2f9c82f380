"""How people talk and type: what a line and its words stand for, before they are looked up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.lookup.text import MAX_WORDS, Word, words

if TYPE_CHECKING:
    from bot.dates import Span
    from bot.lookup.index import Index
    from bot.lookup.language import Language
    from bot.lookup.spelling import Speller

MOST_YEARS = 99  # of a period in which two digits name a year
LONGEST_FRAME = 8
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_BEFORE_YEARS = (
    rf"in|since|till?|until|during|(?:summer|fall|autumn|winter|spring|end) of|(?:{_MONTHS})[a-z]*"
)
_BEHIND_YEARS = r" *[?,.!]| *$| (?:who|what|when|where|why|how|did|was|were|is|and|or|lol)\b"
_SHORT_YEAR = re.compile(rf"\b({_BEFORE_YEARS}) ('?)(\d\d)(?={_BEHIND_YEARS})", re.IGNORECASE)
_WEEKDAYS = re.compile(
    r"\b(?:(?:every|each|all|the) )*((?:mon|tues|wednes|thurs|fri|satur|sun)day)s\b", re.IGNORECASE
)
_APART = re.compile(r"\b(?:apart|aside) from\b|\bother than\b", re.IGNORECASE)
_MONTH = re.compile(_MONTHS, re.IGNORECASE)
_JAN = re.compile(r"\bjan (?=([a-z]+))", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_GOVERNING = frozenset(
    {"for", "to", "in", "on", "with", "from", "by", "far", "hard", "was", "were", "is", "be"}
)
_LAST_OF_SHORT = "stc42nlh"  # all else ends otherwise and need not be looked at
_FOR_WORDS = {"4": "for", "2": "to"}
_BEFORE_NUMBERS = {
    "art": "article",
    "arts": "article",
    "sec": "section",
    "pt": "part",
    "vol": "volume",
    "ch": "chapter",
}


class Talk:
    """Reads what is typed in haste in the light of one chronicle."""

    def __init__(self, index: Index, language: Language, speller: Speller, period: Span) -> None:
        self._index = index
        self._language = language
        self._speller = speller
        self._years = _short_years(period)

    def line(self, line: str) -> str:
        """The line with the years of the period in full where two digits can be nothing else: “till 68”."""
        if "from" in line or "than" in line:
            line = _APART.sub("besides", line)
        if "days" in line.lower():
            line = _WEEKDAYS.sub(r"\1", line)
        return _SHORT_YEAR.sub(self._year, line) if any(map(str.isdigit, line)) else line

    def _year(self, match: re.Match[str]) -> str:
        before, mark, digits = match.groups()
        year = self._years.get(digits)
        day = not mark and int(digits) <= 31 and _MONTH.match(before)
        return match[0] if year is None or day else f"{before} {year}"

    def with_january(self, line: str) -> str:
        """The line with a comma behind a “jan” that is no given name here: “kono jan canada”."""
        if " jan " not in line.lower() or "jan" in self._index.vocabulary:
            return line
        return _JAN.sub(self._parted, line)

    def _parted(self, match: re.Match[str]) -> str:
        following = match[1].lower()
        known = following in self._index.vocabulary or following in self._language.stopwords
        return match[0][:-1] + "," if known else match[0]

    def words(self, line: str) -> tuple[Word, ...]:
        """The words of a line, with what is swallowed or shortened put back: “chillin”, “art 50”, “4 the”."""
        found = words(line)[:MAX_WORDS]
        return self._speller.asked(
            tuple(
                self._in_full(word, found[at + 1].text if at + 1 < len(found) else "")
                if word.text[-1] in _LAST_OF_SHORT
                else word
                for at, word in enumerate(found)
            )
        )

    def _in_full(self, word: Word, following: str) -> Word:
        text = word.text
        if text in _BEFORE_NUMBERS and following.isdigit():
            return Word(_BEFORE_NUMBERS[text])
        if text in _FOR_WORDS and (following in self._language.determiners or following.endswith("ing")):
            return Word(_FOR_WORDS[text])
        if text[-1] == "s" and self._is_owner(text):
            return Word(text[:-1], capital=True)
        return Word(f"{text}g", word.capital) if self._speller.is_clipped(text) else word

    def _is_owner(self, text: str) -> bool:
        """Whether a word is a name with an s that lacks its apostrophe: “abes approval rating”."""
        index, name = self._index, text[:-1]
        return (
            (name,) in index.names
            and name not in self._language.stopwords
            and (text,) not in index.names
            and text not in index.vocabulary
            and (name in index.surnames or not self._language.is_ordinary(text))
        )

    def frame(self, texts: tuple[str, ...]) -> tuple[int, int]:
        """Where a question begins and ends without the talk around it: “wait … right”."""
        openings, closings = self._language.openings, self._language.closings
        longest = range(LONGEST_FRAME, 0, -1)
        at, end = 0, len(texts)
        while opening := next((n for n in longest if at + n < end and texts[at : at + n] in openings), 0):
            at += opening
        while closing := next((n for n in longest if end - n > at and texts[end - n : end] in closings), 0):
            if closing == 1 and self._governs(texts[end - 2]):
                break
            end -= closing
        return at, end

    def _governs(self, word: str) -> bool:
        """Whether a word makes a noun of the one behind it: “asked for help”."""
        return word in _GOVERNING or word in self._language.determiners


def quoted(line: str) -> frozenset[str]:
    """The words between quotation marks."""
    if '"' not in line and "“" not in line:
        return frozenset()
    return frozenset(word.text for match in _QUOTED.finditer(line) for word in words(match[0]))


def _short_years(period: Span) -> dict[str, int]:
    first, last = period.start, period.end
    if first is None or last is None or last.year - first.year > MOST_YEARS:
        return {}
    return {f"{year % 100:02}": year for year in range(first.year, last.year + 1)}
