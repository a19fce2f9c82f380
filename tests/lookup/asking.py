"""How the tests of this folder ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.question import Command, Question

if TYPE_CHECKING:
    from bot.lookup.answer import Answer
    from bot.lookup.lookup import Lookup


def believed(lookup: Lookup, text: str) -> float:
    """How far the first of the entries that are ranked for a question is believed."""
    query = lookup.reader.read(text)
    return lookup.confidence.of(lookup.ranker.rank(query), query)


def ask(lookup: Lookup, text: str, command: Command = Command.ASK) -> Answer:
    """The answer to a question outside of any conversation."""
    return lookup.answer(Question(command, text))[0]
