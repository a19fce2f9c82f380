"""Whether words inside a sentence speak of the calendar: “may” and “march” mostly do not, “in may” does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dates import holidays
from bot.dates.clock import MOMENTS, PARTS_OF_DAY
from bot.dates.expression import Expression, Missing
from bot.dates.ranges import PHRASE_STARTS, PHRASE_WORDS
from bot.dates.units import MONTH_NAMES, WEEKDAY_NAMES
from bot.dates.vocabulary import (
    CARDINALS,
    DECADES,
    MONTHS,
    ORDINALS,
    SEASONS,
    TENS,
    TENS_ORDINALS,
    UNITS,
    WEEKDAYS,
)  # fmt: skip

if TYPE_CHECKING:
    from bot.dates.sentence import Sentence
    from bot.dates.tokens import Token

_DAYS = {
    "today", "tonight", "yesterday", "tomorrow", "now", "ytd", "mtd", "qtd", "wtd", "tommorow",
    "tommorrow", "tomorow", "tmrw", "yesteday", "yesturday", "yestarday", "yday",
}  # fmt: skip
_CALENDAR = {
    *MONTHS, *WEEKDAYS, *SEASONS, *DECADES, *UNITS, *holidays.ONE_WORD, *_DAYS, *PARTS_OF_DAY,
}  # fmt: skip
_TELLING = {
    *_CALENDAR, *holidays.FIRST_WORDS, *ORDINALS, *TENS_ORDINALS, "century", "eighteen", "nineteen",
    "seventeen", "thousand", "twenty",
}  # fmt: skip
# Two Fridays ago, three summers ago.
_PLURALS = {
    name.lower() + ending
    for name in (*MONTH_NAMES[1:], *WEEKDAY_NAMES, *SEASONS, *holidays.ONE_WORD)
    for ending in ("s", "es")
}
_LEADS = {
    *MOMENTS, "a", "about", "after", "ahead", "all", "an", "any", "anytime", "approximately", "around", "as",
    "at", "back", "beetween", "befor", "before", "beginning", "between", "betwen", "beyond", "btwn", "by",
    "ca", "circa", "close", "closest", "closing", "coming", "commencing", "couple", "current", "cw", "cy",
    "dates", "day", "during", "each", "earlier", "early", "effective", "eighteen", "end", "ending", "entire",
    "eve", "ever", "final", "finishing", "first", "following", "for", "former", "frm", "from", "h", "half",
    "halfway", "ides", "in", "kw", "last", "late", "later", "latest", "latter", "less", "mid", "middle",
    "month", "more", "near", "nearest", "next", "no", "not", "on", "only", "opening", "outset", "over",
    "overnight", "past", "penultimate", "post", "pre", "preceding", "present", "previous", "prior", "q",
    "quarter", "remainder", "remaining", "rest", "roughly", "same", "since", "so", "some", "sometime",
    "somewhere", "start", "starting", "subsequent", "that", "the", "this", "through", "throughout", "thru",
    "til", "till", "toward", "towards", "turn", "under", "until", "untill", "up", "upcoming", "very", "w",
    "wb", "wc", "week", "weekend", "with", "within", "year", "'", "<", ">",
}  # fmt: skip
_NUMBERS = {*CARDINALS, *TENS, *ORDINALS, *TENS_ORDINALS}
_STARTS = _TELLING | _LEADS | PHRASE_STARTS | _NUMBERS

_APART = {
    "a", "all", "an", "any", "as", "at", "back", "by", "for", "in", "less", "more", "on", "that", "the", "this",
    "under", "with", "'",
}  # fmt: skip
_SELECTING = {"every", "each", "alternate", "other", "except", "without", "than", "nor", "never"}
_SHARES = {
    "all", "any", "bit", "each", "few", "half", "instead", "many", "most", "much", "none", "one", "out",
    "outside", "part", "parts", "some",
}  # fmt: skip
_JOINTS = {"and", "or", "to", "until", "till", "through", "thru", "-", "/", "&", "+", "~", "minus", "plus"}
_REMNANTS = {
    "academic", "ago", "business", "fiscal", "fy", "hence", "hundred", "ish", "nd", "rd", "school", "st",
    "th", "thousand", "working",
}  # fmt: skip
_INNER = {
    "advance", "and", "b", "but", "c", "centuries", "date", "e", "effect", "far", "full", "hundred",
    "including", "into", "least", "of", "or", "part", "sooner", "than", "that", "time", "to", "very", "which",
    "&", ",", "-", ".", "/", "=", "~", "calendar", *PHRASE_WORDS,
}  # fmt: skip
# An expression does not begin inside a word (“F35”).
_MARKS_BEFORE = {"(", '"', "“", "-", "/", ",", "'", "?", ".", ":", ";", "[", "&", "*", "_", "!"}

_PREPOSITIONS = {
    "in", "on", "by", "since", "until", "till", "til", "before", "after", "from", "during", "between",
    "through", "thru", "throughout", "of", "last", "next", "this", "early", "late", "mid", "around",
    "circa", "to", "and", "for", "over", "past", "prior", "end", "beginning", "start",
}  # fmt: skip
# Names that are words as well, and count only where something shows that the calendar is meant.
_WORDS_TOO = {"may", "sat", "sun", "wed", "mon", "mar", "sep", "fall", "spring", "second", "now", "fri"}
_POINTING = {"next", "following", "same", "preceding"}
_STRETCHES = {"period", "span", "stretch", "window", "interval"}
_BEFORE_NO_DAY = {"the", "about", "approximately", "roughly", "around", "some"}  # who roughly sat there
_AUGUST = {"body", "assembly", "company", "figure", "gathering", "institution", "presence"}
_MARCHERS = {
    "a", "and", "can", "could", "did", "do", "does", "i", "must", "people", "protesters", "should",
    "soldiers", "students", "the", "they", "to", "troops", "we", "who", "will", "would", "you",
}  # fmt: skip
_QUANTITIES = {
    "percent", "%", "per", "million", "billion", "trillion", "thousand", "hundred", "products", "product",
    "items", "goods", "countries", "nations", "states", "people", "persons", "troops", "soldiers",
    "marines", "jobs", "workers", "companies", "dollars", "dollar", "yen", "yuan", "won", "euros", "tons",
    "tonnes", "km", "kilometers", "kilometres", "miles", "meters", "metres", "points", "votes", "cars",
    "units", "pages", "words", "times", "years", "months", "weeks", "days", "hours", "minutes", "seconds",
    "degrees", "missiles", "warheads", "lines", "members", "employees", "cases", "deaths", "kg", "pounds",
    "feet", "mph", "categories", "chinese", "japanese", "american", "ships", "planes", "aircraft",
    "types",
}  # fmt: skip
_NUMBERED = {
    "section", "article", "resolution", "no", "number", "#", "$", "¥", "€", "£", "room", "page", "chapter",
    "route",
    "act", "version", "v", "bill", "g", "flight", "unit", "usd", "model", "highway", "title", "rule",
}  # fmt: skip
_FILLERS = {
    "about", "and", "any", "at", "between", "but", "by", "did", "for", "from", "had", "happened", "has", "he",
    "how", "in", "is", "on", "or", "please", "she", "that", "then", "there", "they", "to", "was", "were",
    "what", "when", "where", "which", "who", "why", "with", "!", "", "(", ")", ",", "-", ".", ":", ";", "?",
}  # fmt: skip


_OTHER_CALENDARS = {"fiscal", "fy", "financial", "academic", "school", "tax"}
_VAGUE_PARTS = {
    "aftermath", "anniversary", "ashes", "beginning", "bulk", "dawn", "dead", "depths", "dusk", "end", "eve", "heart",
    "heat", "height", "middle", "midpoint", "thirds", "turn", "twilight", "wake",
}  # fmt: skip
_TURNING_AWAY = {
    "alternate", "each", "ended", "every", "except", "excluding", "midway", "neither", "nor", "not", "other",
    "unlike", "without",
}  # fmt: skip
# The words of expressions beside the names of months and weekdays, which are read with their slips anyway.
KNOWN = frozenset(
    word
    for word in {
        *_LEADS, *PHRASE_STARTS, *_NUMBERS, *_INNER, *_PREPOSITIONS, *SEASONS, *DECADES, *UNITS, *_DAYS, *PARTS_OF_DAY,
        *holidays.FIRST_WORDS,
    }
    if word not in MONTHS and word not in WEEKDAYS
)  # fmt: skip
_BELONGING = (_CALENDAR | _LEADS | _NUMBERS) - _APART
# What changes the date behind it into another time.
_CHANGING = {
    "advance", "aftermath", "almost", "anniversary", "another", "anti", "anticipation", "approaching", "barely",
    "beyond", "break", "but", "ended", "ending", "era", "eve", "excepted", "excluded", "excluding", "exclusive",
    "financial", "finishing", "hardly", "holiday", "holidays", "inclusive", "inter", "into", "least", "less",
    "midpoint", "midway", "minus", "more", "most", "nearing", "nearly", "neither", "non", "outside", "plus",
    "preceding", "season", "tax", "unlike", "versus", "vigil", "vs", "wb", "wc", "we",
}  # fmt: skip
_LEADING = {
    "on", "in", "at", "by", "for", "since", "until", "till", "before", "after", "from", "between", "during", "through",
    "throughout", "over", "within", "around", "about",
}  # fmt: skip
_SAFE_BEFORE = {
    "is", "was", "are", "were", "be", "been", "me", "us", "you", "him", "her", "it", "them", "go", "back", "away",
    "out", "off", "here", "there", "due", "dated", "date", "when", "that", "then", "home", "again", "what", "happened",
    "free", "available", "come", "leave", "return", "start", "meet", "and",
}  # fmt: skip
_SAFE_BEHIND = _PREPOSITIONS | {
    "at", "the", "a", "an", "i", "we", "you", "he", "she", "it", "they", "is", "was", "were", "will", "when", "with",
    "please", "what", "who", "where", "did", "because", "if", "so", "then", "there",
}  # fmt: skip


def _belongs(token: Token) -> bool:
    """Whether a word could be part of an expression: “the summers of …”, “fiscal …”."""
    word = token.text
    return (
        token.number is not None
        or word in _BELONGING
        or word in _REMNANTS
        or (word.endswith("s") and word[:-1] in _CALENDAR)
    )


def is_apart(before: list[Token], inside: list[Token], behind: list[Token]) -> bool:
    """Whether the words around an expression surely do not belong to it."""
    if any(_belongs(token) for token in (*_without_origin(before), *behind)):
        return False
    words = [token.text for token in before]
    if _changes_before(words) or _changes_behind(inside, behind):
        return False
    apart = not behind or behind[0].text in _SAFE_BEHIND or not behind[0].text.isalpha()
    if _is_particular(inside):
        return True
    if not {token.text for token in inside}.isdisjoint(_DAYS | DECADES.keys()):
        return apart  # lunch tomorrow, the swinging sixties, but not the seventies show
    # “Ramadan 2018”, “the depths of winter”, “the Christmas season”: a neighbour may well make it something else.
    led = inside[0].text in _LEADING
    told = not words or words[-1] in _SAFE_BEFORE or words[-1] == "of" or not words[-1].isalpha()
    return apart and (led or told)


def _changes_before(words: list[str]) -> bool:
    """Except March, none of March, March or …: whether the last words before make another time of it."""
    if not words:
        return False
    if words[-1] == "of":
        return len(words) == 1 or words[-2] in _SHARES
    return words[-1] in _SELECTING or words[-1] in _JOINTS or words[-1] in _CHANGING


def _changes_behind(inside: list[Token], behind: list[Token]) -> bool:
    """March excluded, March of …, Monday's child: whether the first words behind do."""
    if not behind:
        return False
    if any(token.text in _CHANGING for token in behind[:2]):
        return True
    if behind[0].text == "'":  # but yesterday's news, last week's news
        owned = (len(inside) == 1 and inside[0].text in _DAYS) or inside[0].text in {"last", "next", "this"}
        return len(behind) > 1 and not owned
    counted = behind[0].text in _QUANTITIES and inside[-1].number is not None
    return counted or behind[0].text in _JOINTS or behind[0].text == "of"


def _without_origin(before: list[Token]) -> list[Token]:
    """The words but for the “from” of “news from March”, which was found to open no time."""
    parted = len(before) > 1 and before[-2].text in {"apart", "aside", "away"}
    return before[:-1] if before and before[-1].text == "from" and not parted else before


def _is_particular(inside: list[Token]) -> bool:
    """Whether the words name a day or month with a number, or count from today: so much that no other word belongs."""
    words = {token.text for token in inside}
    dated = not words.isdisjoint(MONTHS) and any(token.number is not None for token in inside)
    return (
        dated
        or sum(token.number is not None for token in inside) > 1
        or (len(inside) > 1 and inside[0].text in {"last", "next", "this"})
    )


def beginnings(s: Sentence) -> list[int]:
    """The places where an expression may begin: where words that can lead to it end in one that makes it."""
    places: list[int] = []
    leads = False
    for at in range(len(s.tokens) - 1, -1, -1):
        token = s.tokens[at]
        tells = token.number is not None or token.text in _TELLING or token.text in _PLURALS
        leads = tells or (leads and (token.text in _STARTS or token.text in _INNER))
        if leads and (tells or token.text in _STARTS) and (token.spaced or s.word(at - 1) in _MARKS_BEFORE):
            places.append(at)
    places.reverse()
    return places


def is_half(s: Sentence, at: int, end: int) -> bool:
    """Whether what was understood goes on in a way that was not, and so is half of an expression."""
    words = {s.word(place) for place in range(at, end)}
    before, behind = s.word(at - 1), s.word(end)
    if before in {"between", "betwen", "btwn", "beetween"} or (
        s.word(at - 2) == "between" and before == "the"
    ):
        return True
    if s.word(at) == "between":
        return False
    if before == "and" and "between" in {s.word(place) for place in range(max(0, at - 8), at)}:
        return True
    if behind in {"to", "until", "till", "through", "thru", "-"} and _goes_on(s, end + 1):
        return True
    if _of_another_calendar(s, at, end) or _is_vague_part(s, at) or _runs_on(s, at, end):
        return True
    return s.word(at) == "from" and behind in {"to", "until", "till", "through"} and "to" not in words


def _of_another_calendar(s: Sentence, at: int, end: int) -> bool:
    """Fiscal 2018, the school year 2017-18, Q1 FY18, the 2017-18 season."""
    before = s.word(at - 1)
    if before in _OTHER_CALENDARS or (before == "year" and s.word(at - 2) in _OTHER_CALENDARS):
        return True
    return s.word(end) in _OTHER_CALENDARS | {"season", "holidays"}


def _is_vague_part(s: Sentence, at: int) -> bool:
    """The last few days of March, the turn of the 20th century, two thirds of 2018, the second quarter of March."""
    of = (
        at - 1
        if s.word(at - 1) == "of"
        else at - 2
        if s.word(at - 2) == "of" and s.word(at - 1) == "the"
        else None
    )
    if of is not None:
        part = s.word(of - 1)
        return (
            part in _VAGUE_PARTS
            or part in WEEKDAYS
            or (part in UNITS and s.word(of - 2) not in {"which", "what", "many"})
        )
    before = s.word(at - 1)
    if s.word(at) in {"after", "before", "following", "from"} and (before in UNITS or before in WEEKDAYS):
        return True
    return s.word(at) in UNITS and before in ORDINALS


def _runs_on(s: Sentence, at: int, end: int) -> bool:
    """Whether calendar words or numbers stand right before or behind, of which nothing was made."""
    before, behind = s[at - 1], s.word(end)
    if before.text in _TURNING_AWAY or (before.text == "of" and s.word(at - 2) == "outside"):
        return True
    if behind in UNITS and behind not in {"second", "half"} and s.word(end - 1) != "'":
        return True
    if behind in {"this", "last", "next"} and s.word(end + 1) in UNITS and s.word(end - 1) not in {",", "."}:
        return True
    if behind == "/" and not s[end].spaced:
        return True
    if s.word(at - 1) in {"to", "through", "until"} and s[at - 2].number is not None and s.word(at) in MONTHS:
        return True
    return before.number is not None and before.spaced and s[at].number is not None and s[at].spaced


def _goes_on(s: Sentence, at: int) -> bool:
    at = s.skip(at, "the")
    token = s[at]
    return token.text in _CALENDAR - {"may", "second"} or (token.number is not None and s.word(at - 1) == "-")


def behind_half(s: Sentence, end: int) -> int:
    """Where to look on behind half an expression: behind what it is joined with."""
    while s.word(end) and (
        s.word(end) in _CALENDAR or s[end].number is not None or s.word(end) in {"to", "-", "the"}
    ):
        end += 1
    return end


def is_closed(s: Sentence, found: Expression, at: int, end: int) -> bool:
    """Whether the expression is not the head of something else: “the third quarter of the game”."""
    del at
    return not (s.word(end) == "of" and (found.relative or found.missing is not Missing.NOTHING))


def is_meant(s: Sentence, at: int, end: int) -> bool:
    """Whether an impossible date was meant as one, not merely made of numbers: 13/45, but not 50/50."""
    words = [s.word(place) for place in range(at, end)]
    if any(word in MONTHS or word in WEEKDAYS for word in words):
        return True
    dated = any(s[place].number in range(1000, 3000) for place in range(at, end))
    if dated and any(word in UNITS or word in {"q", "w"} for word in words):  # Q5 2018, week 54 of 2018
        return True
    if end - at >= 5 or s.word(at) in _PREPOSITIONS or s.word(at - 1) in _PREPOSITIONS:
        return True
    return s.word(at - 1) == "" and s.word(end) in {"", "?"}


def is_date(s: Sentence, at: int, end: int) -> bool:
    """Whether words that could be an expression are one in this sentence."""
    if _runs_into(s, at, end) or _other_matter(s, at, end):
        return False
    if s.word(end - 1) in SEASONS and s.word(end).isalpha() and s.word(end) not in _FILLERS | _PREPOSITIONS:
        return False  # the Winter Olympics, the spring offensive
    if _points_back(s, at, end):
        return False
    if end - at == 1:
        return _alone(s, at)
    if end - at == 2 and s.word(at) in _PREPOSITIONS | {"the"}:
        return _with_lead(s, at)
    if end - at == 3 and s.word(at + 1) == "/":
        return _fraction(s, at, end)
    if end - at == 3 and s.word(at + 1) == "-" and max(len(s.word(at)), len(s.word(at + 2))) < 3:
        return False  # a score, a vote
    if s.word(end - 1) == "day" and _only_rank(s, at, end - 1):
        return False  # “on the first day” of whatever is spoken of
    if _only_rank(s, at, end) and not _ranks_joined(s, at, end):
        return s.word(end) in _FILLERS and s.word(at) in _PREPOSITIONS
    return True


def _points_back(s: Sentence, at: int, end: int) -> bool:
    """“The next day”, “that same week”: counted from what was told before, and not from today."""
    words = [s.word(place) for place in range(at, end)]
    if words[-1] in UNITS and words[-2:-1] == ["previous"] and s.word(end - 3) == "the":
        return True
    if words[-1] == "weekend":
        return s.word(end - 2) == "same"
    if words[-1] not in UNITS or not set(words[:-1]) <= {"the", "in", "on", *_POINTING}:
        return False
    return not set(words).isdisjoint(_POINTING) and (
        words[-1] == "day" or set(words).isdisjoint({"next", "last"})
    )


def _runs_into(s: Sentence, at: int, end: int) -> bool:
    """Whether the words are part of a longer one, or of a number: 2018th, 25%, 2018 products."""
    glued = not s[end].spaced and (
        s[end].number is not None or s.word(end).isalpha() or s.word(end) in {"%", "°"}
    )
    plain = s[end - 1].number is not None and s.word(end - 2) not in {"-", "/"}
    return glued or _odd_number(s, at - 1) or _odd_number(s, end) or (plain and s.word(end) in _QUANTITIES)


def _other_matter(s: Sentence, at: int, end: int) -> bool:
    """“One week later” than something else, “may one ask”, “in the sun”."""
    if (s.word(end - 1) in {"later", "earlier"} and s.word(end - 2) not in {"and", "or"}) or (
        s.word(at) == "from" and not _from_then_on(s, at, end)
    ):
        return True
    if s.word(at) == "may" and s.word(at + 1) in CARDINALS:
        return True
    if _is_attribute(s, at, end):
        return True
    if s.word(at) == "within" and all(s.word(place) != "of" for place in range(at, end)):
        return True
    decade = s.word(end - 1) in DECADES or (s.word(end - 1) == "s" and s[end - 2].number is not None)
    if decade and s.word(at - 1) in {"his", "her", "their", "my", "your", "our"}:
        return True  # in his sixties
    return s.word(end - 2) in _BEFORE_NO_DAY and s.word(end - 1) in {"sun", "sat", "wed", "mon"}


def _is_attribute(s: Sentence, at: int, end: int) -> bool:
    """Whether a length of time tells what kind of thing follows: “the next five-year plan”, “the last 3 day visit”."""
    unit, behind = s.word(end - 1), s.word(end)
    if unit not in UNITS or unit.endswith("s") or not behind.isalpha() or behind in _FILLERS | _SAFE_BEHIND:
        return False
    number = s[end - 3] if s.word(end - 2) == "-" and end - 3 > at else s[end - 2]
    counted = number.number is not None or number.text in CARDINALS
    return end - 2 > at and counted and number.text not in {"1", "one"} and behind not in _STRETCHES


def _odd_number(s: Sentence, at: int) -> bool:
    """A number that no calendar has: of fifteen digits, or in figures that are not read here."""
    return s.word(at).isdigit() and (s[at].number is None or len(s.word(at)) > 4)


def _from_then_on(s: Sentence, at: int, end: int) -> bool:
    """Whether “from March 8” opens a time: “what happened from March 8”, not “the news from March 8”."""
    inner = {s.word(place) for place in range(at + 1, end)}
    if not inner.isdisjoint(
        {
            "to",
            "until",
            "till",
            "til",
            "through",
            "thru",
            "-",
            "on",
            "onwards",
            "onward",
            "forward",
            "but",
            "before",
        }
    ):
        return True
    return s.word(at - 1) in {
        "",
        "happened",
        "happens",
        "happen",
        "everything",
        "anything",
        "all",
        "starting",
        ",",
        "?",
    }


def _fraction(s: Sentence, at: int, end: int) -> bool:
    pair = (s.word(at), s.word(at + 2))
    return pair not in {
        ("24", "7"),
        ("50", "50"),
        ("1", "2"),
        ("2", "3"),
        ("3", "4"),
        ("1", "3"),
        ("1", "4"),
    } or (s.word(at - 1) in _PREPOSITIONS and s.word(end) != "of")


def _only_rank(s: Sentence, at: int, end: int) -> bool:
    """“On the ninth”: nothing but a rank, which numbers other things as well."""
    for place in range(at, end):
        word = s.word(place)
        if (
            word not in _PREPOSITIONS | {"at", "the", "st", "nd", "rd", "th", "-"}
            and word not in ORDINALS | TENS_ORDINALS | TENS
        ) and (s[place].number is None or s[place + 1].text not in {"st", "nd", "rd", "th"}):
            return False
    return True


def _ranks_joined(s: Sentence, at: int, end: int) -> bool:
    """“The 2nd through the 5th”: nothing but days is counted so."""
    return any(
        s.word(place) in {"to", "through", "thru", "until", "till"} for place in range(at + 1, end - 1)
    )


def _alone(s: Sentence, at: int) -> bool:
    """Whether a single word or number speaks of the calendar by itself."""
    token = s[at]
    before, behind = s.word(at - 1), s.word(at + 1)
    if token.number is not None:
        return _year(s, at)
    if token.text in _WORDS_TOO or token.text in ORDINALS or token.text in CARDINALS:
        return False
    if token.text in {"march", "may"}:
        if before in _MARCHERS or behind in {"on", "in", "into", "against", "to", "of", "for", "madness"}:
            return False
        return at == 0 or behind in {"", "?", ".", "!"} or before in {"?", ","}
    if token.text == "jan" and behind.isalpha():  # Jan Smuts
        return False
    return token.text in _CALENDAR and not (token.text == "august" and before == "an")


def _with_lead(s: Sentence, at: int) -> bool:
    """Whether a word or number with a preposition does: “in may”, “by 2018”, but not “in 128 products”."""
    token = s[at + 1]
    if token.number is not None:
        return _year(s, at + 1)
    if token.text in ORDINALS or token.text in CARDINALS:
        return s.word(at + 2) in _FILLERS and s.word(at) != "the"
    if s.word(at) == "the":
        if token.text == "august" and s.word(at + 2) in _AUGUST:
            return False
        return token.text not in _WORDS_TOO | {"march"} and token.text in _CALENDAR
    if token.text in {"march", "may"} and s.word(at) in {"to", "and", "for"}:
        return False
    if token.text in {"sun", "sat"}:
        return s.word(at) in {"on", "since", "until", "by", "this", "last", "next"}
    return True


def _year(s: Sentence, at: int) -> bool:
    token = s[at]
    before, behind = s.word(at - 1), s.word(at + 1)
    if token.number is None or token.end - token.start != 4:
        return token.end - token.start == 8
    if (
        before in _NUMBERED
        or behind in _QUANTITIES
        or (behind in {"-", "/", "."} and not s[at + 1].spaced and s.word(at + 2))
    ):
        return False
    if before in {",", "."} and not token.spaced:
        return False
    return 1900 <= token.number <= 2100 or (
        1000 <= token.number < 2200 and behind in _FILLERS and before in _PREPOSITIONS
    )
