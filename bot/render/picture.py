"""A timeline as a picture: at one glance what its pages tell one after the other, and how far apart things lay.

Pillow is imported where it is needed: no answer without a picture waits for it.
"""

from __future__ import annotations

import calendar
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from bot.dates.edtf import label
from bot.render.card import COLOURS, PER_PAGE
from bot.render.clean import clean
from bot.render.limits import cut

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from bot.chronicle.model import Entry, Kind

FEWEST, MOST = PER_PAGE + 1, 12
"""Fewer entries stand on one page already; with more a picture can't be read on a phone."""

_DAYS = 4  # on how many days they lie at least
_WIDTH = 900
_MARGIN = 44
_DATE_WIDTH = 164
_LINE = _MARGIN + _DATE_WIDTH + 30
_TEXT = _LINE + 34
_SIZE, _LEADING = 33, 42
_TITLE, _SMALL = 42, 27
_TITLE_LINES, _TEXT_LINES = 2, 2
_ROW = 12  # below each entry
_FARTHEST = 24  # that time alone puts two entries apart
_FINE = 2  # everything is drawn so many times larger, for smooth edges

_GROUND, _RULE = "#2b2d31", "#4e5058"
_BRIGHT, _PLAIN, _FAINT = "#f2f3f5", "#dbdee1", "#a3a8b0"
_FONTS = "font_roboto"


class _Row(NamedTuple):
    """An entry as it is drawn: how far from the one before, its date, its title in lines, and what it is."""

    gap: int
    date: str
    lines: tuple[str, ...]
    kind: Kind
    is_exact: bool

    @property
    def height(self) -> int:
        return self.gap + len(self.lines) * _LEADING + _ROW


def helps(entries: Sequence[Entry]) -> bool:
    """Whether a picture of these entries tells more than their text: several, on different days."""
    starts = {entry.span.start for entry in entries if entry.span}
    return FEWEST <= len(entries) <= MOST and len(starts) >= _DAYS


def timeline_picture(heading: str, entries: Sequence[Entry]) -> bytes | None:
    """A PNG of dated entries in order of time; `None` where Pillow or a letter of the text is missing."""
    try:
        regular, bold = _font("Roboto-Regular", _SIZE), _font("Roboto-Bold", _TITLE)
    except (ImportError, OSError):
        return None
    head = _wrap(clean(heading), bold, _WIDTH - 2 * _MARGIN, _TITLE_LINES)
    rows = _rows(entries, regular)
    if not all(_has(regular, text) for text in (*head, *(line for row in rows for line in row.lines))):
        return None
    return _draw(head, rows)


def described(heading: str, entries: Sequence[Entry]) -> str:
    """What the picture shows, for those who don't see it."""
    told = "; ".join(f"{label(entry.date)}: {clean(entry.title)}" for entry in entries if entry.date)
    return cut(f"{clean(heading)}. {told}", 1000)


def _rows(entries: Sequence[Entry], font: FreeTypeFont) -> list[_Row]:
    rows: list[_Row] = []
    before: date | None = None
    years = {entry.span.start.year for entry in entries if entry.span and entry.span.start}
    told = ""
    for entry in entries:
        start = entry.span.start if entry.span else None
        days = (start - before).days if start and before else 0
        gap = min(_FARTHEST, round(4 * log2(1 + days))) if days > 0 else 0
        lines = _wrap(clean(entry.title), font, _WIDTH - _TEXT - _MARGIN, _TEXT_LINES)
        is_exact = entry.span is not None and entry.span.start == entry.span.end
        when = _short(entry, with_year=len(years) > 1)
        rows.append(_Row(gap, "" if when == told else when, tuple(lines), entry.kind, is_exact))
        told = when
        before = start or before
    return rows


def _short(entry: Entry, *, with_year: bool) -> str:
    """A date as it fits beside the line: “Mar 8”, “Apr 17–20”, “about March”; the year only where it changes."""
    text = label(entry.date or "")
    for month, brief in zip(calendar.month_name[1:], calendar.month_abbr[1:], strict=True):
        text = text.replace(f"{month} ", f"{brief} ")
    if not with_year and entry.span and entry.span.start:
        text = text.replace(f", {entry.span.start.year}", "").replace(f" {entry.span.start.year}", "")
    return text.replace("about ", "c. ")


def _draw(head: Sequence[str], rows: Sequence[_Row]) -> bytes:
    from PIL import Image, ImageDraw

    kinds = list(dict.fromkeys(row.kind for row in rows))
    top = _MARGIN + len(head) * (_TITLE + 12) + 30
    legend = _SMALL + 24 if len(kinds) > 1 else 0
    height = top + sum(row.height for row in rows) + legend + _MARGIN - _ROW
    image = Image.new("RGB", (_WIDTH * _FINE, height * _FINE), _GROUND)
    draw = ImageDraw.Draw(image)
    title, dates = _font("Roboto-Bold", _TITLE), _font("Roboto-Medium", _SIZE - 2)
    text, small = _font("Roboto-Regular", _SIZE), _font("Roboto-Regular", _SMALL)
    for number, line in enumerate(head):
        _write(draw, _MARGIN, _MARGIN + number * (_TITLE + 12), line, title, _BRIGHT)
    middles = _middles(rows, top)
    draw.line(_box(_LINE, middles[0], _LINE, middles[-1]), fill=_RULE, width=4 * _FINE)
    y = top
    for row, middle in zip(rows, middles, strict=True):
        y += row.gap
        draw.text(_at(_LINE - 30, middle), row.date, font=dates, fill=_FAINT, anchor="rm")
        _dot(draw, _LINE, middle, row.kind, is_exact=row.is_exact)
        for number, line in enumerate(row.lines):
            _write(draw, _TEXT, y + number * _LEADING, line, text, _PLAIN)
        y += row.height - row.gap
    if legend:
        _legend(draw, kinds, height - _MARGIN - _SMALL // 2, small)
    out = BytesIO()
    image.reduce(_FINE).save(out, "PNG")
    return out.getvalue()


def _middles(rows: Sequence[_Row], top: int) -> list[int]:
    """How far down the first line of each entry has its middle."""
    middles: list[int] = []
    for row in rows:
        middles.append(top + row.gap + _LEADING // 2)
        top += row.height
    return middles


def _dot(draw: ImageDraw, x: int, y: int, kind: Kind, *, is_exact: bool) -> None:
    """A full dot for a day, a ring for what is dated more coarsely."""
    colour = f"#{_light(COLOURS[kind]):06x}"
    draw.ellipse(_box(x - 15, y - 15, x + 15, y + 15), fill=_GROUND)
    inside = colour if is_exact else _GROUND
    draw.ellipse(_box(x - 11, y - 11, x + 11, y + 11), fill=inside, outline=colour, width=4 * _FINE)


def _legend(draw: ImageDraw, kinds: Sequence[Kind], y: int, font: FreeTypeFont) -> None:
    x = _TEXT
    for kind in kinds:
        _dot(draw, x + 11, y, kind, is_exact=True)
        draw.text(_at(x + 34, y), kind.value, font=font, fill=_FAINT, anchor="lm")
        x += 34 + round(font.getlength(kind.value) / _FINE) + 40


def _light(colour: int) -> int:
    """A colour of cards, lighter, so that it stands out from the dark ground."""
    parts = [(colour >> shift) & 0xFF for shift in (16, 8, 0)]
    red, green, blue = (part + (255 - part) * 3 // 10 for part in parts)
    return red << 16 | green << 8 | blue


def _write(draw: ImageDraw, x: int, y: int, text: str, font: FreeTypeFont, colour: str) -> None:
    draw.text(_at(x, y), text, font=font, fill=colour, anchor="la")


def _at(x: int, y: int) -> tuple[int, int]:
    return x * _FINE, y * _FINE


def _box(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    return left * _FINE, top * _FINE, right * _FINE, bottom * _FINE


def _wrap(text: str, font: FreeTypeFont, width: int, most: int) -> list[str]:
    """A text in at most so many lines of a width in pixels; what is left over ends with an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width * _FINE or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] += "…"
            break
    return [_fitted(line, font, width) for line in lines]


def _fitted(line: str, font: FreeTypeFont, width: int) -> str:
    """A line without so many of its last words as don't fit; a single word that doesn't is cut."""
    while font.getlength(line) > width * _FINE and len(line) > 2:
        words, _, _ = line.rpartition(" ")
        line = f"{(words or line[:-2]).rstrip(' …,;:')}…"
    return line


def _has(font: FreeTypeFont, text: str) -> bool:
    """Whether the font has every letter of a text."""
    missing = _look(font, "\uffff")
    return all(_look(font, letter) != missing for letter in set(text) if not letter.isspace())


def _look(font: FreeTypeFont, letter: str) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("L", (2 * _SIZE * _FINE, 2 * _SIZE * _FINE))
    ImageDraw.Draw(image).text((0, 0), letter, font=font, fill=255)
    return image.tobytes()


@cache
def _font(name: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(files(_FONTS) / "files" / f"{name}.ttf"), size * _FINE)
