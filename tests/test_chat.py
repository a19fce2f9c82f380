"""The prompt, as a whole process: fed through a pipe and from a terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PACKS, ROOT

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "bot", "chat", "--knowledge", str(PACKS / "july-crisis")]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    return kept | {"HOME": str(home), "TERM": "dumb", "NO_COLOR": "1"}


def piped(home: Path, *lines: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        COMMAND, cwd=ROOT, env=environment(home), input=b"\n".join(lines), capture_output=True, check=False
    )


def typed(home: Path, *lines: str) -> tuple[int, str]:
    """Types each line when the prompt stands there; returns the exit status and all that was on the screen."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, env=environment(home), stdin=slave, stdout=slave, stderr=slave, close_fds=True
    )
    os.close(slave)
    screen, pressed = "", ""
    waiting = list(lines)
    prompts = 0
    deadline = monotonic() + 60
    try:
        while True:
            if monotonic() > deadline:
                process.kill()
                pytest.fail(f"the prompt never ended: {screen!r}")
            if waiting and screen.count("› ") > prompts:
                prompts = screen.count("› ")
                pressed = waiting.pop(0)
                os.write(master, pressed.encode())
            if select.select([master], [], [], 2)[0]:
                screen += os.read(master, 65536).decode("utf-8", "replace")
            else:  # a key that comes before the prompt has taken over the terminal may be lost: press it again
                os.write(master, pressed.encode())
    except OSError:  # the other end of the terminal is closed
        pass
    os.close(master)
    return process.wait(timeout=60), screen


def test_piped_questions_are_answered_in_one_conversation(home: Path) -> None:
    done = piped(home, b"who was Tisza", b"what was his office", b"/quit", b"who was Princip")
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert text.count("István Tisza") >= 1
    assert "Prime Minister of Hungary" in text
    assert "Gavrilo Princip" not in text
    assert "\x1b" not in text


def test_the_end_of_the_input_is_the_end(home: Path) -> None:
    done = piped(home)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_help_and_blank_lines(home: Path) -> None:
    done = piped(home, b"", b"   ", b"/help")
    assert done.stdout.decode().startswith("Ask anything")
    assert done.stdout.decode().count("Nothing in") == 0


def test_any_bytes_are_taken(home: Path) -> None:
    done = piped(home, b"\xff\xfe caf\xe9 \x00", b"\x1b[2J", b"who was Princip")
    assert done.returncode == 0
    assert "Gavrilo Princip" in done.stdout.decode()
    assert done.stderr == b""


def test_all_shows_what_the_last_answer_left_out(home: Path) -> None:
    told = piped(home, b"/all", b"july 1914", b"/all").stdout.decode()
    before, short, full = told.split("Nothing has been asked yet.")[0], *told.split("more: /all shows them.")
    assert not before
    assert "--all" not in told
    assert full.count("  • ") > short.count("  • ") > 0


@pytest.mark.parametrize("word", [b"quit", b"Exit", b"/q"])
def test_a_word_that_quits_is_no_question(home: Path, word: bytes) -> None:
    done = piped(home, b"help", word, b"who was Princip")
    assert b"A question may lean" in done.stdout
    assert b"Princip" not in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize("end", ["/quit\r", "\x04"])
def test_at_a_terminal(home: Path, end: str) -> None:
    status, screen = typed(home, "who was Princip\r", end)
    assert status == 0, screen
    assert "The July Crisis" in screen
    assert "Gavrilo Princip" in screen
    assert "Traceback" not in screen


def test_what_was_asked_is_kept_for_oneself(home: Path) -> None:
    typed(home, "who was Princip\r", "\x04")
    history = home / ".local" / "state" / "chronicler" / "history"
    assert "who was Princip" in history.read_text(encoding="utf-8")
    assert history.stat().st_mode & 0o777 == 0o600


def test_a_home_that_cannot_be_written_is_no_trouble(home: Path) -> None:
    home.write_text("no folder", encoding="utf-8")
    status, screen = typed(home, "who was Princip\r", "\x04")
    assert status == 0, screen
    assert "Gavrilo Princip" in screen
