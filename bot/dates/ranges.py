"""From one stretch to another, and stretches open to one side: between, from–to, dashes, before, since, by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.dates import parts, units
from bot.dates.days import ALSO, AND, TO, days_and, days_to
from bot.dates.expression import Expression, Missing, Unanchored, join, through
from bot.dates.grammar import fits, for_so_long, single, stretch, the_present, whole_of, within
from bot.dates.numbers import ordinal
from bot.dates.relative import from_today, relative
from bot.dates.sentence import Phrases, Sentence, phrases, rule
from bot.dates.span import Span
from bot.dates.written import month_name, which_year, with_year, yearly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Change = Callable[[Span], Span]

_BETWEEN = phrases("""
    any time between | anytime between | sometime between | somewhere between | in between | in the period
    between | the period between | the time between | the days between | between | betwen | beetween |
    betweeen | bewteen | btwn
""")
_FROM = phrases("""
    the years | the years from | the years between | both | starting from | starting on | starting |
    beginning on | beginning | in the period from | the period from | the days from | any time from |
    anytime from | from | frm
""")
_BEFORE = phrases("""
    any time before | anytime before | sometime before | up to but not including | before | pre - | befor
    | bfore | prior to | earlier than | ahead of | pre | b4
""")
_AFTER = phrases("""
    any time after | anytime after | sometime after | after | aftr | later than | following | past | post
    | subsequent to | post | post -
""")
_SINCE = phrases("""
    ever since | since | sinse | sicne | any time from | anytime from | from | starting on | starting from
    | starting in | starting with | starting at | starting | beginning on | beginning from | beginning in
    | beginning with | beginning | commencing | effective | as of | as from | not before | no earlier than
    | not earlier than | no sooner than | on or after | after or on | in or after | at or after | on and
    after
""")
_UNTIL = phrases("""
    up until | up to and including | up to | until and including | until | untill | unitl | till | til | '
    til | by | through | thru | no later than | by no later than | up through | before or on | by not
    later than | not later than | not after | on or earlier than | in or earlier than |
    on or before | in or before | at or before | on and before |
    at the latest by | ending on | ending in | ending with
""")
_ONWARDS = phrases("""
    onwards | onward | forward | forwards | and onwards | and onward | and later | or later | and after |
    or after | and beyond | and thereafter
""")
_AND_EARLIER = phrases("""
    and earlier | or earlier | and before | or before | at the latest
""")
_LEADING = phrases("""
    on | in | during | over | the | over the | on the | in the | during the | the months of | the months from
    | the months | months | the days of | the days from | the weeks of
""")


class Apart(Unanchored):
    """Two stretches joined by “and” that do not meet: they are two expressions, not one."""


def readings(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Any calendar expression, sought only as long as somebody asks for more."""
    yield from single(s, at)
    yield from _range(s, at)
    yield from _bound(s, at)


expression = rule(readings)


@rule
def _range(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    yield from _open_range(s, at)
    # “Monday to Friday of last week”, and the week named first.
    for when, middle in _open_range(s, at):
        if when.missing in {Missing.WEEK, Missing.MONTH}:
            yield from whole_of(s, s.skip(s.skip(middle, ","), "of", "in"), when)
    for whole, middle in from_today(s, at):
        for when, end in _open_range(s, s.skip(middle, ",")):
            if when.missing is Missing.WEEK and fits(s, at, when):
                yield within(when, whole), end


@rule
def _open_range(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    for start in s.after(at, _BETWEEN):
        yield from _until_inclusive(s, _two(s, start, AND))
    for start in (*s.after(at, _FROM), *s.after(at, _LEADING), at):
        yield from _until_inclusive(s, _two(s, start, TO))
        yield from for_so_long(s, start)
        yield from _until_inclusive(s, _joined(s, start))


def _until_inclusive(
    s: Sentence, found: Iterator[tuple[Expression, int]]
) -> Iterator[tuple[Expression, int]]:
    for when, at in found:
        start = s.skip(at, "(", ",")
        end = s.follow(start, "inclusive") or s.follow(start, "both inclusive")
        yield when, s.skip(end, ")") if end else at


def _two(s: Sentence, at: int, connectors: Phrases) -> Iterator[tuple[Expression, int]]:
    yield from (days_and if connectors is AND else days_to)(s, at)
    yield from _shared_part(s, at)
    yield from _years(s, at)
    for first, middle in single(s, at):
        for start in s.after(middle, connectors) or s.after(s.skip(middle, ","), connectors):
            for last, end in single(s, start):
                yield through(first, last), end
    # “2018-03-15/2018-03-18”
    if s.word(at + 1) == "-":
        for first, middle in stretch(s, at):
            if s.word(middle) == "/":
                yield from ((through(first, last), end) for last, end in stretch(s, middle + 1))
                yield from _same_month(s, first, middle)


def _same_month(s: Sentence, first: Expression, at: int) -> Iterator[tuple[Expression, int]]:
    """2018-03-08/22, as ISO 8601 has it."""
    last, before = s[at + 1], s[at - 1]
    if last.number and last.end - last.start == 2 == before.end - before.start and s.word(at - 2) == "-":
        number = last.number

        def until(span: Span) -> Span:
            day = _begin(span)
            return join(span, units.day(day.year, day.month, number))

        yield first.map(until), at + 2


def _shared_part(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The first and second week of March; the first to third quarter of 2018."""
    for first, middle in ordinal(s, s.skip(at, "the")):
        for start in s.after(middle, TO | ALSO):
            for last, unit in ordinal(s, s.skip(start, "the")):
                ends = dict.fromkeys(end for _, end in parts.ranked(s, last, unit))
                for end in ends:
                    begin_part = [change for change, after in parts.ranked(s, first, unit) if after == end]
                    end_part = [change for change, after in parts.ranked(s, last, unit) if after == end]
                    for whole, behind in stretch(s, s.skip(s.skip(end, "of", "in"), ",")):
                        yield through(whole.map(begin_part[0]), whole.map(end_part[0])), behind


def _years(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """2017-18, 1914/18."""
    for first, middle in which_year(s, at):
        short = s[middle + 1]
        if isinstance(first, int) and s.word(middle) in {"-", "/"} and short.number is not None:
            last = first - first % 100 + short.number
            # “2010-12” is a month.
            plain = short.end - short.start == 2 and s.word(middle + 2) not in {"-", "/"}
            if plain and last > first and (short.number > 12 or s.word(at) == "the"):
                yield Expression(_whole_years(first, last)), middle + 2


def _whole_years(first: int, last: int) -> Callable[[date], Span]:
    return lambda _: units.years(first, last)


def _months_in_a_row(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """January, February and March 2018."""
    first = named = month_name(s, at)
    while first and named and s.word(named[1]) in {",", "and", "&"}:
        following = month_name(s, s.skip(s.skip(named[1], ","), "and", "&"))
        if not following or following[0] != named[0] + 1:
            break
        named = following
        if named[0] > first[0] + 1:
            when = yearly(_months(first[0], named[0]))
            yield from with_year(s, named[1], when)
            yield when, named[1]


def _months(first: int, last: int) -> Callable[[int], Span]:
    return lambda year: units.months(year, first, last)


def _joined(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """March and April, March/April: stretches that meet."""
    yield from _months_in_a_row(s, at)
    for first, middle in single(s, at):
        if s.word(middle) in {"and", "&", "/", "or"}:
            for last, end in single(s, middle + 1):
                yield through(first, last, _meet), end


def _meet(first: Span, last: Span) -> Span:
    if first.end is None or last.start is None or not first.end < last.start <= first.end + timedelta(days=1):
        raise Apart
    return join(first, last)


@rule
def _bound(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """What is open to one side: before X, since X, until X, X onwards."""
    start = s.skip(at, "on", "in") if s.word(at + 1) != "or" else at
    yield from _bounded(s, start, _BEFORE, _until_before)
    yield from _bounded(s, start, _AFTER, _from_after)
    yield from _bounded(s, start, _SINCE, _from)
    yield from _bounded(s, start, _UNTIL, _until)
    for when, end in single(s, s.skip(at, "from")):
        after = s.follow(end, "to date") or s.follow(end, "- to - date") or s.follow(end, "till date")
        after = after or s.follow(end, "to till date") or s.follow(end, "until date")
        if after:
            yield through(when, relative(lambda: units.single(s.today()))), after
    end = s.follow(at, "to date") or s.follow(at, "so far") or s.follow(at, "until now")
    end = end or s.follow(at, "till date")
    if end:
        yield relative(lambda: Span(None, s.today())), end
    for when, end in single(s, at):
        after = s.skip(end, ",")
        yield from ((when.map(_from), place) for place in s.after(after, _ONWARDS))
        yield from ((when.map(_until), place) for place in s.after(after, _AND_EARLIER))


def _bounded(s: Sentence, at: int, words: Phrases, change: Change) -> Iterator[tuple[Expression, int]]:
    for start in s.after(at, words):
        # What happened before the end of March may have happened on any day of it.
        final = s.follow(start, "the end of") or s.follow(start, "end of")
        if final and change is _until_before:
            wholes = (*stretch(s, final), *the_present(s, final))
            yield from ((when.map(_until), end) for when, end in wholes)
        for when, end in single(s, start):
            if s.word(start - 1) == "from" and any(s.word(place) == "to" for place in range(start, end)):
                yield when, end  # “from early to mid March” has its end
                continue
            if change is _from:
                yield from ((when.map(change), place) for place in s.after(end, _ONWARDS))
                if s.word(end) == "on":
                    yield when.map(change), end + 1
            yield when.map(change), end


def _until_before(span: Span) -> Span:
    return Span(None, _begin(span) - timedelta(days=1))


def _from_after(span: Span) -> Span:
    if span.end is None:
        raise Unanchored
    return Span(span.end + timedelta(days=1), None)


def _from(span: Span) -> Span:
    return Span(_begin(span), None)


def _begin(span: Span) -> date:
    if span.start is None:
        raise Unanchored
    return span.start


def _until(span: Span) -> Span:
    return Span(None, span.end)
