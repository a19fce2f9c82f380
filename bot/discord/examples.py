"""Questions that the pack at hand answers, to show how one asks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.render.clean import clean
from bot.render.limits import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chronicle.model import Chronicle, Entry

_LENGTH = 60


def examples(chronicle: Chronicle) -> dict[str, str]:
    """What might stand after each command, as far as the pack has something to show it with."""
    linked = Counter(
        link for entry in (*chronicle.events, *chronicle.facts) for link in (*entry.people, *entry.terms)
    )
    linked.update(link for entry in chronicle for link in entry.related)
    person, term = _foremost(chronicle.people, linked), _foremost(chronicle.terms, linked)
    event = _foremost(chronicle.events, linked)
    told = {
        "when": _briefly(event),
        "who": _title(person),
        "what": _title(term),
        "timeline": _title(person) or _title(term),
        **_days(chronicle),
    }
    told["ask"] = f"what happened on {told['on']}?" if told.get("on") else _title(event or person or term)
    return {command: text for command, text in told.items() if text}


def _foremost(entries: Sequence[Entry], linked: Counter[str]) -> Entry | None:
    """The entry that most others speak of."""
    return max(entries, key=lambda entry: linked[entry.id], default=None)


def _briefly(entry: Entry | None) -> str:
    """An entry by the shortest name that people have for it."""
    return _plain(min(entry.aliases, key=len)) if entry and entry.aliases else _title(entry)


def _title(entry: Entry | None) -> str:
    return _plain(entry.title) if entry else ""


def _days(chronicle: Chronicle) -> dict[str, str]:
    days = sorted({event.span.start for event in chronicle.events if event.span and event.span.start})
    if not days:
        return {}
    first, last = (f"{day:%B} {day.day}, {day.year}" for day in (days[0], days[len(days) // 2]))
    return {"on": last, "between": f"{first} and {last}"}


def _plain(text: str) -> str:
    return cut(clean(text).replace("`", "'"), _LENGTH)
