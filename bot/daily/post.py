"""What a daily post says, as a card, for one day and chronicle."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from bot.daily.anniversaries import Anniversaries, last_day, years_ago
from bot.daily.reckoning import due
from bot.dates.edtf import label
from bot.render import limits
from bot.render.card import PER_PAGE, Card, Field, entry_card, listing_card
from bot.render.limits import cut, join
from bot.render.markdown import literal
from bot.render.picture import helps
from bot.render.words import day_label
from bot.store.records import OnEmpty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from bot.chronicle.model import Chronicle, Entry
    from bot.daily.anniversaries import Selection
    from bot.store.records import Plan, Schedule

MOST_ENTRIES = PER_PAGE  # that fit into one card
_MOST_GOING_ON = 3
_MOST_KEPT = 2000
_DAYS_AHEAD = 731


class Timeline(NamedTuple):
    """What a picture is to show: the days around a date on which several things happened."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DailyPost:
    """A post: its card, the entries on it, how many more the day has, and what to draw where that helps."""

    card: Card
    entries: tuple[Entry, ...]
    more: int
    timeline: Timeline | None = None


class Composer:
    """Composes the posts of the chronicle that is in use; each only once, since many servers get the same."""

    def __init__(self, chronicle: Callable[[], Chronicle]) -> None:
        self._chronicle = chronicle
        self._used: Chronicle | None = None
        self._anniversaries: Anniversaries
        self._posts: dict[tuple[date, OnEmpty, int], DailyPost | None] = {}

    def __call__(self, today: date, on_empty: OnEmpty, most: int) -> DailyPost | None:
        """The post of a day; `None` if nothing is to be posted."""
        chronicle = self._chronicle()
        if chronicle is not self._used:
            self._used, self._anniversaries = chronicle, Anniversaries(chronicle)
            self._posts.clear()
        if len(self._posts) >= _MOST_KEPT:
            self._posts.clear()
        wanted = (today, on_empty, most)
        if wanted not in self._posts:
            selection = self._anniversaries.select(today, on_empty)
            self._posts[wanted] = compose(selection, chronicle, most) if selection else None
        return self._posts[wanted]

    def upcoming(self, schedule: Schedule, after: datetime, number: int) -> list[Plan]:
        """The next days on which something is posted, at most `number` within two years."""
        plans = due(after, schedule.at, ZoneInfo(schedule.zone), schedule.day)
        spoken = (
            plan for plan in islice(plans, _DAYS_AHEAD) if self(plan.day, schedule.on_empty, schedule.most)
        )
        return list(islice(spoken, number))


def compose(selection: Selection, chronicle: Chronicle, most: int) -> DailyPost:
    """The post of a day, with at most `most` of its entries."""
    today = selection.today
    shown = selection.entries[: max(1, min(most, MOST_ENTRIES))]
    heading = _heading(selection, shown)
    years = {years_ago(entry, today) for entry in shown}
    if len(shown) == 1:
        card = entry_card(shown[0], chronicle, message=heading)
    elif len(years) == 1:
        card = listing_card(heading, shown, chronicle)
    else:
        card = listing_card(
            heading,
            shown,
            chronicle,
            label=lambda edtf: f"{day_label(edtf)} · {_ago(today.year - int(edtf[:4]))}",
        )
    more = len(selection.entries) - len(shown)
    card = replace(card, fields=(*card.fields, *_further(selection, more)))
    return DailyPost(card, shown, more, _timeline(selection))


def name_of(day: date) -> str:
    """A day of any year, as people write it: “March 8”."""
    return f"{day:%B} {day.day}"


def _heading(selection: Selection, shown: Iterable[Entry]) -> str:
    today = selection.today
    years = {years_ago(entry, today) for entry in shown}
    year = f" in {today.year - min(years)} · {_ago(min(years))}" if len(years) == 1 else f": {name_of(today)}"
    if selection.reason is None:
        return f"On this date{year}"
    if selection.reason is OnEmpty.NEXT:
        days = (selection.of - today).days
        return f"Next in the chronology: {name_of(selection.of)}, {'tomorrow' if days == 1 else f'in {days} days'}"
    return f"The entry of the week{year}"


def _timeline(selection: Selection) -> Timeline | None:
    if not helps(selection.around):
        return None
    year = selection.today.year - years_ago(selection.entries[0], selection.today)
    return Timeline(f"The days around {name_of(selection.of)}, {year}", selection.around)


def _ago(years: int) -> str:
    if years == 0:
        return "this year"
    return "a year ago" if years == 1 else f"{years} years ago"


def _further(selection: Selection, more: int) -> Iterable[Field]:
    if selection.going_on:
        lines = [_going_on(entry) for entry in selection.going_on[:_MOST_GOING_ON]]
        yield Field("Going on that day", join(lines, limits.FIELD_VALUE))
    if more:
        yield Field(
            "And more", f"{more} more {'entry' if more == 1 else 'entries'} of this date: press the button."
        )


def _going_on(entry: Entry) -> str:
    where = "; ".join(dict.fromkeys(citation.locator for citation in entry.citations))
    until = label(last_day(entry).isoformat())
    return f"• {literal(cut(entry.title, 160))}, until {until} *({literal(cut(where, 80))})*"
