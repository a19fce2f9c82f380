"""From text to readings: `read` takes a whole text as one expression, `find` looks through a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dates.expression import Expression, Impossible, Settings, Unanchored, resolve
from bot.dates.ranges import expression
from bot.dates.sentence import Sentence
from bot.dates.tokens import Token, tokenize
from bot.dates.vocabulary import AMBIGUOUS

if TYPE_CHECKING:
    from bot.dates.span import Span

_LONGEST = 300


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
    if len(text) > _LONGEST:
        return None
    tokens = _trim(tokenize(text))
    if not tokens:
        return None
    sentence = Sentence(tokens, settings.today, day_first=settings.day_first)
    first: Reading | Invalid | None = None
    for found, end in expression(sentence, 0):
        if end == len(tokens):
            reading = _reading(found, text, tokens[0].start, tokens[-1].end, settings)
            if isinstance(reading, Reading):
                return reading
            first = first or reading
    return first


def _trim(tokens: list[Token]) -> list[Token]:
    start, end = 0, len(tokens)
    while end > start and tokens[end - 1].text in {"?", ".", "!", ",", ";", ":", ")", '"'}:
        end -= 1
    while start < end and tokens[start].text in {"(", '"', "“", "@", ",", ":"}:
        start += 1
    return tokens[start:end]


def _reading(
    found: Expression, text: str, start: int, end: int, settings: Settings
) -> Reading | Invalid | None:
    try:
        span = resolve(found, settings)
    except Impossible as error:
        return Invalid(str(error), text[start:end], start, end)
    except Unanchored:
        return None
    return Reading(span, text[start:end], start, end)


def find(text: str, settings: Settings) -> tuple[Reading | Invalid, ...]:
    """Every expression inside a question, in order, none overlapping another."""
    tokens = tokenize(text[:4000])
    found: list[Reading | Invalid] = []
    sentence = Sentence(tokens, settings.today, day_first=settings.day_first)
    at = 0
    while at < len(tokens):
        readings = expression(sentence, at)
        if readings:
            best, end = max(readings, key=lambda each: each[1])
            reading = _reading(best, text, tokens[at].start, tokens[end - 1].end, settings)
            if reading and reading.text.lower() not in AMBIGUOUS:
                found.append(reading)
            at = end
        else:
            at += 1
    return tuple(found)
