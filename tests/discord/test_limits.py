"""Discord's limits, kept by whatever stands in a pack or is typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chronicle.model import Citation, Dispute, Entry, Kind
from bot.discord.answering import content_of, lay_out, lay_out_entry
from bot.discord.controls import custom_id, parse
from bot.discord.keys import LONGEST, key
from bot.discord.knowledge import Edition, Reply
from bot.discord.panel import MOST_OPTIONS, Asked, Panel, asked_of, page_id, view_of
from bot.lookup.answer import Answer, Found, Status
from bot.lookup.lookup import Lookup
from bot.render import limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

ASKER = 2**63
IDS = st.from_regex(r"[a-z][a-z0-9-]{0,200}", fullmatch=True)
LONG = st.text(max_size=5000) | st.text("*_`~|\\[]<>@#: \n", max_size=5000) | st.just("word " * 900)


def entries(ids: Sequence[str], texts: Sequence[str], lookup: Lookup) -> tuple[Entry, ...]:
    """Entries with any ids and texts, related to each other."""
    (source,) = list(lookup.chronicle.sources)[:1]
    citation = (Citation(source, texts[-1] or "p. 1"),)
    return tuple(
        Entry(
            id=name,
            kind=list(Kind)[number % 4],
            title=texts[number % len(texts)] or "x",
            text=texts[(number + 1) % len(texts)] or "x",
            citations=citation,
            date=None,
            span=None,
            place=texts[0],
            related=tuple(ids),
            disputed=(Dispute(texts[0] or "x", citation, None, None),) * 3,
        )
        for number, name in enumerate(ids)
    )


def assert_kept(content: dict[str, Any], view: discord.ui.View | None) -> None:
    """What Discord would check."""
    if "embed" in content:
        embed: discord.Embed = content["embed"]
        assert 0 < len(embed.title or "") <= limits.TITLE
        assert len(embed.description or "") <= limits.DESCRIPTION
        assert len(embed.fields) <= limits.FIELDS
        assert all(0 < len(str(field.name)) <= limits.FIELD_NAME for field in embed.fields)
        assert all(0 < len(str(field.value)) <= limits.FIELD_VALUE for field in embed.fields)
        assert len(embed.footer.text or "") <= limits.FOOTER
        assert len(embed) <= limits.EMBED
    else:
        assert 0 < len(content["content"]) <= limits.MESSAGE
    rows = view.to_components() if view else []
    assert len(rows) <= 5
    names = [item["custom_id"] for row in rows for item in row["components"]]
    assert len(names) == len(set(names))
    for row in rows:
        assert len(row["components"]) <= 5
        for item in row["components"]:
            assert len(item["custom_id"]) <= limits.CUSTOM_ID
            assert parse(item["custom_id"]), "the press would find nobody"
            assert len(item.get("label") or "") <= limits.BUTTON
            assert len(item.get("placeholder") or "") <= 150
            options = item.get("options", [])
            assert len(options) <= MOST_OPTIONS
            assert len({option["value"] for option in options}) == len(options)
            for option in options:
                assert 0 < len(option["label"]) <= limits.OPTION
                assert 0 < len(option["value"]) <= limits.OPTION
                assert len(option.get("description") or "") <= limits.OPTION


@settings(deadline=None, max_examples=60)
@given(
    st.lists(IDS, min_size=1, max_size=40, unique=True),
    st.lists(LONG, min_size=2, max_size=4),
    LONG,
    st.integers(0, 9),
    st.booleans(),
)
async def test_any_answer_fits(
    july: Lookup, ids: list[str], texts: list[str], question: str, page: int, in_order: bool
) -> None:
    made = entries(ids, texts, july)
    chronicle = replace(july.chronicle, events=made, by_id={one.id: one for one in made})
    edition = replace(Edition.of(july), _by_key={key(one): one for one in made})
    lookup: Any = type("Held", (), {"chronicle": chronicle})()
    edition = replace(edition, lookup=lookup)
    asked = Asked("ask", question, page)
    answers = [
        Answer(Status.ANSWERED, question or "x", tuple(Found(one, 1.0) for one in made)),
        Answer(Status.NOT_FOUND, question or "x", (), made),
        Answer(Status.INVALID, question or "x"),
    ]
    shown = [lay_out(Reply(one, edition, in_order=in_order), ASKER, asked) for one in answers]
    shown.append(lay_out_entry(made[0], edition, ASKER, made[:MOST_OPTIONS], asked))
    for one in shown:
        for may_embed in (True, False):
            assert_kept(content_of(one.card, may_embed=may_embed), view_of(one.panel, edition))


def test_labels_of_suggestions_are_short_unless_they_would_be_the_same(july: Lookup) -> None:
    ends = ("the first telegram of the day", "the second telegram of the day")
    apart = [f"{end}, which arrived in the embassy after noon" for end in ends]
    alike = [f"The ambassador handed over {end}" for end in ends]
    edition = Edition.of(july)
    for titles, longest in ((apart, limits.LABEL), (alike, limits.BUTTON)):
        made = [
            replace(one, title=title)
            for one, title in zip(entries(["a", "b"], ["x", "x"], july), titles, strict=True)
        ]
        view = view_of(Panel(ASKER, suggestions=tuple(made)), edition)
        assert view
        labels = [item["label"] for row in view.to_components() for item in row["components"]]
        assert len(set(labels)) == len(titles)
        assert all(len(label) <= longest for label in labels)


@given(IDS, IDS)
def test_keys_are_short_and_tell_entries_apart(july: Lookup, one: str, other: str) -> None:
    entry = july.chronicle.events[0]
    keys = [key(replace(entry, id=name)) for name in (one, other)]
    assert all(len(name.encode()) <= LONGEST for name in keys)
    assert (keys[0] == keys[1]) == (one == other)
    assert len(custom_id("e", ASKER, keys[0])) <= limits.CUSTOM_ID


@given(st.text(max_size=80), st.integers(0, 9999))
def test_what_a_page_button_asks_is_read_back(text: str, page: int) -> None:
    name = page_id(ASKER, Asked("between", text, page))
    if name is not None:
        press = parse(name)
        assert press is not None
        assert asked_of(press.rest) == Asked("between", text, page)


@given(st.text())
def test_what_is_no_id_of_ours_is_nobodys(text: str) -> None:
    press = parse(text)
    assert press is None or text.startswith("chr1:")
