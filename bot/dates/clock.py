"""Times of day beside a date. Only days are kept here, so they are read to be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.dates.sentence import Sentence

PARTS_OF_DAY = {"morning", "afternoon", "evening", "night"}
_ZONES = {"z", "utc", "gmt", "est", "edt", "pst", "pdt", "jst", "cet", "cst", "et", "pt"}


def after_clock(s: Sentence, at: int) -> int:
    """The place behind a time of day that stands behind a date, if one does: “in the morning”, “at 5 pm”."""
    if s.word(at) in PARTS_OF_DAY:
        return at + 1
    within = s.follow(at, "in the") or s.follow(at, "during the")
    if within and s.word(within) in PARTS_OF_DAY:
        return within + 1
    start = s.skip(s.skip(at, ","), "at", "t", "by", "@", "around", "about")
    if start > at and s.word(start) in {"noon", "midnight"}:
        return start + 1
    if s.word(start - 1) in {"at", "@"} and _is_military(s, start):
        return start + 1
    return _figures(s, start) or at


def _is_military(s: Sentence, at: int) -> bool:
    """1610, as soldiers say it."""
    hours = s[at].number
    return hours is not None and s[at].end - s[at].start == 4 and hours < 2400


def _figures(s: Sentence, at: int) -> int | None:
    """The place behind 5pm, 5 p.m., 17:00, 14:30:00+09:00; a plain number is no time."""
    hour = s[at].number
    if hour is None or hour > 24 or s[at].end - s[at].start > 2:
        return None
    end = at + 1
    while s.word(end) in {":", "."} and s[end + 1].number is not None and not s[end].spaced:
        end += 2
    minutes = end > at + 1
    half = s.word(end) in {"am", "pm"}
    end += half
    if not half and s.word(end) in {"a", "p"} and s.word(end + 1) == "." and s.word(end + 2) == "m":
        half, end = True, s.skip(end + 3, ".")
    return _after_zone(s, end) if minutes or half else None


def _after_zone(s: Sentence, at: int) -> int:
    """The place behind a time zone: UTC, +09:00, -0400."""
    if s.word(at) in _ZONES:
        return at + 1
    offset = s[at + 1]
    glued = not s[at].spaced or (not offset.spaced and offset.end - offset.start == 4)
    if s.word(at) in {"+", "-"} and offset.number is not None and glued:
        return at + 4 if s.word(at + 2) == ":" and s[at + 3].number is not None else at + 2
    return at
