"""Citations in the style of Chicago notes, from whichever CSL fields a pack gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chronicle.citation import cite, cite_briefly
from bot.chronicle.model import Source

LEAF = {"given": "Ann", "family": "Leaf"}
POT = {"given": "Ben", "family": "Pot"}
CASES: list[tuple[str, dict[str, object], str, str]] = [
    ("book", {}, "A Diary: Years of Tea, p. 3.", "A Diary, p. 3."),
    (
        "book",
        {"author": [LEAF], "publisher": "Kettle Press", "issued": "1903"},
        "Ann Leaf, A Diary: Years of Tea (Kettle Press, 1903), p. 3.",
        "Leaf, A Diary, p. 3.",
    ),
    (
        "book",
        {"author": LEAF, "issued": "1903/1905"},
        "Ann Leaf, A Diary: Years of Tea (1903–1905), p. 3.",
        "Leaf, A Diary, p. 3.",
    ),
    (
        "book",
        {"author": [LEAF, POT, {"literal": "The Tea Board"}], "issued": {"date-parts": [[1903, 5, 1]]}},
        "Ann Leaf, Ben Pot and The Tea Board, A Diary: Years of Tea (May 1, 1903), p. 3.",
        "Leaf, Pot and The Tea Board, A Diary, p. 3.",
    ),
    (
        "article-journal",
        {"author": [LEAF, POT, LEAF, POT], "container-title": "Tea", "volume": "3", "issue": "2", "page": "1-9"},
        "Ann Leaf et al., “A Diary: Years of Tea,” Tea 3, no. 2: 1–9, p. 3.",
        "Leaf et al., “A Diary,” p. 3.",
    ),
    ("webpage", {"issued": "1903-05"}, "“A Diary: Years of Tea,” May 1903, p. 3.", "“A Diary,” p. 3."),
    (
        "book",
        {"author": {"given": "Ludwig", "non-dropping-particle": "van", "family": "Kann"}},
        "Ludwig van Kann, A Diary: Years of Tea, p. 3.",
        "Kann, A Diary, p. 3.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "csl", "full", "brief"), CASES)
def test_citations(kind: str, csl: dict[str, object], full: str, brief: str) -> None:
    source = Source("diary", kind, "A Diary: Years of Tea", csl)
    assert cite(source, "p. 3") == full
    assert cite_briefly(source, "p. 3") == brief


_ANY = st.recursive(
    st.none() | st.text(max_size=5) | st.sampled_from(["2018-05", "2018-99", "1999/2001"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "given", "literal", "date-parts", "year"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)
_FIELDS = st.sampled_from(["author", "editor", "issued", "page", "volume", "issue", "container-title"])


@given(st.dictionaries(_FIELDS, _ANY), st.sampled_from(["book", "article-journal"]))
def test_fields_of_any_form_are_cited_somehow(csl: dict[str, object], kind: str) -> None:
    source = Source("diary", kind, "A Diary", csl)
    assert "A Diary" in cite(source, "p. 3")
    assert "A Diary" in cite_briefly(source, "p. 3")
