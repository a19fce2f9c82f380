"""Dates written out or in figures: “Thursday, 8 March 2018”, “3/8/18”, “2018-W10”, “March 2018”."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.dates import units
from bot.dates.clock import PARTS_OF_DAY, after_clock
from bot.dates.expression import Expression, Impossible, Missing
from bot.dates.numbers import day_number, full_year, ordinal, short_year, year_number
from bot.dates.sentence import Sentence, rule
from bot.dates.vocabulary import CARDINALS, MONTHS, TENS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.dates.span import Span


_WORDS = {"sun", "sat", "wed", "mon"}
# What stands behind the last word of an expression that could be the first of something else.
ENDS = {"", "?", "!", ".", ",", ";", ":", ")", "in", "at", "when", "who", "what", "did", "was", "were"}
_BEFORE_YEARS = {
    "the", "calendar", "full", "year", "cy", "'", "this", "current", "last", "previous", "past", "next",
    "ad", "ce", "a", "c", "anno", *CARDINALS, *TENS,
}  # fmt: skip
_JOINTS = {"to", "and", "or", "until", "till", "through", "onwards", "on"}
_ERAS = {"ad", "ce", "bc", "bce"}
_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11,
    "xii": 12,
}  # fmt: skip


def yearly(build: Callable[[int], Span]) -> Expression:
    """An expression that recurs every year."""
    return Expression(lambda first: build(first.year), Missing.YEAR)


def in_year(expression: Expression, year: int | Callable[[], int]) -> Expression:
    """The expression of one year, or of one that is known only when it is resolved (“last year”)."""

    def build(_: date) -> Span:
        number = year if isinstance(year, int) else year()
        units.check_year(number)
        return expression.build(date(number, 1, 1))

    return Expression(build)


def month_name(s: Sentence, at: int) -> tuple[int, int] | None:
    """The number of a month named here, and the place behind its name and full stop."""
    number = MONTHS.get(s.word(at))
    if number is None:
        return None
    dotted = s.word(at + 1) == "." != s.word(at + 2)
    dotted = dotted and (len(s.word(at)) <= 4 or s[at + 2].number is not None)
    return number, at + 2 if dotted else at + 1


def weekday_name(s: Sentence, at: int) -> tuple[int, int] | None:
    """The number of a weekday named here, Monday 0, and the place behind its name and full stop."""
    number = WEEKDAYS.get(s.word(at))
    if number is None:
        return None
    return number, at + 2 if s.word(at + 1) == "." and len(s.word(at)) <= 5 else at + 1


@rule
def calendar_date(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """A date, perhaps with its weekday before or behind it."""
    named = weekday_name(s, at)
    if named:
        weekday, after = named
        start = s.skip(s.skip(s.skip(after, *PARTS_OF_DAY), ",", "("), "the")
        for when, end in _plain_date(s, start):
            closed = s.skip(end, ")")
            if (closed > end) == (s.word(start - 1) == "("):
                yield _on_weekday(when, weekday), closed
        # Where the weekday contradicts 8/3 as August 3, it may be March 8.
        for when, end in _swapped(s, start):
            yield _on_weekday(when, weekday), end
    for when, end in _plain_date(s, s.skip(at, "the")):
        bracket = s.skip(s.skip(end, ","), "(")
        named = weekday_name(s, bracket)
        if named and (bracket > end or len(s.word(end)) > 5):
            yield _on_weekday(when, named[0]), s.skip(named[1], ")")
        yield when, end


def _on_weekday(when: Expression, weekday: int) -> Expression:
    def check(span: Span) -> Span:
        if span.start and span.start.weekday() != weekday:
            day = span.start
            name = f"{units.MONTH_NAMES[day.month]} {day.day}, {day.year}"
            actual, said = units.WEEKDAY_NAMES[day.weekday()], units.WEEKDAY_NAMES[weekday]
            raise Impossible(f"{name} is a {actual}, not a {said}.")
        return span

    return when.map(check, keep_core=False)


@rule
def _plain_date(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    for when, end in in_figures(s, at):
        if when.missing is Missing.YEAR and s.word(end) not in {"-", "/"}:
            yield from (
                (in_year(when, year), last)
                for year, last in year_number(s, s.skip(end, ","))
                if _long(s, last)
            )
        yield when, end
    yield from _month_first(s, at)
    yield from _day_first(s, at)
    yield from _year_first(s, at)


def _month_first(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """March 8, 2018; March the eighth; Mar-08-2018."""
    named = month_name(s, at)
    if not named:
        return
    month, after = named
    dash = s.word(after) in {"-", "/"}
    start = after + 1 if dash else s.skip(s.skip(after, ","), "the")
    if s.word(after) == "," and s.word(start) == "on":  # in March, on the 8th
        start = s.skip(start + 1, "the")
    for number, end in day_number(s, start):
        when = yearly(lambda year, n=number: units.day(year, month, n))
        row = [s.word(end), s[end + 1].number] == [",", number + 1]  # March 15,16
        yield from with_year(
            s, end, when, dash=dash or s.word(after - 1) == "." == s.word(end), short=not row
        )
        clock = after_clock(s, end)
        if clock > end:  # Mar 8 10:15:00 2018
            yield from ((in_year(when, year), last) for year, last in year_number(s, clock))
        yield when, end


def _day_first(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """8 March 2018; the 8th of March; 8-Mar-18."""
    yield from _roman(s, at)
    for number, after in day_number(s, at):
        dash = s.word(after) in {"-", "/"}
        ranked = (number, after) in ordinal(s, at)  # “the 8th in March”, not “the one in March”
        joint = ("of", ",", ".", "in") if ranked else ("of", ",", ".")
        start = after + 1 if dash else s.skip(s.skip(s.skip(after, "day"), *joint), "the")
        named = month_name(s, start)
        if named:
            when = yearly(lambda year, n=number, m=named[0]: units.day(year, m, n))
            yield from with_year(s, named[1], when, dash=dash)
            yield when, named[1]


def _roman(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """8.III.1914, 8 III 1914: the month in Roman figures, as historians write it."""
    separator = s.word(at + 1)
    between = 1 if separator in {".", "-", "/"} else 0
    number, month = s[at].number, _ROMAN.get(s.word(at + 1 + between))
    if number and month and (not between or s.word(at + 3) == separator):
        when = yearly(lambda year: units.day(year, month, number))
        years = short_year if between else year_number
        yield from ((in_year(when, year), end) for year, end in years(s, at + 2 + 2 * between))


def _year_first(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """2018 March 8; 2018-Mar-08; 2018, 8 March; last year's March 8, last year on March 8."""
    if s.has("year"):
        for dated, after in years_before(s, at):
            start = s.skip(s.skip(after, "on"), "the")
            yield from (
                (dated(when), end)
                for when, end in (*_month_first(s, start), *_day_first(s, start))
                if when.missing is Missing.YEAR
            )
    for year, after in year_number(s, at):
        named = month_name(s, s.skip(after, "-", "/", ",", "."))
        if named:
            for number, end in day_number(s, s.skip(named[1], "-", "/", ",", "the")):
                yield in_year(yearly(lambda y, n=number, m=named[0]: units.day(y, m, n)), year), end
        for when, end in _day_first(s, s.skip(s.skip(after, ","), "the")):
            if when.missing is Missing.YEAR:
                yield in_year(when, year), end


def with_year(
    s: Sentence, at: int, when: Expression, *, dash: bool = False, short: bool = True
) -> Iterator[tuple[Expression, int]]:
    """The date or month with the year that follows it: “, 2018”, “of 2018”, “'18”, “-18”, “last year”.

    A year of two digits counts where it ends the text, unless not `short`: in “March 8, 9, 12” it is a day.
    """
    if dash:
        if s.word(at) in {"-", "/", "."}:
            yield from ((in_year(when, year), end) for year, end in short_year(s, at + 1))
        else:
            yield from ((in_year(when, year), end) for year, end in year_number(s, s.skip(at, ",")))
        return
    start = s.skip(s.skip(at, ",", "("), "of", "in", "-", "/")
    for year, end in which_year(s, start):
        yield in_year(when, year), s.skip(end, ")") if s.word(start - 1) == "(" else end
    if short and s.word(at) not in {"-", "/"}:
        for year, end in short_year(s, s.skip(at, ",")):
            if s.word(end) in {"", "?", "!", "."}:
                yield in_year(when, year), end


@rule
def which_year(s: Sentence, at: int) -> Iterator[tuple[int | Callable[[], int], int]]:
    """2018, the year 2018, calendar year 2018, 1066 AD; this, last or next year."""
    if s[at].number is None and s.word(at) not in _BEFORE_YEARS:
        return
    start = s.skip(s.skip(at, "the"), "calendar", "full")
    named = s.skip(s.skip(start, "-"), "year", "cy")
    if named > start and s.word(named - 1) != "-":
        start = s.follow(named, "of our lord") or s.skip(named, "of")
    yield from _in_era(s, start)
    if not _era(s, start + 1):
        yield from year_number(s, start)
        number = s[start].number
        digits = s[start].end - s[start].start
        told = s.word(start - 1) == "year" and (digits > 2 or s.word(start - 2) == "the")
        counts = digits < 4 and s.word(start + 1).isalpha() and s.word(start + 1) not in ENDS | _JOINTS
        if told and number is not None and digits != 4 and not counts:  # by the end of the year 137 people
            yield number, start + 1
        if s.word(start - 1) == "cy" and number is not None and digits == 2:
            yield full_year(number), start + 1
    offset = {"this": 0, "current": 0, "same": None, "last": -1, "previous": -1, "past": -1, "next": 1}.get(
        s.word(start)
    )
    if offset is not None and s.word(start + 1) == "year":
        yield (lambda: s.today().year + offset), start + 2


def _era(s: Sentence, at: int) -> tuple[str, int] | None:
    """AD, CE, BC or BCE, with full stops or without, and the place behind it."""
    if s.word(at) in _ERAS:
        return s.word(at), at + 1
    if s.word(at + 1) != ".":
        return None
    letters, end = "", at
    while len(s.word(end)) == 1 and s.word(end) in "abcde" and s.word(end + 1) == ".":
        letters += s.word(end)
        end += 2
    if len(s.word(end)) == 1 and s.word(end) in "de":  # the last full stop may end the text
        letters, end = letters + s.word(end), end + 1
    return (letters, end) if letters in _ERAS else None


def _in_era(s: Sentence, at: int) -> Iterator[tuple[int | Callable[[], int], int]]:
    """AD 79, 1066 CE, 44 BC."""
    latin = s.follow(at, "anno domini")
    number, before = s[at].number, ("ad", latin) if latin else _era(s, at)
    if before and s[before[1]].number and before[0] in {"ad", "ce"}:
        yield s[before[1]].number or 0, before[1] + 1
    behind = _era(s, at + 1)
    if number and behind and s.word(at - 1) not in {"-", "/"}:
        yield (number if behind[0] in {"ad", "ce"} else too_early), behind[1]


def too_early(*_: object) -> int:
    """For whatever is told of a time before Christ. Raises Impossible."""
    raise Impossible("Dates before the year 1 are not kept here.")


def two_years(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """The first of two years in a row, as a winter has them: 2017-18."""
    first = s[at].number
    if first and first >= 1000 and s.word(at + 1) in {"-", "/"}:
        for last, after in short_year(s, at + 2):
            if last % 100 == (first + 1) % 100:
                yield first, after


def years_before(s: Sentence, at: int) -> Iterator[tuple[Callable[[Expression], Expression], int]]:
    """A year standing before what it dates: “2018 Easter”, “last year's Christmas”."""
    if s[at].number is None and s.word(at) not in _BEFORE_YEARS:
        return
    for year, end in which_year(s, at):
        start = s.skip(end, "-", "/", ",", "'")
        start = s.skip(start, "s") if s.word(start - 1) == "'" else start
        start = s.skip(start, "in", "at") if not isinstance(year, int) else start

        def dated(when: Expression, y: int | Callable[[], int] = year) -> Expression:
            return in_year(when, y)

        yield dated, start


@rule
def in_figures(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """2018-03-08, 3/8/18, 08.03.2018, 3/8, 3/2018, 20180308, 2018-W10, 2018-067."""
    token = s[at]
    if token.number is None:
        return
    digits = token.end - token.start
    if digits == 8:
        year, rest = divmod(token.number, 10000)
        yield in_year(yearly(lambda y: units.day(y, rest // 100, rest % 100)), year), at + 1
    separator = s.word(at + 1)
    if separator in {"-", "."} and s.word(at + 3) == separator and s[at + 4].end - s[at + 4].start == 4:
        yield from _three(s, at)  # 8. 3. 2018, whatever the blanks
        return
    if s[at + 1].number is not None and s[at + 2].number is not None and s[at + 3].number is None:
        yield from _spaced(s, at)
    if separator not in {"-", "/", "."} or ((s[at + 1].spaced or s[at + 2].spaced) and separator != "/"):
        if digits == 4 and separator == "w":
            yield from _iso_week(s, at, at + 1)
        return
    second = s[at + 2]
    if digits == 4 and second.text == "w":
        yield from _iso_week(s, at, at + 2)
    if second.number is None:
        return
    if s.word(at + 3) == separator and s[at + 4].number is not None:
        yield from _three(s, at)
    else:
        yield from _two(s, at, separator)


def _iso_week(s: Sentence, at: int, mark: int) -> Iterator[tuple[Expression, int]]:
    year, number = s[at].number, s[mark + 1].number
    if year is None or number is None or s[mark + 1].spaced:
        return
    if s[mark + 1].end - s[mark + 1].start == 3:  # 2018W093
        yield in_year(yearly(_day_of_week(number // 10, number % 10)), year), mark + 2
        return
    if s.word(mark + 2) == "-" and len(s.word(mark + 3)) == 1 and s[mark + 3].number is not None:
        yield in_year(yearly(_day_of_week(number, s[mark + 3].number or 0)), year), mark + 4
    yield in_year(yearly(lambda y: units.iso_week(y, number)), year), mark + 2


def _day_of_week(week: int, day: int) -> Callable[[int], Span]:
    def build(year: int) -> Span:
        monday = units.iso_week(year, week).start
        if monday is None or not 1 <= day <= 7:
            raise Impossible("The days of a week are numbered 1 to 7.")
        return units.single(monday + timedelta(days=day - 1))

    return build


def _spaced(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """08 03 2018, 2018 03 08: only with a year of four digits."""
    numbers = tuple(s[at + offset].number or 0 for offset in range(3))
    match tuple(s[at + offset].end - s[at + offset].start for offset in range(3)):
        case (4, 1 | 2, 1 | 2):
            yield in_year(yearly(lambda year: units.day(year, numbers[1], numbers[2])), numbers[0]), at + 3
        case (1 | 2, 1 | 2, 4):
            when = _day_and_month(numbers[0], numbers[1], day_first=s.day_first)
            yield in_year(when, numbers[2]), at + 3
        case _:
            return


def _three(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    first, second, third = (s[at + offset].number or 0 for offset in (0, 2, 4))
    widths = [s[at + offset].end - s[at + offset].start for offset in (0, 2, 4)]
    if widths[0] == 4 and widths[1] <= 2 and widths[2] <= 2:
        yield in_year(yearly(lambda year: units.day(year, second, third)), first), at + 5
    elif widths[0] <= 2 and widths[1] <= 2 and widths[2] in {2, 4}:
        year = third if widths[2] == 4 else full_year(third)
        yield in_year(_day_and_month(first, second, day_first=s.day_first), year), at + 5


def _swapped(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """3/8 and 3/8/18 in the order that is not the usual one."""
    other = Sentence(s.tokens, None, day_first=not s.day_first)
    if s.word(at + 1) in {"/", "-", "."}:
        yield from in_figures(other, at)


def _two(s: Sentence, at: int, separator: str) -> Iterator[tuple[Expression, int]]:
    first, second = s[at].number or 0, s[at + 2].number or 0
    widths = (s[at].end - s[at].start, s[at + 2].end - s[at + 2].start)
    if widths[0] == 4 and widths[1] == 2 and separator != ".":
        if second <= 12 or not first % 100 < second:
            yield in_year(yearly(lambda year: units.month(year, second)), first), at + 3
    elif widths[0] == 4 and widths[1] == 1 and separator in {"/", "-"}:
        yield in_year(yearly(lambda year: units.month(year, second)), first), at + 3
    elif widths[0] == 4 and widths[1] == 3 and separator == "-":
        yield in_year(yearly(lambda year: units.ordinal_day(year, second)), first), at + 3
    elif widths[0] <= 2 and widths[1] == 4:
        yield in_year(yearly(lambda year: units.month(year, first)), second), at + 3
    elif max(widths) <= 2 and (
        separator == "/" or (separator == "-" and _is_day(s, at, first, second, widths))
    ):
        yield _day_and_month(first, second, day_first=s.day_first), at + 3


def _is_day(s: Sentence, at: int, first: int, second: int, widths: tuple[int, int]) -> bool:
    """Whether a dash joins a month and a day, not two numbers: “03-08”, “2-15”, “on 3-8”."""
    if {s.word(at - 1), s.word(at + 3)} & {"-", "/", "."}:
        return False
    told = widths == (2, 2) or max(first, second) > 12 or s.word(at - 1) == "on"
    return told and 0 < min(first, second) <= 12 and max(first, second) <= 31


def _day_and_month(first: int, second: int, *, day_first: bool) -> Expression:
    month, day = (second, first) if day_first else (first, second)
    if month > 12 >= day:
        month, day = day, month

    def build(year: int) -> Span:
        if month > 12:
            raise Impossible(f"{first}/{second} is no date: there is no month {month}.")
        return units.day(year, month, day)

    return yearly(build)


NO_DAY = 50  # from here on two digits behind a month are a year of the last century


@rule
def month(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """March; March 2018; March of '18; 2018 March."""
    named = month_name(s, s.skip(s.follow(at, "the month of") or at, "month"))
    if named:
        number, after = named
        name = yearly(lambda year: units.month(year, number))
        dash = s.word(after) in {"-", "/"} and not s[after].spaced and s[after + 1].number is not None
        if dash and s[after + 1].end - s[after + 1].start == 2:
            yield from with_year(s, after, name, dash=True)
        yield from (
            (found, end)
            for found, end in with_year(s, after, name)
            if s.word(end - 2) == "'" or _long(s, end)
        )
        short = s[after]
        if short.number is not None and short.end - short.start == 2 and short.number >= NO_DAY:
            following = s.word(after + 1)
            if not following[:1].isalnum() or following in _JOINTS | {
                "in",
                "did",
                "was",
                "were",
                "by",
                "when",
                "who",
            }:
                yield in_year(name, full_year(short.number)), after + 1  # August 68
        yield name, after
    for dated, after in years_before(s, at):
        named = month_name(s, after)
        if named:
            number = named[0]
            yield dated(yearly(lambda y, n=number: units.month(y, n))), named[1]


def _long(s: Sentence, end: int) -> bool:
    number = s[end - 1]
    return number.number is None or number.end - number.start == 4


@rule
def year(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """2018; the year 2018; '18; last year."""
    for number, end in which_year(s, at):
        yield in_year(yearly(units.year), number), s.follow(end, "calendar year") or end


@rule
def day_of_month(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The eighth, the 8th: a day of some month. “Thursday the 8th”, “8 of this month”."""
    named = weekday_name(s, at)
    start = s.skip(s.skip(s.skip(named[1], ","), "on"), "the") if named else s.skip(at, "the")
    loose = named is None and start == at and s[at].number is None
    for number, end in (*ordinal(s, start), *_figure(s, start)):
        ranked = s[end - 1].number is None
        if ranked and loose and s.word(end) != "of":
            continue
        # A plain number is a day only behind its weekday, and only where nothing follows that it could count.
        if not ranked and (s.word(end) not in ENDS if named else s.word(end) != "of"):
            continue

        def build(first: date, n: int = number) -> Span:
            return units.day(first.year, first.month, n)

        when = Expression(build, Missing.MONTH)
        yield (_on_weekday(when, named[0]) if named else when), s.skip(end, "day") if not named else end


def _figure(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    token = s[at]
    if token.number is not None and token.end - token.start <= 2:
        yield token.number, at + 1


@rule
def weekday(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Thursday: that of some week."""
    named = weekday_name(s, at)
    if named and not (s.word(at) in _WORDS and s.word(at - 1) == "the"):  # in the sun
        number, end = named

        def build(first: date) -> Span:
            return units.single(first + timedelta(days=number))

        yield Expression(build, Missing.WEEK), end
