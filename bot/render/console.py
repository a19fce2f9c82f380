"""Answer → text for a person at a console: styled and wrapped on a terminal, plain where it is piped.

An answer is laid out once, as lines of styled pieces. `plain` joins them; `show` hands them to rich.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from bot.chronicle.citation import cite, cite_briefly
from bot.chronicle.model import Kind
from bot.dates.edtf import label
from bot.lookup.answer import headline
from bot.render.clean import clean
from bot.render.words import UNSURE, disagreement, offices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from bot.chronicle.model import Chronicle, Citation, Entry
    from bot.lookup.answer import Answer

RANKED = 3
"""Entries that are shown unasked where the best comes first."""

LISTED = 12
"""Entries that are shown unasked where they stand in order of time."""

MORE = "--all"
"""What shows the rest of the entries, where nothing else is said."""


class Style(Enum):
    """The part that a piece of text plays; its value is how rich draws it."""

    MESSAGE = "bold"
    HEADING = "bold cyan"
    STATEMENT = "none"
    DETAIL = "dim"
    CITATION = "dim italic"
    DISAGREEMENT = "yellow"
    HINT = "green"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. Where it wraps, its further rows are indented as wide as `prefix`."""

    text: str = ""
    style: Style = Style.STATEMENT
    prefix: str = ""


def plain(answer: Answer, chronicle: Chronicle, *, everything: bool = False, more: str = MORE) -> str:
    """The answer without styles, one paragraph a line, ending in a newline.

    Unless `everything` is wanted, only the first entries are shown, with the number of those that follow and with
    what shows them, `more`.
    """
    lines = layout(answer, chronicle, everything=everything, more=more)
    return "".join(f"{line.prefix}{line.text}\n" for line in lines)


def show(
    answer: Answer, chronicle: Chronicle, console: Console, *, everything: bool = False, more: str = MORE
) -> None:
    """Prints what `plain` gives, styled and wrapped to the width of `console`."""
    from rich.text import Text  # here, as output that is piped does without rich

    for line in layout(answer, chronicle, everything=everything, more=more):
        prefix = line.prefix
        for row in Text(line.text, line.style.value).wrap(console, max(20, console.width - len(prefix))) or [
            Text()
        ]:
            row.rstrip()
            console.print(Text(prefix, line.style.value) + row, soft_wrap=True)
            prefix = " " * len(prefix)


def layout(
    answer: Answer, chronicle: Chronicle, *, everything: bool = False, more: str = MORE
) -> Iterator[Line]:
    """The paragraphs of an answer, from the sentence that is read first to the suggestions."""
    message = clean(answer.message)
    entries = [found.entry for found in answer.found]
    if answer.is_doubtful:
        yield Line(UNSURE, Style.HINT)
    if not entries or message not in {clean(headline(entries[0])), clean(entries[0].title)}:
        yield Line(message, Style.MESSAGE)
        yield from [Line()] if entries else []
    limit = len(entries) if everything else RANKED
    if _is_listing(answer):
        limit = len(entries) if everything else LISTED
        yield from _days(entries[:limit], chronicle)
    elif entries:
        cited: set[str] = set()
        yield from _first(entries[0], chronicle, message, cited)
        yield from _further(entries[1:limit], chronicle, cited, after=entries[0])
    if len(entries) > limit:
        yield Line()
        yield Line(f"… and {len(entries) - limit} more: {more} shows them.", Style.HINT)
    if answer.suggestions:
        yield Line()
        yield Line("Did you mean:", Style.HINT)
        yield from (Line(clean(headline(entry)), prefix="  • ") for entry in answer.suggestions)


def _is_listing(answer: Answer) -> bool:
    """Whether the entries stand in order of time, as those of a day or a period do."""
    starts = [found.entry.span.start for found in answer.found if found.entry.span]
    days = [day for day in starts if day]
    return bool(answer.span) and len(days) == len(answer.found) > 1 and days == sorted(days)


def _days(entries: Sequence[Entry], chronicle: Chronicle) -> Iterator[Line]:
    """Entries in order of time under the date that they share. A work is cited in full where it comes first."""
    cited: set[str] = set()
    for number, (date, group) in enumerate(groupby(entries, key=lambda entry: entry.date)):
        yield from [Line()] if number else []
        yield Line(_date(date), Style.HEADING)
        for entry in group:
            yield Line(clean(entry.text), prefix="  • ")
            yield from _citations(entry.citations, chronicle, cited, "    ")
            yield from _disagreements(entry, chronicle, cited, "    ")


def _first(entry: Entry, chronicle: Chronicle, message: str, cited: set[str]) -> Iterator[Line]:
    """One entry with all that is known of it; its statement is left out where `message` is just that."""
    yield Line(_heading(entry), Style.HEADING)
    if clean(entry.text) != message:
        yield Line(clean(entry.text), prefix="  ")
    yield from (Line(clean(office), Style.DETAIL, prefix="  • ") for office in offices(entry))
    yield from _circumstances(entry, chronicle)
    yield from _citations(entry.citations, chronicle, cited, "  ")
    yield from _disagreements(entry, chronicle, cited, "  ")


def _further(entries: Sequence[Entry], chronicle: Chronicle, cited: set[str], after: Entry) -> Iterator[Line]:
    """Entries below the first, more briefly."""
    if not entries:
        return
    yield Line()
    yield Line("In this period" if after.kind is Kind.PERSON else "See also", Style.HEADING)
    for entry in entries:
        yield Line(f"{_heading(entry)}: {clean(entry.text)}", prefix="  • ")
        yield from _citations(entry.citations, chronicle, cited, "    ")
        yield from _disagreements(entry, chronicle, cited, "    ")


def _heading(entry: Entry) -> str:
    """The date and the title; the title alone where there is no date or it only repeats the statement."""
    title = clean(entry.title)
    repeats = entry.text.startswith(entry.title.rstrip(" .…"))
    if not entry.date:
        return title
    return _date(entry.date) if repeats else f"{_date(entry.date)} · {title}"


def _date(edtf: str | None) -> str:
    return label(edtf) if edtf else "Without a date"


def _circumstances(entry: Entry, chronicle: Chronicle) -> Iterator[Line]:
    known = (chronicle.by_id.get(person) for person in entry.people)
    people = ", ".join(clean(person.title) for person in known if person)
    if people:
        yield Line(f"Who: {people}", Style.DETAIL, prefix="  ")
    if entry.place:
        yield Line(f"Where: {clean(entry.place)}", Style.DETAIL, prefix="  ")


def _citations(
    citations: Iterable[Citation], chronicle: Chronicle, cited: set[str], indent: str
) -> Iterator[Line]:
    """One line for each work with all the places in it; a work that was `cited` in full before is named shortly."""
    places: dict[str, list[str]] = {}
    for citation in citations:
        places.setdefault(citation.source, []).append(citation.locator)
    for work, locators in places.items():
        source, where = chronicle.sources[work], "; ".join(dict.fromkeys(locators))
        text = cite_briefly(source, where) if work in cited else cite(source, where)
        cited.add(work)
        yield Line(clean(text), Style.CITATION, prefix=f"{indent}— ")


def _disagreements(entry: Entry, chronicle: Chronicle, cited: set[str], indent: str) -> Iterator[Line]:
    """What the sources say otherwise, once in an answer; `cited` remembers what was told."""
    for other in entry.disputed:
        if other.text in cited:
            continue
        cited.add(other.text)
        yield Line(clean(disagreement(other, entry)), Style.DISAGREEMENT, prefix=f"{indent}⚠ ")
        yield from _citations(other.citations, chronicle, cited, indent + "  ")
