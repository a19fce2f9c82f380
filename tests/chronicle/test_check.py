"""Every kind of problem of a pack, told with its file, line and column, and what would be right."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chronicle.loader import PackError, check, load

if TYPE_CHECKING:
    from pathlib import Path

PACK = """\
id: tiny
title: A tiny pack
period: 1900-01-01/1901-12-31
sources:
  - {id: book, type: book, title: A Book}
"""
EVENT = """\
- id: bridge-opens
  date: 1900-05-04
  text: The bridge was opened.
  cite: {source: book, at: p. 7}
"""


def pack(folder: Path, **files: str) -> Path:
    for name, text in {"pack": PACK, "events": EVENT, **files}.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder)]


def test_a_good_pack_has_none(tmp_path: Path) -> None:
    assert problems(pack(tmp_path)) == []
    assert [entry.id for entry in load(tmp_path)] == ["bridge-opens"]


def test_examples_are_questions_with_the_entries_that_answer_them(tmp_path: Path) -> None:
    examples = "- answer: bridge-opens\n  asked: [who cut the ribbon, ribbon day]\n- asked: [who paid]\n"
    assert [(one.text, one.answers) for one in load(pack(tmp_path, examples=examples)).examples] == [
        ("who cut the ribbon", ("bridge-opens",)),
        ("ribbon day", ("bridge-opens",)),
        ("who paid", ()),
    ]


@pytest.mark.parametrize(
    ("place", "told", "files"),
    [
        ("events.yaml:5:3", "keyword", {"events": EVENT + "  keyword: [x]\n"}),
        ("events.yaml:5:12", "people", {"events": EVENT + "  people: [nobody]\n"}),
        ("events.yaml:2:9", "30 days", {"events": EVENT.replace("05-04", "04-31")}),
        ("events.yaml:2:9", "ends before it begins", {"events": EVENT.replace("05-04", "05-04/1900-05-01")}),
        ("events.yaml:5:7", "bridge-opens", {"events": EVENT + EVENT}),
        ("events.yaml:5:3", "text", {"events": EVENT + "  text: Again.\n"}),
        ("events.yaml:4:18", "book", {"events": EVENT.replace("source: book", "source: bok")}),
        ("events.yaml:1:3", "cite", {"events": EVENT[: EVENT.index("  cite")]}),
        ("events.yaml:3:9", "text", {"events": EVENT.replace("The bridge was opened.", '""')}),
        ("events.yaml:3:9", "text", {"events": EVENT.replace("The bridge was opened.", "[a, b]")}),
        (
            "examples.yaml:1:11",
            "bridge-opens",
            {"examples": "- answer: bridge-open\n  asked: who opened it\n"},
        ),
        ("examples.yaml:1:3", "asked", {"examples": "- answer: bridge-opens\n"}),
        (
            "examples.yaml:3:7",
            "examples.yaml:1",
            {"examples": "- asked: who paid\n- asked:\n    - Who  paid?\n"},
        ),
        ("pack.yaml:1:1", "title", {"pack": PACK.replace("title: A tiny pack\n", "")}),
        ("pack.yaml:1:1", "mapping", {"pack": "[a, b]\n"}),
        ("events.yaml:1:1", "list", {"events": "a: b\n"}),
        ("events.yaml:1:3", "mapping", {"events": "- just words\n"}),
    ],
)
def test_each_problem_has_its_place(tmp_path: Path, place: str, told: str, files: dict[str, str]) -> None:
    found = problems(pack(tmp_path, **files))
    assert any(problem.startswith(f"{place}:") and told in problem for problem in found), found


def test_the_nearest_id_is_suggested(tmp_path: Path) -> None:
    person = "- id: jane-doe\n  name: Jane Doe\n  text: A mayor.\n  cite: {source: book, at: p. 1}\n"
    found = problems(pack(tmp_path, people=person, events=EVENT + "  people: [jane-do]\n"))
    assert len(found) == 1
    assert "jane-doe" in found[0]


def test_an_alias_that_two_share_is_told(tmp_path: Path) -> None:
    person = "- id: {0}\n  name: {1}\n  text: A mayor.\n  cite: {{source: book, at: p. 1}}\n  aliases: [the mayor]\n"
    people = person.format("jane-doe", "Jane Doe") + person.format("john-roe", "John Roe")
    assert any("the mayor" in problem for problem in problems(pack(tmp_path, people=people)))


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    events = EVENT.replace("05-04", "13-04") + "  color: red\n  people: [nobody]\n"
    assert len(problems(pack(tmp_path, events=events))) >= 2


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"id: \x00",
        BOMB.encode(),
        b"[" * 5000,
        b"- " * 5000,
        b"!!python/object/apply:os.system [id]",
        b"? [a, b]\n: c\n",
        b"? {a: b}\n: c\n",
        b"",
        b"---\n---\n",
        b"a: b: c",
        b"{",
        b"%YAML 9.9\n---\na: b\n",
    ],
)
@pytest.mark.parametrize("name", ["pack.yaml", "events.yaml"])
def test_hostile_files_are_told_in_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    pack(tmp_path)
    (tmp_path / name).write_bytes(content)
    if name == "events.yaml" and not content.strip():
        assert problems(tmp_path) == []  # an empty file is an empty list
        return
    found = problems(tmp_path)
    assert found
    assert all(problem.startswith(name) and "Traceback" not in problem for problem in found[:3])


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    assert "pack.yaml" in problems(tmp_path / "nowhere")[0]
    (tmp_path / "pack.yaml").mkdir()
    assert problems(tmp_path)


def test_the_error_tells_the_first_problems_only(tmp_path: Path) -> None:
    pack(tmp_path, events="".join(f"- nonsense {number}\n" for number in range(100)))
    with pytest.raises(PackError) as caught:
        load(tmp_path)
    assert len(caught.value.problems) == 100
    assert "90 more" in str(caught.value)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_told_or_read(tmp_path: Path, content: bytes) -> None:
    pack(tmp_path)
    (tmp_path / "events.yaml").write_bytes(content)
    with suppress(PackError):
        load(tmp_path)


@given(st.integers(0, len(EVENT) - 1), st.text(max_size=4))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_pack_with_a_slip_is_told_or_read(tmp_path: Path, at: int, slip: str) -> None:
    pack(tmp_path)
    text = (EVENT[:at] + slip + EVENT[at + 1 :]).encode("utf-8", "surrogatepass")
    (tmp_path / "events.yaml").write_bytes(text)
    with suppress(PackError):
        load(tmp_path)
