"""Every command, asked by prefix, by slash and by mention, in a server and in direct messages."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from discord.ext import commands

from bot.render import limits
from tests.discord.conftest import World


class Case(NamedTuple):
    """A command, its option and what is written there, and how the title of the answer begins."""

    command: str
    option: str
    text: str
    title: str


CASES = [
    Case("when", "topic", "tillerson sacked", "Tuesday, March 13, 2018: "),
    Case("who", "person", "bolton", "John Bolton"),
    Case("what", "term", "cptpp", "Thursday, March 8, 2018: CPTPP"),
    Case("on", "date", "march 8", "March 8, 2018: "),
    Case("between", "days", "march 1 and march 15", "March 1–15, 2018: "),
    Case("ask", "question", "who resigned over the tariffs?", "Tuesday, March 6, 2018: Gary Cohn resigns"),
    Case("timeline", "topic", "abe", "abe: "),
    Case("sources", "", "", "Sources"),
    Case("help", "", "", "Ask me about US-Japan relations"),
    Case("about", "", "", "US-Japan relations, January to April 2018"),
]
each = pytest.mark.parametrize("case", CASES, ids=[case.command for case in CASES])


@each
async def test_by_prefix(world: World, case: Case) -> None:
    await world.ann.send(world.channel, f"!{case.command} {case.text}")
    assert str(world.card.title).startswith(case.title)


@each
async def test_by_slash(world: World, case: Case) -> None:
    options = {case.option: case.text} if case.option else {}
    result = await world.ann.slash(world.channel, case.command, **options)
    assert result.response is not None
    assert str(result.response.embeds[0].title).startswith(case.title)


@each
async def test_by_mention(world: World, case: Case) -> None:
    await world.ann.send(world.channel, f"{world.me} {case.command} {case.text}")
    assert str(world.card.title).startswith(case.title)


@each
async def test_in_direct_messages(world: World, case: Case) -> None:
    await world.ann.user.send_dm(f"{case.command} {case.text}")
    answer = world.ann.user.dm_channel.last_message
    assert answer is not None
    assert str(answer.embeds[0].title).startswith(case.title)


@pytest.mark.parametrize("text", ["!random", "<@{me}> random"])
async def test_any_entry(world: World, text: str) -> None:
    titles = {event.title for event in world.bot.knowledge.edition.chronicle.events}
    await world.ann.send(world.channel, text.format(me=world.user.id))
    assert str(world.card.title).split(": ", 1)[1] in titles
    result = await world.ann.slash(world.channel, "random")
    assert result.response is not None
    assert str(result.response.embeds[0].title).split(": ", 1)[1] in titles


async def test_an_answer_has_its_day_statement_people_citation_and_colour(world: World) -> None:
    await world.ann.send(world.channel, "!when did trump and abe telephone about the meeting with kim?")
    card = world.card
    assert card.title == (
        "Thursday, March 8, 2018: Trump and Abe speak by telephone about the planned meeting with Kim"
    )
    assert "spoke by telephone" in str(card.description)
    assert ("People", "Donald Trump, Shinzo Abe, Kim Jong Un") in [(f.name, f.value) for f in card.fields]
    assert "Comparative Connections" in str(card.footer.text)
    assert "Chronology, March 8, 2018" in str(card.footer.text)
    assert card.colour is not None
    await world.ann.send(world.channel, "!who abe")
    assert world.card.colour != card.colour


async def test_disagreement_of_the_source_is_marked(world: World) -> None:
    await world.ann.send(world.channel, "!what cptpp")
    assert "⚠ The source disagrees with itself" in [field.name for field in world.card.fields]


async def test_a_place_is_told(world: World) -> None:
    await world.ann.send(world.channel, "!when did abe meet admiral harris?")
    assert ("Place", "Tokyo, Japan") in [(field.name, field.value) for field in world.card.fields]


async def test_a_timeline_is_in_order_whatever_it_begins_with(world: World) -> None:
    await world.ann.send(world.channel, "!timeline tariffs")
    assert str(world.card.title).startswith("tariffs: ")
    assert "Page 1 of" in str(world.card.footer.text)
    assert str(world.card.description).index("January 2018") < str(world.card.description).index("March")


async def test_what_is_not_in_there_is_said_with_suggestions_that_answer(world: World) -> None:
    await world.ann.send(world.channel, "!ask when did trump meet putin?")
    assert "Nothing in" in str(world.card.title)
    suggested = world.labels()
    assert 0 < len(suggested) <= 3
    assert all(len(label) <= limits.LABEL for label in suggested)
    await world.ann.click(world.last, label=suggested[0])
    assert suggested[0].removesuffix(limits.ELLIPSIS) in str(world.card.title)
    assert world.card.footer.text


async def test_nothing_near_is_said_with_a_hint(world: World) -> None:
    await world.ann.send(world.channel, "!ask zebra xylophone quark?")
    assert "Nothing in" in str(world.card.title)
    assert "help" in str(world.card.description)


async def test_senseless_dates_are_told(world: World) -> None:
    await world.ann.send(world.channel, "!on february 30")
    assert world.card.title == "February 2018 has 28 days, so there is no February 30."


async def test_a_question_may_lean_on_the_one_before(world: World) -> None:
    await world.ann.send(world.channel, "!ask when was tillerson dismissed?")
    await world.ann.send(world.channel, "!ask and who succeeded him?")
    assert "Pompeo" in f"{world.card.title} {world.card.description}"


async def test_what_others_asked_is_not_leant_on(world: World) -> None:
    await world.ann.send(world.channel, "!ask when was tillerson dismissed?")
    await world.ben.send(world.channel, "!ask and when was that?")
    assert "Tillerson" not in str(world.card.title)
    await world.ann.send(world.channel, "!ask and when was that?")
    assert "Tillerson" in str(world.card.title)


async def test_a_command_alone_gets_an_example(world: World) -> None:
    await world.ann.send(world.channel, "!who")
    assert world.last.content == "Please say what you want to know, such as: `!who Donald Trump`"
    assert [type(error) for error in world.env.errors] == [commands.MissingRequiredArgument]


async def test_other_bots_and_other_commands_are_left_alone(world: World) -> None:
    await world.ann.send(world.channel, "!nonsense")
    await world.ann.send(world.channel, "just talking about tariffs")
    assert len(world.channel.history()) == 2


async def test_nobody_is_pinged_and_the_reply_does_not_ping(world: World) -> None:
    hostile = f"@everyone {world.ben.mention} **bold** [a](https://example.org) `x`"
    await world.ann.send(world.channel, f"!timeline {hostile}")
    answer = world.last
    assert answer.mentions == []
    assert not answer.mention_everyone
    assert answer.reference is not None
    sent = world.env.http_requests[-1].json
    assert isinstance(sent, dict)
    assert sent["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert r"\*\*bold\*\*" in str(world.card.title)
    assert "](https://" not in str(world.card.title)


async def test_a_timeline_of_several_days_comes_with_a_picture(world: World) -> None:
    await world.ann.send(world.channel, "!timeline TPP")
    (picture,) = world.last.attachments
    assert picture.filename == "timeline.png"
    assert "March 8, 2018" in str(picture.description)
    assert world.card.image.url
    await world.ann.click(world.last, label="Next")
    assert not world.last.attachments
    result = await world.ann.slash(world.channel, "timeline", topic="TPP")
    assert result.response is not None
    assert [one.filename for one in result.response.attachments] == ["timeline.png"]


async def test_a_single_answer_comes_without_one(world: World) -> None:
    for question in ("!when tillerson sacked", "!on march 8", "!who abe", "!timeline Boeing"):
        await world.ann.send(world.channel, question)
        assert not world.last.attachments
