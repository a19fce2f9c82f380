"""Answer → card: what one Discord embed says, as plain data that keeps Discord's limits.

A card leads with one entry and all that is known of it, or lists entries in order of time, page by page.
Every entry on it is cited: the work in full at the foot, the place in the work beside each statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.chronicle.citation import cite, cite_briefly
from bot.chronicle.model import Kind
from bot.lookup.answer import Status, headline
from bot.render import limits
from bot.render.clean import clean
from bot.render.limits import cut, join
from bot.render.markdown import bold, echo, literal, small
from bot.render.words import UNSURE, dated_headline, day_label, disagreement, offices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.chronicle.model import Chronicle, Citation, Entry
    from bot.lookup.answer import Answer

COLOURS = {Kind.EVENT: 0x3E7CB1, Kind.FACT: 0x4F9D69, Kind.PERSON: 0x8E6BBF, Kind.TERM: 0xC58B2A}
NOTHING, WRONG = 0x80848E, 0xC0504D

PER_PAGE = 6
_STATEMENT = 420  # characters of a statement in a listing, so that a full page fits
_LOCATORS = 160
_MOST_FURTHER = 4
_FOOT, _MOST_WORKS = 600, 2  # characters of a work's citation and works at the foot of plain text
_SPARE = 100  # characters that escapes at the foot may add
_WORTH_CUTTING = 80


@dataclass(frozen=True, slots=True)
class Field:
    """A named part of a card; several that are `inline` stand side by side."""

    name: str
    value: str
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One embed. `title`, `text` and the fields are Discord's markdown, `footer` is plain text.

    `is_cut` tells that the text of the entry is longer than what is shown.
    """

    title: str
    text: str = ""
    fields: tuple[Field, ...] = ()
    footer: str = ""
    colour: int = NOTHING
    is_cut: bool = False

    def __post_init__(self) -> None:
        """Keeps every limit, the sum of all included: fields give way first, then the foot, then the text."""
        keep = object.__setattr__
        keep(self, "title", cut(self.title, limits.TITLE) or limits.ELLIPSIS)
        keep(self, "is_cut", self.is_cut or len(self.text) > limits.DESCRIPTION)
        keep(self, "text", cut(self.text, limits.DESCRIPTION))
        left = limits.EMBED - len(self.title) - len(self.text)
        keep(self, "footer", cut(self.footer, min(limits.FOOTER, left)))
        left -= len(self.footer)
        fields = tuple(_fitting(self.fields[: limits.FIELDS], left))
        keep(self, "is_cut", self.is_cut or _length(fields) < _length(self.fields))
        keep(self, "fields", fields)


def is_listing(answer: Answer) -> bool:
    """Whether the entries stand as equals in order of time, as those of a day or of a count do."""
    entries = [found.entry for found in answer.found]
    starts = [entry.span.start for entry in entries if entry.span]
    days = [day for day in starts if day]
    if len(entries) < 2 or len(days) < len(entries) or answer.message == headline(entries[0]):
        return False
    return days == sorted(days) and (answer.span is not None or entries[0].kind is Kind.EVENT)


def answer_card(answer: Answer, chronicle: Chronicle, page: int = 0, *, in_order: bool | None = None) -> Card:
    """What is seen first of an answer. `page` counts from 0, for listings; `in_order` says that it is one."""
    entries = [found.entry for found in answer.found]
    if not entries:
        return nothing_card(answer)
    if is_listing(answer) if in_order is None else in_order:
        return listing_card(answer.message, entries, chronicle, page)
    return entry_card(
        entries[0], chronicle, message=answer.message, further=entries[1:], unsure=answer.is_doubtful
    )


def nothing_card(answer: Answer) -> Card:
    """What is said where nothing answers: why, and what comes near."""
    near = [f"• {literal(dated_headline(entry))}" for entry in answer.suggestions]
    hint = "Perhaps in other words? The command `help` shows how to ask."
    text = join(["Did you mean:", *near], limits.DESCRIPTION) if near else "" if answer.is_chat else hint
    wrong = answer.status is Status.INVALID
    message = echo(answer.message)
    if len(message) > limits.TITLE:
        return Card("Not a question that I can answer", message, colour=WRONG)
    return Card(message, text, colour=WRONG if wrong else NOTHING)


def entry_card(
    entry: Entry,
    chronicle: Chronicle,
    *,
    message: str = "",
    further: Sequence[Entry] = (),
    unsure: bool = False,
) -> Card:
    """One entry with all that is known of it, and the `further` ones as short dated lines.

    `message` is the sentence that answers; where it is only the entry's own headline, that stands in the title.
    `unsure` says that it may be no answer.
    """
    own = {"", headline(entry), entry.title}
    title, statement = literal(dated_headline(entry)), literal(entry.text)
    if message not in own and clean(message) != clean(entry.text):
        answer, heading = echo(message), bold(dated_headline(entry))
        fits = len(answer) <= limits.TITLE
        title = answer if fits else title
        statement = "\n".join([heading, statement] if fits else [f"**{cut(answer, 1000)}**", statement])
    if unsure:
        statement = f"*{UNSURE}*\n{statement}"
    return Card(
        title,
        statement,
        tuple(_details(entry, further, chronicle)),
        _works([entry, *further], chronicle, entry),
        COLOURS[entry.kind],
    )


def listing_card(
    heading: str,
    entries: Sequence[Entry],
    chronicle: Chronicle,
    page: int = 0,
    label: Callable[[str], str] = day_label,
) -> Card:
    """A page of entries in order of time, under the dates that they share; `label` puts an EDTF date into words."""
    pages = page_count(len(entries))
    page = max(0, min(page, pages - 1))
    shown = page_of(entries, page)
    lines: list[str] = []
    for date, group in groupby(shown, key=lambda entry: entry.date):
        lines += ["", bold(label(date) if date else "Without a date")]
        for entry in group:
            lines += _listed(entry, chronicle)
    footer = _works(shown, chronicle)
    if pages > 1:
        footer = f"Page {page + 1} of {pages} · {footer}"
    cut_off = any(len(literal(entry.text)) > _STATEMENT for entry in shown)
    return Card(echo(heading), "\n".join(lines[1:]), (), footer, COLOURS[shown[0].kind], cut_off)


def page_of(entries: Sequence[Entry], page: int) -> Sequence[Entry]:
    """The entries on a page of a listing; beyond the last page, those on the last."""
    page = max(0, min(page, page_count(len(entries)) - 1))
    return entries[page * PER_PAGE : (page + 1) * PER_PAGE]


def page_count(entries: int) -> int:
    """How many pages a listing has."""
    return max(1, -(-entries // PER_PAGE))


def sources_card(entries: Iterable[Entry], chronicle: Chronicle) -> Card:
    """The full citations of entries, and of what the sources say otherwise."""
    lines: list[str] = []
    for entry in entries:
        lines.append(bold(cut(entry.title, 200)))
        lines += [f"• {literal(text)}" for text in _full(entry.citations, chronicle)]
        for other in entry.disputed:
            lines.append(f"⚠ {literal(disagreement(other, entry))}")
            lines += [f"• {literal(text)}" for text in _full(other.citations, chronicle)]
    return Card("Sources", join(lines, limits.DESCRIPTION), colour=NOTHING)


def full_text(entry: Entry, chronicle: Chronicle) -> str:
    """All that an entry says, however long, as Discord's markdown on several lines."""
    parts = [bold(dated_headline(entry)), literal(entry.text)]
    parts += [f"• {literal(office)}" for office in offices(entry)]
    for other in entry.disputed:
        parts += [f"⚠ {literal(disagreement(other, entry))}", small(_places(other.citations, chronicle))]
    return "\n".join([*parts, small(_places(entry.citations, chronicle))])


def plain(card: Card) -> str:
    """The card as the text of one message, for channels in which embeds are not allowed; the citation stays."""
    foot = [f"-# {literal(line)}" for line in card.footer.splitlines()]
    end = "\n".join(cut(line, _FOOT) for line in foot[:_MOST_WORKS])
    body = _lines(_body(card), limits.MESSAGE - len(end) - 1)
    return f"{body}\n{end}" if end else body


def is_long(card: Card) -> bool:
    """Whether the card doesn't fit into the text of one message."""
    return len("\n".join((*_body(card), card.footer))) > limits.MESSAGE - _SPARE


def _body(card: Card) -> list[str]:
    parts = [f"**{card.title.strip('*')}**", *card.text.splitlines()]
    for field in card.fields:
        parts += [f"**{field.name}**", *field.value.splitlines()]
    return [part for part in parts if part]


def _lines(lines: Iterable[str], length: int) -> str:
    """As many lines as fit; the one that doesn't is cut where enough of it is left, else an ellipsis stands there."""
    kept: list[str] = []
    for line in lines:
        left = length - sum(len(one) + 1 for one in kept)
        if len(line) + 2 > left:
            kept.append(cut(line, left) if left > _WORTH_CUTTING else limits.ELLIPSIS)
            break
        kept.append(line)
    return "\n".join(kept)[:length]


def _length(fields: Iterable[Field]) -> int:
    return sum(len(field.value) for field in fields)


def _fitting(fields: Iterable[Field], left: int) -> Iterator[Field]:
    for field in fields:
        if not field.name.strip() or not field.value.strip():
            continue
        name, value = cut(field.name, limits.FIELD_NAME), join(field.value.splitlines(), limits.FIELD_VALUE)
        left -= len(name) + len(value)
        if left < 0:
            return
        yield Field(name, value, field.inline)


def _details(entry: Entry, further: Sequence[Entry], chronicle: Chronicle) -> Iterator[Field]:
    held = [f"• {literal(office)}" for office in offices(entry)]
    if held:
        yield Field("Offices", "\n".join(held))
    people = [chronicle.by_id[person] for person in entry.people if person in chronicle.by_id]
    if people:
        yield Field("People", ", ".join(literal(person.title) for person in people), inline=True)
    if entry.place:
        yield Field("Place", literal(entry.place), inline=True)
    if entry.disputed:
        said = [
            line for other in entry.disputed for line in _otherwise(other.text, other.citations, chronicle)
        ]
        yield Field("⚠ " + _disagreeing(entry), "\n".join(said))
    if further:
        name = "In this period" if entry.kind is Kind.PERSON else "See also"
        yield Field(name, "\n".join(_brief(one) for one in further[:_MOST_FURTHER]))


def _disagreeing(entry: Entry) -> str:
    return disagreement(entry.disputed[0], entry).partition(":")[0]


def _otherwise(text: str, citations: Iterable[Citation], chronicle: Chronicle) -> list[str]:
    return [literal(text), small(_places(citations, chronicle))]


def _brief(entry: Entry) -> str:
    """A further entry in two lines: its date and title, and its place in the source."""
    date = f"**{day_label(entry.date)}** · " if entry.date else ""
    where = "; ".join(dict.fromkeys(citation.locator for citation in entry.citations))
    return f"{date}{literal(cut(entry.title, 120))}\n{small(cut(where, 80))}"


def _listed(entry: Entry, chronicle: Chronicle) -> list[str]:
    """An entry in a listing: its statement, where it stands, and whether the sources agree."""
    lines = [f"• {cut(literal(entry.text), _STATEMENT)}"]
    places = cut(_places(entry.citations, chronicle), _LOCATORS)
    mark = f" · ⚠ {_disagreeing(entry)}" if entry.disputed else ""
    return [*lines, small(places) + mark]


def _places(citations: Iterable[Citation], chronicle: Chronicle) -> str:
    """Where it stands: the places alone if the chronicle has one source, else with the works."""
    if len(chronicle.sources) == 1:
        return "; ".join(dict.fromkeys(citation.locator for citation in citations))
    return " ".join(
        cite_briefly(chronicle.sources[work], "; ".join(places))
        for work, places in _by_work(citations).items()
    )


def _by_work(citations: Iterable[Citation]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for citation in citations:
        at = places.setdefault(citation.source, [])
        if citation.locator not in at:
            at.append(citation.locator)
    return places


def _full(citations: Iterable[Citation], chronicle: Chronicle) -> list[str]:
    return [cite(chronicle.sources[work], "; ".join(places)) for work, places in _by_work(citations).items()]


def _works(entries: Sequence[Entry], chronicle: Chronicle, leading: Entry | None = None) -> str:
    """The foot of a card: the works in full, with the places of the leading entry where there is one."""
    works = dict.fromkeys(citation.source for entry in entries for citation in entry.citations)
    places = _by_work(leading.citations) if leading else {}
    return "\n".join(clean(cite(chronicle.sources[work], "; ".join(places.get(work, ())))) for work in works)
