"""Puts right what was mistyped: unknown words become the nearest words that the chronicle or the language has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.text import Word

if TYPE_CHECKING:
    from bot.lookup.index import Index
    from bot.lookup.language import Language

SHORTEST = 4
_MEMORY = 20_000


class Speller:
    """Corrects the words of questions, by rapidfuzz over the vocabulary and not over the texts."""

    def __init__(self, index: Index, language: Language) -> None:
        self._index = index
        self._language = language
        self._names = {word for key in (*index.names, *index.offices) for word in key}
        self._own = sorted(
            word for word in index.vocabulary | self._names if len(word) >= SHORTEST and not word.isdigit()
        )
        self._general: list[str] | None = None
        self._memory: dict[str, tuple[str, ...]] = {}

    def correct(self, tokens: list[Word]) -> list[Word]:
        """The same words, where each unknown one is replaced if one near enough is known."""
        corrected: list[Word] = []
        for word in tokens:
            for text in self._known(word):
                corrected.append(word if text == word.text else Word(text, word.capital))
        return corrected

    def _known(self, word: Word) -> tuple[str, ...]:
        text = word.text
        if self._is_known(text) or len(text) < SHORTEST or not text.isalpha():
            return (text,)
        found = self._memory.get(text)
        if found is None:
            found = self._split(text) or self._nearest(text)
            if len(self._memory) < _MEMORY:
                self._memory[text] = found
        return found

    def _is_known(self, text: str) -> bool:
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
        from rapidfuzz import process  # noqa: PLC0415 - only mistyped questions pay for it
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        cutoff = 0.74 if len(text) <= 5 else 0.68
        best, best_score = "", 0.0
        for bonus, choices in ((0.04, self._own), (0.0, self._everyday())):
            for choice, score, _ in process.extract(
                text, choices, scorer=OSA.normalized_similarity, score_cutoff=cutoff, limit=6
            ):
                total = score + bonus + (0.06 if choice[0] == text[0] else 0.0) + (0.02 if choice[-1] == text[-1] else 0.0)
                if choice in self._names:
                    total += 0.02
                if choice[0] != text[0] and score < 0.8:
                    continue
                if total > best_score:
                    best, best_score = choice, total
        return (best or text,)

    def _everyday(self) -> list[str]:
        """Words of the language that a mistyped word may mean although the chronicle lacks them."""
        if self._general is None:
            language = self._language
            every = language.lexicon | language.stopwords | language.places
            self._general = sorted(word for word in every if len(word) >= SHORTEST and word.isalpha())
        return self._general
