"""The guide's sketches: each is drawn, shown and described, and tells what is true of the bot."""

from __future__ import annotations

import re

import discord

from bot.discord.invite import PERMISSIONS
from tests.conftest import ROOT

DRAWN = (ROOT / "tools" / "sketches.html").read_text("utf-8")
GUIDE = (ROOT / "docs" / "hosting.md").read_text("utf-8")


def figures() -> dict[str, str]:
    """What is drawn under each name."""
    return dict(re.findall(r'<figure id="(\w+)">(.*?)</figure>', DRAWN, re.DOTALL))


def test_each_sketch_says_that_it_is_one_and_stands_in_the_guide_with_a_description() -> None:
    shown = dict(re.findall(r"!\[(Sketch: .*?)\]\(pictures/portal/(\w+)\.png\)", GUIDE))
    files = {path.stem for path in (ROOT / "docs" / "pictures" / "portal").iterdir()}
    assert set(shown.values()) == figures().keys() == files
    for figure in figures().values():
        assert "not a screenshot" in figure


def test_the_guide_and_the_sketch_speak_of_the_same_buttons() -> None:
    for text, name in re.findall(r"!\[(Sketch: .*?)\]\(pictures/portal/(\w+)\.png\)", GUIDE):
        drawn = re.sub(r"<[^>]*>", " ", figures()[name])
        named = re.findall(r"buttons? ([A-Z]\w+(?: [A-Z]\w+)*)(?: and ([A-Z]\w+))?", text)
        assert named
        assert all(label in drawn for pair in named for label in pair)


def test_the_sketch_of_the_invitation_has_the_permissions_that_are_asked_for() -> None:
    labels: list[str] = re.findall(r"</span>([\w ]+)</p>", figures()["invitation"])
    named = {label.lower().replace(" ", "_").replace("channels", "channel"): True for label in labels}
    assert discord.Permissions(**named) == PERMISSIONS
