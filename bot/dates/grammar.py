"""One stretch of the calendar: a date or period, a part of one, or what lies so far before or behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dates import parts, units, written
from bot.dates.clock import MOMENTS, PARTS_OF_DAY, after_clock
from bot.dates.clock import clock as clock_at
from bot.dates.days import days_to
from bot.dates.expression import Expression, Missing, Unanchored, period_start, step
from bot.dates.holidays import holiday
from bot.dates.numbers import cardinal, ordinal
from bot.dates.periods import period
from bot.dates.relative import from_today, quantity, relative, unit_around
from bot.dates.sentence import Sentence, phrases, rule
from bot.dates.span import Span
from bot.dates.vocabulary import MONTHS, UNITS, WEEKDAYS
from bot.dates.written import yearly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

# Words before a date that leave it as it is.
_ABOUT = phrases("""
    around | about | circa | circa . | ca | ca . | c | c . | ~ | approximately | approx | approx . | roughly |
    nearly | almost | just about | at any time in | at any time during | any time in | any time during | anytime
    in | anytime during | any time on | anytime on | during all of | in or around | in or about | during the
    course of | for all of | all day | all day on | the whole day of | the entire day of | at some point on | at
    some point in | at some point during | some time during | sometime in | some time in | sometime | sometime
    around | some time around | somewhere around | dated | date : | date | overnight | overnight on | somewhere
    around | dated | date : | date | overnight | overnight on | all of | all through | all | the whole of |
    throughout | the entire | entire | on or about | on or around | on about | on around | in about | in around
    | exactly | on | in | during | at | over | within | in the course of | over the course of | for | the | on
    the | in the | inside | the course of | the whole month of | the full month of | the whole | the month of |
    the year of | the date of | the day of | in the month of | back in | the date | as early as | as late as |
    only
""")
_BEFORE = phrases("before | prior to | ahead of | preceding | previous to | leading up to")
_AFTER = phrases("after | following | from")


_GIVE_OR_TAKE = phrases("plus or minus | give or take | + / - | ±")
_LEFT = phrases("""
    rest of | remainder of | remaining part of | remaining days of | remaining weeks of | remaining months of |
    later in | balance of
""")
_GONE = phrases("so far in | earlier in | so far")
_IN_WHICH = phrases("in which | when | that")
_LYING = {"of", "containing", "including", "around", "in", "includes", "contains", "included", "contained"}
_BEGINNING = {"beginning", "starting", "commencing", "from", "began", "started", "begins", "starts"}
_ENDING = {"ending", "ended", "ends", "to"}
_WEEK_CODES = phrases("w / c | w / b | w / e | wc | wb")
_PRESENT = {"week", "month", "quarter", "year", "decade", "century"}
_NEAREST = {"nearest", "closest"}
_SPANNING = {"week", "weekend", "fortnight", "month", "quarter", "year", "decade"}
_BEGINS_NOTHING = {
    "", "on", "by", "before", "after", "since", "from", "between", "during", "until", "till", "through",
    "to", "and", "of", "-", ",", ".", "?", "as", "around", "about", "over", "only", "or",
}  # fmt: skip


@rule
def single(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """One stretch, with the words before it that change nothing."""
    for when, end in stretch(s, at):
        yield when, end
        yield from _give_or_take(s, when, end)
    for start in s.after(at, _ABOUT):
        if s.word(start - 1) != "over" or not next(iter(quantity(s, start)), None):  # over a year ago
            yield from stretch(s, start)


def _give_or_take(s: Sentence, when: Expression, at: int) -> Iterator[tuple[Expression, int]]:
    """March 8 plus or minus two days, March 8 give or take a week."""
    for start in s.after(s.skip(at, ","), _GIVE_OR_TAKE):
        yield from ((when.map(parts.within(unit, count)), end) for (count, unit), end in quantity(s, start))


@rule
def stretch(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """One stretch of the calendar."""
    if s.word(at) in _BEGINS_NOTHING or (s.word(at) == "in" and not next(iter(quantity(s, at + 1)), None)):
        return
    for when, end in _stretch(s, at):
        yield when, end
        clock = after_clock(s, end)
        if clock > end:
            yield when, after_clock(s, clock)  # Friday night at 8
            yield when, clock
        about = s.follow(end, "ish") or s.follow(end, "- ish")
        if about:
            yield when, about


def _stretch(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    yield from written.calendar_date(s, at)
    yield from from_today(s, at)
    yield from holiday(s, s.skip(at, "the"))
    yield from written.month(s, s.skip(at, "the"))
    yield from written.year(s, at)
    yield from period(s, at)
    yield from written.day_of_month(s, at)
    yield from written.weekday(s, at)
    yield from days_to(s, at)
    yield from _inside(s, at)
    yield from _owned(s, at)
    yield from _edge(s, at)
    yield from _ending(s, at)
    yield from _ides(s, at)
    yield from _time_of(s, at)
    yield from _week_around(s, at)
    yield from _counted(s, at)
    yield from _next_to(s, at)
    yield from _beginning_on(s, at)
    yield from _nearest_to(s, at)
    yield from _gone_or_left(s, at)
    yield from _of_holiday(s, at)


@rule
def _inside(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The first week of March, the last three days of 2018, Monday of last week, early April, mid-2018."""
    for part, after in parts.part(s, at):
        start = s.follow(after, "of") or s.follow(after, "in") or s.skip(after, "-", ",")
        for whole, end in (*stretch(s, start), *the_present(s, start)):
            yield whole.map(part), end
    for when, after in (*written.weekday(s, at), *written.day_of_month(s, at), *_recurring(s, at)):
        after = s.skip(after, *PARTS_OF_DAY)
        start = s.skip(s.skip(after, ","), "of", "in")
        for whole, end in (
            *from_today(s, start),
            *_week_around(s, start),
            *_named_part(s, start, after),
            *the_present(s, start),
        ):
            if not whole.relative or fits(s, start, when):
                yield within(when, whole), end


def _owned(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Last week's Thursday, next month's first week, March's first Monday; last month on the 8th."""
    if not s.has("'", "on"):
        return
    for whole, end in (*from_today(s, at), *written.month(s, at), *written.year(s, at)):
        start = s.follow(end, "' s")
        if start:
            yield from ((whole.map(part), after) for part, after in parts.part(s, start))
        on = s.skip(end, "on")
        if (start or on > end) and whole.relative:
            for when, after in (*written.weekday(s, start or on), *written.day_of_month(s, start or on)):
                if fits(s, at, when):
                    yield within(when, whole), after


def the_present(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """“The year” behind “the end of”: the present one."""
    named = s.skip(at, "the")
    unit = UNITS.get(s.word(named))
    if (named > at or s.word(at - 1) in {"of", "-"}) and unit in _PRESENT:
        if unit == "year":
            yield yearly(units.year), named + 1
        else:
            yield relative(lambda: unit_around(s.today(), unit, 0)), named + 1


def _ending(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Year's end, the end of 2017 as “year-end 2017”, EOY."""
    if not s.has("end", "eoy", "eom"):
        return
    start = s.skip(at, "the")
    short = {"eoy": "year", "eom": "month"}.get(s.word(start))
    unit = short or UNITS.get(s.word(start))
    after = start + 1 if short else s.follow(start + 1, "' s end") or s.follow(start + 1, "- end")
    after = after or s.follow(start + 1, "end")
    if not after or unit not in {"month", "year"}:
        return
    if unit == "month":
        yield relative(lambda: parts.third(unit_around(s.today(), "month", 0), 2)), after
        return
    year = yearly(units.year).map(lambda span: parts.third(span, 2))
    yield from written.with_year(s, after, year)
    yield year, after


def _ides(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The ides of March: the 15th of March, May, July and October, the 13th of the others."""
    start = s.follow(s.skip(at, "the"), "ides of")
    named = written.month_name(s, start) if start else None
    if named:
        number = named[0]
        when = yearly(lambda year: units.day(year, number, 15 if number in {3, 5, 7, 10} else 13))
        yield from written.with_year(s, named[1], when)
        yield when, named[1]


def _beginning_on(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Two weeks starting May 20, twelve months ending in March 2024, ten days from April 5."""
    if not s.has("starting", "beginning", "commencing", "from", "ending", "ended", "to"):
        return
    start = s.skip(s.skip(at, "for"), "the")
    for (count, unit), after in (*quantity(s, start), *_whole_unit(s, start)):
        after = s.skip(after, "period", "stretch", "span")
        for begin, sign in _edges(s, s.skip(after, ",")):
            change = parts.stretched(unit, sign * count)
            if s.word(begin - 1) == "from":
                if start == at:
                    continue  # “ten days from April 5” is a day; “for ten days from April 5” are ten
                change = parts.of_one_day(change)
            yield from ((when.map(change), end) for when, end in stretch(s, begin))


def for_so_long(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """April 5 for ten days."""
    if not s.has("for"):
        return
    for when, end in written.calendar_date(s, at):
        if s.word(end) == "for":
            yield from (
                (when.map(parts.stretched(unit, count)), last) for (count, unit), last in quantity(s, end + 1)
            )


def _whole_unit(s: Sentence, at: int) -> Iterator[tuple[tuple[int, str], int]]:
    unit = UNITS.get(s.word(at))
    if unit in {"month", "quarter", "year", "decade", "century"} and not s.word(at).endswith("s"):
        yield (1, unit), at + 1


def _edges(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """The place behind “beginning” with 1, behind “ending” with -1."""
    if s.word(at) in {"starting", "beginning", "commencing", "from"}:
        yield s.skip(at + 1, "on", "in", "with", "from"), 1
    elif s.word(at) == "to" and s.word(at + 1) != "date":
        yield at + 1, -1
    elif s.word(at) in {"ending", "ended"}:
        yield s.skip(at + 1, "on", "in", "with"), -1


def _nearest_to(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The Monday nearest to October 5, the closest Friday to Easter."""
    if not s.has(*_NEAREST):
        return
    start = s.skip(at, "the")
    lead = s.word(start) in _NEAREST
    named = written.weekday_name(s, start + 1 if lead else start)
    if not named or (not lead and s.word(named[1]) not in _NEAREST):
        return
    after = s.skip(named[1] if lead else named[1] + 1, "to")
    if after > named[1]:
        yield from ((when.map(parts.closest(named[0])), end) for when, end in stretch(s, after))


def _recurring(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    start = s.skip(at, "the")
    for when, end in (*holiday(s, start), *written.month(s, start), *period(s, start)):
        if when.missing is Missing.YEAR:
            yield when, end


def _named_part(s: Sentence, start: int, after: int) -> Iterator[tuple[Expression, int]]:
    """A part or week of something, or what lies beside it: only behind “of” or “in”."""
    if start > after:
        yield from period(s, start)
        yield from holiday(s, start)
        yield from _inside(s, start)
        yield from _next_to(s, start)


def fits(s: Sentence, at: int, when: Expression) -> bool:
    """Whether the relative period at a place is of the length that the expression leaves open."""
    units_left = {Missing.YEAR: {"year"}, Missing.MONTH: {"month"}, Missing.WEEK: {"week", "weekend"}}
    words = [s.word(place) for place in range(at, at + 3)]
    named = when.missing is Missing.MONTH and any(word in MONTHS for word in words)
    return named or any(UNITS.get(word) in units_left.get(when.missing, ()) for word in words)


def whole_of(s: Sentence, at: int, when: Expression) -> Iterator[tuple[Expression, int]]:
    """What fills the gap of an expression that leaves its week or month open: last week, the next month."""
    for whole, end in (*from_today(s, at), *_week_around(s, at), *the_present(s, at)):
        if not whole.relative or fits(s, at, when):
            yield within(when, whole), end


def within(when: Expression, whole: Expression) -> Expression:
    """An expression inside the week, month or year that it leaves open. Raises Unanchored where that is longer."""

    def inside(span: Span) -> Span:
        start, end = units.closed(span)
        lengths = {Missing.WEEK: 7, Missing.MONTH: 31, Missing.YEAR: 366}
        if (end - start).days >= lengths.get(when.missing, 0):
            raise Unanchored
        first = period_start(start, when.missing)
        if start == end and whole.relative:  # Monday two weeks from now: of the week of that day
            return when.build(first)
        found = when.build(first)
        if found.start and found.start < start:  # Tuesday of a week that does not begin on a Monday
            found = when.build(step(first, when.missing, 1))
        if not span.contains(found):
            raise Unanchored
        return found

    return whole.map(inside)


def _edge(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The turn of the year: the days around New Year."""
    start = s.follow(s.skip(at, "the"), "turn of the")
    if start is None:
        return
    for year, end in written.year(s, start):
        yield year.map(parts.turn), end
    if s.word(start) == "year":
        after = s.skip(s.skip(start + 1, "of"), ",")
        for year, end in written.year(s, after):
            yield year.map(parts.turn), end
        for first, end in written.two_years(s, start + 1):
            yield Expression(lambda _, y=first: parts.turn(units.year(y + 1))), end
        yield yearly(units.year).map(parts.turn, keep_core=False), start + 1


@rule
def _week_around(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The week of March 5, the weekend of the 10th, the week beginning or ending on a day, w/c March 5."""
    if not s.has("w", "wc", "wb", *UNITS):
        return
    start = s.skip(at, "the", "that")
    for coded in s.after(start, _WEEK_CODES):
        change = parts.week_from(-7 if s.word(coded - 1) in {"e", "we"} else 7)
        yield from ((when.map(change), end) for when, end in stretch(s, coded))
    unit = UNITS.get(s.word(start))
    if unit in _SPANNING and not s.word(start).endswith("s"):
        yield from _in_which_falls(s, unit, start + 1)
        yield from _week_told(s, unit, start + 1)


def _in_which_falls(s: Sentence, unit: str, at: int) -> Iterator[tuple[Expression, int]]:
    """Behind “the week”: in which March 5 falls."""
    for start in s.after(at, _IN_WHICH):
        for when, end in stretch(s, start):
            if s.word(end) in {"falls", "fell", "lies", "is", "was"}:
                yield when.map(parts.around(unit)), end + 1


def _week_told(s: Sentence, unit: str, at: int) -> Iterator[tuple[Expression, int]]:
    """Behind “the week”: of March 5, that began on March 5, March 5-11."""
    clause = s.skip(at, "that", "which")
    after = s.skip(clause + 1, "on", "with")
    word = s.word(clause)
    if word in _LYING:
        change = parts.around(unit)
    elif unit not in {"week", "weekend", "fortnight"}:
        return
    elif word in _BEGINNING or word in _ENDING:
        days = 14 if unit == "fortnight" else 7
        change = parts.week_from(-days if word in _ENDING else days)
        yield from days_to(s, clause + 1)  # the week from March 5 to 11
    else:
        yield from days_to(s, clause)
        return
    for when, end in stretch(s, after):
        yield when.map(change), end


@rule
def _counted(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Ten days before March 8, a week from Tuesday, the two weeks after April 4, within a week of it."""
    start = s.skip(s.skip(at, "the", "within"), "first", "last", "next", "previous")
    for (count, unit), after in (*quantity(s, start), *_the_unit(s, start, named=start > at)):
        if s.word(start - 1) == "within" and s.word(after) == "of":
            for when, end in stretch(s, after + 1):
                yield when.map(parts.within(unit, count)), end
        spread = (start > at or s.word(at - 1) == "the") and count > 1
        for begin, sign in _direction(s, after):
            if spread and s.word(begin - 1) == "from":
                continue
            for when, end in (*_end_as_day(s, begin), *stretch(s, begin)):
                change = parts.beside(unit, sign * count, spread=spread)
                yield when.map(parts.of_one_day(change) if s.word(begin - 1) == "from" else change), end


def _end_as_day(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The end of March where one counts from it: its last day, and not its last third."""
    start = s.skip(at, "the")
    if s.word(start) in {"end", "start", "beginning"} and s.word(start + 1) == "of":
        change = parts.last_day if s.word(start) == "end" else parts.first_day
        for when, end in (*stretch(s, start + 2), *the_present(s, start + 2)):
            yield when.map(change), end


def _gone_or_left(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The rest of March, later in 2018, so far in April; what is left or gone of a time that today lies in."""
    start = s.skip(at, "the")
    found = [(place, _left) for place in s.after(start, _LEFT)]
    found += [(place, _gone) for place in s.after(start, _GONE)]
    for place, change in found:
        for when, end in stretch(s, place):
            yield when.map(lambda span, c=change: c(span, s.today())), end
    if s.has("far", "ytd"):
        for when, end in (*written.year(s, at), *written.month(s, at), *period(s, at)):
            after = s.follow(end, "so far") or s.follow(end, "ytd") or s.follow(end, "- ytd")
            if after:
                yield when.map(lambda span: _gone(span, s.today())), after


def _left(span: Span, today: date) -> Span:
    _check_inside(span, today)
    return Span(today, span.end)


def _gone(span: Span, today: date) -> Span:
    _check_inside(span, today)
    return Span(span.start, today)


def _check_inside(span: Span, today: date) -> None:
    start, end = units.closed(span)
    if start == end or not start <= today <= end:
        raise Unanchored


def _of_holiday(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Christmas week 2017, Labor Day weekend."""
    if not s.has("week", "weekend"):
        return
    start = s.skip(at, "the")
    for dated, begin in (*written.years_before(s, start), (None, start)):
        for when, end in holiday(s, begin):
            unit = s.word(end)
            if unit not in {"week", "weekend"} or when.missing is Missing.NOTHING:
                continue
            if unit == "week" and s.word(end - 1) == "easter":  # the week before it, or behind
                continue
            found = when.map(parts.around("week") if unit == "week" else parts.long_weekend)
            if dated:
                yield dated(found), end + 1
            else:
                yield from written.with_year(s, end + 1, found)
                yield found, end + 1


def _the_unit(s: Sentence, at: int, *, named: bool) -> Iterator[tuple[tuple[int, str], int]]:
    if named and s.word(at) in {"day", "eve"}:
        yield (1, "day"), at + 1


def _direction(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """The place behind “before” with -1, behind “after” with 1."""
    yield from ((place, -1) for place in s.after(at, _BEFORE))
    yield from ((place, 1) for place in s.after(at, _AFTER))


@rule
def _time_of(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The evening of March 8, noon on the 8th, 5 pm on March 8, the night before it."""
    if s.word(at) in {"early", "late"} and s.word(at + 1) == "on":
        yield from written.calendar_date(s, at + 2)
    start = s.skip(s.skip(s.skip(at, "the"), "late", "early", "small", "mid"), "-")
    if s.word(start) in PARTS_OF_DAY or s.word(start) in MOMENTS or (start > at and s.word(start) == "hours"):
        clock = start + 1
        for after in (*s.after(clock, _BEFORE), *s.after(clock, _AFTER)):
            before = s.word(after - 1) in {"before", "preceding"}
            change = parts.of_one_day(parts.beside("day", -1 if before else 1, spread=False))
            yield from ((when.map(change), end) for when, end in stretch(s, after))
    elif s.word(start) == "day" and s.word(start - 1) in {"all", "whole", "entire"}:
        clock = start + 1
    else:
        clock = clock_at(s, s.skip(at, "at", "from")) or at
    if clock > at:
        after = s.skip(s.skip(clock, ",", "-"), "of", "on", "in")
        yield from written.calendar_date(s, after)
        yield from days_to(s, after)
        yield from written.day_of_month(s, after)
        if s.word(after - 1) in {"of", "on"} or clock > start:
            yield from written.weekday(s, after)
            yield from from_today(s, after)


@rule
def _next_to(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The day after March 8, the week before last Christmas, the Monday after Easter, the eve of March 8."""
    if not s.has("eve", *_BEFORE, *_AFTER):
        return
    start = s.skip(at, "the")
    yield from _nth_beside(s, start)
    eve = s.follow(start, "eve of")
    if eve:
        for when, end in stretch(s, eve):
            yield when.map(parts.beside("day", -1, spread=False)), end
    unit = UNITS.get(s.word(start), "")
    named = written.weekday_name(s, s.skip(start, "first", "next", "last", "very"))
    after = start + 1 if unit else named[1] if named else 0
    if (
        not after
        or s.word(start).endswith("days")
        or (unit and unit != "half" and s.word(start).endswith("s"))
    ):
        return
    for begin, sign in _direction(s, after):
        if s.word(begin - 1) == "from":
            continue
        for when, end in (*_end_as_day(s, begin), *stretch(s, begin)):
            if unit:
                yield when.map(parts.neighbour(unit, sign)), end
            elif named:
                yield when.map(parts.nearest_weekday(named[0], sign)), end


def _nth_beside(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The second Monday before May 25, three Mondays after Easter."""
    for number, after in (*ordinal(s, at), *cardinal(s, at)):
        weekday = WEEKDAYS.get(s.word(after).removesuffix("s"))
        if weekday is None or number < 1:
            continue
        for begin, sign in _direction(s, after + 1):
            if s.word(begin - 1) != "from":
                change = parts.nearest_weekday(weekday, sign * number)
                yield from ((when.map(change), end) for when, end in stretch(s, begin))
