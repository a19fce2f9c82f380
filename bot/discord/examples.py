"""Questions that the pack at hand answers, to show how one asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.render.clean import clean
from bot.render.limits import cut

if TYPE_CHECKING:
    from bot.chronicle.model import Chronicle

_LENGTH = 60


def example(command: str, chronicle: Chronicle) -> str:
    """What might stand after a command; the empty text where the pack has nothing to show it with."""
    if command == "who":
        return _plain(chronicle.people[0].title) if chronicle.people else ""
    if command in {"on", "between"}:
        return _days(command, chronicle)
    topics = chronicle.events if command == "ask" else chronicle.terms or chronicle.events
    title = _plain(topics[0].title) if topics else ""
    return f"when was this: {title}?" if title and command == "ask" else title


def _days(command: str, chronicle: Chronicle) -> str:
    days = sorted(event.span.start for event in chronicle.events if event.span and event.span.start)
    if not days:
        return ""
    first, last = (f"{day:%B} {day.day}, {day.year}" for day in (days[0], days[len(days) // 2]))
    return first if command == "on" else f"{first} and {last}"


def _plain(text: str) -> str:
    return cut(clean(text).replace("`", "'"), _LENGTH)
