"""Days of one month that share its name: “March 15-18, 2018”, “2 to 14 Feb”, “the 15th and 16th of March”."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.dates import units
from bot.dates.expression import Expression, Impossible, Missing
from bot.dates.numbers import day_number, ordinal
from bot.dates.sentence import Phrases, Sentence, phrases, rule
from bot.dates.span import Span
from bot.dates.written import ENDS, in_year, month_name, weekday_name, which_year, with_year, yearly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

TO = phrases("""
    up until | through and including | up to and including | up to | until and including | through to |
    through until | right up to | all the way to | to | until | till | til | ' til | through | thru | - - > |
    - > | - - | - | . . . | . . | … | ~ | →
""")
AND = phrases("""
    and | & | n | - | to | through | until
""")
ALSO = phrases("and | & | or | /")
DASH = phrases("-")
_MOST_LISTED = 12


@rule
def days_to(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """March 15 to 18; the days in a row of March 15 and 16."""
    yield from _shared_month(s, at, TO)


@rule
def days_and(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Behind “between”: March 15 and 18."""
    yield from _shared_month(s, at, AND)


def _shared_month(s: Sentence, at: int, connectors: Phrases) -> Iterator[tuple[Expression, int]]:
    """March 15-18 (, 2018); 2 to 14 Feb; the 15th and 16th of March."""
    yield from _month_first(s, at, connectors)
    yield from _month_last(s, at, connectors)
    yield from _month_between(s, at, connectors)
    yield from _only_days(s, at, connectors)


def _month_first(s: Sentence, at: int, connectors: Phrases) -> Iterator[tuple[Expression, int]]:
    named = month_name(s, at)
    if named:
        for first, middle in day_number(s, s.skip(s.skip(named[1], "-"), "the")):
            for start in s.after(middle, connectors):
                for last, end in day_number(s, s.skip(_skip_weekday(s, start), "the")):
                    yield from _days(s, named[0], first, last, end)
            yield from _listed(s, named[0], first, middle)
    for month, first, middle in _slashed(s, at):
        for start in s.after(middle, DASH):
            for last, end in day_number(s, start):
                if s.word(end) != "/" or s[end + 1].end - s[end + 1].start == 4:
                    yield from _days(s, month, first, last, end)


def _month_last(s: Sentence, at: int, connectors: Phrases) -> Iterator[tuple[Expression, int]]:
    start = s.skip(_skip_weekday(s, at), "the")
    for first, middle in day_number(s, start):
        for after in s.after(s.skip(middle, "day"), connectors | ALSO):
            for last, behind in day_number(s, s.skip(_skip_weekday(s, after), "the")):
                named = month_name(s, s.skip(s.skip(behind, "-", "/", ","), "of"))
                if not named:
                    continue
                adjacent = connectors is not AND and s.word(after - 1) in {"and", "&", "or", "/"}
                if not adjacent or last == first + 1:
                    yield from _days(s, named[0], first, last, named[1])
        yield from _listed_first(s, first, middle)
    yield from _slashed_last(s, at)


def _month_between(s: Sentence, at: int, connectors: Phrases) -> Iterator[tuple[Expression, int]]:
    """From 4 to January 22."""
    if s.word(at - 1) not in {"", "from", "between"}:
        return
    for first, middle in day_number(s, at):
        for start in s.after(middle, connectors):
            named = month_name(s, start)
            if named and s.word(start - 1) not in {"and", "&", "n"}:
                for last, end in day_number(s, s.skip(named[1], "the")):
                    if last > first:
                        yield from _days(s, named[0], first, last, end)


def _slashed_last(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """8-9/3/2018, in the order of day and month."""
    first, last, month = (s[at + offset].number for offset in (0, 2, 4))
    marks = tuple(s.word(at + offset) for offset in (1, 3, 5))
    if first and last and month and marks in {("-", "/", "/"), ("-", ".", ".")} and month <= 12:
        after = at + 5 if marks[2] == "/" else at + 6
        yield from ((when, end) for when, end in _days(s, month, first, last, after) if end > at + 6)


def _skip_weekday(s: Sentence, at: int) -> int:
    named = weekday_name(s, s.skip(at, "the"))
    return s.skip(s.skip(named[1], ","), "the") if named else at


def _slashed(s: Sentence, at: int) -> Iterator[tuple[int, int, int]]:
    month, day = s[at].number, s[at + 2].number
    if s.word(at + 1) == "/" and month and day and month <= 12 and day <= 31 and not s.day_first:
        yield month, day, at + 3


def _days(
    s: Sentence, month: int, first: int, last: int, end: int, *, listed: bool = False
) -> Iterator[tuple[Expression, int]]:
    def build(year: int) -> Span:
        begin, finish = units.day(year, month, first), units.day(year, month, last)
        if last < first:
            raise Impossible("That range ends before it begins.")
        return Span(begin.start, finish.end)

    when = yearly(build)
    yield from with_year(s, end, when, short=not listed)
    yield when, end


def _listed(s: Sentence, month: int, first: int, at: int) -> Iterator[tuple[Expression, int]]:
    """March 15 and 16; March 15, 16 and 17: days in a row."""
    last, end = _row(s, first, at)
    if last > first:
        yield from _days(s, month, first, last, end, listed=True)


def _row(s: Sentence, first: int, at: int) -> tuple[int, int]:
    last, end = first, at
    while s.word(end) in {",", "and", "&", "/", "or"}:
        start = end + 1 if s.word(end) != "," else s.skip(end + 1, "and", "&", "or")
        following = [after for number, after in day_number(s, s.skip(start, "the")) if number == last + 1]
        if not following or (len(s.word(start)) == 4 and s[start].number is not None):
            break
        last, end = last + 1, following[0]
    return last, end


def _listed_first(s: Sentence, first: int, at: int) -> Iterator[tuple[Expression, int]]:
    last, end = _row(s, first, at)
    named = month_name(s, s.skip(end, "of"))
    if last > first + 1 and named:
        yield from _days(s, named[0], first, last, named[1])


def _only_days(s: Sentence, at: int, connectors: Phrases) -> Iterator[tuple[Expression, int]]:
    """The 15th to the 18th: of some month."""
    for first, middle in ordinal(s, s.skip(at, "the")):
        for start in s.after(middle, connectors):
            for last, end in ordinal(s, s.skip(start, "the")):
                if s.word(at) == "the" or s[at].number is not None:
                    yield Expression(_month_days(first, last), Missing.MONTH), end
    first, last = s[at].number, s[at + 2].number
    if first and last and s.after(at + 1, connectors) and _is_month(s, s.skip(at + 3, "of", "in")):
        yield Expression(_month_days(first, last), Missing.MONTH), at + 3


def _is_month(s: Sentence, at: int) -> bool:
    """This month, the next month."""
    start = s.skip(at, "the")
    return s.word(start) in {"this", "last", "next", "previous"} and s.word(start + 1) == "month"


def _month_days(first: int, last: int) -> Callable[[date], Span]:
    def build(month: date) -> Span:
        if last < first:
            raise Impossible("That range ends before it begins.")
        return Span(
            units.day(month.year, month.month, first).start, units.day(month.year, month.month, last).end
        )

    return build


def apart(s: Sentence, at: int) -> list[tuple[Expression, int, int]]:
    """Days of one month that are named one by one: “March 8 and 22”, “the 8th, 12th and 22nd of March 2018”.

    Each with the places where it begins and ends, the month and the year belonging to the first and last that
    they stand beside. Empty for less than two days, and for days in a row, which are one span.
    """
    start = s.skip(s.skip(at, "on"), "the")
    named = month_name(s, start)
    numbers = _numbers(s, s.skip(named[1], "the") if named else start)
    if len(numbers) < 2:
        return []
    behind = numbers[-1][2]
    if not named:
        named = month_name(s, s.skip(behind, "of"))
        behind = named[1] if named else behind
    if not named or all(later[0] == number[0] + 1 for number, later in pairwise(numbers)):
        return []
    month = named[0]
    days = [yearly(lambda year, n=number: units.day(year, month, n)) for number, _, _ in numbers]
    for year, end in which_year(s, s.skip(s.skip(behind, ","), "of")):
        days, behind = [in_year(day, year) for day in days], end
        break
    if s.word(behind) not in ENDS:
        return []
    starts = [at, *(begin for _, begin, _ in numbers[1:])]
    ends = [*(end for _, _, end in numbers[:-1]), behind]
    return list(zip(days, starts, ends, strict=True))


def _numbers(s: Sentence, at: int) -> list[tuple[int, int, int]]:
    """The days of a list, each with the places where it begins and ends."""
    numbers: list[tuple[int, int, int]] = []
    start = at
    while len(numbers) < _MOST_LISTED:
        found = next(iter(day_number(s, start)), None)
        if found is None:
            break
        numbers.append((found[0], start, found[1]))
        joint = s.skip(s.skip(found[1], ","), "and", "or", "&")
        if joint == found[1]:
            break
        start = s.skip(joint, "the")
    return numbers
