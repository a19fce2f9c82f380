"""What Discord takes in one message, in characters, and how longer text is cut to it.

From Discord's developer documentation: “Message resource”, “Component reference”, “Application commands”.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MESSAGE = 2000
TITLE = 256
DESCRIPTION = 4096
FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1024
FOOTER = 2048
EMBED = 6000
BUTTON = 80
LABEL = 38  # of a button, so that it stays on one line on a phone, as Discord's guidelines advise
OPTION = 100
CUSTOM_ID = 100
CHOICES = 25

ELLIPSIS = "…"
_SHORTEST = 0.6  # a cut goes back to the end of a word only so far as this part of the length


def cut(text: str, length: int) -> str:
    """`text` in at most `length` characters: what is too long ends at a word, with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: max(0, length - 1)]
    word = head.rfind(" ")
    if text[len(head)] != " " and word >= length * _SHORTEST:
        head = head[:word]
    if (len(head) - len(head.rstrip("\\"))) % 2:  # the mark that was escaped is gone
        head = head[:-1]
    return head.rstrip(" ,;:–—") + ELLIPSIS


def join(lines: Iterable[str], length: int) -> str:
    """As many whole lines as fit, with an ellipsis below where some don't; a first line that is too long is cut."""
    kept: list[str] = []
    left = length
    for line in lines:
        if len(line) + 1 > left - 2:
            return "\n".join([*kept, ELLIPSIS]) if kept else cut(line, length)
        kept.append(line)
        left -= len(line) + 1
    return "\n".join(kept)


def pieces(text: str, length: int) -> Iterator[str]:
    """The whole of `text` in pieces of at most `length` characters, parted between words where there are any."""
    while len(text) > length:
        at = text.rfind(" ", 1, length + 1)
        at = at if at >= length * _SHORTEST else length
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text
