"""What counts from today: yesterday, last Tuesday, three weeks ago, the past ten days, year to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.dates import units
from bot.dates.expression import Expression, Impossible, Missing, Unanchored, period_start, step
from bot.dates.holidays import holiday
from bot.dates.numbers import cardinal
from bot.dates.periods import period
from bot.dates.sentence import Sentence, phrases, rule
from bot.dates.span import Span
from bot.dates.vocabulary import UNITS, WEEKDAYS
from bot.dates.written import ENDS, calendar_date, in_year, month, weekday, which_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DAYS = {
    "today": 0, "tonight": 0, "tonite": 0, "yesterday": -1, "yesterdays": -1, "tomorrow": 1, "tomorow": 1,
    "tommorow": 1, "tommorrow": 1, "tmrw": 1, "yday": -1, "yestarday": -1, "yesturday": -1,
    "yesteday": -1, "2day": 0,
}  # fmt: skip
_PHRASES = {
    "the day before yesterday": -2, "day before yesterday": -2, "the day after tomorrow": 2,
    "day after tomorrow": 2,
    "right now": 0, "just now": 0, "at present": 0, "at the moment": 0, "now": 0, "this day": 0,
    "this morning": 0, "this afternoon": 0, "this evening": 0, "last night": -1, "the present day": 0,
    "the present": 0, "present": 0, "the current day": 0, "this very day": 0,
}  # fmt: skip
_SPOKEN_DAYS = phrases("|".join(_PHRASES))
_THIS = {"this": 0, "current": 0, "present": 0, "same": 0}
_TURN = _THIS | {
    "last": -1, "trailing": -1, "previous": -1, "prior": -1, "past": -1, "preceding": -1, "prev": -1, "lst": -1,
    "next": 1, "coming": 1, "upcoming": 1, "following": 1, "nxt": 1,
}  # fmt: skip
_MOST_UNITS = 3
_LETTERS = {"d": "day", "w": "week", "y": "year"}
_HALVES = {"year": (6, "month"), "decade": (5, "year"), "century": (50, "year"), "millennium": (500, "year")}
_PARTS_OF_DAY = ("morning", "afternoon", "evening", "night", "noon", "midnight")


def relative(build: Callable[[], Span]) -> Expression:
    """An expression that only today settles."""
    return Expression(lambda _: build(), relative=True)


@rule
def from_today(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Any of them."""
    yield from _named_day(s, at)
    yield from _turn(s, at)
    yield from _counted(s, at)
    yield from _to_date(s, at)
    yield from _weekday_turned(s, at)
    yield from _same_day(s, at)
    yield from _years_away(s, at)


def _named_day(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    start = s.skip(at, "later", "earlier") if s.word(at + 1) == "this" else at
    for end in s.after(start, _SPOKEN_DAYS)[:1]:
        yield _day(s, _PHRASES[" ".join(s.word(place) for place in range(start, end))]), end
        return
    if s.word(s.skip(at, "the")) == "weekend" and s.word(s.skip(at, "the") + 1) in ENDS:
        yield relative(lambda: weekend_of(s.today())), s.skip(at, "the") + 1
    if s.word(at) in _DAYS:
        yield _day(s, _DAYS[s.word(at)]), s.skip(at + 1, *_PARTS_OF_DAY)


def _day(s: Sentence, offset: int) -> Expression:
    return relative(lambda: units.single(s.today() + timedelta(days=offset)))


def _turn(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Last week, this Friday, next March, the week after next, the past year."""
    start = s.skip(at, "the", "that")
    yield from _next_but_one(s, start)
    if s.word(start) not in _TURN:
        return
    turn, after = _TURN[s.word(start)], start + 1
    if s.word(start) == "this" and s.word(after) in _TURN and s.word(after) != "this":
        turn, after = _TURN[s.word(after)], after + 1
    after = s.skip(after, "calendar")
    unit = UNITS.get(s.word(after), "")
    if unit == "weekend" and s.word(after - 1) in {"coming", "upcoming"}:
        turn = 0
    if unit and unit != "half" and not s.word(after).endswith("s"):
        rolling = s.word(after - 1) == "past" and unit not in {"day", "weekend", "quarter"}
        if rolling:
            yield relative(lambda: rolled(s.today(), unit, -1)), after + 1
        else:
            yield relative(lambda: unit_around(s.today(), unit, turn)), after + 1
    if unit == "week":
        yield from _day_of_week(s, s.skip(after + 1, "on"), turn)
    named = (
        # “Following March 8” is rather what comes after it.
        *(calendar_date(s, after) if s.word(after - 1) in {"this", "last", "next", "coming"} else ()),
        *weekday(s, after),
        *month(s, after),
        *holiday(s, after),
        *period(s, after),
    )
    for when, end in named:
        if when.missing is not Missing.NOTHING:
            yield relative(lambda w=when: occurrence(w, s.today(), turn)), s.skip(end, *_PARTS_OF_DAY)


def _next_but_one(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Week after next, month after the next, year before last."""
    if not s.has("after", "before") or not s.has("next", "last"):
        return
    unit = UNITS.get(s.word(at), "")
    for phrase, turn in (
        ("after next", 2),
        ("after the next", 2),
        ("before last", -2),
        ("before the last", -2),
    ):
        end = s.follow(at + 1, phrase)
        if unit and end is not None:
            yield relative(lambda t=turn: unit_around(s.today(), unit, t)), end
        for when, after in (*weekday(s, at), *month(s, at), *holiday(s, at)):
            end = s.follow(after, phrase)
            if end is not None and when.missing is not Missing.NOTHING:
                yield relative(lambda w=when, t=turn: occurrence(w, s.today(), t)), end


def _day_of_week(s: Sentence, at: int, turn: int) -> Iterator[tuple[Expression, int]]:
    """Friday, after “next week”."""
    for when, end in weekday(s, at):
        yield (
            relative(
                lambda w=when: w.build(units.week(s.today() + timedelta(weeks=turn)).start or s.today())
            ),
            end,
        )


def occurrence(when: Expression, today: date, turn: int) -> Span:
    """The last before today, the one of the present year, month or week, or the next after today.

    The last but one and the next but one for turns of -2 and 2.
    """
    here = period_start(today, when.missing)
    if turn == 0:
        return when.build(here)
    sign, ahead = (1 if turn > 0 else -1), abs(turn)
    for count in range(ahead + 4):
        span = when.build(step(here, when.missing, sign * count))
        start, end = units.closed(span)
        ahead -= (sign < 0 and end < today) or (sign > 0 and start > today)
        if not ahead:
            return span
    raise Impossible("There is no such day near today.")


def unit_around(today: date, unit: str, turn: int) -> Span:
    """The week, month, year … that lies `turn` units from the present one."""
    match unit:
        case "day":
            return units.single(today + timedelta(days=turn))
        case "week":
            return units.week(today + timedelta(weeks=turn))
        case "weekend":
            return weekend_of(today + timedelta(weeks=turn))
        case "fortnight":
            monday = units.week(today).start or today
            first = monday + timedelta(weeks=2 * turn if turn < 0 else turn)
            return Span(first, first + timedelta(days=13))
        case "month":
            first = units.add_months(today.replace(day=1), turn)
            return units.month(first.year, first.month)
        case "quarter":
            first = units.add_months(today.replace(day=1), 3 * turn)
            return units.quarter(first.year, (first.month + 2) // 3)
        case _:
            length = {"year": 1, "decade": 10, "century": 100}.get(unit, 1000)
            zero = 0 if length <= 10 else 1  # the 21st century begins with 2001
            first_year = ((today.year - zero) // length + turn) * length + zero
            return units.years(first_year, first_year + length - 1)


def weekend_of(today: date) -> Span:
    """The Saturday and Sunday of the week in which a day lies."""
    sunday = units.week(today).end or today
    return Span(sunday - timedelta(days=1), sunday)


def shift(day: date, unit: str, count: int) -> date:
    """The day that lies so many units later."""
    match unit:
        case "day":
            return day + timedelta(days=count)
        case "hour":
            return day + timedelta(days=count // 24)
        case "week" | "weekend":
            return day + timedelta(weeks=count)
        case "fortnight":
            return day + timedelta(weeks=2 * count)
        case _:
            months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
            return units.add_months(day, count * months.get(unit, 12000))


def rolled(today: date, unit: str, count: int) -> Span:
    """So many units up to yesterday, or from tomorrow on."""
    if count < 0:
        return Span(shift(today, unit, count), today - timedelta(days=1))
    return Span(today + timedelta(days=1), shift(today, unit, count))


@rule
def quantity(s: Sentence, at: int) -> Iterator[tuple[tuple[int, str], int]]:
    """3 weeks, a fortnight, ten days."""
    yield from _fractions(s, at)
    for number, after in cardinal(s, at):
        if number and number % 24 == 0 and s.word(after) in {"hours", "hrs"}:
            yield (number, "hour"), after + 1
        if s.word(after) in _LETTERS and not s[after].spaced and s[at].number is not None:
            yield (number, _LETTERS[s.word(after)]), after + 1
        after = s.skip(s.skip(after, "-"), "full", "whole", "calendar", "more")
        unit = UNITS.get(s.word(after))
        if unit and not (unit == "half" and s.word(after + 1) != "year"):
            yield (number, unit), after + 1
        half = s.follow(after + 1, "and a half")
        if half and unit == "year":
            yield (number * 12 + 6, "month"), half
        if s.word(after) in {"business", "working"}:
            return
        if s.word(after) == "and" and s.word(after + 1) == "a" and s.word(after + 2) == "half":
            unit = UNITS.get(s.word(after + 3))
            if unit == "year":
                yield (number * 12 + 6, "month"), after + 4


def _fractions(s: Sentence, at: int) -> Iterator[tuple[tuple[int, str], int]]:
    """Half a year, half a century, a quarter of a century, 1.5 years."""
    half = s.follow(at, "half a")
    if half and s.word(half) in _HALVES:
        yield _HALVES[s.word(half)], half + 1
    quarter = s.follow(s.skip(at, "a"), "quarter of a century") or s.follow(
        s.skip(at, "a"), "quarter century"
    )
    if quarter:
        yield (25, "year"), quarter
    whole, tenths = s[at].number, s.word(at + 2)
    if whole is not None and s.word(at + 1) == "." and tenths == "5" and UNITS.get(s.word(at + 3)) == "year":
        yield (whole * 12 + 6, "month"), at + 4


@rule
def amounts(s: Sentence, at: int) -> Iterator[tuple[tuple[tuple[int, str], ...], int]]:
    """3 weeks; 2 years, 1 month and 21 days: units that differ."""
    for amount, end in quantity(s, at):
        yield (amount,), end
        further = s.skip(s.skip(end, ","), "and")
        for rest, last in amounts(s, further):
            if len(rest) < _MOST_UNITS and all(unit != amount[1] for _, unit in rest):
                yield (amount, *rest), last


def shifted(day: date, by: tuple[tuple[int, str], ...], sign: int) -> Span:
    """The day that lies some units before or after, the longer ones counted first."""
    if any(unit == "weekend" for _, unit in by):  # whether the present one counts, nobody can tell
        raise Unanchored
    for count, unit in sorted(by, key=lambda amount: amount[1] in {"day", "week", "fortnight", "weekend"}):
        day = shift(day, unit, sign * count)
    return units.single(day)


def _weekdays_ago(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Two Fridays ago, three Mondays from now."""
    if not s.has("ago", "back", "from", "hence"):
        return
    for count, after in cardinal(s, at):
        number = WEEKDAYS.get(s.word(after).removesuffix("s"))
        if number is None or count <= 0:
            continue
        if s.word(after + 1) in {"ago", "back"}:

            def before(n: int = number, c: int = count) -> Span:
                today = s.today()
                return units.single(today - timedelta(days=(today.weekday() - n - 1) % 7 + 1, weeks=c - 1))

            yield relative(before), after + 2
        ahead = (
            s.follow(after + 1, "from now")
            or s.follow(after + 1, "from today")
            or s.follow(after + 1, "hence")
        )
        if ahead:

            def behind(n: int = number, c: int = count) -> Span:
                today = s.today()
                return units.single(today + timedelta(days=(n - today.weekday() - 1) % 7 + 1, weeks=c - 1))

            yield relative(behind), ahead


def _occurrences_ago(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Three summers ago, two Christmases ago."""
    if not s.has("ago", "back"):
        return
    for count, after in cardinal(s, at):
        if count < 1 or s.word(after + 1) not in {"ago", "back"}:
            continue
        plural = s.word(after)
        for name in (plural.removesuffix("s"), plural.removesuffix("es")):
            alone = Sentence([replace(s[after], text=name)], None, day_first=s.day_first)
            for when, end in (*period(alone, 0), *month(alone, 0), *holiday(alone, 0)):
                if when.missing is Missing.YEAR and end == 1 and name != plural:
                    yield relative(lambda w=when, c=count: occurrence(w, s.today(), -c)), after + 2


def _weekday_turned(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Friday last, Monday next; Friday week, tomorrow week, a week on Friday."""
    if not s.has("last", "next", "week"):
        return
    on = s.follow(at, "a week on")
    for when, after in weekday(s, s.skip(on or at, "the")):
        last = s.word(after + 1) in ENDS
        if s.word(after) in {"last", "next"} and last and not on:
            turn = _TURN[s.word(after)]
            yield relative(lambda w=when, t=turn: occurrence(w, s.today(), t)), after + 1
        if on or (s.word(after) == "week" and last):
            yield (
                relative(lambda w=when: _week_later(occurrence(w, s.today(), 1))),
                after if on else after + 1,
            )
    if s.word(at) in {"today", "tomorrow"} and s.word(at + 1) == "week" and s.word(at + 2) in ENDS:
        yield _day(s, 7 + _DAYS[s.word(at)]), at + 2


def _week_later(span: Span) -> Span:
    start, end = units.closed(span)
    return Span(start + timedelta(weeks=1), end + timedelta(weeks=1))


def _same_day(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """This time last year, the same day last month, this day in 1918; last year at this time."""
    start = s.skip(at, "on", "at")
    if s.word(start) == "the" and s.word(start + 1) == "same":
        start += 1
    yield from _same_month(s, start)
    if s.follow(start, "this time"):
        yield from _named_day(s, start + 2)
    if s.word(start) in {"this", "same"} and s.word(start + 1) in {"time", "day", "date"}:
        yield from ((_today_in(s, count, unit), end) for count, unit, end in _turned_unit(s, start + 2))
        if s.word(start + 2) == "in":
            day = Expression(
                lambda first: units.day(first.year, s.today().month, s.today().day), Missing.YEAR
            )
            yield from ((in_year(day, year), end) for year, end in which_year(s, start + 3))
    for count, unit, end in _turned_unit(s, at):
        after = s.follow(end, "at this time") or s.follow(end, "on this day") or s.follow(end, "on this date")
        if after:
            yield _today_in(s, count, unit), after


def _turned_unit(s: Sentence, at: int) -> Iterator[tuple[int, str, int]]:
    """Last month, next year."""
    count, unit = {"last": -1, "next": 1}.get(s.word(at)), UNITS.get(s.word(at + 1))
    if count and unit in {"week", "month", "year"}:
        yield count, unit, at + 2


def _today_in(s: Sentence, count: int, unit: str) -> Expression:
    return relative(lambda: shifted(s.today(), ((1, unit),), count))


def _same_month(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """The same month last year, the same quarter of last year."""
    months = {"month": 12, "quarter": 4}
    unit = s.word(at + 1)
    if s.word(at) == "same" and unit in months:
        for count, whole, end in _turned_unit(s, s.skip(at + 2, "of")):
            if whole == "year":
                yield relative(lambda c=count * months[unit]: unit_around(s.today(), unit, c)), end


def _years_away(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Thanksgiving in two years, November 10th a year ago: the day of that year."""
    if not s.has("year", "years", "yr", "yrs"):
        return
    for when, after in (*holiday(s, s.skip(at, "the")), *month(s, at), *calendar_date(s, at)):
        if when.missing is not Missing.YEAR:
            continue
        ahead = s.word(after) == "in"
        for (count, unit), end in quantity(s, after + ahead):
            last = end if ahead else s.skip(end, "ago")
            if unit == "year" and (ahead or last > end):
                yield in_year(when, lambda c=count, a=ahead: s.today().year + (c if a else -c)), last


def _counted(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """3 weeks ago, in 2 days, the past ten days, two months and a day from now."""
    for by, end in amounts(s, at):
        if s.word(end) in {"ago", "back", "earlier"}:
            yield from _ago(s, by, end + 1)
        after = s.follow(end, "from now") or s.follow(end, "from today") or s.follow(end, "hence")
        after = after or s.follow(end, "time") or (s.follow(end, "' time") or s.follow(end, "' s time"))
        after = s.follow(end, "later") or after
        if after:
            yield relative(lambda b=by: shifted(s.today(), b, 1)), after
        before = s.follow(end, "before today") or s.follow(end, "before now")
        if before:
            yield relative(lambda b=by: shifted(s.today(), b, -1)), before
    if s.word(at) == "in":
        for by, end in amounts(s, at + 1):
            time = s.follow(end, "' time") or s.follow(end, "time") or s.follow(end, "' s time") or end
            if s.word(time) not in {"before", "after", "of"}:
                yield relative(lambda b=by: shifted(s.today(), b, 1)), time
    yield from _past_units(s, at)
    yield from _weekdays_ago(s, at)
    yield from _occurrences_ago(s, at)
    yield from _weeks_from_now(s, at)


@rule
def about_so_long_ago(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Two or three weeks ago, between three and five days ago, 3-5 days from now."""
    between = s.word(at) == "between"
    start = s.skip(at, "in") if s.word(at) == "in" else s.skip(at, "between")
    for low, middle in cardinal(s, start):
        joint = s.skip(s.skip(middle, *UNITS), "to", "or", "-", "and")
        if joint == middle or (s.word(joint - 1) == "and" and not between):
            continue
        for (high, unit), end in quantity(s, joint):
            if not 0 < low < high:
                continue
            sign = -1 if s.word(end) in {"ago", "back"} else 1
            last = end + 1 if sign < 0 else s.follow(end, "from now") or (end if s.word(at) == "in" else None)
            if last:

                def build(by: tuple[int, int] = (sign * low, sign * high), u: str = unit) -> Span:
                    return Span(*sorted(shift(s.today(), u, count) for count in by))

                yield relative(build), last


def _weeks_from_now(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """A week today, two weeks tomorrow, a fortnight on Friday."""
    for by, end in amounts(s, at):
        if s.word(end) in {"today", "tomorrow"}:
            ahead = timedelta(days=_DAYS[s.word(end)])
            yield relative(lambda b=by, a=ahead: shifted(s.today() + a, b, 1)), end + 1
        elif by[-1][1] in {"week", "fortnight"}:
            for when, last in weekday(s, s.skip(end, "on")):
                yield (
                    relative(
                        lambda w=when, b=by: shifted(units.closed(occurrence(w, s.today(), 1))[0], b, 1)
                    ),
                    last,
                )


def _ago(s: Sentence, by: tuple[tuple[int, str], ...], at: int) -> Iterator[tuple[Expression, int]]:
    """Three weeks ago, two quarters ago, a week ago yesterday; `at` lies behind “ago”."""
    count, unit = by[0]
    if unit in {"quarter", "weekend"} and len(by) == 1:
        yield relative(lambda: unit_around(s.today(), unit, -count)), at
        return
    yield relative(lambda: shifted(s.today(), by, -1)), s.skip(at, "today")
    if s.word(at - 1) != "ago":
        return
    for day, last in (*_named_day(s, at), *_turn(s, at)):
        yield day.map(lambda span: _before_day(span, by)), last
    start = s.skip(s.skip(at, "in", "on", "at"), "the")
    if unit == "year" and len(by) == 1:
        for when, last in (*month(s, start), *calendar_date(s, start), *holiday(s, start)):
            if when.missing is Missing.YEAR:
                yield in_year(when, lambda: s.today().year - count), last
    if unit == "week" and len(by) == 1:
        for when, last in weekday(s, start):
            yield relative(lambda w=when: _in_week_ago(w, s.today(), count)), last


def _in_week_ago(when: Expression, today: date, count: int) -> Span:
    """Monday of three weeks ago; of a weekday still to come in this week one cannot tell which it is."""
    day = when.build(period_start(today, Missing.WEEK))
    if day.start is None or day.start > today:
        raise Unanchored
    return units.single(day.start - timedelta(weeks=count))


def _past_units(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    start = s.skip(at, "the", "these")
    if _TURN.get(s.word(start), 0) != 0:
        turn = _TURN[s.word(start)]
        for (count, unit), end in quantity(s, start + 1):
            if count > 1 or unit != "day":
                yield relative(lambda c=count, u=unit: _several(s.today(), u, turn * c)), end
    for count, after in cardinal(s, start):
        turn, unit = _TURN.get(s.word(after), 0), UNITS.get(s.word(after + 1))
        if turn and unit and count > 1:
            yield relative(lambda c=count, u=unit, t=turn: _several(s.today(), u, t * c)), after + 2
    if s.word(at) == "within":
        for (count, unit), end in quantity(s, at + 1):
            if s.word(end) not in {"of", "before", "after", "from"}:
                yield relative(lambda c=count, u=unit: Span(s.today(), shift(s.today(), u, c))), end


def _several(today: date, unit: str, count: int) -> Span:
    if unit == "hour":  # they end now, and now is today
        return Span(*sorted((today, shift(today, unit, count))))
    if unit != "quarter":
        return rolled(today, unit, count)
    # A quarter is one of the four; nobody counts three months from today by that name.
    first, last = (count, -1) if count < 0 else (1, count)
    return Span(unit_around(today, unit, first).start, unit_around(today, unit, last).end)


def _before_day(span: Span, by: tuple[tuple[int, str], ...]) -> Span:
    """So much before a day or month: “a week ago yesterday”, “a year ago last month”."""
    start, end = units.closed(span)
    if end == units.add_months(start, 1) - timedelta(days=1) and all(unit == "year" for _, unit in by):
        first = shifted(start, by, -1).start or start
        return units.month(first.year, first.month)
    if span.start is None or span.start != span.end:
        raise Unanchored
    return shifted(span.start, by, -1)


_ELAPSED = phrases("so far this | earlier this | earlier in the | earlier in this")
_REMAINING = phrases("""
    later this | later in the | later in this | rest of this | rest of the | remainder of this | remainder of the
""")


def _to_date(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """Year to date, so far this month, the rest of this week, later this year."""
    start = s.skip(at, "the")
    short = {"ytd": "year", "mtd": "month", "qtd": "quarter", "wtd": "week"}.get(s.word(start))
    if short:
        yield _begun(s, short), start + 1
    if s.word(start) in UNITS:
        end = (
            s.follow(start + 1, "to date")
            or s.follow(start + 1, "- to - date")
            or s.follow(start + 1, "so far")
        )
        if end:
            yield _begun(s, UNITS[s.word(start)]), end
    after = next(iter(s.after(start, _ELAPSED)), None)
    if after and s.word(after) in UNITS:
        yield _begun(s, UNITS[s.word(after)]), after + 1
    if s.word(start) == "this" and s.word(start + 1) in UNITS and s.follow(start + 2, "so far"):
        yield _begun(s, UNITS[s.word(start + 1)]), start + 4
    if s.word(start) in {"later", "earlier"} and s.word(start + 1) in {"today", "tonight"}:
        yield _day(s, 0), start + 2
    after = next(iter(s.after(start, _REMAINING)), None)
    if after and s.word(after) in UNITS:
        unit = UNITS[s.word(after)]
        yield relative(lambda: Span(s.today(), unit_around(s.today(), unit, 0).end)), after + 1


def _begun(s: Sentence, unit: str) -> Expression:
    return relative(lambda: Span(unit_around(s.today(), unit, 0).start, s.today()))
