"""The commands of the hosting guide, so that tests do what it says."""

from __future__ import annotations

import re

from tests.conftest import ROOT


def guide(heading: str, language: str = "sh") -> list[str]:
    """The blocks of commands, or of another language, under a heading of the hosting guide."""
    text = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    (section,) = re.findall(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##|\Z)", text, re.DOTALL | re.MULTILINE)
    blocks = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", section, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in blocks]
