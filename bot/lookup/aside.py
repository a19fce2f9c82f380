"""What people say of themselves around a question: “my teacher says …”, “I'm writing a paper, …”, “… if you know”.

Left in, it would be taken for what is asked, or the question for one about the asker. Of an aside only what the
chronicle knows is kept: the pact of “we were discussing the pact in class. Who signed it?”.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.dates.vocabulary import MONTHS, WEEKDAYS
from bot.lookup.index import mentions
from bot.lookup.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.lookup.index import Index
    from bot.lookup.language import Language

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_BREAK = re.compile(r"[.,;:!?()…]|\s[-–—]+\s")
_SHORT = frozenset(
    {"mr", "mrs", "ms", "dr", "st", "gen", "adm", "sen", "rep", "vs", "no", "jan", "feb", "mar", "apr", "aug"}
)
_ASKING = frozenset(
    {"who", "whom", "whose", "what", "when", "where", "why", "how", "which", "whether", "if", "whats", "whos"}
)
_WHETHER = frozenset({"whether", "if"})
_DOING = frozenset(
    {"did", "do", "does", "was", "were", "is", "are", "has", "have", "had", "will", "would", "can", "could", "should"}
)  # fmt: skip
_OWN = frozenset({"my", "our"})


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    opens: bool  # a clause: it stands first, or behind a mark


class Asides:
    """Takes what is said around questions to one chronicle out of them."""

    def __init__(self, index: Index, language: Language) -> None:
        self._index = index
        self._language = language
        roles = language.asides
        self._speakers = language.personal | roles.get("speaker", frozenset())
        self._report, self._request = (roles.get(role, frozenset()) for role in ("report", "request"))
        self._joints = roles.get("joint", frozenset())
        self._leading = self._report | self._request | self._joints
        self._civil = roles.get("civil", frozenset())
        spoken = "|".join(sorted(map(re.escape, self._speakers | self._civil)))
        self._personal = re.compile(rf"\b(?:{spoken})\b".replace("'", "['’]"), re.IGNORECASE)
        self._filler = roles.get("filler", frozenset())
        self._said = self._leading | self._civil | self._filler

    def without(self, line: str) -> str:
        """The line without its asides; as it is, where it has none or nothing else."""
        if not self._personal.search(line):
            return line
        tokens = _tokens(line)
        every = _clauses(tokens)
        clauses = [clause for clause in every if not self._is_mere_talk(clause)]
        kept = [token for clause in clauses for token in clause]
        if not kept:
            return line
        at = max((at for at in range(len(kept)) if self._is_speaker(kept, at)), default=-1)
        begin = (self._question(kept, at) or self._behind_report(kept, at)) if at >= 0 else 0
        if not begin:
            spoken = [line[clause[0].start : clause[-1].end] for clause in clauses]
            return line if len(clauses) == len(every) else _joined(line, spoken)
        question = line[kept[begin].start : kept[-1].end]
        stands = any(self._names_at(kept[begin:]))  # a question that names something needs no more than names
        known = [line[first.start : last.end] for first, last in self._known(kept[:begin], only_names=stands)]
        empty = all(self._is_empty(token.text) for token in kept[begin:])  # “who was it?”
        return _joined(line, [*known, question] if empty else [question, *known])

    def _is_speaker(self, tokens: Sequence[_Token], at: int) -> bool:
        """Whether somebody speaks of themselves there; “U Thant” and “Mark I” are names of the chronicle."""
        if tokens[at].text not in self._speakers:
            return False
        beside = [token.text for token in tokens[max(0, at - 1) : at + 2]]
        return not any(tuple(beside[n : n + 2]) in self._index.names for n in range(len(beside) - 1))

    def _is_mere_talk(self, clause: Sequence[_Token]) -> bool:
        """Whether a clause says nothing but what people say around questions, and speaks of them."""
        speaks = any(self._is_speaker(clause, at) for at in range(len(clause)))
        if not speaks and clause[0].text not in self._civil:
            return False
        if clause[0].text in _ASKING or clause[0].text in _DOING:
            return False
        return all(self._is_talk(clause, at) for at in range(len(clause)))

    def _is_talk(self, tokens: Sequence[_Token], at: int) -> bool:
        text, language = tokens[at].text, self._language
        owned = at > 0 and tokens[at - 1].text in _OWN and language.noun(text) in {"person", "group"}
        return (
            owned
            or text in self._said
            or text in self._speakers
            or text in language.stopwords
            or text in language.determiners
            or text in language.negations
        )

    def _is_empty(self, text: str) -> bool:
        return text in self._filler or text in self._language.stopwords or text in self._language.determiners

    def _question(self, tokens: Sequence[_Token], speaker: int) -> int:
        """Where the question proper begins behind the last word for a speaker; 0 where none does."""
        for at, token in enumerate(tokens[speaker + 1 :], speaker + 1):
            before = tokens[at - 1].text
            led = token.opens or before in self._leading or at == speaker + 1
            if token.text in _ASKING and led and at + 1 < len(tokens):
                return at + 1 if token.text in _WHETHER else at
            if token.text in _DOING and at > speaker + 1 and (token.opens or before in {"but", "so"}):
                return at
        return 0

    def _behind_report(self, tokens: Sequence[_Token], speaker: int) -> int:
        """Where it begins behind “my teacher says that”, “can you find”; 0 where nothing of the sort is said."""
        before = tokens[speaker - 1].text if speaker else ""
        asks = before in _DOING or before in _ASKING
        telling = self._request if asks else self._report
        at, told = speaker + 1, tokens[speaker].text == "me" and before in self._request
        while at < len(tokens) and self._is_talk(tokens, at) and not (told and tokens[at].text in _DOING):
            told = told or tokens[at].text in telling
            at += 1
        return at if told and at < len(tokens) else 0

    def _known(self, tokens: Sequence[_Token], *, only_names: bool) -> Iterator[tuple[_Token, _Token]]:
        """The first and the last word of what the chronicle knows of each clause: names, days, words of its own."""
        for clause in _clauses(tokens):
            names = self._names_at(clause)
            known = [
                at
                for at, token in enumerate(clause)
                if names[at]
                or (not only_names and token.text in self._index.vocabulary and not self._is_talk(clause, at))
            ]
            if known:
                yield clause[known[0]], clause[known[-1]]

    def _names_at(self, clause: Sequence[_Token]) -> list[bool]:
        """Which words are part of a name or a day."""
        texts = [token.text for token in clause]
        named = {at for start, end, _ in mentions(self._index, texts) for at in range(start, end)}
        return [
            text in MONTHS
            or text in WEEKDAYS
            or text[0].isdigit()
            or (at in named and text not in self._language.stopwords)
            for at, text in enumerate(texts)
        ]


def _tokens(line: str) -> list[_Token]:
    found: list[_Token] = []
    end = 0
    for match in _WORD.finditer(line):
        gap = line[end : match.start()]
        short = bool(found) and gap.startswith(".") and (found[-1].text in _SHORT or len(found[-1].text) == 1)
        opens = not found or (bool(_BREAK.search(gap)) and not short and " " in gap)
        found.append(_Token(fold(match[0]).replace("’", "'"), match.start(), match.end(), opens))
        end = match.end()
    return found


def _clauses(tokens: Sequence[_Token]) -> list[list[_Token]]:
    clauses: list[list[_Token]] = []
    for token in tokens:
        if token.opens or not clauses:
            clauses.append([])
        clauses[-1].append(token)
    return clauses


def _joined(line: str, parts: Sequence[str]) -> str:
    return ", ".join(parts) + ("?" if line.rstrip().endswith("?") else "")
