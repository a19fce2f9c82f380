"""Each kind of problem, word for word: where it is, what is wrong, and what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.chronicle.loader import PackError, check, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Spoil = tuple[str, str, str]
CITE = "cite: {source: diary, at: Preface}"
CASES: dict[str, tuple[Spoil, str]] = {
    "unknown key": (
        ("events.yaml", "  people: ann-leaf", "  poeple: ann-leaf"),
        "events.yaml:5:3: unknown key poeple; did you mean people?",
    ),
    "unknown key in the head": (
        ("pack.yaml", "title: The Tea War", "title: The Tea War\ntimezon: UTC"),
        "pack.yaml:3:1: unknown key timezon; did you mean timezone?",
    ),
    "list for text": (
        ("terms.yaml", "text: It sang.", "text: [It sang.]"),
        "terms.yaml:3:9: text takes plain text, not a sequence; write it on one line",
    ),
    "mapping for text": (
        ("terms.yaml", "name: The kettle", "name: {The: kettle}"),
        "terms.yaml:2:9: name takes plain text, not a mapping; write it on one line",
    ),
    "text for a citation": (
        ("terms.yaml", CITE, "cite: Preface"),
        "terms.yaml:4:9: cite takes mappings, such as {source: …, at: …}",
    ),
    "text for an office": (
        ("people.yaml", "    - title: keeper of the pot", "    - queen\n    - title: keeper of the pot"),
        "people.yaml:7:7: offices takes mappings, such as {title: …}",
    ),
    "impossible day": (
        ("events.yaml", "1901-03-08", "1901-02-30"),
        "events.yaml:2:9: date: February 1901 has 28 days, not 30",
    ),
    "impossible month": (
        ("events.yaml", "1901-03-08", "1901-13-08"),
        "events.yaml:2:9: date: 1901-13-08 has no month 13; months run from 01 to 12",
    ),
    "no EDTF": (
        ("events.yaml", "1901-03-08", "March 8"),
        "events.yaml:2:9: date: “March 8” is no EDTF date;"
        " write 2018-03-08, 2018-03, 2018 or 2018-03-15/2018-03-18",
    ),
    "slashes in a day": (
        ("events.yaml", "1901-03-08", "8/3/1901"),
        "events.yaml:2:9: date: “8/3/1901” is no EDTF date;"
        " write 2018-03-08, 2018-03, 2018 or 2018-03-15/2018-03-18",
    ),
    "ends before it begins": (
        ("events.yaml", "1902-05-01/1902-05-03", "1902-05-03/1902-05-01"),
        "events.yaml:9:9: date: 1902-05-03/1902-05-01 ends before it begins",
    ),
    "open at both ends": (
        ("events.yaml", "1901-03-08", "../.."),
        "events.yaml:2:9: date is open at both ends; give at least one",
    ),
    "open period": (
        ("pack.yaml", "1902-12-31", ".."),
        "pack.yaml:3:9: the period has an open end; give its first and last day",
    ),
    "office that ends before it begins": (
        ("people.yaml", "until: 1902", "until: 1900"),
        "people.yaml:9:14: until 1900 is before since 1901-03; swap or mend them",
    ),
    "id twice": (
        ("terms.yaml", "- id: kettle", "- id: truce"),
        "terms.yaml:1:7: the id truce stands already in events.yaml:7; rename one",
    ),
    "id not kebab-case": (
        ("terms.yaml", "- id: kettle", "- id: The Kettle"),
        "terms.yaml:1:7: the id 'The Kettle' is not kebab-case; write small-letters-and-hyphens",
    ),
    "key twice": (
        ("terms.yaml", "  text: It sang.", "  text: It sang.\n  text: It hissed."),
        "terms.yaml:4:3: the key text stands twice; keep one",
    ),
    "source twice": (
        ("pack.yaml", "id: gazette", "id: diary"),
        "pack.yaml:6:10: the source diary stands twice; rename one",
    ),
    "unknown person": (
        ("events.yaml", "people: ann-leaf", "people: [ann-laef]"),
        "events.yaml:5:12: people: there is no ann-laef; did you mean ann-leaf?",
    ),
    "unknown term": (
        ("events.yaml", "terms: [kettle]", "terms: [zzzz]"),
        "events.yaml:6:11: terms: there is no zzzz; known: kettle",
    ),
    "unknown related entry": (
        ("events.yaml", "related: [first-cup]", "related: [frist-cup]"),
        "events.yaml:12:13: related: there is no frist-cup; did you mean first-cup?",
    ),
    "unknown source": (
        ("terms.yaml", "source: diary", "source: dairy"),
        "terms.yaml:4:18: unknown source dairy; did you mean diary?",
    ),
    "unknown source of a dispute": (
        ("events.yaml", "    cite: {source: gazette", "    cite: {source: gazete"),
        "events.yaml:17:20: unknown source gazete; did you mean gazette?",
    ),
    "no citation": (
        ("terms.yaml", f"  {CITE}\n", ""),
        "terms.yaml:1:3: cite is missing; add `cite: …`",
    ),
    "empty citation": (
        ("terms.yaml", CITE, "cite: []"),
        "terms.yaml:4:9: cite is empty; name at least one",
    ),
    "citation without a place": (
        ("terms.yaml", CITE, "cite: {source: diary}"),
        "terms.yaml:4:9: at is missing; add `at: …`",
    ),
    "blank text": (
        ("terms.yaml", "text: It sang.", "text: '  '"),
        "terms.yaml:3:9: text is empty; write it or leave the key out",
    ),
    "null text": (
        ("terms.yaml", "text: It sang.", "text: ~"),
        "terms.yaml:3:9: text is empty; write it or leave the key out",
    ),
    "blank alias": (
        ("people.yaml", "[Leaf]", "[Leaf, '']"),
        "people.yaml:3:19: aliases is empty; write it or leave the key out",
    ),
    "alias of two": (
        ("terms.yaml", "name: The kettle", "name: The kettle\n  aliases: [pot, LEAF]"),
        "terms.yaml:3:18: LEAF names ann-leaf too; keep it for one of them",
    ),
    "alias that is a name": (
        ("people.yaml", "[Leaf]", "[Leaf, the kettle]"),
        "terms.yaml:2:9: The kettle names ann-leaf too; keep it for one of them",
    ),
    "missing date": (
        ("events.yaml", "  date: 1901-03-08\n", ""),
        "events.yaml:1:3: date is missing; add `date: …`",
    ),
    "missing title": (
        ("pack.yaml", "title: The Tea War\n", ""),
        "pack.yaml:1:1: title is missing; add `title: …`",
    ),
    "source without a title": (
        ("pack.yaml", "{id: gazette, title: The Gazette}", "{id: gazette}"),
        "pack.yaml:6:5: a source needs title; add what is missing",
    ),
    "source that is text": (
        ("pack.yaml", "sources:", "sources:\n  - almanac"),
        "pack.yaml:5:5: a source is a mapping, such as {id: …, title: …}",
    ),
    "entry that is text": (
        ("terms.yaml", "- id: kettle", "- pot\n- id: kettle"),
        "terms.yaml:1:3: an entry is a mapping; begin it with `- id: …`",
    ),
    "number for text": (
        ("terms.yaml", "text: It sang.", "text: 12"),
        "terms.yaml:3:9: text takes text, and 12 is a number; put it in quotes",
    ),
    "yes for a name": (
        ("terms.yaml", "name: The kettle", "name: yes"),
        "terms.yaml:2:9: name takes text, and yes is true or false to YAML; put it in quotes",
    ),
    "unknown language": (
        ("pack.yaml", "title: The Tea War", "title: The Tea War\nlanguage: ../en"),
        "pack.yaml:3:11: ../en is no code of a language; write one such as en",
    ),
    "unknown time zone": (
        ("pack.yaml", "title: The Tea War", "title: The Tea War\ntimezone: Mars/Phobos"),
        "pack.yaml:3:11: there is no time zone Mars/Phobos; write one such as Asia/Tokyo",
    ),
    "key that is a list": (
        ("terms.yaml", "  text: It sang.", "  ? [a]\n  : b\n  text: It sang."),
        "terms.yaml:3:5: a key is one word, not a sequence; write `key: value`",
    ),
}
FOLLOWED = {"id twice", "id not kebab-case", "source twice", "source without a title"}
"""Mistakes that others follow from: what refers to the spoilt id is told too."""


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder)]


def test_the_good_pack_has_no_problems(good: Path) -> None:
    assert told(good) == []


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_told_once_at_its_place(
    good: Path, edit: Callable[[str, str, str], None], name: str
) -> None:
    spoil, expected = CASES[name]
    edit(*spoil)
    if name in FOLLOWED:
        assert expected in told(good)
    else:
        assert told(good) == [expected]
    with pytest.raises(PackError) as raised:
        load(good)
    assert expected in str(raised.value)


def test_all_are_told_at_once_in_order(good: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("pack.yaml", "1902-12-31", "1902-12-32")
    edit("terms.yaml", "source: diary", "source: dairy")
    edit("events.yaml", "people: ann-leaf", "people: ann-laef")
    edit("events.yaml", "1901-03-08", "1901-02-30")
    places = [line.split(": ")[0] for line in told(good)]
    assert places == ["events.yaml:2:9", "events.yaml:5:11", "pack.yaml:3:9", "terms.yaml:4:18"]


def test_an_event_may_go_by_the_name_of_a_term(good: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("events.yaml", "[the peace]", "[the kettle]")
    assert told(good) == []


def test_two_events_may_not_share_an_alias(good: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("events.yaml", "  people: ann-leaf", "  aliases: [The Peace]")
    assert told(good) == ["events.yaml:13:13: the peace names first-cup too; keep it for one of them"]


def test_words_are_read_as_they_are_written(good: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("terms.yaml", "at: Preface", "at: 1901")
    edit("people.yaml", "[Leaf]", "[No, 007, 1e3, 1901-03-08]")
    assert told(good) == []
    assert load(good).people[0].aliases == ("No", "007", "1e3", "1901-03-08")


def test_a_file_or_folder_that_nothing_reads_is_told(good: Path) -> None:
    (good / "facts").write_text("- id: x", encoding="utf-8")
    for name in (
        "fact.yaml",
        "terms.yml",
        "event/1901.yaml",
        "people/others.yml",
        "terms/old/tea.yaml",
        "questions.yaml",
        "README.md",
    ):
        (good / name).parent.mkdir(parents=True, exist_ok=True)
        (good / name).write_text("", encoding="utf-8")
    assert told(good) == [
        "event:1:1: nothing reads event; call it events",
        "fact.yaml:1:1: nothing reads fact.yaml; call it facts.yaml",
        "facts:1:1: nothing reads facts; call it facts.yaml",
        "people/others.yml:1:1: nothing reads others.yml; call it others.yaml",
        "terms.yml:1:1: nothing reads terms.yml; call it terms.yaml",
        "terms/old/tea.yaml:1:1: nothing reads tea.yaml; call it terms/tea.yaml",
    ]


def test_the_files_of_a_folder_are_one_list(good: Path) -> None:
    (good / "events").mkdir()
    (good / "events.yaml").rename(good / "events" / "1901.yaml")
    (good / "events" / "1902.yaml").write_text("- id: first-cup\n", encoding="utf-8")
    twice = "events/1902.yaml:1:7: the id first-cup stands already in events/1901.yaml:1; rename one"
    assert twice in told(good)
