"""From text to readings: `read` takes a whole text as one expression, `find` looks through a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from bot.dates import days, sense
from bot.dates.expression import Expression, Impossible, Settings, Unanchored, resolve
from bot.dates.ranges import expression, readings
from bot.dates.sentence import Sentence
from bot.dates.tokens import Token, tokenize
from bot.dates.vocabulary import corrected, meant_month
from bot.dates.written import calendar_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dates.span import Span

_LONGEST_EXPRESSION = 60
_LONGEST_TEXT = 4000
_MOST_BEGINNINGS = 100
_FIGURES_OF_SPEECH = {"24/7", "50/50"}
_SEPARATORS = {"/", "-", "."}


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression that was understood: its span, its text, and where it stands in the text given."""

    span: Span
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Invalid:
    """A calendar expression that cannot be, such as February 30, with a sentence that says why."""

    reason: str
    text: str
    start: int
    end: int


def read(text: str, settings: Settings) -> Reading | Invalid | None:
    """The whole text as one expression, or None where it is not one (or nothing known completes it)."""
    if len(text) > _LONGEST_TEXT:
        return None
    tokens = _trimmed(tokenize(text))
    if not 0 < len(tokens) <= _LONGEST_EXPRESSION:
        return None
    if "".join(token.text for token in tokens) in _FIGURES_OF_SPEECH:
        return None
    found = _whole(tokens, text, settings)
    if found is None and (put_right := _corrected(tokens)) != tokens:
        found = _whole(put_right, text, settings)
    return found


def _corrected(tokens: list[Token]) -> list[Token]:
    words = [corrected(token.text, sense.KNOWN) for token in tokens]
    for at in range(1, len(tokens) - 1):
        if tokens[at - 1].number in range(1, 32) and tokens[at + 1].number in range(1000, 10000):
            words[at] = meant_month(words[at])
    return [replace(token, text=word) for token, word in zip(tokens, words, strict=True)]


def _whole(tokens: list[Token], text: str, settings: Settings) -> Reading | Invalid | None:
    sentence = Sentence(tokens, settings.today, day_first=_day_first(tokens, settings))
    invalid: Invalid | None = None
    # Most texts are a plain date, and need nothing of the rest.
    for found, end in chain(calendar_date(sentence, 0), readings(sentence, 0)):
        if end == len(tokens):
            reading = _reading(found, text, tokens, settings)
            if isinstance(reading, Reading):
                return reading
            invalid = invalid or reading
    return invalid


def _day_first(tokens: list[Token], settings: Settings) -> bool:
    """The order of 3/8, which another date of the same text may tell: 1/5/2018 to 31/5/2018, 8/3-22/3."""
    days = [date for date in _in_figures(tokens) if date[2]]
    pairs = [date for date in _in_figures(tokens) if not date[2]]
    for first, second, _ in days + (pairs if len(pairs) > 1 else []):
        if 12 < first <= 31 and second <= 12:
            return True
        if 12 < second <= 31 and first <= 12:
            return False
    return settings.day_first


def _in_figures(tokens: list[Token]) -> Iterator[tuple[int, int, bool]]:
    """The first two numbers of what may be dates in figures, and whether a year follows."""
    texts = [token.text for token in tokens]
    for at in range(len(tokens) - 2):
        first, mark, second = tokens[at].number, texts[at + 1], tokens[at + 2].number
        if first and second and mark in _SEPARATORS and (at == 0 or texts[at - 1] not in _SEPARATORS - {"-"}):
            dated = texts[at + 3 : at + 4] == [mark] and texts[at + 4 : at + 5] and texts[at + 4].isdigit()
            if dated or mark == "/":
                yield first, second, bool(dated)


def _trimmed(tokens: list[Token]) -> list[Token]:
    """The tokens without the marks around them."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].text in {"(", '"', "“", "@", ",", ":", "[", "?", "."}:
        start += 1
    while end > start and tokens[end - 1].text in {"?", ".", "!", ",", ";", ":", ")", '"', "”", "]"}:
        if tokens[end - 1].text == ")" and any(token.text == "(" for token in tokens[start:end]):
            break
        end -= 1
    return tokens[start:end]


def _reading(
    found: Expression, text: str, tokens: list[Token], settings: Settings
) -> Reading | Invalid | None:
    start, end = tokens[0].start, tokens[-1].end
    try:
        span = resolve(found, settings)
    except Impossible as error:
        return Invalid(str(error), text[start:end], start, end)
    except Unanchored:
        return None
    if span.start and span.end and span.start > span.end:  # no weeks, no days
        return None
    return Reading(span, text[start:end], start, end)


def find(text: str, settings: Settings) -> tuple[Reading | Invalid, ...]:
    """Every expression inside a question, in order, none overlapping another.

    An expression is taken as far as it goes. Where it goes on in words that are not understood (“between
    January 22 and the summit”), nothing is taken, as half of it would mean something else.
    """
    tokens = tokenize(text[:_LONGEST_TEXT])
    sentence = Sentence(tokens, settings.today, day_first=_day_first(tokens, settings))
    found: list[Reading | Invalid] = []
    behind = 0
    for at in sense.beginnings(sentence)[:_MOST_BEGINNINGS]:
        if at < behind:
            continue
        listed = days.apart(sentence, at)
        if listed and sense.is_date(sentence, at, listed[-1][2]):
            each = [_reading(day, text, tokens[start:end], settings) for day, start, end in listed]
            found += [reading for reading in each if reading]
            behind = listed[-1][2]
        else:
            reading, behind = _longest(sentence, at, text, settings)
            if reading:
                found.append(reading)
    return tuple(found)


def read_within(text: str, settings: Settings) -> Reading | Invalid | None:
    """The only expression of a text that says more than that (“the deadline is tomorrow”).

    None where there are several, or where a word beside it or a number could belong to it.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    found = find(text, settings)
    if len(found) != 1:
        return None
    tokens = tokenize(text)
    before = [token for token in tokens if token.end <= found[0].start]
    behind = [token for token in tokens if token.start >= found[0].end]
    inside = tokens[len(before) : len(tokens) - len(behind)]
    return found[0] if sense.is_apart(before, inside, behind) else None


def _is_inside_name(text: str, start: int, end: int) -> bool:
    """Whether hyphens tie the words to letters, as in Mar-a-Lago."""
    tied_behind = text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()
    return tied_behind or (text[start - 1 : start] == "-" and text[start - 2 : start - 1].isalpha())


def _longest(s: Sentence, at: int, text: str, settings: Settings) -> tuple[Reading | Invalid | None, int]:
    """The longest of the readings that begin at a place and make sense there, and where to look on."""
    standing = expression(s, at)
    for length in sorted({end for _, end in standing if end - at <= _LONGEST_EXPRESSION}, reverse=True):
        if sense.is_half(s, at, length):
            return None, sense.behind_half(s, length)
        if not sense.is_date(s, at, length) or _is_inside_name(
            text, s.tokens[at].start, s.tokens[length - 1].end
        ):
            continue
        invalid: Invalid | None = None
        for found, end in standing:
            if end == length and sense.is_closed(s, found, at, end):
                reading = _reading(found, text, s.tokens[at:end], settings)
                if isinstance(reading, Reading):
                    return reading, end
                invalid = invalid or reading
        if invalid:
            return (invalid, length) if sense.is_meant(s, at, length) else (None, length)
    return None, at + 1
