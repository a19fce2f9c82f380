"""From one stretch to another, and stretches open to one side: between, from–to, dashes, before, since, by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.dates import parts, units
from bot.dates.clock import begins_with_clock
from bot.dates.days import ALSO, AND, TO, days_and, days_to
from bot.dates.expression import Expression, Missing, Unanchored, join, through
from bot.dates.grammar import fits, for_so_long, single, stretch, the_present, whole_of, within
from bot.dates.numbers import ordinal
from bot.dates.relative import (
    about_so_long_ago,
    amounts,
    from_today,
    occurrence,
    relative,
    shifted,
    unit_around,
)
from bot.dates.sentence import FIRST_WORDS, FURTHER_WORDS, Phrases, Sentence, phrases, rule
from bot.dates.span import Span
from bot.dates.vocabulary import UNITS
from bot.dates.written import ENDS, weekday_name, which_year, year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Change = Callable[[Span], Span]
    Amounts = tuple[tuple[int, str], ...]

# “Any time before March 8” says no more than “before March 8”.
_LOOSE = phrases("""
    any time | anytime | sometime | some time | at any time | at some time | at some point | any day | any date
    | on any day | on any date | on some day | every day | each day | all days | all dates | dates | the time |
    the whole time | the period | in the period | the whole period | somewhere
""")
_BETWEEN = phrases("""
    in between | the days between | the weeks between | the week between | the months between | the month
    between | the years between | between | betwen | beetween | betweeen | bewteen | btwn | between the years |
    between the months | in the years between
""")
_FROM = phrases("""
    the years | the years from | the decade from | the decades from | the months from | the weeks from | the
    week from | the period | the period of | in the period | in the period of | period | both | either | starting from |
    starting on | starting | beginning on | beginning | the days from | from | frm | the decade | on the days
    from
""")
_BEFORE = phrases("""
    up to but not including | < | until but not including | previous to | in advance of | preceding | before |
    pre - | befor | bfore | prior to | earlier than | ahead of | pre | b4 | up to but excluding | until but
    excluding | older than
""")
_AFTER = phrases("""
    after | aftr | later than | following | past | beyond | > | post | subsequent to | post | post - | newer
    than
""")
_SINCE = phrases("""
    ever since | since | sinse | sicne | from | starting on | starting from | starting in | starting with |
    starting at | starting | beginning on | beginning from | beginning in | beginning with | beginning |
    commencing | effective | as of | as from | with effect from | effective from | effective as of | > = | not
    until | since at least | not before | no earlier than | not earlier than | no sooner than | on or after |
    after or on | in or after | at or after | on and after | on or later than | on or subsequent to | at the
    earliest in | at the earliest on | at the earliest | the years since | the months since | the weeks since |
    the days since
""")
_UNTIL = phrases("""
    up until | up till | up to and including | up to | until and including | until | untill | unitl | till | til
    | ' til | by | through | thru | no later than | by no later than | up through | before or on | by not later
    than | not later than | not after | on or prior to | earlier than or on | through to | on or earlier than |
    in or earlier than | on or before | in or before | at or before | on and before | < = | at the latest by |
    at the latest on | ending on | ending in | ending with | ending | finishing | finishing on | at the latest |
    at the latest in
""")
_ONWARDS = phrases("""
    onwards | onward | forward | forwards | and onwards | and onward | or onwards | + | and later | or later |
    and after | or after | and beyond | and thereafter | at the earliest
""")
_AND_EARLIER = phrases("""
    and earlier | or earlier | and before | or before | at the latest | at latest
""")
_LEADING = phrases("""
    on | in | during | over | the | over the | on the | in the | during the | the months of | the months from
    | the months | months | the days of | the days | the days from | the weeks of
""")


_MORE = phrases("more than | over | at least | longer than | no less than | not less than")
_LESS = phrases("less than | under | at most | no more than | not more than")
# “Shortly before March 8” has no first day of its own, only a last.
_CLOSELY = {"just", "shortly", "right", "immediately", "directly", "soon", "well", "long", "even", "only"}
# Every phrase of the grammar is made by here.
PHRASE_STARTS, PHRASE_WORDS = frozenset(FIRST_WORDS), frozenset(FURTHER_WORDS)
_TURNS = {"last": -1, "this": 0, "next": 1}
_MOST_JOINED = 6


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
    loose = [at, *s.after(at, _LOOSE)]
    for start in [place for lead in loose for place in s.after(lead, _BETWEEN)]:
        yield from _until_inclusive(s, _two(s, start, AND))
    yield from _both_bounds(s, at)
    yield from about_so_long_ago(s, at)
    for start in (*(place for lead in loose for place in s.after(lead, _FROM)), *s.after(at, _LEADING), at):
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
    yield from _turned_alike(s, at, connectors)
    yield from _shared_century(s, at, connectors)
    for first, middle in single(s, at):
        for start in s.after(middle, connectors) or s.after(s.skip(middle, ","), connectors):
            tied = not s[start].spaced and s.word(start - 1) == "-" and s[start].end - s[start].start == 4
            if tied and first.missing is Missing.YEAR and s[start].number is not None:
                continue  # 8-Mar-2018
            for last, end in single(s, start):
                yield through(first, last), end
    # “2018-03-15/2018-03-18”, “20180315/20180318”
    if s.word(at + 1) == "-" or (s.word(at + 1) == "/" and s[at].end - s[at].start == 8):
        for first, middle in stretch(s, at):
            if s.word(middle) == "/":
                yield from ((through(first, last), end) for last, end in stretch(s, middle + 1))
                yield from _same_month(s, first, middle)
                if s.follow(middle + 1, ". ."):
                    yield first.map(_from), middle + 3


def _same_month(s: Sentence, first: Expression, at: int) -> Iterator[tuple[Expression, int]]:
    """2018-03-08/22, 2018-03-08/04-02, as ISO 8601 has it."""
    if s.word(at - 2) != "-":
        return
    last, before, month = s[at + 1], s[at - 1], 0
    if s.word(at + 2) == "-" and s[at + 3].number is not None and last.number:
        month, last, at = last.number, s[at + 3], at + 2
    if last.number and last.end - last.start == 2 == before.end - before.start:
        number = last.number

        def until(span: Span) -> Span:
            day = _begin(span)
            return join(span, units.day(day.year, month or day.month, number))

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


def _shared_century(s: Sentence, at: int, connectors: Phrases) -> Iterator[tuple[Expression, int]]:
    """Late 18th to early 19th century; behind “between”, the 18th and 20th centuries."""
    if not s.has("century", "centuries"):
        return
    for first, begin, middle in _ranked_part(s, at):
        for start in s.after(middle, connectors):
            for last, finish, end in _ranked_part(s, start):
                end = s.skip(end, "-")
                if s.word(end) in {"century", "centuries"} and first <= last:
                    yield through(_century(first).map(begin), _century(last).map(finish)), end + 1


def _ranked_part(s: Sentence, at: int) -> Iterator[tuple[int, Change, int]]:
    for change, after in (*parts.part(s, at), (_whole, at)):
        for number, end in ordinal(s, s.skip(s.skip(after, "of"), "the")):
            yield number, change, end


def _whole(span: Span) -> Span:
    return span


def _century(number: int) -> Expression:
    return Expression(_whole_years(number * 100 - 99, number * 100))


def _years(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """2017-18, 1914/18, 1914 to '18."""
    for first, middle in which_year(s, at):
        for quote in (*s.after(middle, TO), *s.after(middle, AND)):
            short = s[quote + 1]
            if isinstance(first, int) and s.word(quote) == "'" and short.number is not None:
                last = first - first % 100 + short.number
                if short.end - short.start == 2 and last > first:
                    yield Expression(_whole_years(first, last)), quote + 2
        short = s[middle + 1]
        if isinstance(first, int) and s.word(middle) in {"-", "/"} and short.number is not None:
            last = first - first % 100 + short.number
            # “2010-12” is a month.
            plain = short.end - short.start == 2 and s.word(middle + 2) not in {"-", "/"}
            if plain and last > first and (short.number > 12 or s.word(at) == "the"):
                yield Expression(_whole_years(first, last)), middle + 2


def _whole_years(first: int, last: int) -> Callable[[date], Span]:
    return lambda _: units.years(first, last)


def _turned_alike(s: Sentence, at: int, connectors: Phrases) -> Iterator[tuple[Expression, int]]:
    """Last Monday to last Friday, next Monday to next Friday: of one week."""
    turn = s.word(at)
    first = weekday_name(s, at + 1) if turn in _TURNS else None
    for start in s.after(first[1], connectors) if first else []:
        last = weekday_name(s, start + 1) if s.word(start) == turn else None
        if first and last:

            def build(begin: int = first[0], end: int = last[0]) -> Span:
                days = (end - begin) % 7
                when = occurrence(_weekday(end if turn == "last" else begin), s.today(), _TURNS[turn]).start
                if when is None:
                    raise Unanchored
                since = when - timedelta(days=days) if turn == "last" else when
                return Span(since, since + timedelta(days=days))

            yield relative(build), last[1]


def _weekday(number: int) -> Expression:
    return Expression(lambda monday: units.single(monday + timedelta(days=number)), Missing.WEEK)


def _joined(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """March and April, March/April, 1914, 1915 and 1916: stretches that meet."""
    yield from _this_and_next(s, at)
    for first, middle in single(s, at):
        yield from _joined_to(s, first, middle)


def _this_and_next(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """This week and next, last year and this: the unit is said once."""
    unit, turns = UNITS.get(s.word(at + 1), ""), (s.word(at), s.word(at + 3))
    told = s.word(at + 2) in {"and", "&", "or"} and s.word(at + 4) in ENDS
    if (
        unit in {"week", "month", "quarter", "year"}
        and told
        and turns in {("this", "next"), ("last", "this")}
    ):
        first, last = (relative(lambda n=_TURNS[turn]: unit_around(s.today(), unit, n)) for turn in turns)
        yield through(first, last), at + 4


def _joined_to(s: Sentence, first: Expression, at: int, count: int = 1) -> Iterator[tuple[Expression, int]]:
    joint = s.skip(s.skip(at, ","), "and", "&", "/", "or")
    if joint == at or count == _MOST_JOINED:
        return
    for last, end in single(s, joint):
        joined = through(first, last, _meet)
        yield joined, end
        yield from _joined_to(s, joined, end, count + 1)


def _meet(first: Span, last: Span) -> Span:
    if first.end is None or last.start is None or not first.end < last.start <= first.end + timedelta(days=1):
        raise Apart
    return join(first, last)


def _both_bounds(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """After March 8 but before March 22."""
    if not s.has("after", "since", "from", "before", "later", "earlier", "until", "starting"):
        return
    for first, middle in _bound(s, at):
        start = s.skip(s.skip(middle, ","), "and", "but")
        for last, end in _bound(s, start) if s.word(start) not in {"", ","} else ():
            yield through(first, last, _common), end


def _common(first: Span, last: Span) -> Span:
    """The days between two bounds, one of which opens a time and one of which ends it."""
    if first.start is None:
        first, last = last, first
    if first.start is None or first.end or last.end is None or last.start:
        raise Unanchored
    return join(first, last)


def _bounded_ago(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """More than a year ago, at least three days ago, less than a week ago."""
    if not s.has("ago"):
        return
    for words, before in ((_MORE, True), (_LESS, False)):
        for start in s.after(at, words):
            exact = s.word(at) in {"at", "no", "not"}
            for by, end in amounts(s, start):
                if s.word(end) == "ago":

                    def build(b: Amounts = by, f: bool = before, e: bool = exact) -> Span:
                        day = units.closed(shifted(s.today(), b, -1))[0]
                        if f:
                            return Span(None, day if e else day - timedelta(days=1))
                        return Span(day if e else day + timedelta(days=1), s.today())

                    yield relative(build), end + 1


@rule
def _bound(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """What is open to one side: before X, since X, until X, X onwards."""
    start = s.skip(at, "on", "in") if s.word(at + 1) not in {"or", "advance"} else at
    yield from _bounded_ago(s, at)
    for lead in [start, *s.after(at, _LOOSE)]:
        word = s.skip(lead, *_CLOSELY)
        yield from _bounded(s, word, _BEFORE, _until_before)
        yield from _bounded(s, word, _AFTER, _from_after)
        yield from _bounded(s, word, _SINCE, _from)
        yield from _bounded(s, word, _UNTIL, _until)
    for when, end in single(s, s.skip(at, "from")):
        after = s.follow(end, "to date") or s.follow(end, "- to - date") or s.follow(end, "till date")
        after = after or s.follow(end, "to till date") or s.follow(end, "until date")
        if after:
            yield through(when, relative(lambda: units.single(s.today()))), after
    end = s.follow(at, "to date") or s.follow(at, "so far") or s.follow(at, "until now")
    end = end or s.follow(at, "till date")
    if end:
        yield relative(lambda: Span(None, s.today())), end
    for when, end in year(s, at):
        if s.word(end) == "-" and s.word(end + 1) == "" and not s[end].spaced:
            yield when.map(_from), end + 1
    for when, end in single(s, at):
        after = s.skip(end, ",")
        yield from ((when.map(_from), place) for place in s.after(after, _ONWARDS))
        on = s.skip(end, "and")
        if s.word(on) == "on" and s.word(on + 1) in {"", "?", ".", "!"}:
            yield when.map(_from), on + 1
        yield from ((when.map(_until), place) for place in s.after(after, _AND_EARLIER))


def _bounded(s: Sentence, at: int, words: Phrases, change: Change) -> Iterator[tuple[Expression, int]]:
    for start in s.after(at, words):
        if change in {_until_before, _from_after} and begins_with_clock(s, start):
            within = _until if change is _until_before else _from  # after 3 pm on March 8 is still that day
            yield from ((when.map(within), end) for when, end in single(s, start))
            continue
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
                if s.word(end) == "on" or s.follow(end, "and on"):
                    yield when.map(change), s.skip(end, "and") + 1
            latest = s.follow(end, "at the latest")
            if change is _until and latest:
                yield when.map(change), latest
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
