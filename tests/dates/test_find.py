"""Expressions inside questions."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dates import Invalid, Reading, Settings, Span, find, read_within

EARLY_2018 = Settings(today=date(2018, 4, 20), period=Span(date(2018, 1, 1), date(2018, 4, 30)))

FOUND = [
    ("what happened on march 8?", "on march 8", "2018-03-08", "2018-03-08"),
    ("what happened between March 15 and 18?", "between March 15 and 18", "2018-03-15", "2018-03-18"),
    ("who ran the ministry in april", "in april", "2018-04-01", "2018-04-30"),
    ("may I ask what they signed in may", "in may", "2018-05-01", "2018-05-31"),
    ("what was new the week of march 5", "the week of march 5", "2018-03-05", "2018-03-11"),
    ("anything between jan 22 and now?", "between jan 22 and now", "2018-01-22", "2018-04-20"),
    ("tariffs march 2018", "march 2018", "2018-03-01", "2018-03-31"),
    ("March tariffs", "March", "2018-03-01", "2018-03-31"),
    ("the news of march and april", "march and april", "2018-03-01", "2018-04-30"),
    ("all of the events before march 8", "before march 8", None, "2018-03-07"),
    ("everything since feb 1", "since feb 1", "2018-02-01", None),
    ("the news from march 8", "march 8", "2018-03-08", "2018-03-08"),
    ("what happened from march 8 to april 2?", "from march 8 to april 2", "2018-03-08", "2018-04-02"),
    ("what came after Mar. 22, 2018?", "after Mar. 22, 2018", "2018-03-23", None),
    ("signed on March 8 2018 in Chile by 11 countries", "on March 8 2018", "2018-03-08", "2018-03-08"),
    ("what did they say on the eighth of febuary", "on the eighth of febuary", "2018-02-08", "2018-02-08"),
    ("what was said in early march 2018 in Tokyo", "in early march 2018", "2018-03-01", "2018-03-10"),
    ("who visited last week", "last week", "2018-04-09", "2018-04-15"),
    ("did they announce it by friday", "by friday", None, "2018-04-20"),
    ("what happened 3/8", "3/8", "2018-03-08", "2018-03-08"),
    ("the talks of april 17-18, who came?", "april 17-18", "2018-04-17", "2018-04-18"),
    ("elections in 1984", "in 1984", "1984-01-01", "1984-12-31"),
    (
        "what came in the two weeks after march 8",
        "in the two weeks after march 8",
        "2018-03-09",
        "2018-03-22",
    ),
    (
        "all after march 8 but before march 22",
        "after march 8 but before march 22",
        "2018-03-09",
        "2018-03-21",
    ),
    ("what was said march 8 at 5 pm in Tokyo", "march 8 at 5 pm", "2018-03-08", "2018-03-08"),
    ("by the end of the year 137 people had died", "by the end of the year", None, "2018-12-31"),
    ("the phone call on the very evening of March 8", "evening of March 8", "2018-03-08", "2018-03-08"),
    (
        "four months after the beginning of the year",
        "four months after the beginning of the year",
        "2018-05-01",
        "2018-05-01",
    ),
    ("which week in march was it", "in march", "2018-03-01", "2018-03-31"),
]

NOTHING = [
    "where did the paratroopers land on the first day?",
    "did troops march on the capital?",
    "may I ask something",
    "they may be late",
    "the march of progress",
    "what did they say at the 9th meeting",
    "25 percent on steel and 10 percent on aluminum",
    "section 232",
    "128 products",
    "2018 products",
    "the vote was 57-42",
    "$50 billion in goods",
    "5 g7 leaders",
    "11 countries of the G7",
    "for the third time",
    "the second summit",
    "who sat beside him in the sun",
    "where is he now",
    "the 3rd quarter of the moon",
    "24/7 coverage",
    "what did mark say in match 8",
    "from march 8 to the summit",
    "between jan 22 and the summit",
    "between the summit and march 8",
    "one week later",
    "a sunny day for the money",
    "999999999999999 march",
    "march 999999999999999",
    "an august body",
    "Jan Smuts in Pretoria",
    "the fall of the wall",
    "spring into action",
    "they sat down",
    "how many roughly sat in the group",
    "the opening weeks",
    "a week in the sun",
    "who agreed within two weeks",
    "the last week of the war",
    "the next day of the talks",
    "what happened the following day",
    "and the same week",
    "also on that same weekend",
    "late in the previous year",
    "under the next five-year plan",
    "during the last 3 day visit",
    "everything except march",
    "every event not in march",
    "the last few days of march",
    "a few days before march 8",
    "in the weeks after march 8",
    "the turn of the 20th century",
    "the budget of fiscal 2018",
    "the school year 2017-18",
    "a man in his sixties",
    "10-12 items",
    "who opened the Winter Olympics",
    "a march for our lives",
    "at 10 to 12 degrees",
]


@pytest.mark.parametrize(("question", "text", "start", "end"), FOUND)
def test_finds(question: str, text: str, start: str | None, end: str | None) -> None:
    (found,) = find(question, EARLY_2018)
    assert isinstance(found, Reading)
    assert found.text == text == question[found.start : found.end]
    assert found.span == Span(_day(start), _day(end))


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


@pytest.mark.parametrize("question", NOTHING)
def test_finds_nothing(question: str) -> None:
    assert find(question, EARLY_2018) == ()


@pytest.mark.parametrize(
    "question", ["what about feb 30?", "what happened on 13/45", "who met on april 31st"]
)
def test_finds_what_cannot_be(question: str) -> None:
    (found,) = find(question, EARLY_2018)
    assert isinstance(found, Invalid)


def test_finds_two_that_do_not_meet() -> None:
    first, last = find("what happened on march 8 and on march 22?", EARLY_2018)
    assert (first.text, last.text) == ("on march 8", "on march 22")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("the deadline is tomorrow", "2018-04-21"),
        ("I'll go back Oct. 2, 2018", "2018-10-02"),
        ("the summit of march 8", "2018-03-08"),
        ("lunch with them on march 8 at 5pm", "2018-03-08"),
        ("news from march 8", "2018-03-08"),
        ("the armistice of march 8", "2018-03-08"),
        ("yesterday's news", "2018-04-19"),
        ("who was president on march 8", "2018-03-08"),
        ("all letters of march 8", "2018-03-08"),
    ],
)
def test_the_only_expression_of_a_text(text: str, day: str) -> None:
    found = read_within(text, EARLY_2018)
    assert isinstance(found, Reading)
    assert found.span == Span(_day(day), _day(day))


@pytest.mark.parametrize(
    "text",
    [
        "every monday", "none of march", "march 8 or so", "two of the next week", "half of march", "march 8 and may 9",
        "third pigeon of march 8", "between jan 22 and whatever", "except march 8", "the christmas season",
        "Ramadan 2018", "the seventies show", "midway through march", "the depths of winter 2018", "a march in march",
        "the anniversary of march 8", "a friday in april 2018", "tomorrow never dies",
        "outside march 2018", "unlike march 2018", "march 2018 excluded", "neither march 8 2018", "instead of march 8",
        "apart from march 2018", "march 8 at least", "march 15-18 percent", "well into march 2018",
        "monday's child", "the day after tomorrow's meeting", "in her 30s", "three days after the summit in march",
    ],
)  # fmt: skip
def test_words_that_could_belong_to_it_leave_a_text_unread(text: str) -> None:
    assert read_within(text, EARLY_2018) is None


@pytest.mark.parametrize(
    ("question", "texts", "days"),
    [
        ("what happened on march 8 and 22?", ["on march 8", "22"], ["2018-03-08", "2018-03-22"]),
        ("the 8th and 22nd of april", ["the 8th", "22nd of april"], ["2018-04-08", "2018-04-22"]),
        ("march 8, 9, 12", ["march 8", "9", "12"], ["2018-03-08", "2018-03-09", "2018-03-12"]),
        ("march 8 or 22, 2017", ["march 8", "22, 2017"], ["2017-03-08", "2017-03-22"]),
    ],
)  # fmt: skip
def test_finds_days_named_one_by_one(question: str, texts: list[str], days: list[str]) -> None:
    found = find(question, EARLY_2018)
    assert [each.text for each in found] == texts
    assert [str(each.span.start) for each in found if isinstance(each, Reading)] == days


def test_a_number_of_something_is_no_further_day() -> None:
    (found,) = find("on march 8 and 22 people died", EARLY_2018)
    assert found.text == "on march 8"


def test_one_date_tells_the_order_of_another() -> None:
    first, last = find("signed on 1/5/2018, in force on 31/5/2018", EARLY_2018)
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert (first.span.start, last.span.start) == (date(2018, 5, 1), date(2018, 5, 31))


def test_the_period_decides_the_year() -> None:
    settings = Settings(today=date(2026, 7, 1), period=EARLY_2018.period)
    (found,) = find("in march", settings)
    assert isinstance(found, Reading)
    assert found.span.start == date(2018, 3, 1)


def test_without_today_there_is_no_yesterday() -> None:
    assert find("what happened yesterday", Settings()) == ()
    assert find("between march 8 and now", Settings(period=EARLY_2018.period)) == ()
