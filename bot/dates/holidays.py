"""Days with a name: Christmas, Easter, Thanksgiving, the Fourth of July."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.dates import units
from bot.dates.sentence import Sentence, rule
from bot.dates.span import Span
from bot.dates.written import with_year, yearly, years_before

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.dates.expression import Expression


def _on(month: int, day: int) -> Callable[[int], Span]:
    return lambda year: units.day(year, month, day)


def _weekday(month: int, weekday: int, number: int) -> Callable[[int], Span]:
    return lambda year: units.single(units.nth_weekday(units.month(year, month), weekday, number))


def _easter(offset: int) -> Callable[[int], Span]:
    return lambda year: units.single(units.easter(year) + timedelta(days=offset))


def _named(build: Callable[[int], Span], *names: str) -> dict[tuple[str, ...], Callable[[int], Span]]:
    return {tuple(re.findall(r"\w+|\S", name)): build for each in names for name in _spellings(each)}


def _spellings(name: str) -> set[str]:
    """As people write it: year's, years', years and year; St., St and Saint."""
    saints = (
        [name.replace("st ", saint, 1) for saint in ("st ", "st. ", "saint ")]
        if name[:3] == "st "
        else [name]
    )
    return {each.replace("'s", ending) for each in saints for ending in ("'s", "s'", "s", "")}


def _thanksgiving(year: int) -> date:
    return units.nth_weekday(units.month(year, 11), 3, 4)


def _advent(year: int) -> date:
    return units.nth_weekday(Span(date(year, 11, 27), date(year, 12, 3)), 6, 1)


def _election(year: int) -> Span:
    return units.single(units.nth_weekday(units.month(year, 11), 0, 1) + timedelta(days=1))


# Thanksgiving, Labor Day and the rest of the movable ones are those of the United States.
_HOLIDAYS: dict[tuple[str, ...], Callable[[int], Span]] = {
    **_named(_on(1, 1), "new year's day", "new year's"),
    **_named(_on(1, 6), "epiphany"),
    **_named(_weekday(1, 0, 3), "martin luther king's day", "martin luther king jr day", "mlk's day",
             "martin luther king jr. day", "mlk jr day", "mlk jr. day"),
    **_named(_on(1, 20), "inauguration day"),
    **_named(_on(1, 25), "burns night"),
    **_named(_on(1, 26), "australia day"),
    **_named(_on(2, 2), "groundhog day", "candlemas"),
    **_named(_on(2, 12), "lincoln's birthday", "abraham lincoln's birthday"),
    **_named(_on(2, 14), "valentine's day", "st valentine's day", "valentine's"),
    **_named(_weekday(2, 0, 3), "president's day", "washington's birthday"),
    **_named(_on(2, 29), "leap day"),
    **_named(_on(3, 1), "st david's day"),
    **_named(_on(3, 8), "women's day", "international women's day"),
    **_named(_on(3, 17), "st patrick's day", "st paddy's day", "st pat's day"),
    **_named(_on(3, 25), "lady day"),
    **_named(_on(4, 1), "april fool's day", "april fool's", "all fool's day"),
    **_named(_on(4, 22), "earth day"),
    **_named(_on(4, 23), "st george's day"),
    **_named(_on(4, 25), "anzac day"),
    **_named(_on(5, 1), "may day", "mayday"),
    **_named(_on(5, 5), "cinco de mayo"),
    **_named(_on(5, 8), "ve day", "v-e day"),
    **_named(_weekday(5, 6, 2), "mother's day"),
    **_named(lambda year: units.single(units.nth_weekday(Span(date(year, 5, 18), date(year, 5, 24)), 0, 1)),
             "victoria day"),
    **_named(_weekday(5, 0, -1), "memorial day", "decoration day"),
    **_named(_on(6, 6), "d-day", "d day"),
    **_named(_on(6, 14), "flag day"),
    **_named(_weekday(6, 6, 3), "father's day"),
    **_named(_on(6, 19), "juneteenth"),
    **_named(_on(6, 24), "midsummer's day"),
    **_named(_on(7, 1), "canada day"),
    **_named(_on(7, 4), "independence day", "us independence day"),
    **_named(_on(7, 14), "bastille day"),
    **_named(_weekday(9, 0, 1), "labor day", "labour day"),
    **_named(_on(9, 11), "patriot day"),
    **_named(_on(9, 29), "michaelmas"),
    **_named(_weekday(10, 0, 2), "columbus day", "indigenous people's day", "canadian thanksgiving",
             "canadian thanksgiving day"),
    **_named(_on(10, 31), "halloween", "hallowe'en", "all hallow's eve", "reformation day"),
    **_named(_on(11, 1), "all saint's day"),
    **_named(_on(11, 2), "all soul's day"),
    **_named(_on(11, 5), "guy fawkes night", "guy fawkes day", "bonfire night"),
    **_named(_election, "election day", "us election day"),
    **_named(_on(11, 11), "veteran's day", "armistice day", "remembrance day"),
    **_named(_weekday(11, 3, 4), "thanksgiving", "thanksgiving day", "thanks giving day"),
    **_named(lambda year: units.single(_thanksgiving(year) + timedelta(days=1)), "black friday"),
    **_named(lambda year: units.single(_thanksgiving(year) + timedelta(days=4)), "cyber monday"),
    **_named(_on(11, 30), "st andrew's day"),
    **_named(_on(12, 7), "pearl harbor day", "pearl harbor remembrance day"),
    **_named(_on(12, 24), "christmas eve", "xmas eve"),
    **_named(_on(12, 25), "christmas", "christmas day", "xmas", "xmas day", "x-mas"),
    **_named(_on(12, 26), "boxing day", "st stephen's day"),
    **_named(_on(12, 31), "new year's eve", "nye"),
    **_named(_easter(0), "easter", "easter sunday", "easter day"),
    **_named(_easter(-47), "shrove tuesday", "mardi gras", "pancake day"),
    **_named(_easter(-46), "ash wednesday"),
    **_named(_easter(-7), "palm sunday"),
    **_named(_easter(-3), "maundy thursday"),
    **_named(_easter(-2), "good friday"),
    **_named(_easter(-1), "holy saturday", "easter saturday", "easter eve"),
    **_named(_easter(1), "easter monday"),
    **_named(_easter(39), "ascension day"),
    **_named(_easter(49), "pentecost", "whit sunday", "whitsunday", "whitsun"),
    **_named(_easter(50), "whit monday", "pentecost monday"),
    **_named(_easter(56), "trinity sunday"),
    **_named(_easter(60), "corpus christi"),
    **_named(lambda year: Span(units.easter(year) - timedelta(days=7), units.easter(year) - timedelta(days=1)),
             "holy week"),
    **_named(lambda year: Span(units.easter(year) - timedelta(days=46), units.easter(year) - timedelta(days=1)),
             "lent"),
    **_named(lambda year: Span(_advent(year), date(year, 12, 24)), "advent"),
    **_named(lambda year: units.single(_advent(year)), "advent sunday", "first sunday of advent"),
    **_named(lambda year: units.single(units.orthodox_easter(year)), "orthodox easter", "orthodox easter sunday"),
}  # fmt: skip
_BY_FIRST_WORD: dict[str, list[tuple[tuple[str, ...], Callable[[int], Span]]]] = {}
for _name, _build in sorted(_HOLIDAYS.items(), key=lambda each: -len(each[0])):
    _BY_FIRST_WORD.setdefault(_name[0], []).append((_name, _build))

FIRST_WORDS = frozenset(_BY_FIRST_WORD)
ONE_WORD = frozenset(name[0] for name in _HOLIDAYS if len(name) == 1)


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
