"""Packs that are broken on purpose: each gets one clear sentence, soon, and never a traceback."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chronicle.loader import PackError, check, load
from bot.chronicle.nodes import MAX_BYTES, MAX_NODES
from bot.chronicle.problems import MAX_PROBLEMS

if TYPE_CHECKING:
    from pathlib import Path

BOMB = "- a: &a [x, x]\n- b: &b [*a, *a]\n- c: [*b, *b]\n"
HOSTILE: dict[str, tuple[bytes, str]] = {
    "huge": (b"- x\n" * (MAX_BYTES // 4 + 1), "1:1: the file is larger than 4 MB; split it"),
    "many values": (b"[" + b"a," * (MAX_NODES + 1) + b"]", "the file has more than 200,000 values; split it"),
    "deep list": (b"[" * 100_000, "nested deeper than 32 levels; an entry needs 4"),
    "deep blocks": (b"- " * 10_000, "1:65: nested deeper than 32 levels; an entry needs 4"),
    "deep mapping": (b"{a: " * 10_000, "nested deeper than 32 levels; an entry needs 4"),
    "alias bomb": (BOMB.encode(), "2:10: YAML aliases (*name) are not used in packs; write the value out"),
    "self-reference": (b"&a [*a]", "1:5: YAML aliases (*name) are not used in packs; write the value out"),
    "merge key": (b"- &a {x: y}\n- <<: *a\n", "2:7: YAML aliases (*name) are not used in packs"),
    "latin-1": ("- id: caf\xe9\n".encode("latin-1"), "1:10: the byte 0xe9 is not UTF-8; save the file as UTF-8"),
    "utf-16": ("- id: a\n".encode("utf-16"), "1:1: the byte 0xff is not UTF-8; save the file as UTF-8"),
    "tag": (b"- !!python/object/apply:os.system [id]", "1:3: the tag tag:yaml.org,2002:python/object/apply:os.system"),
    "own tag": (b"- id: !secret x", "1:7: the tag !secret is not used in packs; leave it out"),
    "NUL": (b"- id: a\n  text: a\0b\n", "2:10: this is no valid YAML"),
    "control character": (b"- id: a\n  text: a\x1b[31mb\n", "2:10: this is no valid YAML"),
    "tab": (b"- id: a\n\ttext: b\n", "2:1: this is no valid YAML: found a tab character"),
    "unclosed quote": (b"- id: 'a\n", "this is no valid YAML: found unexpected end of stream"),
    "two documents": (b"- id: a\n---\n- id: b\n", "this is no valid YAML: but found another document"),
    "a word": (b"hello", "1:1: the file is no list; begin each entry with `- id: …`"),
}  # fmt: skip


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder)]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_told_in_one_sentence(good: Path, name: str) -> None:
    content, expected = HOSTILE[name]
    (good / "facts.yaml").write_bytes(content)
    found = told(good)
    assert len(found) == 1
    assert found[0].startswith("facts.yaml:")
    assert expected in found[0]


def test_what_is_quoted_cannot_steer_the_terminal(good: Path) -> None:
    (good / "facts.yaml").write_text('- {"\\e[2J\\u202e": x}\n', encoding="utf-8")
    assert any(r"unknown key \x1b[2J\u202e" in problem for problem in told(good))
    (good / "facts.yaml").write_text(f"- {'k' * 100_000}: x\n", encoding="utf-8")
    assert all(len(problem) < 500 for problem in told(good))


def test_a_flood_of_problems_is_cut(good: Path) -> None:
    (good / "facts.yaml").write_text("- {wrong: x, people: [nobody]}\n" * 20_000, encoding="utf-8")
    assert len(check(good)) == MAX_PROBLEMS


@pytest.mark.parametrize("content", ["", "# only a remark\n", "hello", "- a\n"])
def test_a_head_that_is_no_mapping(good: Path, content: str) -> None:
    (good / "pack.yaml").write_text(content, encoding="utf-8")
    (problem,) = told(good)
    assert "write `key: value` lines" in problem


def test_problems_of_entries_are_told_beside_those_of_the_head(good: Path) -> None:
    (good / "pack.yaml").write_text("id: x\n", encoding="utf-8")
    (good / "facts.yaml").write_text("- {id: y}\n", encoding="utf-8")
    files = {problem.file for problem in check(good)}
    assert files == {"pack.yaml", "facts.yaml"}


@pytest.mark.parametrize("name", ["pack.yaml", "facts.yaml"])
def test_what_is_no_file_is_not_read(good: Path, name: str) -> None:
    (good / name).unlink(missing_ok=True)
    (good / name).mkdir()
    assert told(good) == [f"{name}:1:1: this is no file; put a YAML file in its place"]


def test_a_pipe_is_not_waited_for(good: Path) -> None:
    os.mkfifo(good / "facts.yaml")
    assert told(good) == ["facts.yaml:1:1: this is no file; put a YAML file in its place"]


def test_a_link_to_nowhere(good: Path) -> None:
    (good / "facts").mkdir()
    (good / "facts" / "a.yaml").symlink_to(good / "nowhere")
    (problem,) = told(good)
    assert problem.startswith("facts/a.yaml:1:1: the file cannot be read")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_files_that_may_not_be_read(good: Path) -> None:
    (good / "terms.yaml").chmod(0)
    assert any("Permission denied" in problem for problem in told(good))


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        assert told(folder) == [
            f"pack.yaml:1:1: there is no pack.yaml in {folder}; name a folder that holds one"
        ]
    (tmp_path / "pack").write_text("id: x", encoding="utf-8")
    assert "there is no pack.yaml" in told(tmp_path / "pack")[0]


def test_names_no_system_can_hold(tmp_path: Path) -> None:
    assert told(tmp_path / ("x" * 5_000))
    assert told(tmp_path / "a\0b")


def _loads_or_tells(folder: Path) -> None:
    with suppress(PackError):
        assert load(folder).pack.id


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["pack", "events", "facts"]), st.binary(max_size=400))
def test_any_bytes(good: Path, name: str, content: bytes) -> None:
    path = good / f"{name}.yaml"
    before = path.read_bytes() if path.exists() else b""
    path.write_bytes(content)
    _loads_or_tells(good)
    path.write_bytes(before)


_PIECES = st.sampled_from(
    ["[", "]", "{", "}", ":", " ", "\n", "- ", "~", "''", "? ", "..", "/", "2018", "id", "#", "|", "&"]
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["pack", "events", "people"]), st.data())
def test_packs_with_slips(good: Path, name: str, data: st.DataObject) -> None:
    path = good / f"{name}.yaml"
    before = path.read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(before)))
    cut = data.draw(st.integers(0, 12))
    path.write_text(before[:at] + data.draw(_PIECES) + before[at + cut :], encoding="utf-8")
    _loads_or_tells(good)
    path.write_text(before, encoding="utf-8")


_VALUES = st.recursive(
    st.sampled_from(["~", "''", "x", "1901", "1901-03/..", "yes", "diary", "ann-leaf"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(
            st.sampled_from(["id", "source", "at", "text", "cite", "title"]), inner, max_size=3
        ).map(lambda items: f"{{{', '.join(f'{key}: {value}' for key, value in items.items())}}}")
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["date", "people", "cite", "aliases", "disputed", "title", "place"]), _VALUES)
def test_values_of_any_form(good: Path, key: str, value: str) -> None:
    entry = {"id": "x", "text": "y", "cite": "{source: diary, at: z}", key: value}
    lines = ", ".join(f"{name}: {text}" for name, text in entry.items())
    (good / "facts.yaml").write_text(f"- {{{lines}}}\n", encoding="utf-8")
    _loads_or_tells(good)
