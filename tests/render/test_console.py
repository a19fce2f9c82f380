"""What a person reads at a console: the order of its parts, its widths, and that nothing in it can do harm."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.lookup.answer import DOUBTFUL, Answer, Found, Status, headline
from bot.lookup.question import Command, Question
from bot.render import console
from bot.render.clean import clean
from bot.render.words import UNSURE

if TYPE_CHECKING:
    from bot.lookup.lookup import Lookup

HOSTILE = "\x1b[31mred\x1b[0m \x1b]0;title\x07\u202eevil\u202c\u2066x\u2069 a\x00b\x9bc\r\nnext \ud800"


def said(lookup: Lookup, command: Command, text: str, *, everything: bool = False) -> list[str]:
    answer, _ = lookup.answer(Question(command, text))
    return console.plain(answer, lookup.chronicle, everything=everything).splitlines()


def shown(lookup: Lookup, text: str, width: int, command: Command = Command.ASK) -> str:
    answer, _ = lookup.answer(Question(command, text))
    target = io.StringIO()
    console.show(answer, lookup.chronicle, Console(file=target, width=width, highlight=False))
    return target.getvalue()


def test_an_event_is_told_from_its_date_to_its_sources(july: Lookup) -> None:
    lines = said(july, Command.WHEN, "when did austria declare war on serbia")
    assert lines[0] == "July 28, 1914 · Austria-Hungary declares war on Serbia"
    assert lines[1].startswith("  Berchtold sent Serbia the declaration of war")
    assert lines[2:4] == ["  Who: Leopold Berchtold, Franz Joseph I", "  Where: Niš"]
    assert lines[4].startswith("  — Luigi Albertini, The Origins of the War of 1914 (")
    assert lines[5].startswith("  — Collected Diplomatic Documents")
    assert lines[6].startswith("  ⚠ Sources disagree: ")
    assert lines[7] == "    — Albertini, The Origins of the War of 1914, Vol. II."


def test_a_doubtful_answer_says_so(july: Lookup) -> None:
    found = Found(july.chronicle.events[0], DOUBTFUL)
    sure = Answer(Status.ANSWERED, headline(found.entry), (found,))
    doubtful = replace(sure, found=(replace(found, score=DOUBTFUL - 0.01),))
    assert console.plain(doubtful, july.chronicle) == f"{UNSURE}\n{console.plain(sure, july.chronicle)}"


def test_a_person_is_told_with_offices_and_deeds(july: Lookup) -> None:
    lines = said(july, Command.WHO, "tisza")
    assert lines[0] == "István Tisza"
    assert lines[2] == "  • Prime Minister of Hungary (from 1913 until 1917)"
    assert "In this period" in lines


def test_a_work_is_cited_in_full_once(july: Lookup) -> None:
    for command, text in ((Command.WHO, "tisza"), (Command.ON, "july 28"), (Command.WHEN, "ultimatum")):
        text = "\n".join(said(july, command, text, everything=True))
        assert text.count("Luigi Albertini") == 1
        assert text.count("Albertini, The Origins of the War of 1914,") >= 1


def test_a_day_is_listed_in_order_under_its_dates(july: Lookup) -> None:
    lines = said(july, Command.ON, "july 28")
    days = [line for line in lines if line.endswith("1914")]
    assert days == ["July 20–28, 1914", "July 28, 1914", "July 29, 1914"]
    assert lines[1] == ""


def test_long_lists_are_cut_and_say_so(july: Lookup) -> None:
    short = said(july, Command.BETWEEN, "july 1 and august 12")
    full = said(july, Command.BETWEEN, "july 1 and august 12", everything=True)
    assert short[-1].startswith("… and ")
    assert short[-1].endswith(" more: --all shows them.")
    assert sum(line.startswith("  • ") for line in short) == console.LISTED
    assert len(full) > len(short)
    assert "--all" not in "\n".join(full)


def test_suggestions_come_last(july: Lookup) -> None:
    near = tuple(july.chronicle.by_id[id_] for id_ in ("blank-cheque-given", "istvan-tisza"))
    answer = Answer(Status.NOT_FOUND, "Nothing answers this.", (), near)
    assert console.plain(answer, july.chronicle).splitlines() == [
        "Nothing answers this.", "", "Did you mean:",
        "  • July 5–6, 1914: Germany gives the blank cheque", "  • István Tisza",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("text", ["when did austria declare war on serbia", "who was tisza", "july 28"])
def test_lines_keep_the_width_and_their_indent(july: Lookup, text: str, width: int) -> None:
    lines = shown(july, text, width).splitlines()
    assert max(map(len, lines)) <= width
    assert not any(line.endswith(" ") for line in lines)
    # Below a bullet, a dash or a warning, the text stays to the right of the mark.
    for above, line in pairwise(lines):
        mark = next(
            (above.index(mark) for mark in ("• ", "— ", "⚠ ") if above.lstrip().startswith(mark)), None
        )
        indent = len(line) - len(line.lstrip())
        if (
            mark is not None
            and line.strip()
            and not line.lstrip().startswith(("•", "—", "⚠", "Who", "Where"))
        ):
            assert indent in {0, mark + 2}, (above, line)


def test_wrapping_loses_nothing(july: Lookup) -> None:
    wide, narrow = (shown(july, "who was tisza", width) for width in (400, 30))
    assert wide.split() == narrow.split()


def test_no_colours_where_there_is_no_terminal(july: Lookup) -> None:
    assert "\x1b" not in shown(july, "july 28", 80)


@pytest.mark.parametrize("field", ["title", "text", "place"])
def test_hostile_entries_are_neutralised(july: Lookup, field: str) -> None:
    found = july.chronicle.by_id["istvan-tisza"]
    hostile = replace(found, **{field: HOSTILE})
    answer = Answer(Status.ANSWERED, HOSTILE, (Found(hostile, 1.0),), (hostile,))
    text = console.plain(answer, july.chronicle)
    assert "evil" in text
    assert not set(text) & set("\x1b\x07\x00\x9b\r\u202e\u202c\u2066\u2069\ud800")
    target = io.StringIO()
    console.show(answer, july.chronicle, Console(file=target, width=60, highlight=False))
    assert not set(target.getvalue()) & set("\x1b\x07\x00\x9b\r\u202e\u2066\ud800")


def test_markup_is_shown_as_it_is(july: Lookup) -> None:
    near = replace(july.chronicle.by_id["istvan-tisza"], title="[link=file:///]y[/link]")
    answer = Answer(Status.NOT_FOUND, "[red]x[/red] [bold]", (), (near,))
    target = io.StringIO()
    console.show(answer, july.chronicle, Console(file=target, width=60, highlight=False))
    assert "[red]x[/red] [bold]" in target.getvalue()
    assert "[link=file:///]y[/link]" in target.getvalue()


@given(st.text())
def test_any_message_is_shown(july: Lookup, message: str) -> None:
    near = replace(july.chronicle.by_id["istvan-tisza"], title=message)
    answer = Answer(Status.NOT_FOUND, message, (), (near,))
    text = console.plain(answer, july.chronicle)
    assert text.splitlines()[0] == clean(message)
    console.show(answer, july.chronicle, Console(file=io.StringIO(), width=20, highlight=False))
