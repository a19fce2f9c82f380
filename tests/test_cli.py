"""The commands of the console, as whole processes."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PACKS, ROOT

JULY = str(PACKS / "july-crisis")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def run(*arguments: str, home: Path, feed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=os.environ
        | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "COLUMNS": "100"}
        | environment,
        input=feed,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_an_answer_is_printed_with_its_citation(home: Path) -> None:
    done = run("when", "tariffs", home=home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("March 8, 2018")
    assert "Chronology, March 8, 2018" in done.stdout
    assert "\x1b" not in done.stdout


def test_no_answer_is_status_one(home: Path) -> None:
    done = run("ask", "--knowledge", JULY, "who won the football", "match", home=home)
    assert done.returncode == 1
    assert done.stdout.startswith("Nothing in")


def test_an_impossible_day_is_status_one_and_says_why(home: Path) -> None:
    done = run("on", "february", "30", home=home)
    assert done.returncode == 1
    assert "28 days" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("when",),
        ("when", "  "),
        ("nonsense",),
        ("when", "--wrong", "x"),
        ("when", "x", "--today", "soon"),
        ("when", "x", "--today"),
    ],
)
def test_misuse_is_status_two(home: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, home=home)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [("--knowledge", JULY, "who", "princip"), ("who", "--knowledge", JULY, "princip")]
)
def test_another_pack_may_be_named_anywhere(home: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, home=home)
    assert done.returncode == 0, done.stderr
    assert "Gavrilo Princip" in done.stdout


def test_json_is_what_batch_gives(home: Path) -> None:
    printed = json.loads(run("on", "june 28", "--json", "--knowledge", JULY, home=home).stdout)
    line = json.dumps({"id": 1, "command": "on", "text": "june 28"}) + "\n"
    given = json.loads(run("batch", "--knowledge", JULY, home=home, feed=line).stdout)
    assert printed == {key: value for key, value in given.items() if key not in {"id", "took_us"}}
    assert printed["span"] == {"start": "1914-06-28", "end": "1914-06-28", "text": "june 28"}


def test_all_shows_every_entry(home: Path) -> None:
    short = run("between", "july 1 and august 12", "--knowledge", JULY, home=home).stdout
    full = run("between", "july 1 and august 12", "--all", "--knowledge", JULY, home=home).stdout
    assert "--all shows them" in short
    assert "--all shows them" not in full
    assert len(full) > len(short)


def test_today_settles_relative_days(home: Path) -> None:
    done = run("on", "yesterday", "--today", "1914-06-29", "--knowledge", JULY, home=home)
    assert done.returncode == 0
    assert done.stdout.startswith("June 28, 1914")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_full_disk_is_told_in_one_line(home: Path, options: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "when", "tariffs", *options],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=ROOT,
            env={**os.environ, "XDG_CACHE_HOME": str(home)},
        )
    assert done.returncode == 1
    assert done.stderr == "chronicler: the answer cannot be written: No space left on device\n"


def test_check_tells_good_packs_from_bad_ones(home: Path, tmp_path: Path) -> None:
    assert run("check", JULY, home=home).returncode == 0
    (tmp_path / "pack.yaml").write_text("id: x\n", "utf-8")
    done = run("check", str(tmp_path), home=home)
    assert done.returncode == 1
    assert "pack.yaml:1:1:" in done.stdout
    asked = run("when", "x", "--knowledge", str(tmp_path), home=home)
    assert asked.returncode == 2
    assert "Traceback" not in asked.stderr


def test_export_and_schema_are_json(home: Path) -> None:
    exported = json.loads(run("export", "--format", "json", "--knowledge", JULY, home=home).stdout)
    assert list(exported) == ["pack", "sources", "events", "facts", "people", "terms"]
    assert all(
        entry["citations"] for kind in ("events", "facts", "people", "terms") for entry in exported[kind]
    )
    parts = {"pack", "events", "facts", "people", "terms", "examples"}
    assert set(json.loads(run("schema", home=home).stdout)) == parts
    assert run("schema", "nonsense", home=home).returncode == 2


def test_chat_keeps_the_conversation(home: Path) -> None:
    done = run(
        "chat", home=home, feed="when was Tillerson dismissed\nwho replaced him\n/help\n/quit\nnever asked\n"
    )
    assert done.returncode == 0
    assert "Pompeo" in done.stdout
    assert "/quit" in done.stdout


def test_the_console_imports_nothing_heavy(home: Path) -> None:
    run("when", "tariffs", home=home)
    done = run("when", "tariffs", home=home, PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "bot.lookup.lookup" in loaded
    assert not loaded & {"discord", "matplotlib", "numpy", "asyncio", "typer", "rich"}


def test_a_spoilt_cache_is_made_anew(home: Path) -> None:
    expected = run("when", "tariffs", home=home).stdout
    for file in (home / "cache" / "chronicler").glob("*.lookup"):
        file.write_bytes(b"nonsense")
    assert run("when", "tariffs", home=home).stdout == expected


def test_a_cache_that_others_may_write_is_not_trusted(home: Path) -> None:
    run("when", "tariffs", home=home)
    for file in (home / "cache" / "chronicler").glob("*.lookup"):
        file.write_bytes(b"cos\nsystem\n(S'exit 9'\ntR.")
        file.chmod(0o666)
    assert run("when", "tariffs", home=home).returncode == 0


def test_nowhere_to_write_is_no_trouble() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "when", "tariffs"],
        cwd=ROOT,
        env=os.environ | {"XDG_CACHE_HOME": "/dev/null/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("plain", "coloured"), [("", True), ("1", False)])
def test_colours_only_on_a_terminal(home: Path, plain: str, coloured: bool) -> None:
    master, slave = pty.openpty()
    environment = (
        os.environ | {"HOME": str(home), "TERM": "xterm-256color"} | ({"NO_COLOR": plain} if plain else {})
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "when", "tariffs"],
        cwd=ROOT,
        env=environment,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    shown = b""
    try:
        while chunk := os.read(master, 65536):
            shown += chunk
    except OSError:  # the other end of the terminal is closed
        pass
    os.close(master)
    assert process.wait() == 0
    assert b"March 8, 2018" in shown
    assert (b"\x1b[36m" in shown or b"\x1b[1;36m" in shown) == coloured


def test_export_needs_nothing_but_yaml() -> None:
    others = ("typer", "rich", "rapidfuzz", "Stemmer")
    bare = f"import sys, bot.__main__; sys.modules.update(dict.fromkeys({others})); bot.__main__.main()"
    command = [sys.executable, "-c", bare, "export", "--format", "json"]
    exported = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert json.loads(exported.stdout)["pack"]["id"] == "us-japan-2018"
