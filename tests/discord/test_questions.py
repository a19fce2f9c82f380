"""Questions in a server: by prefix, by slash, by mention."""

from __future__ import annotations

from tests.discord.conftest import World


async def test_prefix(world: World) -> None:
    await world.ann.send(world.channel, "!when did tillerson get sacked")
    assert str(world.card.title).startswith("Tuesday, March 13, 2018: ")


async def test_slash(world: World) -> None:
    await world.ann.slash(world.channel, "when", topic="tillerson sacked")
    assert str(world.card.title).startswith("Tuesday, March 13, 2018: ")


async def test_mention(world: World) -> None:
    await world.ann.send(world.channel, f"{world.me} when did tillerson get sacked")
    assert str(world.card.title).startswith("Tuesday, March 13, 2018: ")
