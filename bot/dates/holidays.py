"""Days with a name: Christmas, Easter, Thanksgiving, the Fourth of July."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.dates import units
from bot.dates.sentence import Sentence, rule
from bot.dates.written import with_year, yearly, years_before

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.dates.expression import Expression
    from bot.dates.span import Span


def _on(month: int, day: int) -> Callable[[int], Span]:
    return lambda year: units.day(year, month, day)


def _weekday(month: int, weekday: int, number: int) -> Callable[[int], Span]:
    return lambda year: units.single(units.nth_weekday(units.month(year, month), weekday, number))


def _easter(offset: int) -> Callable[[int], Span]:
    return lambda year: units.single(units.easter(year) + timedelta(days=offset))


def _named(build: Callable[[int], Span], *names: str) -> dict[tuple[str, ...], Callable[[int], Span]]:
    return {tuple(re.findall(r"\w+|\S", name)): build for name in names}


def _thanksgiving(year: int) -> date:
    return units.nth_weekday(units.month(year, 11), 3, 4)


def _election(year: int) -> Span:
    return units.single(units.nth_weekday(units.month(year, 11), 0, 1) + timedelta(days=1))


# Thanksgiving, Labor Day and the rest of the movable ones are those of the United States.
_HOLIDAYS: dict[tuple[str, ...], Callable[[int], Span]] = {
    **_named(_on(1, 1), "new year's day", "new years day", "new year day", "new year's", "new years", "new year"),
    **_named(_on(12, 31), "new year's eve", "new years eve", "new year eve", "nye"),
    **_named(_on(12, 25), "christmas", "christmas day", "xmas", "xmas day", "x-mas"),
    **_named(_on(12, 24), "christmas eve", "xmas eve"),
    **_named(_on(12, 26), "boxing day"),
    **_named(_on(2, 14), "valentine's day", "valentines day", "valentine day", "saint valentine's day",
             "st valentine's day", "st. valentine's day", "valentine's", "valentines"),
    **_named(_on(3, 17), "st patrick's day", "st. patrick's day", "saint patrick's day", "st patricks day",
             "st. patricks day", "saint patricks day", "st paddy's day", "st pat's day"),
    **_named(_on(2, 2), "groundhog day"),
    **_named(_on(4, 1), "april fool's day", "april fools day", "april fools' day", "april fools"),
    **_named(_on(4, 22), "earth day"),
    **_named(_on(5, 1), "may day"),
    **_named(_on(5, 5), "cinco de mayo"),
    **_named(_on(6, 6), "d-day", "d day"),
    **_named(_on(6, 14), "flag day"),
    **_named(_on(6, 19), "juneteenth"),
    **_named(_on(7, 4), "independence day", "us independence day"),
    **_named(_on(7, 14), "bastille day"),
    **_named(_on(10, 31), "halloween", "hallowe'en"),
    **_named(_on(11, 1), "all saints' day", "all saints day"),
    **_named(_on(11, 11), "veterans day", "veteran's day", "veterans' day", "armistice day"),
    **_named(_on(1, 6), "epiphany"),
    **_named(_weekday(1, 0, 3), "martin luther king day", "martin luther king jr day", "mlk day",
             "martin luther king jr. day", "mlk jr day"),
    **_named(_weekday(2, 0, 3), "presidents' day", "presidents day", "president's day",
             "washington's birthday", "washingtons birthday"),
    **_named(_weekday(5, 6, 2), "mother's day", "mothers day", "mothers' day"),
    **_named(_weekday(5, 0, -1), "memorial day"),
    **_named(_weekday(6, 6, 3), "father's day", "fathers day", "fathers' day"),
    **_named(_weekday(9, 0, 1), "labor day", "labour day"),
    **_named(_weekday(10, 0, 2), "columbus day", "indigenous peoples' day", "indigenous peoples day"),
    **_named(_weekday(11, 3, 4), "thanksgiving", "thanksgiving day"),
    **_named(lambda year: units.single(_thanksgiving(year) + timedelta(days=1)), "black friday"),
    **_named(lambda year: units.single(_thanksgiving(year) + timedelta(days=4)), "cyber monday"),
    **_named(_election, "election day", "us election day"),
    **_named(_easter(0), "easter", "easter sunday", "easter day"),
    **_named(_easter(-47), "shrove tuesday", "mardi gras", "pancake day"),
    **_named(_easter(-46), "ash wednesday"),
    **_named(_easter(-7), "palm sunday"),
    **_named(_easter(-3), "maundy thursday"),
    **_named(_easter(-2), "good friday"),
    **_named(_easter(-1), "holy saturday", "easter saturday"),
    **_named(_easter(1), "easter monday"),
    **_named(_easter(39), "ascension day"),
    **_named(_easter(49), "pentecost", "whit sunday", "whitsunday"),
    **_named(_easter(50), "whit monday", "pentecost monday"),
    **_named(_easter(60), "corpus christi"),
}  # fmt: skip
_BY_FIRST_WORD: dict[str, list[tuple[tuple[str, ...], Callable[[int], Span]]]] = {}
for _name, _build in sorted(_HOLIDAYS.items(), key=lambda each: -len(each[0])):
    _BY_FIRST_WORD.setdefault(_name[0], []).append((_name, _build))

FIRST_WORDS = frozenset(_BY_FIRST_WORD)


@rule
def holiday(s: Sentence, at: int) -> Iterator[tuple[Expression, int]]:
    """A named day, with or without its year."""
    for year, start in (*years_before(s, at), (None, at)):
        for name, build in _BY_FIRST_WORD.get(s.word(start), ()):
            end = s.follow(start, " ".join(name))
            if end is None:
                continue
            when = yearly(build)
            if year:
                yield year(when), end
            else:
                yield from with_year(s, end, when)
                yield when, end
            break
