# pyright: reportUnknownMemberType=false, reportArgumentType=false
"""The JSON Schema says the same as `check`, and the export has the form that other programs rely on."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.chronicle.citation import cite, cite_briefly
from bot.chronicle.export import to_json
from bot.chronicle.loader import load
from bot.chronicle.model import Source
from bot.chronicle.schema import schema_of, schemas
from tests.conftest import PACKS, ROOT, SHIPPED


class _Plain(yaml.SafeLoader):
    """Reads dates as they are written: the schema speaks of text."""


_Plain.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: str(node.value))


@pytest.mark.parametrize("part", list(schemas()))
def test_the_packs_of_this_project_fit(part: str) -> None:
    validator = Draft202012Validator(schema_of(part))
    for folder in (SHIPPED, PACKS / "apollo", PACKS / "july-crisis"):
        files = [folder / f"{part}.yaml", *(folder / part).glob("*.yaml")]
        for file in filter(lambda path: path.is_file(), files):
            data: Any = yaml.load(file.read_text("utf-8"), _Plain)  # noqa: S506 - a safe loader
            assert list(validator.iter_errors(data)) == [], file


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "x", "date": "1900-01-01", "text": "y"},
        {"id": "Not Kebab", "date": "1900", "text": "y", "cite": {"source": "a", "at": "b"}},
        {"id": "x", "date": "soon", "text": "y", "cite": {"source": "a", "at": "b"}},
        {"id": "x", "date": "1900", "text": "y", "cite": {"source": "a", "at": "b"}, "colour": "red"},
    ],
)
def test_a_wrong_event_does_not_fit(entry: dict[str, object]) -> None:
    assert not Draft202012Validator(schema_of("events")).is_valid([entry])


@pytest.mark.parametrize("part", list(schemas()))
def test_the_files_that_editors_read_are_the_schema(part: str) -> None:
    path = ROOT / "knowledge" / "schema" / f"{part}.schema.json"
    assert json.loads(path.read_text("utf-8")) == schema_of(part)


def test_the_export_holds_everything_and_its_citations() -> None:
    chronicle = load(SHIPPED)
    exported: Any = json.loads(json.dumps(to_json(chronicle)))
    assert list(exported) == ["pack", "sources", "events", "facts", "people", "terms"]
    for kind in ("events", "facts", "people", "terms"):
        for entry in exported[kind]:
            assert entry["id"]
            assert entry["text"]
            assert "date" in entry
            assert all(citation["source"] and citation["locator"] for citation in entry["citations"])
    assert len(exported["events"]) == 43


ARTICLE = {
    "id": "a",
    "author": [{"given": "Ann B.", "family": "Miller"}, {"given": "Carl", "family": "Roe"}],
    "container-title": "A Journal",
    "volume": 3,
    "issue": 2,
    "page": "11-18",
    "issued": "2018-05",
}


def test_citations_are_written_as_scholars_do() -> None:
    article = Source("a", "article-journal", "A Title: With More", ARTICLE)
    full = "Ann B. Miller and Carl Roe, “A Title: With More,” A Journal 3, no. 2 (May 2018): 11–18, p. 12."
    assert cite(article, "p. 12") == full
    assert cite_briefly(article, "p. 13") == "Miller and Roe, “A Title,” p. 13."
    book = Source("b", "book", "A Book", {"author": "Ann Miller", "issued": {"date-parts": [[1999]]}})
    assert cite(book, "p. 7") == "Ann Miller, A Book (1999), p. 7."
    assert cite(Source("c", "document", "Papers", {}), "No. 4") == "Papers, No. 4."
