"""Puts the blanks of a line where they belong: “north korea” for “northkorea”, “take place” for “takeplace”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.lookup.index import Index
    from bot.lookup.language import Language
    from bot.lookup.spelling import Speller

SHORTEST_JOINED = 5
SHORTEST_PART = 3  # letters, but for the words that say least
SHORTEST_ORDINARY = 4  # for a word that the chronicle lacks
LONGEST_JOINED = 30
MOST_WORDS = 64
_AROUND = ".,;:!?()\"“”'"
_SHORT = frozenset({"of", "in", "at", "on", "to", "by", "is", "an", "as", "or"})


class Spacing:
    """Parts words that were typed as one and joins one that was typed as two, in the light of one chronicle."""

    def __init__(self, index: Index, language: Language, speller: Speller) -> None:
        self._index = index
        self._language = language
        self._speller = speller
        self._sure: dict[str, bool] = {}

    def line(self, line: str) -> str:
        """The line with its blanks put right; as it is where every word is one that the chronicle knows."""
        typed = line.split(" ")
        if len(typed) > MOST_WORDS or all(map(self._is_sure, typed)):
            return line
        return " ".join(self._respaced(typed))

    def _respaced(self, typed: list[str]) -> Iterator[str]:
        at = 0
        while at < len(typed):
            if at + 1 < len(typed) and self._is_one(typed[at], typed[at + 1]):
                yield typed[at] + typed[at + 1]
                at += 2
                continue
            yield typed[at] if self._is_sure(typed[at]) else self._parted(typed[at])
            at += 1

    def _is_sure(self, raw: str) -> bool:
        """Whether the chronicle or questions use a word as it stands."""
        sure = self._sure.get(raw)
        if sure is None:
            text = fold(raw.strip(_AROUND))
            sure = not text.isalpha() or self._is_used(text)
            if len(self._sure) < 20_000:
                self._sure[raw] = sure
        return sure

    def _is_used(self, text: str) -> bool:
        return (
            text in self._language.stopwords or text in self._index.vocabulary or self._speller.is_name(text)
        )

    def _is_one(self, raw: str, following: str) -> bool:
        """Whether two pieces are one word, and at least one of them none."""
        if not raw.lstrip(_AROUND).isalpha() or (self._is_sure(raw) and self._is_sure(following)):
            return False
        one, other = fold(raw.strip(_AROUND)), fold(following.rstrip(_AROUND))
        if not other.isalpha() or not SHORTEST_JOINED <= len(one) + len(other) <= LONGEST_JOINED:
            return False
        whole = one + other
        if whole in self._index.vocabulary or self._speller.is_name(whole):
            return True
        return not (self._speller.is_known(one) and self._speller.is_known(other)) and (
            self._language.is_ordinary(whole)
        )

    def _parted(self, raw: str) -> str:
        """A word of no language as the two that it is made of; else as it is."""
        core = raw.strip(_AROUND)
        text = fold(core)
        if len(text) != len(core) or not SHORTEST_JOINED <= len(text) <= LONGEST_JOINED:
            return raw
        if self._speller.is_known(text) or self._language.is_ordinary(f"{text}g"):
            return raw  # “chillin”
        cuts = [cut for cut in range(2, len(text) - 1) if self._are_two(core, text, cut)]
        if not cuts or self._speller.is_nearly_own(text):
            return raw
        start = raw.index(core)
        best = start + max(cuts, key=lambda cut: (core[cut].isupper(), abs(2 * cut - len(text))))
        return f"{raw[:best]} {raw[best:]}"

    def _are_two(self, core: str, text: str, cut: int) -> bool:
        left, right = text[:cut], text[cut:]
        if not all(len(part) >= SHORTEST_PART or part in _SHORT for part in (left, right)):
            return False
        stopwords = self._language.stopwords
        if core[0].isupper() and core[1:].islower() and left not in stopwords and right not in stopwords:
            return False  # a name that is made of two words: Blackwell
        return (self._is_used(left) or self._is_used(right)) and all(
            self._is_used(part) or (len(part) >= SHORTEST_ORDINARY and self._language.is_ordinary(part))
            for part in (left, right)
        )
