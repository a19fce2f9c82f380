"""Lines that ask nothing of the history: greetings, thanks, questions about the bot. They get a sentence, no entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.chronicle.citation import by_whom
from bot.dates import edtf
from bot.lookup.text import clean, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.chronicle.model import Chronicle
    from bot.lookup.language import Language

MOST_WORDS = 14
NAMED = 2  # sources that are named
_ALIKE = {
    "whats": "what", "wats": "what", "wat": "what", "whos": "who", "hows": "how", "wheres": "where", "thats": "that",
    "u": "you", "r": "are", "ur": "your", "youre": "your", "cant": "can", "dont": "do",
}  # fmt: skip
_LONG = re.compile(r"(.)\1{2,}")  # “hellooo”
_MARKS = '.,;:!?()"“”'
_PASSED = frozenset({"is", "a", "an", "the"})


class Chat:
    """Knows what to say to small talk about one chronicle."""

    def __init__(self, chronicle: Chronicle, language: Language) -> None:
        self._chronicle = chronicle
        self._address = language.address
        self._kinds = {_key(phrase): kind for phrase, kind in language.chat.items()}
        self._ranks = {kind: rank for rank, kind in enumerate(dict.fromkeys(language.chat.values()))}
        self._words = {*_ALIKE, *_PASSED, *self._address, *(word for key in self._kinds for word in key)}
        self._longest = max(map(len, self._kinds), default=0)

    def reply(self, text: str) -> str:
        """What is said to a line of small talk; empty where it asks something."""
        if not all(map(self._is_said, text.lower().split()[: MOST_WORDS + 1])):
            return ""
        said = _key(text)
        if not 0 < len(said) <= MOST_WORDS:
            return ""
        kinds = self._read(said)
        if not kinds:
            return ""
        return self._replies()[max(kinds, key=self._ranks.__getitem__)]()

    def _is_said(self, written: str) -> bool:
        """Whether something between blanks may be part of small talk: a quick look, since most lines are none."""
        word = written.strip(_MARKS).replace("'", "").replace("’", "")
        return not word or word in self._words or _LONG.sub(r"\1", word) in self._words or not word.isalpha()

    def _read(self, said: Sequence[str]) -> list[str]:
        """The kinds of the phrases that a line is made of; none if it says anything else."""
        kinds: list[str] = []
        at = 0
        while at < len(said):
            longest = range(min(self._longest, len(said) - at), 0, -1)
            length = next((n for n in longest if tuple(said[at : at + n]) in self._kinds), 0)
            if length:
                kinds.append(self._kinds[tuple(said[at : at + length])])
            elif said[at] not in self._address:
                return []
            at += length or 1
        return kinds

    def _replies(self) -> dict[str, Callable[[], str]]:
        title = self._chronicle.pack.title
        return {
            "talk": lambda: f"I only know about “{title}”. Ask me about that whenever you like.",
            "greeting": lambda: f"Hello. Ask me anything about “{title}”.",
            "bye": lambda: "Goodbye.",
            "thanks": lambda: "You’re welcome.",
            "sorry": lambda: "Never mind. Ask on, whenever you like.",
            "wellbeing": lambda: f"Fine, thank you. Ask me anything about “{title}”.",
            "source": self._source,
            "help": self._help,
            "about": lambda: (
                f"I answer questions about “{title}” from a cited chronology, and say so where it has no answer."
            ),
            "period": self._period,
        }

    def _source(self) -> str:
        sources = list(self._chronicle.sources.values())
        named = " and ".join(by_whom(source) for source in sources[:NAMED])
        more = f" and {len(sources) - NAMED} more" if len(sources) > NAMED else ""
        return f"What I know comes from {named}{more}. Every answer names its place there, so that you can check it."

    def _help(self) -> str:
        chronicle = self._chronicle
        asked = [f"“who is {person.title}”" for person in chronicle.people[:1]]
        asked += [
            f"“what happened on {edtf.label(event.date)}”" for event in chronicle.events[:1] if event.date
        ]
        examples = f", such as {' or '.join(asked)}" if asked else ""
        return f"Ask in your own words{examples}."

    def _period(self) -> str:
        pack = self._chronicle.pack
        start, end = (
            edtf.day_label(day) if day else "an open day" for day in (pack.period.start, pack.period.end)
        )
        return f"“{pack.title}” runs from {start} to {end}."


def _key(text: str) -> tuple[str, ...]:
    """The words of a line as they are compared: “what's ur name” and “whats your name” are one."""
    said = (_LONG.sub(r"\1", word.text.replace("'", "")) for word in words(clean(text)))
    return tuple(_ALIKE.get(word, word) for word in said if word not in _PASSED)
