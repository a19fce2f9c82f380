"""Puts right what was mistyped: unknown words become the nearest words that the chronicle or the language has."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.chronicle.model import Kind
from bot.lookup.text import Word

if TYPE_CHECKING:
    from bot.lookup.index import Index
    from bot.lookup.language import Language

SHORTEST = 4
SHORTEST_NAME = 3
LONG = 6
LONGEST = 30  # letters; beyond that it is no word
LONG_NAME = 3  # words of a name in which one of three letters may be mistyped
LONGEST_GAPPED = 4  # words of a name in which one may be mistyped
HOPELESS = 5  # unknown words after which no more are looked for
OWN = 0.04  # what it counts that the chronicle itself has a word
OTHER_FIRST = 0.8  # how near a word with another first letter must be
LEAST_TURNED = 0.75  # the same with two neighbouring letters turned
SOUNDS_SO = 0.12
TURNED = 0.22  # for the same letters in another order
UNHEARD = 0.08  # how much nearer a word must be that doesn't sound so, where few letters are left to compare
SLIPPED, MISHEARD = 0.5, 0.6  # what a word counts for another that is one letter off, or sounds so
_MEMORY = 20_000


class Speller:
    """Corrects the words of questions, by rapidfuzz over the vocabulary and not over the texts."""

    def __init__(self, index: Index, language: Language) -> None:
        self._index = index
        self._language = language
        self._names = {word for key in (*index.names, *index.offices) for word in key}
        people = {entry.id for entry in index.entries if entry.kind is Kind.PERSON}
        self._people: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for key in index.names:
            if len(key) == 2 and min(map(len, key)) > 2 and index.names[key].keys() & people:
                self._people.setdefault((_initial(key[0]), _initial(key[1])), []).append((key[0], key[1]))
        short_names = {word for key in index.names for word in key if len(word) == SHORTEST_NAME}
        self._own = sorted(
            word
            for word in index.vocabulary | self._names
            if (len(word) >= SHORTEST or word in short_names) and not word.isdigit()
        )
        self._names_by_first: dict[str, list[str]] = {}
        self._general: list[str] | None = None
        self._by_first: dict[str, tuple[list[str], list[str]]] = {}
        self._memory: dict[Word, tuple[str, ...]] = {}
        self._asking_memory: dict[Word, str] = {}
        self._asking: set[str] = set()
        self._gaps: dict[tuple[str, ...], tuple[str, ...]] = {}

    def correct(self, tokens: list[Word]) -> list[Word]:
        """The same words, where each unknown one is replaced if one near enough is known.

        Among many that are near nothing, the rest is left as it stands: that is no language that we know.
        """
        corrected: list[Word] = []
        hopeless = 0
        for word in self._long_names(self._full_names(tokens)):
            texts = self._known(word) if hopeless < HOPELESS else (word.text,)
            hopeless += texts == (word.text,) and not self.is_known(word.text)
            corrected += (word if text == word.text else Word(text, word.capital) for text in texts)
        return corrected

    def asked(self, tokens: tuple[Word, ...]) -> tuple[Word, ...]:
        """The same words, where those that only ask or say nothing are put right: “taek plce”."""
        mended = {at: text for at, word in enumerate(tokens) if (text := self._asking_word(word))}
        if not mended:
            return tokens
        named = self._long_names(self._full_names(list(tokens)))
        return tuple(
            Word(mended[at], word.capital) if at in mended and named[at] == word else word
            for at, word in enumerate(tokens)
        )

    def _asking_word(self, word: Word) -> str:
        """The word of questions that an unknown one is mistyped for; empty for all others."""
        known = self._asking_memory.get(word)
        if known is None:
            known = ""
            short = self._language.irregular.get(word.text, "") if len(word.text) >= SHORTEST else ""
            if short in self._asking_words() and self._language.words.starting(f"{word.text}\n") is None:
                known = short  # wich, hapened
            elif not word.acronym and not self.is_known(word.text):
                near = self._known(word)
                if len(near) == 1 and near[0] != word.text and near[0] in self._asking_words():
                    known = near[0]
            if len(self._asking_memory) < _MEMORY:
                self._asking_memory[word] = known
        return known

    def _asking_words(self) -> set[str]:
        if not self._asking:
            language = self._language
            phrases = (*language.stop_phrases, *language.kinds)
            self._asking = {*language.stopwords, *(word for phrase in phrases for word in phrase)}
        return self._asking

    def is_clipped(self, text: str) -> bool:
        """Whether a word is one in -ing as it is spoken: “chillin”."""
        if not text.endswith("in") or len(text) < SHORTEST or text in self._language.stopwords:
            return False
        spoken = f"{text}g"
        verb = spoken in self._language.stopwords or self._language.is_inflected(spoken)
        return verb and not self.is_known(text)

    def near_names(self, text: str) -> tuple[str, ...]:
        """The words of names which are one slip from a word of the dictionary, or sound as it does."""
        if len(text) <= SHORTEST or not text.isalpha():
            return ()
        from rapidfuzz.distance import OSA

        sound = _sound(text)
        return tuple(
            name
            for name in self._names_with(text[0])
            if abs(len(name) - len(text)) <= 2 and OSA.distance(text, name) <= 1 + (_sound(name) == sound)
        )

    def near_words(self, text: str) -> tuple[tuple[str, float], ...]:
        """The chronicle's words that were perhaps meant by one which it lacks, with what they count: steel, “steal”."""
        if not SHORTEST <= len(text) <= LONGEST or not text.isalpha():
            return ()
        from rapidfuzz.distance import OSA

        sound = _sound(text)
        norm = self._language.norm(text)
        return tuple(
            (word, MISHEARD if _sound(word) == sound or sorted(word) == sorted(text) else SLIPPED)
            for word in self._with_first(text[0])[0]
            if abs(len(word) - len(text)) <= 1
            and OSA.distance(text, word, score_cutoff=1) == 1
            and len(word) >= SHORTEST
            and self._language.norm(word) != norm
        )

    def _names_with(self, letter: str) -> list[str]:
        if not self._names_by_first:
            for name in sorted(self._names):
                if len(name) > SHORTEST and name.isalpha():
                    self._names_by_first.setdefault(name[0], []).append(name)
        return self._names_by_first.get(letter, [])

    def _full_names(self, tokens: list[Word]) -> list[Word]:
        """Given name and surname that are each nearly those of one person: “garry cone” for Gary Cohn."""
        named = list(tokens)
        for at, (one, other) in enumerate(pairwise(tokens)):
            if len(one.text) < 3 or len(other.text) < 3 or self._is_named(tokens, at):
                continue
            if one.text in self._language.stopwords:
                continue
            is_surname = other.text in self._index.surnames
            for given, surname in self._people.get((_initial(one.text), _initial(other.text)), ()):
                if is_surname and other.text != surname:
                    continue  # “ministr Kono” is not Minister Kang
                if (one.text, other.text) != (given, surname) and self._is_person(
                    one.text, other.text, given, surname
                ):
                    named[at], named[at + 1] = Word(given, capital=True), Word(surname, capital=True)
        return named

    def _long_names(self, tokens: list[Word]) -> list[Word]:
        """Names of several words of which one is mistyped: “Mar-a-Largo”."""
        named = list(tokens)
        for gap, word in enumerate(tokens):
            if len(word.text) < SHORTEST_NAME or word.text in self._index.vocabulary:
                continue
            if word.text in self._language.stopwords:
                continue
            for at in range(max(0, gap - LONGEST_GAPPED + 1), gap + 1):
                for end in range(max(gap + 1, at + 2), min(at + LONGEST_GAPPED, len(tokens)) + 1):
                    if len(word.text) < SHORTEST and end - at < LONG_NAME:
                        continue
                    right = self._missing_word(tuple(one.text for one in tokens[at:end]), gap - at)
                    if right:
                        named[gap] = Word(right, capital=True)
        return named

    def _missing_word(self, part: tuple[str, ...], gap: int) -> str:
        """The word of a name that belongs where another stands which is nearly it; empty where there is none."""
        wanted = self._gapped().get((*part[:gap], "", *part[gap + 1 :]), ())
        if not wanted:
            return ""
        from rapidfuzz.distance import OSA

        near = [word for word in wanted if OSA.distance(part[gap], word) <= 1 + (len(word) > LONG)]
        return near[0] if len(near) == 1 else ""

    def is_nearly_named(self, part: tuple[str, ...]) -> bool:
        """Whether words are a name of the chronicle but for slips in one of them."""
        return any(
            len(word) >= SHORTEST and self._missing_word(part, gap) != "" for gap, word in enumerate(part)
        )

    def _gapped(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The names of several words, each with one word left out, and what was left out."""
        if not self._gaps:
            for key in self._index.names:
                if 2 <= len(key) <= LONGEST_GAPPED:
                    for gap, word in enumerate(key):
                        if len(word) >= SHORTEST and word.isalpha():  # another number is no slip
                            rest = (*key[:gap], "", *key[gap + 1 :])
                            self._gaps[rest] = (*self._gaps.get(rest, ()), word)
        return self._gaps

    def _is_named(self, tokens: list[Word], at: int) -> bool:
        """Whether two words or more that begin here are a name as they stand."""
        index = self._index
        longest = min(index.longest_name(tokens[at].text), len(tokens) - at)
        return any(
            tuple(word.text for word in tokens[at : at + length]) in index.names
            for length in range(2, longest + 1)
        )

    def _is_person(self, one: str, other: str, given: str, surname: str) -> bool:
        from rapidfuzz.distance import OSA

        same = self._language.same_given_name(one, given) or OSA.distance(one, given) <= 1 + (len(given) > 6)
        return same and OSA.distance(other, surname) <= 1 + (
            len(surname) > 3 and not self._language.is_ordinary(surname)
        )

    def _known(self, word: Word) -> tuple[str, ...]:
        """The words that a word stands for: mostly itself."""
        known = self._memory.get(word)
        if known is None:
            known = self._corrected(word)
            if len(self._memory) < _MEMORY:
                self._memory[word] = known
        return known

    def _corrected(self, word: Word) -> tuple[str, ...]:
        text = word.text
        if not SHORTEST <= len(text) <= LONGEST or not text.isalpha():
            return (text,)
        if self.is_known(text):
            turned = self._turned(text)
            if turned:
                return (turned,)
            return (self._surname(word) if self._is_used(text) else self._slip(text),)
        return self._split(text) or self._nearest(text)

    def _turned(self, text: str) -> str:
        """The word of the chronicle of which a word that it lacks has two letters turned: “singed” for signed."""
        language = self._language
        norm = language.norm(text)
        if norm in self._index.postings or norm in language.expansions or norm in language.common:
            return ""
        if text in self._names or text in language.stopwords or text in language.first_names:
            return ""
        for at in range(1, len(text) - 1):
            other = f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"
            if other != text and (other in self._index.vocabulary or other in self._language.stopwords):
                return other
        return ""

    def _is_used(self, text: str) -> bool:
        """Whether people or the chronicle use a word; dictionaries have many more."""
        language = self._language
        return not language.is_ordinary(text) or (
            text in self._index.vocabulary
            or text in self._names
            or text in language.stopwords
            or text in language.lexicon
            or language.norm(text) in self._index.postings
            or language.norm(text) in language.expansions
            or bool(language.thesaurus.neighbours(text))
        )

    def _slip(self, text: str) -> str:
        """The word of the chronicle that a rare word of the dictionary is but one letter off: “ratting” for rating."""
        if len(text) < LONG:
            return text
        from rapidfuzz.distance import OSA

        near = {
            word for word in self._own if word[0] == text[0] and OSA.distance(text, word, score_cutoff=1) == 1
        }
        return near.pop() if len(near) == 1 else text

    def _surname(self, word: Word) -> str:
        """A name typed in small letters that the chronicle lacks, but for one letter: “mathis” for Mattis."""
        text = word.text
        language = self._language
        if word.capital or text in self._index.vocabulary or text in self._names or text in language.places:
            return text
        if (text not in language.first_names and text not in language.proper) or language.is_ordinary(text):
            return text
        from rapidfuzz.distance import OSA

        near = [
            name for name in self._index.surnames if name[:1] == text[0] and OSA.distance(text, name) == 1
        ]
        return near[0] if len(near) == 1 and len(near[0]) >= SHORTEST else text

    def is_name(self, text: str) -> bool:
        """Whether a word is part of a name of the chronicle."""
        return text in self._names

    def is_nearly_own(self, text: str) -> bool:
        """Whether an unknown word is one slip from one of the chronicle's, or sounds as it does."""
        from rapidfuzz.distance import OSA

        near = self._best(text, self._own, [])
        return near != "" and (OSA.distance(text, near) <= 1 or _sound(text) == _sound(near))

    def is_known(self, text: str) -> bool:
        """Whether the chronicle or the language has a word."""
        language = self._language
        return (
            text in language.stopwords
            or text in language.negations
            or text in self._index.vocabulary
            or text in self._names
            or text in language.irregular
            or language.norm(text) in self._index.postings
            or language.norm(text) in language.expansions
            or text in language.lexicon
            or text in language.places
            or language.is_ordinary(text)
            or text in language.first_names
            or text in language.proper
        )

    def _split(self, text: str) -> tuple[str, ...]:
        """Two known words written as one: “northkorea”."""
        for cut in range(3, len(text) - 2):
            left, right = text[:cut], text[cut:]
            if left in self._index.vocabulary and right in self._index.vocabulary:
                return left, right
        return ()

    def _nearest(self, text: str) -> tuple[str, ...]:
        """The nearest word with the same first letter, as slips of the finger keep it; else one very near."""
        near = self._best(text, *self._with_first(text[0])) or self._best(text, self._own, self._everyday())
        return (text,) if self._is_strange(near) else (near or text,)

    def _is_strange(self, near: str) -> bool:
        """Whether a correction would name a place of which the chronicle has nothing: “paras” is not Paris."""
        return near in self._language.places and self._language.norm(near) not in self._index.postings

    def _best(self, text: str, own: list[str], everyday: list[str]) -> str:
        """The nearest of the chronicle's own words and of the language's; empty where none is near enough."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        cutoff = 0.66
        unheard = cutoff + UNHEARD if len(text) <= 5 else 0.68
        best, best_score = "", 0.0
        for bonus, choices in ((OWN, own), (0.0, everyday)):
            for choice, score, _ in process.extract(
                text, choices, scorer=OSA.normalized_similarity, score_cutoff=cutoff, limit=6
            ):
                turned = sorted(choice) == sorted(text)  # “emet”
                if choice[0] != text[0] and score < (LEAST_TURNED if turned else OTHER_FIRST):
                    continue
                if score < unheard and _sound(choice) != _sound(text):
                    continue
                if len(choice) < SHORTEST and _sound(choice) != _sound(text):
                    continue
                if len(text) - len(choice) > 1 and len(choice) <= SHORTEST:
                    continue  # “asdfgh” is no ASDF
                total = score + bonus + self._bonus(text, choice)
                if total > best_score:
                    best, best_score = choice, total
        return best

    def _bonus(self, text: str, choice: str) -> float:
        """What speaks for a word beside its letters: the same ends, the same sound, and being a name."""
        return (
            0.06 * (choice[0] == text[0])
            + 0.02 * (choice[-1] == text[-1])
            + 0.02 * (choice in self._names)
            + TURNED * (sorted(text) == sorted(choice))
            + (SOUNDS_SO if len(text) > SHORTEST else SOUNDS_SO / 2) * (_sound(choice) == _sound(text))
        )

    def _with_first(self, letter: str) -> tuple[list[str], list[str]]:
        found = self._by_first.get(letter)
        if found is None:
            own, everyday = self._own, self._everyday()
            found = (
                [word for word in own if word[0] == letter],
                [word for word in everyday if word[0] == letter],
            )
            self._by_first[letter] = found
        return found

    def _everyday(self) -> list[str]:
        """Words of the language that a mistyped word may mean although the chronicle lacks them."""
        if self._general is None:
            language = self._language
            every = language.lexicon | language.stopwords | language.places
            self._general = sorted(word for word in every if len(word) >= SHORTEST and word.isalpha())
        return self._general


_INITIALS = str.maketrans("cqzf", "kksp")


def _initial(word: str) -> str:
    """The first letter, one of those that sound alike for all of them: Kohn and Cohn, Philip and Filip."""
    return word[0].translate(_INITIALS)


_SILENT = (
    ("tion", "shun"),
    ("sion", "shun"),
    ("gh", ""),
    ("ph", "f"),
    ("ck", "k"),
    ("kn", "n"),
    ("wr", "r"),
    ("ps", "s"),
    ("mb", "m"),
    ("sch", "sh"),
)


def _sound(text: str) -> str:
    """Roughly how a word sounds: without silent letters and doubles, the vowels after the first letter alike."""
    for spelt, spoken in _SILENT:
        text = text.replace(spelt, spoken)
    heard = text.translate(_ALIKE)
    return text[:1] + "".join(
        letter for letter, before in zip(heard[1:], heard, strict=False) if letter != before and letter != "a"
    )


_ALIKE = str.maketrans("eiouyczqx", "aaaaaksks")
