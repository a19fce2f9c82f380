"""The words of calendar expressions, with the slips people make in typing month and weekday names."""

from __future__ import annotations

from functools import lru_cache

from bot.dates.units import MONTH_NAMES, WEEKDAY_NAMES

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _words(text: str) -> list[str]:
    return text.split()


# Words of the language that lie one slip away from a name, and are not one.
_ORDINARY = frozenset(
    _words("""
    augusta auguste augusto gust augur augusts sunny sundas sundry sundae
    mach marc marche marci marco marcy marsch marsh match mauch merch murch
    jane jeune jone jube jude juke jule junes jung junge junie junk juno jupe jure jute judy juli julys joly jury
    sundays mundane mondays money tuesdays wednesdays thursdays
    abril avril aprils fridays saturdays sundaes octobers octobre septembers novembers decembers januarys
    """)
)

_EXTRA_SLIPS = {
    "january": "janurary januari janaury januray janury jannuary janruary jenuary genuary janvary januar",
    "february": "febuary febuery febrary feburary februrary febuarary feburuary febuaray feberuary",
    "march": "marhc mrach macrh amrch mrch marach maarch marchh marcch marh narch",
    "april": "apirl arpil aprl apirel appril aprill aapril aprul apirll",
    "june": "jne jnue juen jjune juune junne junee",
    "july": "jly juy juyl jlyu jully julyy jluy",
    "august": "agust augst augest augaust auguest",
    "september": "setpember septmber septemeber septembre sepember settember setp spet",
    "october": "ocotber octuber octobar octobre",
    "november": "novemeber novemeber novembre novmeber",
    "december": "decemeber desember decembre dicember",
    "monday": "mondya mnoday modnay mondey munday",
    "tuesday": "teusday tusday tuseday tuesdsay tuesady teusdey tuesdy thuesday",
    "wednesday": "wensday wendsday wedensday wednsday wenesday wedsnesday wednesady wednessday wensdey",
    "thursday": "thrusday thursdya thirsday thurdsay thusday thurday thurstday",
    "friday": "firday fridya fiday frieday frday",
    "saturday": "saterday satruday satuday saturady saturdey saterdey",
    "sunday": "sunady sundya sudnay snuday",
}


def _slips(name: str) -> set[str]:
    """Every word one letter off the name: dropped, doubled or added, changed, or two swapped."""
    cuts = [(name[:index], name[index:]) for index in range(len(name) + 1)]
    slips = {left + right[1:] for left, right in cuts if right}
    slips |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    slips |= {left + letter + right for left, right in cuts for letter in _LETTERS}
    return slips | {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}


def _near(name: str) -> set[str]:
    """The slips of a name that count: of a short one, those that keep its letters or begin as it does."""
    if len(name) > 5:
        return _slips(name)
    if len(name) < 4:  # whatever is one letter off May is another word
        return set()
    return {
        slip
        for slip in _slips(name)
        if len(slip) > 3 and (slip[0] == name[0] or sorted(slip) == sorted(name))
    }


def _named(names: tuple[str, ...], short: dict[str, int], first: int) -> dict[str, int]:
    words: dict[str, int] = {}
    for number, name in enumerate((name.lower() for name in names), first):
        words |= dict.fromkeys(_near(name) - _ORDINARY, number)
        words |= dict.fromkeys(_EXTRA_SLIPS.get(name, "").split(), number)
    words |= {name.lower(): number for number, name in enumerate(names, first)}
    return words | short


MONTHS = _named(
    MONTH_NAMES[1:],
    {
        "jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
        "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    },
    1,
)  # fmt: skip
WEEKDAYS = _named(
    WEEKDAY_NAMES,
    {
        "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
        "fri": 4, "sat": 5, "sun": 6,
    },
    0,
)  # fmt: skip
# Long names survive two slips. So near to them lies hardly another word, and these are not meant.
_LONG_NAMES = tuple(name.lower() for name in (*MONTH_NAMES, *WEEKDAY_NAMES) if len(name) > 6)
_NOT_LONG_NAMES = frozenset({"deceiver", "nonmember"})


@lru_cache(maxsize=4096)
def spelt(word: str) -> str:
    """The month or weekday that a word with two slips stands for (“setpembre”, “wendseday”); else the word itself."""
    if (
        not 6 < len(word) < 12
        or word in MONTHS
        or word in WEEKDAYS
        or word.endswith("s")
        or word in _ORDINARY
    ):
        return word
    near = [name for name in _LONG_NAMES if name[0] == word[0] and abs(len(name) - len(word)) < 3]
    if not near or word in _NOT_LONG_NAMES:
        return word
    from rapidfuzz.distance import OSA

    slips, name = min((OSA.distance(word, name, score_cutoff=2), name) for name in near)
    return name if slips <= 2 else word


@lru_cache(maxsize=4096)
def corrected(word: str, known: frozenset[str]) -> str:
    """The known word that a slip of the keys made of: “frist”, “btween”; else the word itself.

    Two letters swapped; in a word of five letters also one left out or added, in longer ones a wrong one.
    """
    if word in known or len(word) < 4 or not word.isalpha():
        return word
    from rapidfuzz.distance import OSA

    for near in sorted(known):
        swapped = len(near) == len(word) and sorted(near) == sorted(word)
        longer = len(near) > 4 and near[0] == word[0] and (len(near) != len(word) or len(near) > 6)
        if (swapped or longer) and OSA.distance(word, near, score_cutoff=1) <= 1:
            return near
    return word


def meant_month(word: str) -> str:
    """The month that an ordinary word stands for between a day and a year: “8 mach 2018”; else the word itself."""
    if word not in _ORDINARY:
        return word
    return next((name.lower() for name in MONTH_NAMES[1:] if word in _near(name.lower())), word)


# A month or weekday that is also an ordinary word; inside a sentence it needs company to count.
AMBIGUOUS = frozenset({"march", "may", "mar", "sat", "sun", "wed", "mon", "sep", "dec", "fri", "jan"})

SEASONS = {"spring": 1, "springtime": 1, "summer": 2, "summertime": 2, "autumn": 3, "fall": 3, "winter": 4,
           "wintertime": 4}  # fmt: skip

_ONES = _words("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
""")
CARDINALS = {word: number for number, word in enumerate(_ONES)}
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
TENS = {word: number * 10 for number, word in enumerate(_TENS, 2)} | {"fourty": 40}
_FIRST = _words("""
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth
""")
ORDINALS = {word: number for number, word in enumerate(_FIRST, 1)} | {
    "hundredth": 100,
    "thrid": 3, "forth": 4, "fith": 5, "eigth": 8, "eighth": 8, "nineth": 9, "twelth": 12, "twelvth": 12,
}  # fmt: skip
# The tens as ordinals and as decades: “twentieth century”, “the twenties”.
TENS_ORDINALS = {word[:-1] + "ieth": number for word, number in TENS.items()}
DECADES = {word[:-1] + "ies": number for word, number in TENS.items()}

# Two words with the blank forgotten: “lastweek”, “nextmonth”.
_UNIT_NAMES = ("week", "weekend", "month", "quarter", "year")
GLUED = {
    first + second: (first, second)
    for first in ("last", "next", "this")
    for second in (*_UNIT_NAMES, *(name.lower() for name in (*MONTH_NAMES[1:], *WEEKDAY_NAMES)))
}

UNITS = {
    "day": "day", "days": "day", "dyas": "day", "week": "week", "weeks": "week", "wk": "week",
    "wks": "week", "weeek": "week", "fortnight": "fortnight", "fortnights": "fortnight", "month": "month",
    "months": "month", "mo": "month", "mos": "month", "mnth": "month", "mth": "month",
    "quarter": "quarter", "quarters": "quarter", "qtr": "quarter", "qtrs": "quarter", "year": "year",
    "years": "year", "yr": "year", "yrs": "year", "decade": "decade", "decades": "decade",
    "century": "century", "centuries": "century", "millennium": "millennium", "millennia": "millennium",
    "weekend": "weekend", "weekends": "weekend", "wkend": "weekend", "half": "half", "halves": "half",
}  # fmt: skip
