"""The calendar side of a question: which days it means, and which entries lie in them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.dates import Invalid, Reading, Settings, find, read
from bot.dates.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.chronicle.model import Chronicle, Entry

MOST_YEARS = 120
MOST_WEEKS = 60
MUCH_LONGER = 5  # an entry for a whole year says nothing of one month of it
FEW_DAYS = 7
TITLE = 40  # characters of a title that one would say as a name
READ = 300  # characters of a question in which dates are looked for


# Most sentences have no word of the calendar, and need not be read for days.
_CALENDAR = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|spring|summer|autumn|fall|winter"
    r"|day|week|fortnight|month|quarter|season|half|year|decade|centur|millenni|christmas|easter|eve|night|yesterday|today"
    r"|tomorrow|nineteen|eighteen|twenty|\w+ties\b)",
    re.IGNORECASE,
)
_COUNTED_AHEAD = re.compile(
    r"\b(?:next|coming) (?:\d|couple|few|several|two|three|four|five|six|seven|eight|nine|ten|dozen|twelve|twenty)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[^a-z])")


class Almanac:
    """Reads days against the period of one chronicle and lists its dated entries."""

    def __init__(self, chronicle: Chronicle) -> None:
        self.period = chronicle.pack.period
        self._dated = sorted(
            (entry for entry in (*chronicle.events, *chronicle.facts) if entry.span is not None), key=_in_time
        )
        self._mentioned: dict[str, tuple[Span, ...]] = {}

    def is_of_the_calendar(self, title: str) -> bool:
        """Whether a short text has a word that may be read as one of the calendar."""
        return len(title) <= TITLE and bool(_CALENDAR.search(title))

    def find(self, text: str, today: date | None = None) -> tuple[Reading | Invalid, ...]:
        """The calendar expressions inside a text; “the next five years” of long ago are none."""
        found = find(text[:READ], Settings(today=today, period=self.period))
        if today is None or self.period.contains(Span(today, today)):
            return found
        return tuple(reading for reading in found if not _COUNTED_AHEAD.search(reading.text))

    def read(self, text: str, today: date | None = None) -> Reading | Invalid | None:
        """The whole text as one calendar expression."""
        return read(text, Settings(today=today, period=self.period))

    def spans(self, reading: Reading) -> tuple[Span, ...]:
        """The days that a reading may mean: those of each year of the period, and “the 8th” of each month."""
        return tuple(dict.fromkeys([reading.span, *self._other_years(reading), *self._other_weeks(reading)]))

    def _other_years(self, reading: Reading) -> Iterator[Span]:
        first, last = self.period.start, self.period.end
        if first is None or last is None or first.year == last.year or last.year - first.year > MOST_YEARS:
            return
        if any(
            len(digits) == 4 for digits in "".join(c if c.isdigit() else " " for c in reading.text).split()
        ):
            return
        for year in range(first.year, last.year + 1):
            other = read(reading.text, Settings(period=Span(date(year, 1, 1), date(year, 12, 31))))
            if isinstance(other, Reading):
                yield other.span

    def _other_weeks(self, reading: Reading) -> Iterator[Span]:
        """“The 8th” and “Monday” fall into a short period several times, and nothing in it prefers one."""
        first, last = self.period.start, self.period.end
        if first is None or last is None or last - first > timedelta(weeks=MOST_WEEKS):
            return
        beginning = self._in_week(reading.text, first)
        if beginning is None or beginning == self._in_week(reading.text, last):
            return
        while first <= last:
            span = self._in_week(reading.text, first)
            if span and self.period.overlaps(span):
                yield span
            first += timedelta(weeks=1)

    def _in_week(self, text: str, first: date) -> Span | None:
        found = read(text, Settings(period=Span(first, first + timedelta(days=6))))
        return found.span if isinstance(found, Reading) else None

    def entries(self, spans: Iterable[Span]) -> list[Entry]:
        """Every entry that overlaps the days, in order of time; those dated more coarsely than asked don't count."""
        wanted = tuple(spans)
        return [entry for entry in self._dated if any(lies_in(entry, span) for span in wanted)]

    def nearest(self, span: Span, most: int) -> list[Entry]:
        """The events nearest to days on which there is nothing."""
        day = span.start or span.end
        if day is None:
            return []
        events = [
            entry for entry in self._dated if entry.kind is Kind.EVENT and entry.span and entry.span.start
        ]
        events.sort(key=lambda entry: abs(((entry.span and entry.span.start) or day) - day))
        return events[:most]

    def speaks_of(self, entry: Entry, span: Span) -> bool:
        """Whether an entry lies in the days, by its date or by one that its text mentions."""
        if _is_open(entry) and (span.start or date.min) > (self.period.end or date.max):
            return False  # the sources don't tell how long it lasted after their period
        if (
            entry.span is not None
            and is_coarser(entry, span)
            and _days(entry.span) > MUCH_LONGER * _days(span)
        ):
            return False
        return agrees(entry, span) or any(span.contains(other) for other in self._mentions(entry))

    def speaks_of_each(self, entry: Entry, wanted: Iterable[Iterable[Span]]) -> bool:
        """The same of each of several expressions, which may mean several spans each."""
        return all(any(self.speaks_of(entry, span) for span in spans) for spans in wanted)

    def _mentions(self, entry: Entry) -> tuple[Span, ...]:
        spans = self._mentioned.get(entry.id)
        if spans is None:
            settings = Settings(period=self.period)
            found = (
                reading
                for sentence in _SENTENCE.split(entry.text)
                if _CALENDAR.search(sentence)
                for reading in find(sentence, settings)
            )
            spans = tuple(reading.span for reading in found if isinstance(reading, Reading))
            self._mentioned[entry.id] = spans
        return spans


def lies_in_each(entry: Entry, wanted: Iterable[Iterable[Span]]) -> bool:
    """Whether an entry belongs to the listing of each of several expressions, which may mean several spans each."""
    return all(any(lies_in(entry, span) for span in spans) for spans in wanted)


def lies_in(entry: Entry, span: Span) -> bool:
    """Whether an entry belongs to a listing of days; by a disputed date only where few days are listed."""
    if entry.span is not None and entry.span.overlaps(span):
        return not is_coarser(entry, span)
    disputes = (other for other in entry.disputed if other.date and is_by_day(other.date))
    return _days(span) <= FEW_DAYS and any(
        other.span is not None and other.span.overlaps(span) for other in disputes
    )


def agrees(entry: Entry, span: Span) -> bool:
    """Whether an entry, by its own date or a disputed one, shares a day with the span."""
    if entry.span is not None and entry.span.overlaps(span):
        return True
    return any(dispute.span is not None and dispute.span.overlaps(span) for dispute in entry.disputed)


def _days(span: Span) -> int:
    return ((span.end or date.max) - (span.start or date.min)).days + 1


def _is_open(entry: Entry) -> bool:
    return entry.span is not None and entry.span.end is None


def is_coarser(entry: Entry, span: Span) -> bool:
    """Whether an entry is dated by month, season or year, or without an end, while fewer days were asked for."""
    if entry.span is None or entry.date is None or span.contains(entry.span):
        return False
    return not is_by_day(entry.date)


def is_by_day(edtf: str) -> bool:
    """Whether both ends of a date are exact days or thought to be."""
    return all(len(end.rstrip("~?%")) == len("2018-03-08") for end in edtf.split("/"))


def _in_time(entry: Entry) -> tuple[date, date, bool]:
    start = (entry.span and entry.span.start) or date.min
    return start, (entry.span and entry.span.end) or date.max, entry.kind is not Kind.EVENT
