"""Reads the word lists of a language into one frozen vocabulary.

Words are compared by their *norm*: irregular forms made regular, then stemmed. A *concept* is one norm, or
several with blanks between them for a phrase.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.lookup.language.sortedlines import SortedLines
from bot.lookup.language.thesaurus import Thesaurus, bases
from bot.lookup.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

REGIONS = "[regions]"  # the heading in places.txt behind which lines have another form
SYNONYM = 0.88
RELATED = 0.5
NARROWER = 0.7  # “metal” finds steel
BROADER = 0.45  # “steel” finds metal
DEMONYM = 0.97
CITY = 0.4
METONYM = 0.6
LEAST_TELLING = 0.35  # what the commonest word of the language tells, beside a rare one
AGREED = 0.3  # what a second source adds to the nearness of two words
MEMORY = 100_000  # words that are remembered at most
_BRITISH = re.compile(r"([a-z]{3,})is(e|ed|es|er|ers|ing|ation|ations)")

Alternatives = dict[str, float]


@lru_cache(maxsize=1)
def _stemmer() -> Callable[[str], str]:
    from importlib import import_module  # it has no types; and a cached index needs it for new words only

    stemmer: Any = import_module("Stemmer").Stemmer("english")
    return stemmer.stemWord


@dataclass(slots=True)
class Language:
    """One language's vocabulary. Filled once by `load_language`, then only read."""

    code: str
    stopwords: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    stop_phrases: frozenset[tuple[str, ...]] = frozenset()
    openings: frozenset[tuple[str, ...]] = frozenset()
    closings: frozenset[tuple[str, ...]] = frozenset()
    irregular: dict[str, str] = field(default_factory=dict[str, str])
    pasts: frozenset[str] = frozenset()
    given_names: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    first_names: frozenset[str] = frozenset()
    kinds: dict[tuple[str, ...], str] = field(default_factory=dict[tuple[str, ...], str])
    places: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    capitals: dict[str, str] = field(default_factory=dict[str, str])
    towns: frozenset[str] = frozenset()
    within: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    lexicon: frozenset[str] = frozenset()
    stop_norms: frozenset[str] = frozenset()
    common: dict[str, float] = field(default_factory=dict[str, float])
    expansions: dict[str, Alternatives] = field(default_factory=dict[str, Alternatives])
    longest_phrase: int = 1
    phrase_starts: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    measures: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    tenure: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    asides: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    chat: dict[str, str] = field(default_factory=dict[str, str])
    address: frozenset[str] = frozenset()
    words: SortedLines = field(default_factory=lambda: SortedLines(Path()))
    thesaurus: Thesaurus = field(default_factory=lambda: Thesaurus(Path()))
    nouns: SortedLines = field(default_factory=lambda: SortedLines(Path()))
    neighbours: SortedLines = field(default_factory=lambda: SortedLines(Path()))
    determiners: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    rivals: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    _norms: dict[str, str] = field(default_factory=dict[str, str])
    _ordinary: dict[str, bool] = field(default_factory=dict[str, bool])

    def norm(self, word: str) -> str:
        """The form in which a word is compared."""
        known = self._norms.get(word)
        if known is None:
            spelt = self.irregular.get(word) or self._with_z(word)
            known = _stemmer()(self.irregular.get(spelt, spelt))
            if len(self._norms) < MEMORY:
                self._norms[word] = known
        return known

    def _with_z(self, word: str) -> str:
        """The word as Americans spell it: privatized for “privatised”, but advised for “advised”."""
        british = _BRITISH.fullmatch(word)
        if british and self.is_ordinary(f"{british[1]}ize"):
            return f"{british[1]}iz{british[2]}"
        return word

    def concept(self, phrase: str) -> str:
        """The concept of a plain lower-case phrase of the word lists."""
        return " ".join(self.norm(word) for word in _split(phrase) if word not in self.determiners)

    def is_ordinary(self, word: str) -> bool:
        """Whether the dictionary has the word in lower case: then it is no unknown name."""
        known = self._ordinary.get(word)
        if known is None:
            forms = {f"{word}\n", f"{self.irregular.get(word, word)}\n"}
            known = any(self.words.starting(form) is not None for form in forms)
            if len(self._ordinary) < MEMORY:
                self._ordinary[word] = known
        return known

    def is_inflected(self, word: str) -> bool:
        """Whether a word looks like a form of one in the dictionary, which lacks many plurals."""
        return any(self.is_ordinary(base) for base in bases(word))

    def noun(self, word: str) -> str:
        """Whether a noun is for a `person` or a `thing` that can be touched; empty for all others."""
        return next((kind for base in bases(word) if (kind := self.nouns.starting(f"{base}\t"))), "")

    def near(self, word: str, among: Container[str] | None = None) -> Alternatives:
        """Concepts near a word in meaning, with their nearness up to 0.9: by the thesaurus and by their use.

        Only those `among` a chronicle's own, where these are given.
        """
        found: Alternatives = {}
        own = self.norm(word)
        if own in self.closed:
            return found
        for other, nearness in self.thesaurus.neighbours(self.irregular.get(word, word)).items():
            concept = self.norm(other)
            if among is None or concept in among:
                found[concept] = max(found.get(concept, 0.0), nearness)
        for pair in (self.neighbours.starting(f"{own}\t") or "").split():
            concept = pair[:-2]
            if among is None or concept in among:
                one, two = found.get(concept, 0.0), int(pair[-1]) / 10
                found[concept] = min(0.9, max(one, two) + AGREED * min(one, two))
        return {
            other: nearness for other, nearness in found.items() if other != own and other not in self.closed
        }

    def telling(self, concept: str) -> float:
        """How much a concept tells, from 0.35 for the commonest words to 1 for rare ones and phrases."""
        return self.common.get(concept, 1.0)

    def mentions(self, concepts: frozenset[str], text: str) -> bool:
        """Whether a text says any of the concepts, which have two words at most."""
        norms = [self.norm(word.text) for word in words(text)]
        return not concepts.isdisjoint((*norms, *(f"{one} {other}" for one, other in pairwise(norms))))

    def same_given_name(self, one: str, other: str) -> bool:
        """Whether two given names can be one person's, as Mike and Michael."""
        return one == other or other in self.given_names.get(one, frozenset())


def _split(phrase: str) -> list[str]:
    return phrase.replace("-", " ").replace("'s ", " ").replace("/", " ").replace(".", "").split()


def _lines(folder: Path, name: str) -> list[str]:
    path = folder / f"{name}.txt"
    if not path.exists():
        return []
    return [line for raw in path.read_text("utf-8").splitlines() if (line := raw.strip()) and line[0] != "#"]


def _section(folder: Path, name: str, title: str) -> list[str]:
    """What stands left of the signs of equality under one heading of a list."""
    path = folder / f"{name}.txt"
    text = path.read_text("utf-8") if path.exists() else ""
    under = text.partition(f"# --- {title}\n")[2].partition("# --- ")[0]
    return [line.partition("=")[0].strip() for line in under.splitlines() if "=" in line]


def _frames(lines: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """The phrases of lines that say where they stand, however their apostrophes are typed."""
    plain = [line.strip("… ") for line in lines]
    return frozenset(tuple(line.split()) for phrase in plain for line in (phrase, phrase.replace("'", "")))


def _members(text: str) -> list[str]:
    return [member for raw in text.split(",") if (member := raw.strip())]


@lru_cache(maxsize=4)
def load_language(code: str = "en") -> Language:
    """The vocabulary of a language, by its ISO 639 code; English where there is none of its own."""
    folder = Path(__file__).parent / code
    if not folder.is_dir():
        folder = Path(__file__).parent / "en"
    language = Language(code)
    language.thesaurus = Thesaurus(folder / "thesaurus.txt")
    language.nouns = SortedLines(folder / "nouns.txt")
    language.neighbours = SortedLines(folder / "neighbours.txt")
    language.determiners = frozenset(_lines(folder, "determiners"))
    language.irregular = dict(_pairs(folder, "irregular"))
    language.pasts = frozenset(_section(folder, "irregular", "verbs"))
    language.words = SortedLines(folder / "words.txt")
    stop = [tuple(_split(line.replace("'", ""))) for line in _lines(folder, "stopwords")]
    stop += [tuple(line.split()) for line in _lines(folder, "stopwords") if "'" in line]
    language.stopwords = frozenset(phrase[0] for phrase in stop if len(phrase) == 1)
    language.stop_phrases = frozenset(phrase for phrase in stop if len(phrase) > 1)
    frames = _lines(folder, "frames")
    language.openings = _frames(line for line in frames if line.endswith("…"))
    language.closings = _frames(line for line in frames if line.startswith("…"))
    language.negations = frozenset(_lines(folder, "negations"))
    language.first_names = frozenset(_lines(folder, "first_names"))
    language.given_names = _grouped(map(_members, _lines(folder, "given_names")))
    language.kinds = {
        tuple(_split(member)): kind
        for kind, members in _pairs(folder, "kinds")
        for member in _members(members)
    }
    language.closed = frozenset(map(language.norm, _lines(folder, "closed")))
    rivals = _grouped(map(language.norm, _members(line)) for line in _lines(folder, "rivals"))
    language.rivals = {norm: group - {norm} for norm, group in rivals.items()}
    language.proper = frozenset(_lines(folder, "proper"))
    language.personal = frozenset(_lines(folder, "personal"))
    for asked, answered in _pairs(folder, "measures"):
        for word in _members(asked):
            language.measures[language.norm(word)] = frozenset(map(language.concept, _members(answered)))
    lines = {kind: _members(members) for kind, members in _pairs(folder, "chat")}
    language.address = frozenset(lines.pop("address", ()))
    language.chat = {line: kind for kind, said in lines.items() for line in said}
    for role, members in _pairs(folder, "asides"):
        language.asides[role] = frozenset(_members(members))
    for turn, members in _pairs(folder, "tenure"):
        language.tenure[turn] = frozenset(map(language.concept, _members(members)))
    language.stop_norms = frozenset(map(language.norm, language.stopwords))
    ranked = _lines(folder, "common")
    for rank, word in enumerate(ranked, 1):
        language.common.setdefault(
            language.norm(word), LEAST_TELLING + (1 - LEAST_TELLING) * log(rank) / log(len(ranked))
        )
    _expand(language, folder)
    return language


def _pairs(folder: Path, name: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for line in _lines(folder, name):
        left, found, right = line.partition("=")
        if found and left.strip():
            pairs.append((left.strip(), right.strip()))
    return pairs


def _grouped(lines: Iterable[Iterable[str]]) -> dict[str, frozenset[str]]:
    """Each word with all those of the lines that it stands in."""
    groups: dict[str, set[str]] = {}
    for line in lines:
        members = set(line)
        for member in members:
            groups.setdefault(member, set()).update(members)
    return {member: frozenset(group) for member, group in groups.items()}


def _expand(language: Language, folder: Path) -> None:
    """Fill `expansions`, `lexicon` and `places` from the lists of synonyms, relations, idioms and places."""
    relations = _Relations(language)
    for line in _lines(folder, "synonyms"):
        relations.group(_members(line), SYNONYM)
    for line in _lines(folder, "related"):
        head, narrower, rest = line.partition(">")
        if narrower:
            relations.hierarchy(head.strip(), _members(rest))
        else:
            relations.group(_members(head), RELATED)
    for idiom, meanings in _pairs(folder, "idioms"):
        relations.idiom(idiom, _members(meanings))
    language.places = frozenset(_places(folder, language, relations.link))
    language.towns, language.within = _within(folder)
    for section, names, _, cities in _areas(folder):
        if not section:
            language.countries |= {*names}
            language.capitals |= {city.rstrip("*"): names[0] for city in cities if city.endswith("*")}
    language.lexicon = frozenset(relations.lexicon)
    alike: dict[tuple[tuple[str, float], ...], Alternatives] = {}  # kept once, a cached index opens faster
    for concept, alternatives in language.expansions.items():
        language.expansions[concept] = alike.setdefault(tuple(alternatives.items()), alternatives)
    phrases = [key for key in language.expansions if " " in key]
    language.phrase_starts = frozenset(key.split(" ", 1)[0] for key in phrases)
    language.longest_phrase = max((key.count(" ") + 1 for key in phrases), default=1)


class _Relations:
    """Gathers which concept may stand for which, the strongest relation of two counting."""

    def __init__(self, language: Language) -> None:
        self.lexicon: set[str] = set()
        self._known: dict[str, str] = {}
        self._concept = language.concept
        self._expansions = language.expansions

    def link(self, source: str, target: str, strength: float) -> None:
        if source != target:
            alternatives = self._expansions.setdefault(source, {})
            if alternatives.get(target, 0.0) < strength:
                alternatives[target] = strength

    def group(self, members: list[str], strength: float) -> None:
        """Members any of which may stand for any other."""
        concepts = self._concepts(members)
        for one in concepts:
            for other in concepts:
                self.link(one, other, strength)

    def hierarchy(self, head: str, members: list[str]) -> None:
        """A kind of things, and things of that kind."""
        above, *below = self._concepts([head, *members])
        for concept in below:
            self.link(above, concept, NARROWER)
            self.link(concept, above, BROADER)

    def idiom(self, idiom: str, meanings: list[str]) -> None:
        """A turn of phrase, its meanings, and what else may stand for those."""
        source, *targets = self._concepts([idiom, *meanings])
        alternatives = self._expansions.setdefault(source, {})
        for target in targets:
            self.link(source, target, SYNONYM)
            for further, strength in list(self._expansions.get(target, {}).items()):
                if strength >= SYNONYM and alternatives.get(further, 0.0) < SYNONYM * SYNONYM:
                    alternatives[further] = SYNONYM * SYNONYM
            alternatives.pop(source, None)

    def _concepts(self, members: list[str]) -> list[str]:
        for member in members:
            if member not in self._known:  # the same meanings come again and again
                self.lexicon.update(_split(member))
                self._known[member] = self._concept(member)
        return [self._known[member] for member in members]


def _places(folder: Path, language: Language, link: Callable[[str, str, float], None]) -> set[str]:
    """Link countries to their other names, people, cities and regions; all their words, folded and as norms."""
    concept = language.concept
    places: set[str] = set()
    names: dict[str, list[str]] = {}  # what a country is called, by its first name

    def add(named: Iterable[str]) -> None:
        for place in named:
            if " " not in place:
                places.update((place, concept(place)))

    for _, own, people, cities in _areas(folder):
        names[own[0]] = own
        _link_country(
            own, people, cities, lambda one, other, strength: link(concept(one), concept(other), strength)
        )
        plurals = [f"{one}s" for one in people if not one.endswith(("s", "h", "x"))]
        add([*own, *people, *plurals, *(city.rstrip("*") for city in cities)])
    for region, members in _regions(folder):
        for member in members:
            for name in names.get(member, [member]):
                link(concept(region), concept(name), NARROWER)
        add([region, *members])
    return places


def _areas(folder: Path) -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    """Countries, then states: the heading (empty for countries), names, people and cities, a capital with a star."""
    section = ""
    for line in _lines(folder, "places"):
        if line.startswith("["):
            section = line
        elif section != REGIONS:
            area, _, rest = line.partition(":")
            others, people, cities = (_members(part) for part in (*rest.split(";"), "", "")[:3])
            yield section, [area.strip(), *others], people, cities


def _regions(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Regions with what lies in them."""
    for line in _lines(folder, "places"):
        region, inside, members = line.partition(">")
        if inside:
            yield region.strip(), _members(members)


def _within(folder: Path) -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """All towns; and the names of places, each with its first name and all that it lies in: america → usa, …"""
    lies_in: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    towns: dict[str, frozenset[str]] = {}
    for _, names, _, cities in _areas(folder):
        area = names[0]
        towns[area] = frozenset(city.rstrip("*") for city in cities)
        first |= dict.fromkeys(names, area)
        for town in towns[area]:
            lies_in.setdefault(town, []).append(area)
    for region, members in _regions(folder):
        for member in members:
            lies_in.setdefault(first.get(member, member), []).append(region)
    for area, own in towns.items():
        shared = Counter(other for town in own for other in lies_in[town])
        lies_in.setdefault(area, []).extend(
            other for other, number in shared.items() if other != area and 2 * number > len(own)
        )
    regions = {region for areas in lies_in.values() for region in areas}
    within = {name: tuple(_closure(first.get(name, name), lies_in)) for name in (*lies_in, *first, *regions)}
    return frozenset[str]().union(*towns.values()), within


def _closure(place: str, lies_in: dict[str, list[str]]) -> dict[str, None]:
    """A place and all that it lies in, in the order of nearness."""
    found = {place: None}
    waiting = [place]
    for one in waiting:
        further = [area for area in lies_in.get(one, ()) if area not in found]
        found |= dict.fromkeys(further)
        waiting += further
    return found


def _link_country(
    names: list[str], people: list[str], cities: list[str], link: Callable[[str, str, float], None]
) -> None:
    called = [*names, *people]
    for one in called:
        for other in called:
            link(one, other, DEMONYM)
    for city in cities:
        place = city.rstrip("*")
        for name in names:
            if city.endswith("*"):
                link(place, name, METONYM)
                link(name, place, METONYM * METONYM)
            else:
                link(place, name, CITY)
