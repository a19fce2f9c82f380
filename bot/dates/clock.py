"""Times of day beside a date. Only days are kept here, so they are read to be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dates.vocabulary import CARDINALS

if TYPE_CHECKING:
    from bot.dates.sentence import Sentence

PARTS_OF_DAY = {"morning", "afternoon", "evening", "night"}
MOMENTS = {
    "noon", "midnight", "midday", "noontime", "lunchtime", "dawn", "dusk", "daybreak", "sunrise", "sunset", "nightfall",
}  # fmt: skip
_IN_DAY = ("in the morning", "in the afternoon", "in the evening", "at night")
_ENDS = {"", "?", "!", ".", ",", ")", "on"}
_ZONES = {
    "z", "utc", "gmt", "bst", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et", "ct", "mt", "pt", "jst",
    "kst", "ist", "cet", "cest", "eet", "msk",
}  # fmt: skip


_NAMED = {*PARTS_OF_DAY, *MOMENTS, "am", "pm"}
_BEGINNINGS = {
    *_NAMED, *CARDINALS, "z", "all", "before", "in", "during", ",", "-", ":", "at", "t", "by", "@", "around", "about",
    "from", "a", "half", "quarter",
}  # fmt: skip


def after_clock(s: Sentence, at: int) -> int:
    """The place behind a time of day that stands behind a date, if one does: “in the morning”, “at 5 pm”."""
    if s.word(at) not in _BEGINNINGS and s[at].number is None:
        return at
    if s.word(at) in _NAMED or (s.word(at) == "z" and not s[at].spaced):
        return at + 1
    whole = s.follow(at, "all day")
    if whole:
        return whole
    if s.word(at) == "before" and s.word(at + 1) in MOMENTS:
        return at + 2
    within = s.follow(at, "in the") or s.follow(at, "during the")
    if within and s.word(within) in PARTS_OF_DAY:
        return within + 1
    start = s.skip(at, ",", "-", ":")
    start = s.skip(start, "at", "t", "by", "@", "around", "about", "from")
    if start > at and s.word(start) in MOMENTS:
        return start + 1
    if s.word(start - 1) == "-" and start > at:  # 2018-1H is no hour
        return _figures(s, start) or at
    return clock(s, start) or at


def begins_with_clock(s: Sentence, at: int) -> bool:
    """Whether a time of day stands here, before its date: 3 pm, noon, half past nine."""
    return s.word(at) in MOMENTS or bool(_spoken(s, at)) or bool(_figures(s, at))


def clock(s: Sentence, at: int) -> int | None:
    """The place behind a time of day or two of them: 5 pm, 17:00 UTC, half past nine, 9-11 am."""
    end = _spoken(s, at) or _military(s, at) or _figures(s, at)
    joint, hour = s.skip(end or at + 1, "-", "to", "until", "till"), s[at].number
    if joint > (end or at + 1) and (end or (hour is not None and hour <= 24)):
        last = _figures(s, joint)
        if last:
            return last
    return end or _hour(s, at)


def _spoken(s: Sentence, at: int) -> int | None:
    """The place behind half past nine, a quarter to ten."""
    start = s.skip(at, "a")
    if s.word(start) in {"half", "quarter"} and s.word(start + 1) in {"past", "to", "after", "before"}:
        hour = s[start + 2].number or CARDINALS.get(s.word(start + 2), 0)
        return _after_zone(s, s.skip(start + 3, "am", "pm")) if 0 < hour <= 24 else None
    return None


def _military(s: Sentence, at: int) -> int | None:
    """The place behind 1610 or 1610 hours, as soldiers say it, or T161000Z behind a date."""
    hours, digits = s[at].number, s[at].end - s[at].start
    if hours is None:
        return None
    if s.word(at - 1) == "t" and not s[at].spaced and digits in {2, 4, 6} and s.word(at + 1) != ":":
        return _after_zone(s, at + 1)
    if digits != 4 or hours >= 2400:
        return None
    if at > 0 and s[at - 1].end - s[at - 1].start == 8 and s[at - 1].number is not None:
        return _after_zone(s, at + 1)
    named = s.skip(at + 1, "hours", "hrs", "h")
    return named if named > at + 1 or s.word(at - 1) in {"at", "@"} else None


def _hour(s: Sentence, at: int) -> int | None:
    """The place behind the plain number of “tomorrow at 9”, and behind 15h and five o'clock."""
    digits = s[at].end - s[at].start
    hour = s[at].number if s[at].number is not None else CARDINALS.get(s.word(at))
    if hour is None or hour > 24 or (s[at].number is not None and digits > 2):
        return None
    if s.word(at + 1) in {"h", "hrs"} and not s[at + 1].spaced:
        return at + 2
    last = s.follow(at + 1, "o ' clock")
    part = next((words for words in _IN_DAY if s.follow(at + 1, words)), None)
    if last or part:
        return last or at + 1 + len((part or "").split())
    return at + 1 if s.word(at - 1) in {"at", "@"} and s.word(at + 1) in _ENDS else None


def _figures(s: Sentence, at: int) -> int | None:
    """The place behind 5pm, 5 p.m., 17:00, 14:30:00+09:00; a plain number is no time."""
    hour = s[at].number
    if hour is None or hour > 24 or s[at].end - s[at].start > 2:
        return None
    end = at + 1
    while s.word(end) in {":", "."} and s[end + 1].number is not None and not s[end].spaced:
        if s[end + 1].end - s[end + 1].start != 2 and (s.word(end) == ":" or end == at + 1):
            return None  # minutes and seconds have two figures; only their fractions may have more
        end += 2
    minutes = end > at + 1
    half = s.word(end) in {"am", "pm"}
    end += half
    if not half and s.word(end) in {"a", "p"} and s.word(end + 1) == "." and s.word(end + 2) == "m":
        half, end = True, s.skip(end + 3, ".")
    if not minutes and not half:
        return None
    part = next((words for words in _IN_DAY if s.follow(end, words)), None)
    return end + len(part.split()) if part else _after_zone(s, end)


def _after_zone(s: Sentence, at: int) -> int:
    """The place behind a time zone: UTC, +09:00, -0400."""
    if s.word(at) in _ZONES:
        return at + 1
    if s.word(at) == "(" and s.word(at + 1) in _ZONES and s.word(at + 2) == ")":
        return at + 3
    offset = s[at + 1]
    glued = not s[at].spaced or (not offset.spaced and offset.end - offset.start == 4)
    wide = offset.number is not None and offset.end - offset.start > 1 and s.word(at + 2) not in {"am", "pm"}
    if s.word(at) in {"+", "-"} and wide and glued:
        return at + 4 if s.word(at + 2) == ":" and s[at + 3].number is not None else at + 2
    return at
