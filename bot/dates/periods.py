"""Periods with a name or a number: quarters, halves, seasons, weeks, decades, centuries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dates import units
from bot.dates.expression import Expression, Impossible
from bot.dates.numbers import cardinal, decade, ordinal, short_year
from bot.dates.sentence import Sentence, rule
from bot.dates.span import Span
from bot.dates.vocabulary import CARDINALS, SEASONS
from bot.dates.written import in_year, too_early, two_years, with_year, yearly, years_before

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date


@rule
def period(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Any of them."""
    start = s.skip(at, "the")
    yield from _code(s, start)
    yield from _numbered_quarter(s, start)
    yield from _season(s, start)
    yield from _numbered_week(s, start)
    yield from _numbered_day(s, start)
    yield from _numbered_row(s, start)
    yield from _decade(s, start)
    yield from _century(s, start)


def _parted(letter: str, number: int) -> Expression:
    part = units.quarter if letter == "q" else units.half
    return yearly(lambda year: part(year, number))


def _code(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Q1 2018, 1Q18, 2018-Q1, H2 '18; W10 2018."""
    for dated, start in years_before(s, at):
        if s.word(start) in {"q", "h"} and _glued(s, start + 1):
            yield dated(_parted(s.word(start), s[start + 1].number or 0)), start + 2
        elif s.word(start + 1) in {"q", "h"} and _glued(s, start + 1) and s[start].number is not None:
            yield dated(_parted(s.word(start + 1), s[start].number or 0)), start + 2
    letter, number = "", None
    if s.word(at) in {"q", "h", "w"} and _glued(s, at + 1):
        letter, number = s.word(at), s[at + 1].number
    elif s[at].number is not None and s.word(at + 1) in {"q", "h"} and not s[at + 1].spaced:
        letter, number = s.word(at + 1), s[at].number
    if number is None or len(s.word(at)) + len(s.word(at + 1)) > 3:
        return
    when = yearly(lambda year: units.iso_week(year, number)) if letter == "w" else _parted(letter, number)
    yield from _coded_year(s, at + 2, when)
    if letter != "w":
        yield when, at + 2


def _glued(s: Sentence, at: int) -> bool:
    return (s[at].number is not None and not s[at].spaced) or s.word(at) in {"q", "h"}


def _coded_year(s: Sentence, at: int, when: Expression) -> Iterator[tuple[Expression, int]]:
    yield from with_year(s, at, when)
    start = s.skip(at, "-", "/", "'")
    if start > at or not s[at].spaced:
        yield from ((in_year(when, year), end) for year, end in short_year(s, start))


def _numbered_quarter(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The first quarter (of 2018); quarter one; the last half of 2018."""
    ranks = [(number, s.skip(end, "-")) for number, end in _rank(s, at)]
    found = [(number, end) for number, end in ranks if s.word(end) in {"quarter", "qtr", "quater"}]
    if s.word(at) in {"quarter", "qtr"}:
        found += [(number, end - 1) for number, end in cardinal(s, at + 1) if number <= 9]
    for number, end in found:
        when = yearly(lambda year, n=number: units.quarter(year, n if n > 0 else 5 + n))
        yield from with_year(s, end + 1, when)
        if number > 0 or s.word(at) == "final":
            yield when, end + 1
    for dated, start in years_before(s, at):
        for number, end in _rank(s, s.skip(start, "the")):
            if s.word(end) in {"quarter", "qtr"}:
                yield (
                    dated(yearly(lambda year, n=number: units.quarter(year, n if n > 0 else 5 + n))),
                    end + 1,
                )
    for number, end in ranks:
        if s.word(end) == "half":
            yield from with_year(
                s, end + 1, yearly(lambda year, n=number: units.half(year, n if n > 0 else 3 + n))
            )


def _rank(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    yield from ordinal(s, at)
    if s.word(at) in {"last", "final"}:
        yield -1, at + 1


def _season(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Spring 2018; the winter of 2017-18; 2018 spring."""
    for dated, start in years_before(s, at):
        if s.word(start) in SEASONS:
            number = SEASONS[s.word(start)]
            yield dated(yearly(lambda year, n=number: units.season(year, n))), start + 1
    for first, after in two_years(s, at):
        if SEASONS.get(s.word(after)) == 4:
            yield in_year(yearly(lambda year: units.season(year, 4)), first), after + 1
    if s.word(at) not in SEASONS:
        return
    season = SEASONS[s.word(at)]
    when = yearly(lambda year: units.season(year, season))
    end = s.skip(at + 1, "season", "months")
    if season == 4:
        for first, after in two_years(s, s.skip(s.skip(end, ","), "of")):
            yield in_year(when, first), after
    yield from with_year(s, end, when)
    yield when, end


def _numbered_week(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Week 10 of 2018; 2018 week 10; calendar week 10 of this year."""
    for dated, start in years_before(s, at):
        if s.word(start) in {"week", "wk"} and s[start + 1].number is not None:
            yield dated(_week(s[start + 1].number or 0)), start + 2
    start = s.skip(at, "calendar", "iso")
    if s.word(start) in {"week", "wk", "cw", "kw"}:
        start = s.skip(s.skip(s.skip(start + 1, "number", "no", "#"), "."), "#")
        for number, end in cardinal(s, start):
            if s.word(start) not in {"a", "an"}:
                yield from with_year(s, end, _week(number))
                if number <= 53:
                    yield _week(number), end


def _numbered_day(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Day 100, 2018; 2018 day 100."""
    number = s[at + 1].number
    if s.word(at) == "day" and number:
        when = yearly(lambda year, n=number: units.ordinal_day(year, n))
        yield from with_year(s, at + 2, when, short=False)
    for dated, start in years_before(s, at):
        number = s[start + 1].number
        if s.word(start) == "day" and number:
            yield dated(yearly(lambda year, n=number: units.ordinal_day(year, n))), start + 2


def _numbered_row(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Weeks 10 to 12 of 2018; quarters 1 and 2."""
    part = {"weeks": units.iso_week, "quarters": units.quarter}.get(s.word(at))
    first, last = s[at + 1].number, s[at + 3].number
    if (
        part is None
        or first is None
        or last is None
        or s.word(at + 2) not in {"to", "-", "and", "through", "&"}
    ):
        return
    if s.word(at + 2) in {"and", "&"} and last != first + 1:
        return

    def build(year: int) -> Span:
        begin, end = part(year, first), part(year, last)
        if last < first:
            raise Impossible("That range ends before it begins.")
        return Span(begin.start, end.end)

    yield from with_year(s, at + 4, yearly(build))
    yield yearly(build), at + 4


def _week(number: int) -> Expression:
    return yearly(lambda year: units.iso_week(year, number))


def _decade(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    first = s[at].number
    end = s.skip(at + 1, "'")
    if (
        first
        and s[at].end - s[at].start == 4
        and first % 100 == 0
        and s.word(end) == "s"
        and not s[end].spaced
    ):
        # The 1800s are mostly the century; of 2000 it is the decade that is meant.
        yield Expression(_years(first, first + (9 if first % 1000 == 0 else 99))), end + 1
    hundreds = CARDINALS.get(s.word(at), 0)
    if s.word(at + 1) == "hundreds" and hundreds >= 10:  # the nineteen hundreds
        yield Expression(_years(hundreds * 100, hundreds * 100 + 99)), at + 2
    if s.word(at) in {"noughties", "aughts"}:
        yield Expression(_years(2000, 2009)), at + 1
    for first, end in decade(s, at):
        yield Expression(_years(first, first + 9)), end


def _years(first: int, last: int) -> Callable[[date], Span]:
    return lambda _: units.years(first, last)


def _century(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The 19th century, the second millennium, the 18th and 19th centuries. The 19th runs from 1801 to 1900."""
    for first, middle in ordinal(s, at):
        for last, end in ordinal(s, s.skip(s.skip(middle, "and", "to", "-", "through", "or"), "the")):
            listed = s.word(middle) in {"and", "or"} and last > first + 1
            if (
                s.word(end) in {"century", "centuries"}
                and first < last
                and s[middle].number is None
                and not listed
            ):
                yield Expression(_years(first * 100 - 99, last * 100)), end + 1
    for number, end in ordinal(s, at):
        start = s.skip(end, "-")
        word = s.word(start)
        length = {"century": 100, "cent": 100, "c": 100, "millennium": 1000, "millenium": 1000}.get(word)
        if length is None:
            continue
        end = s.skip(start + 1, ".") if word in {"c", "cent"} else start + 1
        era = s.word(end)
        if era in {"bc", "bce"}:
            yield in_year(yearly(units.year), too_early), end + 1
        else:
            yield Expression(_years((number - 1) * length + 1, number * length)), s.skip(end, "ad", "ce")
