"""What a number, a sum, an hour or a reason must stand on in an entry: it may tell of the thing and give none.

“How many jurors convicted him” is not answered by the ninety minutes that they took.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.lookup.features import NUMBER, REASON, without_dates
from bot.lookup.focus import is_past
from bot.lookup.query import Need
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.chronicle.model import Entry
    from bot.lookup.language import Language
    from bot.lookup.query import Query

BEHIND, BEFORE = 5, 3  # words from a number to what it counts
LONGEST = 4  # words that say what is counted
_PEOPLE = frozenset({"person", "group"})
_MANY = re.compile(r"\bhow many (.+)", re.IGNORECASE)
_ASKS_HOUR = re.compile(
    r"\b(?:(?:what|which) (?:time(?! (?:of (?:the )?(?:year|month|week)|period|frame|span))|hour)"
    r"|time of (?:the )?day|o'clock)\b",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"\d:\d\d|\b\d{1,2} ?(?:[ap]\.?m\b|o'clock|hours)"
    r"|\b(?:(?:mid|after)?noon|midday|morning|evening|(?:mid)?night|dawn|daybreak|dusk|sunrise|sunset|hours?|eve|o'clock)\b"
    r"|\b(?:past|before|after|at) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
_AIM = re.compile(  # “, as news went on” is a reason, “, as Secretary of State” a role
    r"\b(?:so|since|therefore|had|for (?:fear|lack|want|having|his|her|its|their))\b"
    r"|, (?:as (?!(?:an?|the|well|if|though|usual|before)\b)(?-i:[a-z])|for (?:he|she|it|they|there|no)\b)"
    r"|\bfor (?:meetings|talks|consultations|discussions|negotiations)\b"
    r"|\bto (?!(?:the|this|that|his|her|its|their|him|them)\b)[a-z]{3,}"
    r"|\b(?:cit(?:ed|ing|es)|invok(?:ed?|ing|es)|argu(?:ed?|ing|es)|saying)\b"  # what they gave for a reason
    r"|\b(?:could(?:n't| not)|can(?:not|'t)|unable|stuck|broken?|faulty|failures?)\b",  # what hindered it
    re.IGNORECASE,
)
_ASKS_COST = re.compile(
    r"\b(?:how much|what) (?:did|do|does|will|would) .*\bcosts?\b|\bprice (?:tag )?of\b", re.IGNORECASE
)
_COST = re.compile(
    r"[$£€¥]|\b(?:costs?|prices?|worth|paid|spent|fees?|budget)\b|\b(?:hundred|thousand|million|billion|\d+) "
    r"(?:dollar|pound|euro|yen|franc|mark|crown|rouble|ruble|yuan|lira|guilder|shilling|cent)s?\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(  # what may be counted though no number is told
    r",|\b(?:and|both|twice|once|several|all|no|none|nobody|pair|only|half|dozens?)\b", re.IGNORECASE
)
_ASKS_SPEECH = re.compile(
    r"\bwhat (?:did|does|do|has|had|have) .*\b(?:say|said|tell|told|tweet|tweeted|announced?|claim|promise|warn)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(  # words that tell what somebody said or wrote
    r"[“”\"]|\b(?:said|saying|says?|told|tells?|spoken?|speak\w*|speech|talk\w*|tweet\w*|twitter|wr(?:ote|it\w+)|call\w*"
    r"|words?|thought|hop(?:e|es|ed|ing)|stat(?:es|ed|ing|ement)|rul(?:es|ed|ing) out|saw|sees?|seen"
    r"|advis(?:e|es|ed|ing)|not(?:e|es|ed|ing)|vow\w*|swor[en]|swear\w*"
    r"|message|letter|editorial|interview|broadcast|ultimatum|address\w*|regret\w*|concern\w*"
    r"|(?:accus|admit|agre|announc|answer|apolog|appeal|argu|ask|assur|beli|blam|claim|compar|complain|condemn"
    r"|confirm|criti|declar|demand|den[iy]|disclos|discuss|explain|express|expect|find|found|insist|insult|jok|liken"
    r"|mock|oppos|order|pledg|prais|predict|prefer|press|proclaim|promis|propos|protest|quot|reckon|refus|reject|remark"
    r"|repeat|repl[iy]|report|respon|reveal|shout|slam|stress|suggest|thank|think|threat|urg|want|warn"
    r"|welcom|worr)\w*)\b",
    re.IGNORECASE,
)
_ASKS_TOPIC = re.compile(
    r"\b(?:what|which (?:topics?|issues?|subjects?|matters?))\b.*\b(?:discuss(?:ed)?|talk(?:ed|ing)? (?:about|over)"
    r"|sp(?:eak|oke|oken) about|debated?|on the agenda|agenda)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(  # words that tell what a talk was about
    r"\b(?:about|over|regarding|concerning|how|that|whether|discuss\w*|agree\w*|focus\w*|deal\w* with|dealt|topics?"
    r"|issues?|matters?|agenda|stress\w*|confirm\w*|affirm\w*|promis\w*|urg(?:ed?|ing)|call\w* for|plan\w*"
    r"|subjects?|on (?!the (?:sidelines?|margins?|occasion|way|phone|telephone|day|same day|island|eve|edge)\b)"
    r"(?-i:[a-z]|[A-Z]{2}|North|South|East|West))",
    re.IGNORECASE,
)
_OF_THESE = frozenset({"these", "those", "them", "which", "whom"})


def is_open(query: Query, entry: Entry, language: Language) -> bool:
    """Whether an entry lacks the number of what is counted, any sum, hour, reason or utterance that is asked for."""
    if entry.kind is Kind.PERSON:
        return False
    text = f"{entry.title}. {entry.text}"
    if query.need is Need.COUNT:
        return _lacks_count(query, text, language)
    if query.need is Need.AMOUNT:
        return bool(_ASKS_COST.search(query.text)) and not _COST.search(text)
    if query.need is Need.WHY:
        return not REASON.search(text) and not _AIM.search(text)
    if query.need is Need.ANY and _ASKS_TOPIC.search(query.text):
        return not _TOPIC.search(text)
    if query.need is Need.ANY and _ASKS_SPEECH.search(query.text):
        return not _SPEECH.search(text)
    return query.need is Need.WHEN and bool(_ASKS_HOUR.search(query.text)) and not _HOUR.search(text)


def _lacks_count(query: Query, text: str, language: Language) -> bool:
    """Whether no number of a text stands near what the question counts, people by any word for them."""
    asked = _MANY.search(query.text)
    if asked is None or not query.focus:
        return False
    counted = _first_words(asked[1], language)
    people = any(
        language.noun(word) in _PEOPLE or (word.endswith("s") and word in language.places) for word in counted
    )
    verb = next((at for at, word in enumerate(counted) if at and is_past(word, language)), len(counted))
    counted = counted[: verb + people]  # who signed may be told as so many signatures
    wanted = {language.norm(word) for word in counted}
    units = [unit for unit in query.units if not wanted.isdisjoint(unit.text.split())]
    told = [word.text for word in words(without_dates(text))]
    numbers = [
        at
        for at, token in enumerate(told)
        if (token[0].isdigit() or NUMBER.fullmatch(token)) and token not in query.words
    ]  # the 11 of “Apollo 11” is no answer to a question that says it
    if not (units or people):
        return False
    if not numbers:
        return not _SEVERAL.search(text)
    wanted |= {
        part for unit in units for concept, _ in (*unit.alternatives, *unit.loose) for part in concept.split()
    }
    return not any(
        -BEFORE <= at - number <= BEHIND
        for at, token in enumerate(told)
        if language.norm(token) in wanted or (people and language.noun(token) in _PEOPLE)
        for number in (*numbers, *_pointing_back(told, numbers, at))
    )


def _pointing_back(told: list[str], numbers: list[int], counted: int) -> Iterator[int]:
    """Where a word stands that a later number counts by pointing back at it: “prefectures … 302 of these”."""
    return (
        counted
        for number in numbers
        if number > counted
        and told[number + 1 : number + 2] == ["of"]
        and not _OF_THESE.isdisjoint(told[number + 2 : number + 3])
    )


def _first_words(text: str, language: Language) -> list[str]:
    """The words that open a text up to one that says nothing."""
    found = [word.text for word in words(text)][:LONGEST]
    end = next((at for at, word in enumerate(found) if at and word in language.stopwords), len(found))
    return found[:end]
