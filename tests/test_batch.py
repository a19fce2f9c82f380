"""The machine interface, line by line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.batch import MAX_LINE, Batch, run
from bot.lookup.lookup import Lookup
from tests.conftest import PACKS, ROOT


def respond(batch: Batch, request: object) -> dict[str, Any]:
    line = request if isinstance(request, bytes) else json.dumps(request).encode()
    return json.loads(json.dumps(batch.respond(line)))


@pytest.fixture
def batch(shipped: Lookup) -> Batch:
    return Batch(shipped.chronicle, shipped)


def test_an_answer_has_every_field(batch: Batch) -> None:
    result = respond(batch, {"id": "7", "command": "when", "text": "tariffs"})
    assert list(result)[:3] == ["id", "status", "took_us"]
    assert result["id"] == "7"
    assert result["status"] == "answered"
    assert result["message"]
    assert result["suggestions"] == []
    first = result["answers"][0]
    assert first["id"] == "steel-aluminum-tariffs"
    assert first["kind"] == "event"
    assert first["date"] == "2018-03-08"
    assert first["title"]
    assert first["text"]
    assert 0 < first["score"] <= 1
    assert first["citations"][0] == {
        "source": "smith-mcclean-2018",
        "locator": "Chronology, March 8, 2018",
        "text": first["citations"][0]["text"],
    }


def test_ids_come_back_as_they_were(batch: Batch) -> None:
    for name in ("7", 7, None, [1], {"a": 1}, 1.5, True):
        assert respond(batch, {"id": name, "command": "when", "text": "tariffs"})["id"] == name


@pytest.mark.parametrize(
    "line",
    [b"", b"nonsense", b"[1]", b"3", b'"x"', b"null", b"{", b"\xff\xfe", b'{"id": 1e999}', b"[" * 100_000],
)
def test_a_line_that_is_no_object_is_invalid(batch: Batch, line: bytes) -> None:
    result = respond(batch, line)
    assert result["id"] is None
    assert result["status"] == "invalid"
    assert result["message"]


@pytest.mark.parametrize(
    "request_",
    [
        {"command": "when"},
        {"text": "x"},
        {"command": "nonsense", "text": "x"},
        {"command": "when", "text": 3},
        {"command": "when", "text": "x", "today": "soon"},
        {"command": "when", "text": "x", "session": [1]},
        {"command": "when", "text": "x", "session": True},
    ],
)
def test_an_object_that_is_no_question_is_invalid(batch: Batch, request_: dict[str, object]) -> None:
    result = respond(batch, request_)
    assert result["status"] == "invalid"
    assert result["message"]


def test_an_empty_line_is_told_so(batch: Batch) -> None:
    for line in (b"\n", b"  \r\n"):
        assert respond(batch, line)["message"] == "The line is empty."


def test_a_number_of_any_length_is_told_in_our_words(batch: Batch) -> None:
    for digits in ("1" * 500, "1" * 9_000):
        message = respond(batch, f'{{"id": {digits}, "command": "when", "text": "x"}}'.encode())["message"]
        assert message == "The line is not JSON: a number is too large."


def test_the_only_date_of_a_sentence_is_read(batch: Batch) -> None:
    result = respond(batch, {"id": 1, "command": "date", "text": "they met on march 8, 2018 in Tokyo"})
    assert result["span"] == {"start": "2018-03-08", "end": "2018-03-08", "text": "on march 8, 2018"}
    result = respond(batch, {"id": 1, "command": "date", "text": "they met every monday"})
    assert result["status"] == "not_found"


def test_the_id_of_what_is_no_question_by_its_form_is_null(batch: Batch) -> None:
    assert respond(batch, {"id": 1, "command": "nonsense", "text": "x"})["id"] == 1
    assert respond(batch, {"id": 1, "command": "when", "text": "x", "today": "soon"})["id"] == 1
    assert respond(batch, {"id": 1, "command": "when"})["id"] is None
    assert respond(batch, {"id": 1, "command": 3, "text": "x"})["id"] is None


def test_a_line_too_long_is_invalid_and_the_rest_goes_on(batch: Batch) -> None:
    lines = (
        b'{"id":1,"command":"when","text":"'
        + b"x" * (MAX_LINE + 10)
        + b'"}\n{"id":2,"command":"when","text":"tariffs"}\n'
    )
    target = io.BytesIO()
    run(batch, io.BytesIO(lines), target)
    first, second = map(json.loads, target.getvalue().splitlines())
    assert first["status"] == "invalid"
    assert (second["id"], second["status"]) == (2, "answered")


@pytest.mark.parametrize(
    ("text", "today", "start", "end"),
    [
        ("march 8", "2018-05-01", "2018-03-08", "2018-03-08"),
        ("since february 2018", None, "2018-02-01", None),
        ("before 2018-03-08", None, None, "2018-03-07"),
        ("yesterday", "2018-03-01", "2018-02-28", "2018-02-28"),
    ],
)
def test_date_only_reads(
    batch: Batch, text: str, today: str | None, start: str | None, end: str | None
) -> None:
    result = respond(batch, {"id": 1, "command": "date", "text": text, "today": today})
    assert result["status"] == "answered"
    assert (result["span"]["start"], result["span"]["end"]) == (start, end)
    assert result["span"]["text"]


def test_date_says_what_cannot_be(batch: Batch) -> None:
    result = respond(batch, {"id": 1, "command": "date", "text": "february 30"})
    assert result["status"] == "invalid"
    assert "February" in result["message"]
    assert respond(batch, {"id": 1, "command": "date", "text": "purple"})["status"] == "not_found"


def test_sessions_are_conversations_of_their_own(batch: Batch) -> None:
    respond(batch, {"id": 1, "command": "ask", "text": "when was Tillerson dismissed", "session": "a"})
    respond(batch, {"id": 2, "command": "ask", "text": "when did Cohn resign", "session": "b"})
    leaning = respond(batch, {"id": 3, "command": "ask", "text": "who replaced him", "session": "a"})
    assert "Pompeo" in leaning["answers"][0]["text"]


def test_each_line_is_answered_before_the_next_is_read() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "batch", "--knowledge", str(PACKS / "apollo")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(3):
        process.stdin.write(json.dumps({"id": number, "command": "who", "text": "gagarin"}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == number
    process.stdin.close()
    assert process.wait(timeout=60) == 0
    process.stdout.close()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3),
)


@given(
    st.binary(max_size=200)
    | st.dictionaries(st.sampled_from(["id", "command", "text", "session", "today"]), _JSON).map(
        lambda request: json.dumps(request).encode()
    )
)
@settings(max_examples=200, deadline=None)
def test_any_line_is_answered(shipped: Lookup, line: bytes) -> None:
    result = Batch(shipped.chronicle, shipped).respond(line)
    assert result["status"] in {"answered", "not_found", "invalid"}
    assert result["message"]
