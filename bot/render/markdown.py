"""Text that Discord shows as it is written, whatever marks it holds."""

from __future__ import annotations

import re

from bot.render.clean import clean

_MARKS = re.compile(r"([\\*_~`|\[\]<>@])")
_LEADING = re.compile(r"^(#{1,3} |-# |[-+] |(\d+)\. )")
_SCHEME = re.compile(r"(?<=\w):(?=//)")
_JOINER = "\N{ZERO WIDTH SPACE}"


def literal(text: str) -> str:
    """`text` on one line, none of it read as markdown, a mention, an emoji or a heading."""
    escaped = _MARKS.sub(r"\\\1", clean(text))
    return _LEADING.sub(lambda match: f"{match[2]}\\. " if match[2] else f"\\{match[0]}", escaped)


def echo(text: str) -> str:
    """A stranger's words, shown in our name: literal, and without links."""
    return _SCHEME.sub(f"{_JOINER}:", literal(text))


def bold(text: str) -> str:
    """Literal text in bold type."""
    return f"**{literal(text)}**"


def small(text: str) -> str:
    """Literal text as a line of its own in small type."""
    return f"-# {literal(text)}"
