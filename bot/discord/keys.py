"""Entries by names that fit into the id of a button."""

from __future__ import annotations

from hashlib import blake2s
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chronicle.model import Entry

LONGEST = 68
_MARK = "~"  # stands in no id of an entry


def key(entry: Entry) -> str:
    """An entry's id in at most 68 bytes; a longer one is cut and told apart by a digest."""
    name = entry.id.encode()
    if len(name) <= LONGEST:
        return entry.id
    return f"{name[:50].decode(errors='ignore')}{_MARK}{blake2s(name, digest_size=6).hexdigest()}"
