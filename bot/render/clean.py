"""Text made safe to show: whatever is echoed can neither steer a terminal nor reorder a line."""

from __future__ import annotations

import re

_ESCAPES = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # colours, cursor movements
    "|[\x1b\x9d][\\]PX^_]?[^\x07\x1b\x9c\n]{0,200}(?:\x07|\x1b\\\\|\x9c)"  # window titles, links
    "|\x1b[@-Z\\\\-_]?"
)
_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks and overrides of direction
    "\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"  # invisible characters
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_STACKED = re.compile(f"({_MARK}{{4}}){_MARK}+")


def clean(text: str) -> str:
    """`text` on one line, without control characters, escape sequences, direction overrides or lone surrogates."""
    text = _ESCAPES.sub("", text)
    text = _SPACES.sub(" ", text)
    text = _SPACES.sub(" ", _UNSEEN.sub("", text))  # spaces may have been parted by what is unseen
    text = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
    return _STACKED.sub(r"\1", text).strip()
