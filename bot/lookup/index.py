"""Posting lists over a chronicle: which entry says what, how strongly.

A posting list maps the number of an entry to a strength from 0 to 1. Its keys are concepts of the language
(see `language`), and `@id` for the people and terms of the chronicle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.chronicle.model import Chronicle, Entry, Office
    from bot.lookup.language import Language
    from bot.lookup.text import Word

Postings = dict[int, float]
Alias = tuple[str, ...]

TITLE, TEXT, ALIAS, KEYWORD, PLACE, DISPUTE = 1.0, 0.92, 1.0, 0.92, 0.92, 0.5
TAKES_PART, NAMED_TERM = 1.0, 0.8
OF_TERM = 0.55  # a word that stands only in the name of a term which the entry touches
OF_PERSON = 0.7
OF_OFFICE = 0.3  # the title of an office that somebody holds whom the entry touches
SURNAME, GIVEN_NAME, SHARED = 1.0, 0.75, 0.8
LONGEST_ALIAS = 9
ID = 0.8  # a word of an entry's id, which its author chose to tell it from others
MENTIONED = 0.5  # what a title's words count behind “about”: a call about a meeting is none
BEYOND = frozenset({"about", "before", "after", "over", "ahead", "planned", "possible"})
TITLE_BEGINS = 24
STRAY = 0.7  # the same of a synonym, which nobody said: “call it a day” is no call on some day
APART = 0.95  # a phrase whose words all stand in an entry, but not together
_NONE: Postings = {}
PARTICLES = frozenset(  # before a surname, and with it a name: von Braun
    (
        "von",
        "van",
        "de",
        "der",
        "den",
        "di",
        "du",
        "da",
        "della",
        "la",
        "le",
        "del",
        "al",
        "el",
        "ibn",
        "ben",
        "bin",
    )
)
PARTS_OF_COUNTRIES = frozenset({"united", "kingdom", "states", "republic", "federal", "empire"})
UNNAMED = frozenset({"the", "a", "an", "of"})


@dataclass(slots=True)
class Index:
    """Built once by `build`, then only read. `elsewhere` are places of several words that no entry is called by."""

    entries: tuple[Entry, ...]
    postings: dict[str, Postings] = field(default_factory=dict[str, Postings])
    names: dict[Alias, dict[str, float]] = field(default_factory=dict[Alias, dict[str, float]])
    surnames: set[str] = field(default_factory=set[str])
    offices: dict[Alias, list[tuple[str, Office]]] = field(
        default_factory=dict[Alias, "list[tuple[str, Office]]"]
    )
    elsewhere: set[Alias] = field(default_factory=set[Alias])
    headlines: dict[Alias, set[int]] = field(default_factory=dict[Alias, set[int]])
    vocabulary: set[str] = field(default_factory=set[str])
    titles: list[tuple[dict[str, float], ...]] = field(default_factory=list[tuple[dict[str, float], ...]])
    numbers: dict[str, int] = field(default_factory=dict[str, int])

    _compounds: dict[tuple[str, float], Postings] = field(default_factory=dict[tuple[str, float], Postings])

    _longest: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def concepts_per_entry(self) -> float:
        """By how many concepts an entry is found: the more, the likelier is that a chance word touches it."""
        return sum(map(len, self.postings.values())) / max(1, len(self.entries))

    def longest_name(self, first: str) -> int:
        """How many words the longest name, office or place has that begins with a word."""
        if not self._longest:
            for key in (*self.names, *self.offices, *self.elsewhere):
                if self._longest.get(key[0], 0) < len(key):
                    self._longest[key[0]] = len(key)
        return self._longest.get(first, 0)

    def posting(self, concept: str, language: Language, apart: float = APART) -> Postings:
        """The entries that say a concept; of a phrase also those which say all its words `apart`."""
        if " " not in concept:
            return self.postings.get(concept, _NONE)
        known = self._compounds.get((concept, apart))
        if known is None:
            known = self._compound(concept, language, apart)
            if len(self._compounds) < 50_000:
                self._compounds[concept, apart] = known
        return known

    def _compound(self, concept: str, language: Language, share: float) -> Postings:
        parts = [part for part in concept.split() if part not in language.stop_norms]
        lists = sorted((self.postings.get(part, _NONE) for part in parts), key=len)
        apart: Postings = {}
        if len(lists) > 1:
            for number, strength in lists[0].items():
                weakest = min(strength, *(other.get(number, 0.0) for other in lists[1:]))
                if weakest:
                    apart[number] = share * weakest
        for number, strength in self.postings.get(concept, _NONE).items():
            apart[number] = max(apart.get(number, 0.0), strength)
        return apart

    def weight(self, mass: float) -> float:
        """The weight of something that stands in `mass` entries: the rarer, the heavier."""
        return math.log1p(len(self.entries) / (0.5 + mass))


def alias_key(text: str) -> Alias:
    """How a name is looked up: its folded words, without articles."""
    return tuple(word.text for word in words(text) if word.text not in UNNAMED)


def build(chronicle: Chronicle, language: Language) -> Index:
    """The index of a whole chronicle."""
    index = Index(tuple(chronicle))
    index.numbers = {entry.id: number for number, entry in enumerate(index.entries)}
    _collect_names(index, chronicle, language)
    poster = _Poster(index, language, {})
    for number, entry in enumerate(index.entries):
        poster.post(number, entry, chronicle.by_id)
    _weigh_titles(index, language)
    return index


def _collect_names(index: Index, chronicle: Chronicle, language: Language) -> None:
    for entry in (*chronicle.people, *chronicle.terms):
        for name in (entry.title, *entry.aliases):
            _name(index, name, entry.id, 1.0)
        for office in entry.offices:
            for title in (office.title, *office.aliases):
                index.offices.setdefault(alias_key(title), []).append((entry.id, office))
    _name_plain_offices(index, language)
    _name_heads_of_offices(index, language)
    parts = [(person.id, *_given_and_surname(person, language)) for person in chronicle.people]
    _name_parts(index, [(surname, person) for person, _, surname in parts if surname], SURNAME)
    for person in chronicle.people:
        written = alias_key(person.title)
        if len(written) > 2 and written[-2] in PARTICLES:
            index.names.setdefault(written[-2:], {}).setdefault(person.id, SURNAME)
    untaken = [
        (given, person)
        for person, given, _ in parts
        if given and given not in language.stopwords and (given,) not in index.names
    ]
    _name_parts(index, untaken, GIVEN_NAME)
    places = (alias_key(place) for place in language.within if " " in place)
    index.elsewhere = {key for key in places if len(key) > 1 and key not in index.names}
    index.surnames = {surname for _, _, surname in parts if surname}


def _name_plain_offices(index: Index, language: Language) -> None:
    """Offices without their countries: “prime minister of France” is a prime minister."""
    plain: dict[Alias, list[tuple[str, Office]]] = {}
    for key, held in index.offices.items():
        short = tuple(word for word in key if word not in language.places and word not in PARTS_OF_COUNTRIES)
        if short and short != key and short not in index.offices and short not in index.names:
            plain.setdefault(short, []).extend(one for one in held if one not in plain.get(short, []))
    index.offices |= plain


def _name_heads_of_offices(index: Index, language: Language) -> None:
    """Offices without their towns, where there is but one such: “mayor of Exampleville” is the mayor."""
    heads: dict[Alias, list[tuple[str, Office]]] = {}
    for person in index.entries:
        for office in person.offices:
            head, _, town = office.title.partition(" of ")
            if town and not any(
                word.islower() or language.is_ordinary(word.lower()) for word in town.split()
            ):
                heads.setdefault(alias_key(head), []).append((person.id, office))
    for head, held in heads.items():
        if head not in index.names and len({office.title.casefold() for _, office in held}) == 1:
            index.offices.setdefault(head, held)


def _name_parts(index: Index, parts: list[tuple[str, str]], strength: float) -> None:
    """Surnames or given names and their bearers; one that several bear says less of each."""
    bearers: dict[str, list[str]] = {}
    for part, person in parts:
        bearers.setdefault(part, []).append(person)
    for part, people in bearers.items():
        for person in people:
            if len(part) > 1:
                sure = strength if len(people) == 1 else strength * SHARED
                index.names.setdefault((part,), {}).setdefault(person, sure)


def _given_and_surname(person: Entry, language: Language) -> tuple[str, str]:
    """The parts of a name by which people may call its bearer; empty where they can't be told."""
    parts = [word.text for word in words(person.title)]
    last_part = person.title.split()[-1]
    if len(parts) < 2:
        return "", ""
    if "-" in last_part and last_part[0].isupper() and parts[0] not in language.first_names:
        first, last = "", parts[0]  # as in Moon Jae-in
    else:
        first, last = parts[0], parts[-1]
    if any(alias.casefold() in parts for alias in person.aliases):
        last = next(
            part for part in reversed(parts) if part in {alias.casefold() for alias in person.aliases}
        )
    return (
        first if (first in language.first_names or first in language.given_names) and first != last else "",
        "" if last in language.stopwords else last,
    )


def _name(index: Index, name: str, entry: str, strength: float) -> None:
    keys = dict.fromkeys((alias_key(name), alias_key(name.lower())))  # “kim jong un” is read with a UN
    for key in keys:
        _name_by(index, key, entry, strength)


def _name_by(index: Index, key: Alias, entry: str, strength: float) -> None:
    if not key or len(key) > LONGEST_ALIAS:
        return
    index.names.setdefault(key, {})[entry] = strength
    joined = "".join(key)
    if len(key) > 1 and len(joined) >= 6:
        index.names.setdefault((joined,), {}).setdefault(entry, strength)


def mentions(index: Index, tokens: list[str]) -> Iterator[tuple[int, int, Alias]]:
    """The longest names of people, terms and offices in folded words, as (start, end, key)."""
    at = 0
    while at < len(tokens):
        longest = index.longest_name(tokens[at])
        for end in range(min(len(tokens), at + longest), at, -1):
            key = tuple(tokens[at:end])
            if key in index.names or key in index.offices:
                yield at, end, key
                at = end - 1
                break
            if key in index.elsewhere:  # South America is neither the South nor America
                at = end - 1
                break
        at += 1


class _Poster:
    """Writes the postings of entries."""

    def __init__(
        self, index: Index, language: Language, seen: dict[str, tuple[tuple[str, ...], tuple[Alias, ...]]]
    ) -> None:
        self.index = index
        self.language = language
        self.seen = seen
        self.number = 0

    def post(self, number: int, entry: Entry, by_id: Mapping[str, Entry]) -> None:
        self.number = number
        self.texts(TITLE, entry.title)
        self.texts(TEXT, entry.text)
        self.texts(PLACE, entry.place or "")
        self.texts(ALIAS, *entry.aliases)
        self.texts(KEYWORD, *entry.keywords)
        self.texts(ID, entry.id.replace("-", " "))
        self.texts(DISPUTE, *(dispute.text for dispute in entry.disputed))
        for office in entry.offices:
            self.texts(KEYWORD, office.title, *office.aliases)
        if entry.kind in {Kind.PERSON, Kind.TERM}:
            self.mark(f"@{entry.id}", 1.0)
        else:
            for alias in (*entry.aliases, entry.id.replace("-", " ")):
                self.index.headlines.setdefault(alias_key(alias), set()).add(number)
        self.links(entry.people, TAKES_PART, OF_PERSON, by_id)
        self.links(entry.terms, NAMED_TERM, OF_TERM, by_id)

    def links(
        self, ids: tuple[str, ...], strength: float, of_words: float, by_id: Mapping[str, Entry]
    ) -> None:
        for other in ids:
            self.mark(f"@{other}", strength)
            named = by_id.get(other)
            if named is not None:
                self.texts(of_words, named.title)
                self.texts(OF_OFFICE, *(office.title for office in named.offices))

    def mark(self, concept: str, strength: float) -> None:
        postings = self.index.postings.setdefault(concept, {})
        if postings.get(self.number, 0.0) < strength:
            postings[self.number] = strength

    def texts(self, strength: float, *texts: str) -> None:
        for text in texts:
            concepts, names = self._read(text)
            for concept in concepts:
                self.mark(concept, strength)
            for key in names:
                for target, sureness in self.index.names.get(key, {}).items():
                    self.mark(f"@{target}", strength * sureness * 0.95)

    def _read(self, text: str) -> tuple[tuple[str, ...], tuple[Alias, ...]]:
        """The concepts and names of a text; the names of people and terms come again and again."""
        known = self.seen.get(text)
        if known is None:
            language = self.language
            read = words(text)
            tokens = [word.text for word in read]
            self.index.vocabulary.update(tokens)
            if len(tokens) == 1 and tokens[0] not in language.determiners:
                concepts: tuple[str, ...] = (language.norm(tokens[0]),)
            else:
                concepts = (*phrases(tokens, language), *pairs(tokens, language))
            known = concepts, self._names_in([word for word in read if word.text not in UNNAMED])
            self.seen[text] = known
        return known

    def _names_in(self, named: list[Word]) -> tuple[Alias, ...]:
        found = mentions(self.index, [word.text for word in named])
        # “the moon” is not Mr. Moon
        return tuple(
            key
            for start, end, key in found
            if end - start > 1 or named[start].capital or not self.language.is_ordinary(key[0])
        )


def pairs(tokens: Iterable[str], language: Language) -> list[str]:
    """Neighbouring words that tell something, as `one_other`."""
    norms = [
        language.norm(token)
        for token in tokens
        if token not in language.stopwords and token not in language.determiners
    ]
    return [f"{one}_{other}" for one, other in pairwise(norms)]


def phrases(tokens: Iterable[str], language: Language) -> Iterator[str]:
    """Every concept in folded words: single norms, and phrases that the language knows."""
    norms = [language.norm(token) for token in tokens if token not in language.determiners]
    yield from norms
    for at, norm in enumerate(norms):
        if norm in language.phrase_starts:
            for length in range(2, min(language.longest_phrase, len(norms) - at) + 1):
                phrase = " ".join(norms[at : at + length])
                if phrase in language.expansions:
                    yield phrase


def _weigh_titles(index: Index, language: Language) -> None:
    """What an entry is about, by its title or name and by its id: concepts with their shares of the weight."""
    for entry in index.entries:
        own = entry.title if not _is_beginning(entry) else ""
        index.titles.append(
            tuple(_shares(text, index, language) for text in (own, entry.id.replace("-", " ")) if text)
        )


def _is_beginning(entry: Entry) -> bool:
    """Whether a title is but the beginning of the text, because the pack gives none."""
    return entry.text.startswith(entry.title.rstrip("….")[:TITLE_BEGINS])


def _shares(text: str, index: Index, language: Language) -> dict[str, float]:
    told = [word.text for word in words(text)]
    end = next((at for at, word in enumerate(told) if at and word in BEYOND), len(told))
    concepts = {language.norm(word) for word in told if word not in language.stopwords}
    beyond = concepts - {language.norm(word) for word in told[:end]}
    weights = {concept: index.weight(len(index.postings.get(concept, ()))) for concept in concepts}
    total = sum(weights.values()) or 1.0
    return {
        concept: weight / total * (MENTIONED if concept in beyond else 1.0)
        for concept, weight in weights.items()
    }
