"""Numbers in digits and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dates.sentence import Sentence, rule
from bot.dates.vocabulary import CARDINALS, DECADES, ORDINALS, TENS, TENS_ORDINALS

_MANY = {"couple": 2, "pair": 2, "dozen": 12, "hundred": 100}
_SUFFIXES = {"st", "nd", "rd", "th", "ts", "dn", "ht", "rst"}

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule
def cardinal(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """3, three, twenty-three; “a” and “a couple of” as well."""
    token = s[at]
    if token.number is not None:
        yield token.number, at + 1
        return
    for hundreds, end in _hundreds(s, at):
        rest = s.skip(end, "and")
        yield from ((hundreds + number, last) for number, last in _below_hundred(s, rest))
        yield hundreds, end
    if token.text in TENS:
        ones = s.skip(at + 1, "-")
        if 0 < CARDINALS.get(s.word(ones), 0) < 10:
            yield TENS[token.text] + CARDINALS[s.word(ones)], ones + 1
        yield TENS[token.text], at + 1
    elif token.text in {"a", "an", "one"}:
        many = _MANY.get(s.word(at + 1))
        if many:
            yield many, s.skip(at + 2, "of")
        yield 1, at + 1
    elif token.text in CARDINALS:
        yield CARDINALS[token.text], at + 1
    elif token.text in _MANY and s.word(at - 1) != "a":
        yield _MANY[token.text], s.skip(at + 1, "of")


@rule
def ordinal(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """3rd, third, twenty-third."""
    token = s[at]
    if token.number is not None:
        if s.word(at + 1) in _SUFFIXES:
            yield token.number, at + 2
        return
    if token.text in TENS:
        ones = s.skip(at + 1, "-")
        if 0 < ORDINALS.get(s.word(ones), 0) < 10:
            yield TENS[token.text] + ORDINALS[s.word(ones)], ones + 1
    elif token.text in ORDINALS:
        yield ORDINALS[token.text], at + 1
    elif token.text in TENS_ORDINALS:
        yield TENS_ORDINALS[token.text], at + 1


@rule
def day_number(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """The number of a day, as a plain number or an ordinal in digits or words."""
    yield from ordinal(s, at)
    token = s[at]
    if token.number is not None and token.end - token.start <= 2:
        yield token.number, at + 1
    elif token.number is None and token.text not in {"a", "an", "couple"}:
        yield from (found for found in cardinal(s, at) if 1 <= found[0] <= 31)


@rule
def year_number(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """A year: 2018, '18, nineteen eighty-four, two thousand and eighteen."""
    token = s[at]
    if token.number is not None:
        if token.end - token.start == 4:
            yield token.number, at + 1
    elif token.text == "'" and _two_digits(s, at + 1):
        yield full_year(int(s.word(at + 1))), at + 2
    else:
        yield from _spoken_year(s, at)


@rule
def short_year(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """A year where nothing else can stand: also 18."""
    yield from year_number(s, at)
    if _two_digits(s, at):
        yield full_year(int(s.word(at))), at + 1


def _two_digits(s: Sentence, at: int) -> bool:
    token = s[at]
    return token.number is not None and token.end - token.start == 2


def full_year(short: int) -> int:
    """The year that two digits mean: 2000 to 2049, or 1950 to 1999."""
    return short + (2000 if short < 50 else 1900)


def _spoken_year(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    word, thousand = s.word(at), s.skip(at + 1, "-")
    if word in {"two", "one"} and s.word(thousand) == "thousand":
        thousands = 2000 if word == "two" else 1000
        rest = s.skip(thousand + 1, "and", "-")
        for hundreds, middle in _hundreds(s, rest):
            further = s.skip(middle, "and")
            yield from ((thousands + hundreds + n, end) for n, end in _below_hundred(s, further))
            yield thousands + hundreds, middle
        yield from ((thousands + number, end) for number, end in _below_hundred(s, rest))
        yield thousands, thousand + 1
        return
    for century, middle in _below_hundred(s, at):
        if not 10 <= century <= 21 or s.word(middle) in {"a", "an"}:
            continue
        middle = s.skip(middle, "-")
        if s.word(middle) == "hundred":
            rest = s.skip(middle + 1, "and")
            yield from ((century * 100 + number, end) for number, end in _below_hundred(s, rest))
            yield century * 100, middle + 1
        elif s.word(middle) in {"oh", "o"}:
            ones = s.skip(middle + 1, "-")
            yield from ((century * 100 + n, end) for n, end in _below_hundred(s, ones) if n < 10)
        else:
            yield from ((century * 100 + n, end) for n, end in _below_hundred(s, middle) if n >= 10)


def _hundreds(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    number = 1 if s.word(at) == "a" else CARDINALS.get(s.word(at), 0)
    if s.word(at + 1) == "hundred" and 0 < number < 10:
        yield number * 100, at + 2


def _below_hundred(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    if s[at].number is None and s.word(at) not in {"a", "an", "couple"} and s.word(at + 1) != "hundred":
        yield from cardinal(s, at)
    elif s.word(at + 1) == "hundred" and s.word(at) in CARDINALS:
        yield CARDINALS[s.word(at)], at + 1


@rule
def decade(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """The first year of a decade: 1980s, '80s, the eighties, nineteen-eighties."""
    token = s[at]
    if token.text == "'" and s[at + 1].number is not None:
        yield from decade(s, at + 1)
    elif token.number is not None and token.number % 10 == 0:
        end = s.skip(at + 1, "'")
        if s.word(end) == "s" and not s[end].spaced:
            digits = token.end - token.start
            if digits == 4 and token.number % 100:
                yield token.number, end + 1
            elif digits == 2:
                yield token.number + (1900 if token.number >= 30 else 2000), end + 1
    elif token.text in DECADES:
        yield 1900 + DECADES[token.text], at + 1
    elif CARDINALS.get(token.text, 0) >= 10 or token.text in TENS:
        century = CARDINALS.get(token.text, TENS.get(token.text, 0))
        tens = s.skip(at + 1, "-")
        if century <= 20 and (s.word(tens) in DECADES or s.word(tens) == "tens"):
            yield century * 100 + DECADES.get(s.word(tens), 10), tens + 1
