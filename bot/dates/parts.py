"""Parts of a span and what lies beside it: the first week, the last three days, early and late, the day after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.dates import units
from bot.dates.expression import Impossible, Unanchored
from bot.dates.numbers import cardinal, ordinal
from bot.dates.relative import shift, unit_around, weekend_of
from bot.dates.sentence import Sentence, rule
from bot.dates.span import Span
from bot.dates.vocabulary import UNITS
from bot.dates.written import weekday_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Change = Callable[[Span], Span]

_THIRDS = {
    "early": 0, "beginning": 0, "start": 0, "outset": 0, "opening": 0, "begining": 0, "beginnings": 0,
    "mid": 1, "middle": 1, "midst": 1, "midway": 1, "halfway": 1, "midle": 1, "late": 2, "end": 2, "close": 2,
    "ending": 2, "latter": 2,
}  # fmt: skip
_FIRST_OR_LAST = {"first", "st", "opening", "last", "final", "closing"}
_HALVES = {"latter": 2, "back": 2, "later": 2, "former": 1, "earlier": 1}
_RANKS_FROM_END = {"last": -1, "final": -1, "penultimate": -2, "closing": -1}


@rule
def part(s: Sentence, at: int) -> Iterator[tuple[Change, int]]:
    """What stands before “of X”, as a change of X's span."""
    yield from _third(s, at)
    half = s.skip(at, "the")
    if s.word(half + 1) == "half" and s.word(half) in _HALVES:
        number = _HALVES[s.word(half)]
        yield lambda span, n=number: numbered(span, "half", n), half + 2
    start = s.skip(at, "the")
    for number, after in rank(s, start):
        yield from ranked(s, number, after)
    unit = s.word(start)
    if (
        unit in {"day", "week", "weekend"}
        and s[start + 1].number is not None
        and s.word(start + 2) in {"of", "in"}
    ):
        number = s[start + 1].number or 0
        yield lambda span: _numbered_in_short(span, unit, number), start + 2


def _numbered_in_short(span: Span, unit: str, number: int) -> Span:
    """Day 3 or week 2 of a month; the weeks of a year have numbers of their own, which are those of ISO 8601."""
    start, end = units.closed(span)
    if unit == "week" and (end - start).days > 100:
        raise Unanchored
    return numbered(span, unit, number)


def rank(s: Sentence, at: int) -> Iterator[tuple[int, int]]:
    """First, 3rd, last, second to last."""
    for number, end in ordinal(s, at):
        last = s.follow(end, "to last") or s.follow(end, "- to - last") or s.follow(end, "from last")
        last = last or s.follow(end, "last")
        if last:
            yield -number, last
        yield number, end
    if s.word(at) in _RANKS_FROM_END:
        but = s.follow(at + 1, "but one")
        yield (-2, but) if but else (_RANKS_FROM_END[s.word(at)], at + 1)
    if s.word(at) == "opening":
        yield 1, at + 1
    but_one = s.follow(at, "next to last") or s.follow(at, "next - to - last")
    if but_one:
        yield -2, but_one


def ranked(s: Sentence, number: int, after: int) -> Iterator[tuple[Change, int]]:
    """The numbered Monday, week, day, half … of a span, where its unit stands at `after`."""
    named = weekday_name(s, after)
    after = s.skip(after, "calendar")
    if named:
        weekday, end = named
        yield lambda span: units.single(units.nth_weekday(span, weekday, number)), end
    unit = UNITS.get(s.word(after), "")
    # “The first weeks” are not one week; in “the first and second weeks” each of them is.
    vague = s.word(after).endswith("s") and (unit == "day" or s.word(after - 1) in _FIRST_OR_LAST)
    if unit and not vague:
        yield lambda span: numbered(span, unit, number), after + 1
    if s.word(after) == "third":
        yield lambda span: third(span, number - 1 if number > 0 else 3 + number), after + 1
    for count, end in cardinal(s, after):
        many = UNITS.get(s.word(end), "")
        if many and s[after].text != "a" and number >= -1:
            yield lambda span, c=count, u=many: several(span, u, c, number), end + 1
    if s.word(after) == "full" and UNITS.get(s.word(after + 1)) == "week":
        yield lambda span: full_week(span, number), after + 2
    if s.word(after) == "part" and number in {1, -1}:
        yield lambda span: third(span, 0 if number > 0 else 2), after + 1


def _third(s: Sentence, at: int) -> Iterator[tuple[Change, int]]:
    """Early, the very end, mid- to late."""
    start = s.skip(s.skip(s.skip(at, "in", "at", "towards", "toward", "near"), "the"), "very", "tail")
    which = _THIRDS.get(s.word(start))
    if which is None:
        return
    end = s.skip(start + 1, "on") if s.word(start + 2) == "in" else s.skip(start + 1, "part", "days")
    if s.word(start) in {"beginning", "opening", "ending"} and s.word(end) != "of":
        return  # “beginning March 8”, “beginning in March”, “opening day”
    if s.word(start) == "halfway":
        end = s.skip(end, "through", "into")
    joint = s.skip(end, "-")
    if s.word(joint) in {"to", "or", "and", "/"} or (s.word(end) == "-" and s.word(joint) in _THIRDS):
        second = s.skip(s.skip(joint, "to", "or", "and", "/"), "-", "the")
        last = _THIRDS.get(s.word(second))
        if last is not None and last > which:
            yield lambda span: Span(third(span, which).start, third(span, last).end), s.skip(second + 1, "-")
    change = third if s.word(start) in {"early", "late"} else _edge
    yield lambda span: change(span, which), s.skip(end, "-")


def third(span: Span, which: int) -> Span:
    """The early, middle or late part; of a month days 1–10, 11–20 and 21 to the end."""
    start, end = units.closed(span)
    if start.day == 1 and end.day >= 28 and (start.year, start.month) == (end.year, end.month):
        firsts = (1, 11, 21)
        last = (10, 20, end.day)[which]
        return Span(start.replace(day=firsts[which]), start.replace(day=last))
    if start.month == start.day == 1 and end.month == 12 and end.day == 31:
        years = end.year - start.year + 1
        if years == 1:
            return units.months(start.year, 4 * which + 1, 4 * which + 4)
        low, high = (start.year - (-years * (which + bound) // 3) for bound in (0, 1))
        return units.years(low, high - 1)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day == 1 and (end + timedelta(days=1)).day == 1 and months % 3 == 0:
        first = units.add_months(start, months // 3 * which)
        return Span(first, units.add_months(first, months // 3) - timedelta(days=1))
    days = (end - start).days + 1
    if days == 1:
        return span
    first, after = (start + timedelta(days=round(days * (which + bound) / 3)) for bound in (0, 1))
    return Span(first, max(first, after - timedelta(days=1)))


def _edge(span: Span, which: int) -> Span:
    """As `third`, but “beginning March 8” is no part of a day."""
    if span.start == span.end:
        raise Unanchored
    return third(span, which)


def turn(span: Span) -> Span:
    """The days around the beginning of a year."""
    start = units.closed(span)[0]
    return Span(start - timedelta(days=7), start + timedelta(days=6))


def numbered(span: Span, unit: str, number: int) -> Span:
    """The numbered day, week, month … inside a span; from its end for negative numbers. Raises Impossible."""
    start, end = units.closed(span)
    if number == 0:
        raise Impossible("Counting begins with the first.")
    if unit == "half":
        return _half(start, end, number)
    if unit == "weekend":
        saturday = units.nth_weekday(span, 5, number)
        return Span(saturday, saturday + timedelta(days=1))
    if unit == "week":
        return _week_of(span, number)
    if unit == "quarter" and (end - start).days < 89:
        raise Unanchored
    if unit == "quarter" and (end - start).days > 366:
        return _quarter_of_years(start.year, end.year, number)
    if number > 0:
        first = shift(start, unit, number - 1)
        found = Span(first, shift(start, unit, number) - timedelta(days=1))
    else:
        after = end + timedelta(days=1)
        last = shift(after, unit, number + 1)
        found = Span(shift(after, unit, number), last - timedelta(days=1))
    if not span.contains(found):
        raise Impossible(f"There is no {unit} {abs(number)} in that time.")
    return found


def _week_of(span: Span, number: int) -> Span:
    """Weeks inside a period are counted from its first day, or back from its last, and so stay in it."""
    start, end = units.closed(span)
    first = start + timedelta(weeks=number - 1) if number > 0 else end + timedelta(weeks=number, days=1)
    if not start <= first <= end:
        raise Impossible(f"There is no week {abs(number)} in that time.")
    return Span(first, min(end, first + timedelta(days=6)))


def _quarter_of_years(first: int, last: int, number: int) -> Span:
    if abs(number) > 4:
        raise Impossible("There are four quarters.")
    place = number - 1 if number > 0 else 4 + number
    low, high = (first + (last - first + 1) * bound // 4 for bound in (place, place + 1))
    return units.years(low, high - 1)


def _half(start: date, end: date, number: int) -> Span:
    if abs(number) > 2:
        raise Impossible("There are two halves.")
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day == 1 and (end + timedelta(days=1)).day == 1 and months % 2 == 0:
        middle = units.add_months(start, months // 2)
    else:
        middle = start + timedelta(days=((end - start).days + 1) // 2)
    return Span(start, middle - timedelta(days=1)) if number in {1, -2} else Span(middle, end)


def full_week(span: Span, number: int) -> Span:
    """The numbered week from Monday to Sunday that lies wholly inside a span. Raises Impossible."""
    start, end = units.closed(span)
    first = units.week(start + timedelta(days=6)).start or start
    last = units.week(end - timedelta(days=6)).start or end
    monday = first + timedelta(weeks=number - 1) if number > 0 else last + timedelta(weeks=number + 1)
    if not first <= monday <= last:
        raise Impossible("There are not that many full weeks in that time.")
    return Span(monday, monday + timedelta(days=6))


def first_day(span: Span) -> Span:
    """The first day of a span. Raises Impossible where it has none."""
    return units.single(units.closed(span)[0])


def last_day(span: Span) -> Span:
    """The last day of a span. Raises Impossible where it has none."""
    return units.single(units.closed(span)[1])


def several(span: Span, unit: str, count: int, number: int) -> Span:
    """So many units of a span: the first, second … such group, or for -1 the last. Raises Impossible."""
    start, end = units.closed(span)
    if number > 0:
        first = shift(start, unit, count * (number - 1))
        found = Span(first, shift(start, unit, count * number) - timedelta(days=1))
    else:
        found = Span(shift(end + timedelta(days=1), unit, -count), end)
    if not span.contains(found):
        raise Impossible(f"That time does not have {count * max(1, number)} {unit}s.")
    return found


def beside(unit: str, count: int, *, spread: bool) -> Change:
    """So many units before (negative) or after a span: that day, or all the days up to it when `spread`."""

    def change(span: Span) -> Span:
        start, end = units.closed(span)
        if not spread and _is_whole(start, end, unit):  # two years after 1914 is 1916
            return Span(
                shift(start, unit, count), shift(end + timedelta(days=1), unit, count) - timedelta(days=1)
            )
        if count < 0:
            far = shift(start, unit, count)
            return Span(far, start - timedelta(days=1) if spread else far)
        far = shift(end, unit, count)
        return Span(end + timedelta(days=1) if spread else far, far)

    return change


def _is_whole(start: date, end: date, unit: str) -> bool:
    """Whether a span is a month and is counted in months or longer, or is years and is counted in those."""
    after = end + timedelta(days=1)
    if start.day != 1 or after.day != 1:
        return False
    if start.month == after.month == 1:
        return unit in {"year", "decade", "century"}
    return after == units.add_months(start, 1) and unit in {"month", "quarter", "year", "decade", "century"}


def of_one_day(change: Change) -> Change:
    """The change of a single day: “five days from March 5 to 9” counts from nowhere."""

    def checked(span: Span) -> Span:
        if span.start != span.end:
            raise Unanchored
        return change(span)

    return checked


def within(unit: str, count: int) -> Change:
    """From so many units before a span to so many behind it."""

    def change(span: Span) -> Span:
        start, end = units.closed(span)
        return Span(shift(start, unit, -count), shift(end, unit, count))

    return change


def neighbour(unit: str, sign: int) -> Change:
    """The day, week, month … right before (-1) or after (1) the one in which a span lies."""

    def change(span: Span) -> Span:
        start, end = units.closed(span)
        if unit == "weekend":
            return _next_weekend(start, end, sign)
        return unit_around(start if sign < 0 else end, unit, sign)

    return change


def _next_weekend(start: date, end: date, sign: int) -> Span:
    saturday = weekend_of(start if sign < 0 else end).start or start
    if sign < 0 and saturday + timedelta(days=1) >= start:
        saturday -= timedelta(weeks=1)
    elif sign > 0 and saturday <= end:
        saturday += timedelta(weeks=1)
    return Span(saturday, saturday + timedelta(days=1))


def nearest_weekday(weekday: int, number: int) -> Change:
    """The numbered such weekday after a span; before it for negative numbers."""

    def change(span: Span) -> Span:
        start, end = units.closed(span)
        weeks = timedelta(weeks=abs(number) - 1)
        if number < 0:
            return units.single(start - timedelta(days=(start.weekday() - weekday - 1) % 7 + 1) - weeks)
        return units.single(end + timedelta(days=(weekday - end.weekday() - 1) % 7 + 1) + weeks)

    return change


def closest(weekday: int) -> Change:
    """The such weekday that lies least days away from a day, before it or behind."""

    def change(span: Span) -> Span:
        start, end = units.closed(span)
        if start != end:
            raise Unanchored
        return units.single(start + timedelta(days=(weekday - start.weekday() + 3) % 7 - 3))

    return change


def stretched(unit: str, count: int) -> Change:
    """So many units from the first day of a span on, or for negative counts up to its last."""

    def change(span: Span) -> Span:
        start, end = units.closed(span)
        if count > 0:
            return Span(start, shift(start, unit, count) - timedelta(days=1))
        return Span(shift(end + timedelta(days=1), unit, count), end)

    return change


def around(unit: str) -> Change:
    """The week, weekend, month … in which a span lies. Raises Unanchored for a span that is longer."""

    def change(span: Span) -> Span:
        start, end = units.closed(span)
        if unit == "fortnight":
            return Span(start, start + timedelta(days=13))
        # The weekend of a Monday is the one that was closest: the two days before it.
        if unit == "weekend" and start == end:
            return weekend_of(start - timedelta(days=3 if start.weekday() < 2 else 0))
        found = unit_around(start, unit, 0)
        if not found.contains(span):
            raise Unanchored
        return found

    return change


def long_weekend(span: Span) -> Span:
    """The weekend beside a day, with that day. Raises Unanchored where it lies too far."""
    start, end = units.closed(span)
    saturday = (
        start - timedelta(days=(start.weekday() + 2) % 7) if start.weekday() < 2 else weekend_of(start).start
    )
    if saturday is None or start.weekday() == 2:
        raise Unanchored
    return Span(min(saturday, start), max(saturday + timedelta(days=1), end))


def week_from(days: int) -> Change:
    """So many days that begin with a day, or for negative numbers end with it."""

    def change(span: Span) -> Span:
        start, end = units.closed(span)
        if start != end:
            raise Impossible("A week begins and ends on one day.")
        if days > 0:
            return Span(start, start + timedelta(days=days - 1))
        return Span(start + timedelta(days=days + 1), start)

    return change
