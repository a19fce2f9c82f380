"""Question → Query: its calendar spans, the people, terms and offices named, and the remaining words as units."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.dates import Invalid, Reading
from bot.lookup.aside import Asides
from bot.lookup.focus import focus, is_asking, is_past
from bot.lookup.index import APART, LONGEST_ALIAS, UNNAMED, alias_key, pairs
from bot.lookup.spacing import Spacing
from bot.lookup.spelling import MISHEARD, Speller
from bot.lookup.talk import Talk, quoted
from bot.lookup.text import Word, clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.lookup.almanac import Almanac
    from bot.lookup.index import Alias, Index
    from bot.lookup.language import Language

LOOSE = 0.6  # what a neighbour of the thesaurus counts
SHORTEST_NAME = 4
LONGEST_STOP_PHRASE = 8
LONGEST_OBJECT = 3  # words between a verb and its particle
LONGEST_NAME = 60  # characters behind a date in which a name may go on
LONGEST_EXCLUDED = 3  # words behind “besides”
MOST_SPANS = 4  # nobody asks for more days at once
MOST_ASKING = 24  # words among which those stand that tell what is asked for
HEAD, SHORTEST_HEAD = 0.8, 4
MEASURE = 0.7  # what a unit counts for the word that asks for it: feet for “tall”
KIND = 0.7  # how much a noun for persons must tell to be a condition: “person” and “man” say too little
ELSEWHERE = 0.4  # what a town that is no capital counts for its country
GOVERNED = 0.85  # what a capital counts for its country where the government is meant
CONFIRMED = 0.8  # the same for a word of the chronicle that stands beside the same neighbours there
SLIP = 0.6  # what a name counts for an ordinary word that is nearly spelt so
DERIVED = 0.85  # what a name counts for the adjective made of it
ADJECTIVES = ("ians", "ian", "ans", "an", "ese", "ish", "ites", "ite", "ic", "ns", "n")
COMPONENT = 0.25  # what one word of a phrase counts alone
_OPEN = frozenset({"what", "which", "wat", "whats"})
_JOINING = frozenset({"when", "where", "who", "whom"})
_AND = frozenset({"and", "or", "n"})
_PARTICLES = frozenset({"up", "out", "down", "off", "away"})
_DOING = frozenset({"did", "do", "does", "has", "had", "have", "will", "would", "is", "was"})
_EXTENT = "far"
_CHANGES = frozenset({  # as norms
    "fall", "drop", "sink", "declin", "decreas", "slump", "plung", "tumbl", "rise", "climb", "grow", "increas", "go",
})  # fmt: skip
_PREPOSITIONS = frozenset({"in", "at", "to", "from", "into", "near", "through", "on"})
_LASTING = frozenset({"last", "lasted", "take", "took", "go", "continue"})
_BESIDES = frozenset({"besides", "beside", "except", "excluding", "barring"})
_WORD = re.compile(r"[^\W_]+")
_EXCLUDED = re.compile(
    r"\b(?:not|rather than|instead of) (?:the (?:one|other|same) )?(?:in|on|of|from)? ?$", re.IGNORECASE
)


class Need(StrEnum):
    """What kind of answer the words ask for."""

    ANY = "any"
    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    COUNT = "count"
    AMOUNT = "amount"
    WHY = "why"
    HOW = "how"
    DURATION = "duration"
    DEFINITION = "definition"
    YES_OR_NO = "yesno"


class Sort(StrEnum):
    """What a unit of a question is."""

    WORD = "word"
    NAME = "name"  # a person or term of the chronicle
    OFFICE = "office"
    PLACE = "place"  # a place or another proper name that the language knows and the chronicle mentions
    MISSING = "missing"  # an ordinary word that the chronicle never uses
    FOREIGN = "foreign"  # a name that the chronicle doesn't know


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that the answer has to touch: concepts, any of which will do, with their strengths."""

    sort: Sort
    text: str
    alternatives: tuple[tuple[str, float], ...] = ()
    loose: tuple[tuple[str, float], ...] = ()

    def __hash__(self) -> int:
        """Of the text alone: units are looked up all the time, and their alternatives are long."""
        return hash(self.text)

    @property
    def targets(self) -> tuple[str, ...]:
        """Ids of the people and terms that it may name, surest first."""
        return tuple(
            key[1:] for key, _ in sorted(self.alternatives, key=lambda pair: -pair[1]) if key[0] == "@"
        )


@dataclass(frozen=True, slots=True)
class Query:
    """A question, read. `spans` are its calendar expressions, `invalid` one that cannot be.

    `excluded` are ids of entries that the question names only to ask for others (“besides Abe”).
    `words` are those outside of the calendar expressions, `asked` the same without the talk around the question.
    `focus` is the norm of the word that an answer must be about, `noun` what that is a noun for.
    """

    text: str
    units: tuple[Unit, ...] = ()
    need: Need = Need.ANY
    spans: tuple[Reading, ...] = ()
    invalid: Invalid | None = None
    words: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    negated: bool = False
    pairs: tuple[str, ...] = ()
    focus: str = ""
    noun: str = ""
    personal: bool = False
    excluded: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """Ids of all people and terms that the question may name."""
        return frozenset(target for unit in self.units if unit.sort is Sort.NAME for target in unit.targets)

    def with_units(self, units: tuple[Unit, ...]) -> Query:
        """The same question with other units."""
        return replace(self, units=units)


class Reader:
    """Reads questions against one index."""

    def __init__(self, index: Index, language: Language, almanac: Almanac) -> None:
        self._index = index
        self._language = language
        self._almanac = almanac
        self._speller = Speller(index, language)
        self._spacing = Spacing(index, language, self._speller)
        self._asides = Asides(index, language)
        self._talk = Talk(index, language, self._speller, almanac.period)
        self._titles = frozenset(
            alias_key(entry.title) for entry in index.entries if almanac.is_of_the_calendar(entry.title)
        )
        self._asking = frozenset(phrase[0] for phrase in language.kinds)
        self._memory: dict[str, tuple[tuple[str, float], ...]] = {}

    def read(self, text: str, today: date | None = None) -> Query:
        """The query of a question's text; never raises, whatever the text."""
        line = self._talk.line(self._asides.without(self._spacing.line(clean(text))))
        found = [
            reading
            for reading in self._almanac.find(self._talk.with_january(line), today)
            if not self._is_plain_number(reading)
            and not self._is_in_name(line, reading)
            and not _EXCLUDED.search(line[: reading.start])
        ]
        said = self._talk.words(line)
        tokens = self._talk.words(_without(line, found)) if found else said
        wanted = self._focus(line, said)
        texts = tuple(word.text for word in tokens)
        begin, end = self._talk.frame(texts)
        need, asking = self._need(list(texts[:MOST_ASKING]), begin)
        places = tuple(self._without_stop_phrases(texts, begin, end))
        told = [tokens[at] for at in places if at not in asking or self._is_telling(texts[at])]
        if need is Need.DURATION and told and told[-1].text in _LASTING:
            told.pop()  # how long did the summit last
        kept = self._speller.correct([word for word in told if word.text not in UNNAMED])
        kept, beside = _without_those_beside(kept)
        cited = quoted(line)
        return Query(
            text=line,
            units=tuple(self._units(kept)),
            need=need,
            spans=tuple(reading for reading in found if isinstance(reading, Reading))[:MOST_SPANS],
            invalid=next((reading for reading in found if isinstance(reading, Invalid)), None),
            words=texts,
            asked=tuple(texts[at] for at in places),
            negated=any(word.text in self._language.negations for word in tokens),
            excluded=frozenset(target for unit in self._units(beside) for target in unit.targets),
            pairs=tuple(pairs((word.text for word in kept), self._language)),
            focus=self._language.norm(wanted) if wanted else "",
            noun=self._language.noun(wanted) if wanted and is_asking(tokens) else "",
            measures=self._measures(tokens),
            personal=any(
                self._is_personal(told, at) for at, word in enumerate(told) if word.text not in cited
            ),
        )

    def _is_plain_number(self, reading: Reading | Invalid) -> bool:
        """Whether what looks like a year far from the period is a number that the chronicle has: “the 1202 alarm”."""
        digits = reading.text.lower().removeprefix("the ")
        if isinstance(reading, Invalid):
            parts = digits.split("-")
            return len(parts) > 1 and all(part.isdigit() and part in self._index.postings for part in parts)
        if not digits.isdigit() or digits not in self._index.postings:
            return False
        return not self._almanac.period.overlaps(reading.span)

    def _is_telling(self, asking: str) -> bool:
        """Whether a word that asks for a kind of answer also tells something of it: the general of “which general”."""
        language = self._language
        norm = language.norm(asking)
        return norm in language.measures or (
            language.noun(asking) == "person"
            and not asking.endswith("ed")
            and norm in self._index.postings
            and language.telling(norm) > KIND
        )

    def _is_in_name(self, line: str, reading: Reading | Invalid) -> bool:
        """Whether what looks like a day begins a name of the chronicle: “Saturday Night Massacre”, “mar a lago”."""
        for start in (reading.start + match.start() for match in _WORD.finditer(reading.text)):
            own = alias_key(line[start : reading.end])
            key = alias_key(line[start : reading.end + LONGEST_NAME])
            longest = range(len(own) + 1, min(len(key), LONGEST_ALIAS) + 1)
            if any(key[:length] in self._index.names or key[:length] in self._titles for length in longest):
                return True
            if any(self._speller.is_nearly_named(key[:length]) for length in longest):
                return True
        return False

    def _is_personal(self, told: list[Word], at: int) -> bool:
        """Whether somebody speaks of themselves or to the bot; the “I” of “Mark I” is a number."""
        word = told[at]
        if (word.text, *(other.text for other in told[at + 1 : at + 2])) in self._index.names:
            return False  # U Thant
        numeral = word.text == "i" and at > 0 and told[at - 1].capital
        return word.text in self._language.personal and not (
            numeral and told[at - 1].text not in self._language.stopwords
        )

    def _measures(self, tokens: tuple[Word, ...]) -> frozenset[str]:
        """What an answer must mention where an age, a height or a price is asked for."""
        measures = self._language.measures
        norms = {self._language.norm(word.text) for word in tokens[:MOST_ASKING]}
        if _EXTENT in norms and not _CHANGES.isdisjoint(norms):
            return frozenset()  # “how far has it fallen” asks for no miles
        return frozenset[str]().union(
            *(measures.get(self._language.norm(word.text), ()) for word in tokens[:MOST_ASKING])
        )

    def _focus(self, line: str, said: tuple[Word, ...]) -> str:
        """The word that an answer must be about, put right; empty where the question doesn't single one out."""
        wanted = focus(line, [word.text for word in said], self._language)
        return self._speller.correct([Word(wanted)])[0].text if wanted else ""

    def need(self, tokens: list[str]) -> Need:
        """The kind of answer that the words of a question ask for."""
        return self._need(tokens[:MOST_ASKING])[0]

    def _need(self, tokens: list[str], first: int = 0) -> tuple[Need, frozenset[int]]:
        """The first kind of answer that the words ask for, and where words only ask for it; “did …” comes last."""
        kinds = self._language.kinds
        need = weak = Need.ANY
        asking: set[int] = set()
        opening = tokens[first : first + 1]
        subordinate = opening and (opening[0] in _OPEN or kinds.get(tuple(opening)) == Need.YES_OR_NO)
        for at in range(len(tokens)):
            if tokens[at] not in self._asking:
                continue
            if subordinate and at > first and tokens[at] in _JOINING and tokens[at - 1] not in _AND:
                continue  # “what did they do when …”
            for length in (6, 5, 4, 3, 2, 1):
                kind = kinds.get(tuple(tokens[at : at + length]))
                if kind == Need.WHERE and self._acts(tokens, at, length):
                    continue
                if kind is not None and kind != Need.YES_OR_NO and need in {Need.ANY, kind}:
                    asks = any(token in self._language.stopwords for token in tokens[at : at + 2])
                    if need is Need.ANY or tokens[at] in _OPEN:
                        asking.update(range(at, at + length if asks else at))
                    need = Need(kind)
                    break
                if kind is not None and length > 1 and tokens[at] == "how":  # “when, and how many votes”
                    asking.update(range(at, at + length))
                    break
                if kind is not None and at == first:
                    weak = Need.YES_OR_NO
        return (need if need is not Need.ANY else weak), frozenset(asking)

    def _acts(self, tokens: list[str], at: int, length: int) -> bool:
        """Whether a country or town that is asked for did something: “which country left the pact”."""
        behind = tokens[at + length : at + length + 1]
        led = at > 0 and tokens[at - 1] in _PREPOSITIONS
        return length == 2 and not led and bool(behind) and is_past(behind[0], self._language)

    def _without_stop_phrases(self, texts: tuple[str, ...], at: int, end: int) -> Iterator[int]:
        """The places of the words outside phrases that say nothing, such as “what can you tell me about”."""
        phrases = self._language.stop_phrases
        while at < end:
            rest = texts[at : min(at + LONGEST_STOP_PHRASE, end)]
            length = next((n for n in range(len(rest), 1, -1) if rest[:n] in phrases), 0)
            if not length:
                yield at
            at += length or 1

    def _units(self, tokens: list[Word]) -> list[Unit]:
        units: list[Unit] = []
        at = 0
        while at < len(tokens):
            unit, length = (
                self._name_at(tokens, at)
                or self._phrase_at(tokens, at)
                or (self._parted(tokens, at) or self._meant(tokens, at), 1)
            )
            if unit is not None and all(unit.text != other.text for other in units):
                units.append(unit)
            at += length
        return units

    def _name_at(self, tokens: list[Word], at: int) -> tuple[Unit, int] | None:
        """A person, term or office whose name begins here."""
        index = self._index
        for length in range(min(index.longest_name(tokens[at].text), len(tokens) - at), 0, -1):
            key = tuple(word.text for word in tokens[at : at + length])
            if length == 1 and key[0] in self._language.stopwords and not tokens[at].acronym:
                return None
            targets = index.names.get(key)
            if targets is not None:
                if self._is_look_alike(tokens, at, length):
                    return Unit(Sort.FOREIGN, " ".join(key)), length
                governs = at == 0 or tokens[at - 1].text in _DOING
                return self._named(key, targets, self._governed(key) if governs else {}), length
            if key in index.offices:
                return self._office(key), length
            if key in index.elsewhere:
                concept = self._language.concept(" ".join(key))
                alternatives = self._alternatives(concept)
                return Unit(Sort.PLACE if alternatives else Sort.FOREIGN, concept, alternatives), length
        return None

    def _governed(self, key: Alias) -> dict[str, float]:
        """The country that a capital stands for, where it is the capital that acts: “what did Beijing announce”."""
        country = self._language.capitals.get(" ".join(key), "")
        targets = self._index.names.get(alias_key(country), ()) if country else ()
        governed = {f"@{target}": GOVERNED for target in targets}
        return governed | {self._language.concept(country): GOVERNED} if country else {}

    def _named(self, key: Alias, targets: dict[str, float], also: dict[str, float]) -> Unit:
        alternatives = also | {f"@{target}": strength for target, strength in targets.items()}
        concept = " ".join(self._language.norm(word) for word in key)
        for other, strength in self._language.expansions.get(concept, {}).items():
            if other in self._index.postings:
                alternatives[other] = max(alternatives.get(other, 0), strength * 0.8)
        alternatives[concept] = max(alternatives.get(concept, 0), 0.75)
        return Unit(Sort.NAME, " ".join(key), tuple(alternatives.items()))

    def _office(self, key: Alias) -> Unit:
        alternatives: dict[str, float] = {}
        for person, _ in self._index.offices[key]:
            alternatives[f"@{person}"] = 0.85
        for word in key:
            if word not in self._language.stopwords:
                alternatives[self._language.norm(word)] = 0.35
        return Unit(Sort.OFFICE, " ".join(key), tuple(alternatives.items()))

    def _is_look_alike(self, tokens: list[Word], at: int, length: int) -> bool:
        """Whether a given name before a lone surname is another person's: Michael before Bolton."""
        key = tokens[at].text
        if length > 1 or at == 0 or key not in self._index.surnames:
            return False
        before = tokens[at - 1].text
        language = self._language
        if before in self._index.surnames or (
            before not in language.first_names and not self._is_given(before)
        ):
            return False
        if before in language.stopwords or (language.is_ordinary(before) and not tokens[at - 1].capital):
            return False
        own = {
            word
            for target in self._index.names[(key,)]
            for alias, ids in self._index.names.items()
            if target in ids and len(alias) > 1
            for word in alias
        }
        return not any(language.same_given_name(before, name) or _is_misspelt(before, name) for name in own)

    def _is_given(self, word: str) -> bool:
        return any(strength <= 0.75 for strength in self._index.names.get((word,), {}).values())

    def _phrase_at(self, tokens: list[Word], at: int) -> tuple[Unit, int] | None:
        """An idiom or a phrase with synonyms which begins here."""
        language = self._language
        norms: list[str] = []
        used = at
        best: tuple[Unit, int] | None = None
        while used < len(tokens) and len(norms) < language.longest_phrase:
            word = tokens[used].text
            used += 1
            if word in language.determiners:
                if not norms:
                    return None
                continue
            norms.append(language.norm(word))
            concept = " ".join(norms)
            whole = used == at + 2 and tokens[at].text not in language.stopwords
            joined = language.norm(tokens[at].text + word) if whole else ""
            if joined in self._index.postings and joined not in language.expansions.get(concept, {}):
                others = self._alternatives(concept)
                best = Unit(Sort.WORD, concept, ((joined, 1.0), (concept, APART), *others)), 2
                continue
            if len(norms) > 1 and (concept in language.expansions or concept in self._index.postings):
                alternatives = self._alternatives(concept)
                alternatives += tuple(
                    (norm, COMPONENT)
                    for norm in norms
                    if norm not in language.stop_norms and norm in self._index.postings
                )
                if alternatives:
                    best = Unit(Sort.WORD, concept, alternatives), used - at
        return best

    def _meant(self, tokens: list[Word], at: int) -> Unit | None:
        """The unit of a word; what it is but a slip from counts firmly where that stands beside the same words."""
        unit = self._word(tokens[at])
        if unit is None or unit.sort is not Sort.WORD or tokens[at].text in self._index.vocabulary:
            return unit
        slips = self._slips(tokens[at].text)
        if not slips:
            return unit
        own = self._index.postings
        before = self._telling(tokens[max(0, at - 2) : at])[-1:]
        behind = self._telling(tokens[at + 1 : at + 3])[:1]
        firm = tuple(
            (near, CONFIRMED)
            for near, _ in slips
            if any(f"{one}_{near}" in own for one in before) or any(f"{near}_{one}" in own for one in behind)
        )
        return replace(unit, alternatives=(*unit.alternatives, *firm)) if firm else unit

    def _telling(self, tokens: list[Word]) -> list[str]:
        """The norms of those words that tell something."""
        return [
            self._language.norm(word.text) for word in tokens if word.text not in self._language.stopwords
        ]

    def _parted(self, tokens: list[Word], at: int) -> Unit | None:
        """A verb whose particle stands behind its object: “calm Castro down”."""
        language = self._language
        verb = language.norm(tokens[at].text)
        if verb not in language.phrase_starts or tokens[at].text in language.stopwords:
            return None
        for word in tokens[at + 2 : at + 2 + LONGEST_OBJECT]:
            concept = f"{verb} {word.text}"
            if word.text in _PARTICLES and concept in language.expansions:
                alternatives = {**dict(self._alternatives(concept)), **dict(self._alternatives(verb))}
                if alternatives:
                    return Unit(
                        Sort.WORD, concept, tuple(alternatives.items()), self._loosely(tokens[at].text)
                    )
        return None

    def _word(self, word: Word) -> Unit | None:
        text = word.text
        language = self._language
        if not word.acronym and (
            text in language.stopwords or text in language.negations or text in language.determiners
        ):
            return None
        concept = language.norm(text)
        alternatives = self._alternatives(concept)
        proper = text in language.places or (
            text in language.proper and (word.capital or not language.is_ordinary(text))
        )
        if alternatives and proper:
            if all(strength <= ELSEWHERE for _, strength in alternatives):
                return Unit(Sort.FOREIGN, text)  # its country is no answer to a question about a town
            return Unit(Sort.PLACE, concept, alternatives)
        if proper:
            root = self._proper_root(text)
            return Unit(Sort.PLACE, text, ((root, DERIVED),)) if root else Unit(Sort.FOREIGN, text)
        if concept not in self._index.postings:
            alternatives = (*self._in_two(text), *alternatives)
        measures = (
            (one, MEASURE)
            for one in language.measures.get(concept, ())
            if " " not in one and one in self._index.postings
        )
        loose = (*self._loosely(text), *self._slips(text), *measures)
        if alternatives or loose:
            return Unit(Sort.WORD, concept, alternatives, loose)
        if len(text) == 1 and not text.isdigit():
            return None
        root = self._proper_root(text)
        if root:
            return Unit(Sort.PLACE, text, ((root, DERIVED),))
        known = language.is_inflected(text) or text in language.lexicon or len(text) < SHORTEST_NAME
        return Unit(Sort.MISSING if known and not word.acronym else Sort.FOREIGN, text)

    def _proper_root(self, word: str) -> str:
        """The concept of the name that an adjective is made of, where the chronicle has it: Paris of “Parisian”."""
        for ending in ADJECTIVES:
            root = word.removesuffix(ending)
            if root != word and len(root) >= SHORTEST_NAME:
                for vowel in ("", "a", "o", "e", "y"):
                    concept = self._language.norm(root + vowel)
                    name = root + vowel in self._language.places or root + vowel in self._language.proper
                    if name and self._alternatives(concept):
                        return concept
        return ""

    def _in_two(self, word: str) -> tuple[tuple[str, float], ...]:
        """The two neighbouring words as which the chronicle writes one: “splashed down” for splashdown."""
        cuts = range(SHORTEST_NAME - 2, len(word) - 1)
        halves = ((self._language.norm(word[:cut]), self._language.norm(word[cut:])) for cut in cuts)
        written = (key for one, two in halves for key in (f"{one}_{two}", f"{one} {two}"))
        return tuple((key, APART) for key in written if key in self._index.postings)

    def _slips(self, word: str) -> tuple[tuple[str, float], ...]:
        """What a word, which the chronicle never uses, is but a slip from: Straits, “straights”; steel, “steal”."""
        if word in self._index.vocabulary:
            return ()
        known = self._memory.get(f"!{word}")
        if known is None:
            norm = self._language.norm
            words = self._speller.near_words(word)
            if norm(word) in self._index.postings:  # another form of it is said
                words = tuple(pair for pair in words if pair[1] == MISHEARD)
            found = {norm(near): strength for near, strength in words}
            found |= {norm(name): SLIP for name in self._speller.near_names(word)}
            known = tuple(found.items())
            if len(self._memory) < 20_000:
                self._memory[f"!{word}"] = known
        return known

    def _loosely(self, word: str) -> tuple[tuple[str, float], ...]:
        """The concepts of the chronicle which are near a word in meaning, however it says them."""
        known = self._memory.get(f"~{word}")
        if known is None:
            own = self._index.postings
            head = self._head(word)
            near = self._language.near(word, own)
            if head:
                near = (near or self._language.near(head, own)) | {self._language.norm(head): HEAD}
            found = {concept: LOOSE * nearness for concept, nearness in near.items() if concept in own}
            known = tuple(found.items())
            if len(self._memory) < 20_000:
                self._memory[f"~{word}"] = known
        return known

    def _head(self, word: str) -> str:
        """The last word of a compound, which tells what it is: pad of “launchpad”."""
        ordinary = self._language.is_ordinary
        cuts = range(SHORTEST_NAME - 1, len(word) - SHORTEST_HEAD + 1)
        return next((word[cut:] for cut in cuts if ordinary(word[:cut]) and ordinary(word[cut:])), "")

    def _alternatives(self, concept: str) -> tuple[tuple[str, float], ...]:
        known = self._memory.get(concept)
        if known is None:
            posting = self._index.posting
            found = {concept: 1.0} if posting(concept, self._language) else {}
            others = self._language.expansions.get(concept, {})
            found |= {other: strength for other, strength in others.items() if posting(other, self._language)}
            known = tuple(found.items())
            if len(self._memory) < 20_000:
                self._memory[concept] = known
        return known


def _without(line: str, found: list[Reading | Invalid]) -> str:
    """A line with blanks where its calendar expressions stood."""
    rest = list(line)
    for reading in found:
        rest[reading.start : reading.end] = " " * (reading.end - reading.start)
    return "".join(rest)


def _without_those_beside(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """The words of a question before “besides”, and the few behind it which name who is known already."""
    at = next((at for at, word in enumerate(words) if at and word.text in _BESIDES), len(words))
    behind = words[at + 1 :]
    if not behind or len(behind) > LONGEST_EXCLUDED:
        return words, []
    return words[:at], behind


def _is_misspelt(typed: str, name: str) -> bool:
    """Whether a given name is the other one with a letter wrong, as Margret for Margaret."""
    from rapidfuzz.distance import OSA

    return (
        len(name) >= SHORTEST_NAME
        and typed[0] == name[0]
        and OSA.distance(typed, name) <= 1 + (len(name) > 7)
    )
