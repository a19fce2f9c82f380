"""The gateway of the local Discord, spoken to by hand."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.demo.local.model import Intent

if TYPE_CHECKING:
    from tests.demo.conftest import Client

GUILDS, MESSAGES, DIRECT, CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15


async def test_ready_comes_first_and_then_the_guilds(client: Client) -> None:
    guild = client.discord.add_guild("History")
    channel = client.discord.add_channel(guild)
    async with client.online() as socket:
        told = await socket.until("GUILD_CREATE")
    name, ready = socket.events[0]
    assert name == "READY"
    assert ready["guilds"] == [{"id": str(guild.id), "unavailable": True}]
    assert [one["id"] for one in told["channels"]] == [str(channel.id)]


async def test_what_is_sent_is_compressed_as_one_stream(client: Client) -> None:
    client.discord.add_guild("History")
    async with client.gateway("v=10&encoding=json&compress=zlib-stream") as socket:
        await socket.identify()
        assert (await socket.until("GUILD_CREATE"))["name"] == "History"


async def test_heartbeats_are_acknowledged(client: Client) -> None:
    async with client.gateway() as socket:
        await socket.send(1, None)
        assert (await socket.receive())["op"] == 11


async def test_a_deaf_gateway_acknowledges_nothing_but_goes_on_telling(client: Client) -> None:
    guild = client.discord.add_guild()
    async with client.online() as socket:
        await socket.until("GUILD_CREATE")
        client.discord.gateway.is_deaf = True
        await socket.send(1, None)
        client.discord.add_channel(guild)
        assert (await socket.receive())["t"] == "CHANNEL_CREATE"
        client.discord.gateway.is_deaf = False
        await socket.send(1, None)
        assert (await socket.receive())["op"] == 11


async def test_what_a_hushed_connection_loses_is_replayed_on_the_next(client: Client) -> None:
    guild = client.discord.add_guild()
    async with client.online() as first:
        await first.until("GUILD_CREATE")
        client.discord.gateway.hush()
        client.discord.add_channel(guild, "unheard")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(first.receive(), 0.2)
        async with client.gateway() as second:
            await second.resume(first.session, first.sequence)
            assert (await second.until("CHANNEL_CREATE"))["name"] == "unheard"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"token": "wrong"}, 4004),
        ({"intents": -1}, 4013),
        ({"intents": 1 << 30}, 4013),
        ({"shard": [2, 2]}, 4010),
        ({"intents": CONTENT}, 4014),
    ],
)
async def test_a_wrong_identification_is_closed_with_its_code(
    client: Client, given: dict[str, Any], code: int
) -> None:
    client.discord.gateway.allowed = Intent(0)
    async with client.gateway() as socket:
        await socket.identify(**{"intents": GUILDS, **given})
        assert await socket.receive() == code


async def test_wrong_packets_are_closed_with_their_codes(client: Client) -> None:
    async with client.gateway() as socket:
        await socket.socket.send_str("no json")
        assert await socket.receive() == 4002
    async with client.gateway() as socket:
        await socket.send(8, {})
        assert await socket.receive() == 4003
    async with client.online() as socket:
        await socket.send(99)
        assert await socket.receive() == 4001
    async with client.online() as socket:
        await socket.identify()
        assert await socket.receive() == 4005
    async with client.http.ws_connect(f"{client.discord.state.base_url}/gateway/?v=6") as old:
        await old.receive()
        assert old.close_code == 4012
    async with client.online() as first, client.gateway() as socket:
        await socket.resume(first.session, 999)
        assert await socket.receive() == 4007


async def test_without_the_intent_messages_are_empty_unless_they_name_the_bot(client: Client) -> None:
    discord = client.discord
    guild = discord.add_guild()
    channel = discord.add_channel(guild)
    ann = discord.add_person("ann", guild)
    texts: dict[int, list[str]] = {}
    for intents in (GUILDS | MESSAGES | DIRECT, GUILDS | MESSAGES | DIRECT | CONTENT):
        async with client.online(intents) as socket:
            ann.send(channel, "secret")
            ann.send(channel, f"<@{discord.state.bot.id}> hello")
            ann.direct("hello")
            await client.post(channel, content="my own")
            texts[intents] = [(await socket.until("MESSAGE_CREATE"))["content"] for _ in range(4)]
    without, with_it = texts.values()
    assert without == ["", f"<@{discord.state.bot.id}> hello", "hello", "my own"]
    assert with_it == ["secret", *without[1:]]


async def test_only_events_that_are_asked_for_are_told(client: Client) -> None:
    discord = client.discord
    guild = discord.add_guild()
    channel = discord.add_channel(guild)
    ann = discord.add_person("ann", guild)
    async with client.online(GUILDS) as socket:
        ann.send(channel, "hello")
        ann.direct("hello")
        discord.add_channel(guild, "last")
        assert (await socket.until("CHANNEL_CREATE"))["name"] == "last"
    assert "MESSAGE_CREATE" not in [name for name, _ in socket.events]


async def test_what_was_missed_is_replayed_in_order(client: Client) -> None:
    discord = client.discord
    guild = discord.add_guild()
    channel = discord.add_channel(guild)
    ann = discord.add_person("ann", guild)
    async with client.online() as first:
        await first.until("GUILD_CREATE")
        discord.gateway.drop()
        for number in range(3):
            ann.send(channel, str(number))
    async with client.gateway() as second:
        await second.resume(first.session, first.sequence)
        await second.until("RESUMED")
        ann.send(channel, "3")
        await second.until("MESSAGE_CREATE")
    told = [data["content"] for name, data in second.events if name == "MESSAGE_CREATE"]
    assert told == ["0", "1", "2", "3"]


async def test_a_session_that_said_good_bye_is_over(client: Client) -> None:
    async with client.online() as first:
        pass
    await client.discord.wait_for(lambda: not client.discord.gateway.sessions)
    async with client.gateway() as second:
        await second.resume(first.session, first.sequence)
        assert await second.receive() == {"op": 9, "d": False, "s": None, "t": None}


async def test_shards_are_told_of_their_own_guilds_and_the_first_of_direct_messages(client: Client) -> None:
    discord = client.discord
    guilds = [discord.add_guild(str(number)) for number in range(6)]
    for guild in guilds:
        discord.add_channel(guild)
    ann = discord.add_person("ann", *guilds)
    async with client.online(shard=[0, 2]) as one, client.online(shard=[1, 2]) as two:
        for guild in guilds:
            ann.send(next(iter(guild.channels.values())), guild.name)
        ann.direct("direct")
        while len(one.events) + len(two.events) < 2 + 6 + 6 + 1:
            first = asyncio.ensure_future(one.receive())
            second = asyncio.ensure_future(two.receive())
            done, waiting = await asyncio.wait(
                {first, second}, timeout=0.2, return_when=asyncio.ALL_COMPLETED
            )
            assert done
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
    for number, socket in enumerate((one, two)):
        own = [guild.name for guild in guilds if (guild.id >> 22) % 2 == number]
        told = [data["content"] for name, data in socket.events if name == "MESSAGE_CREATE"]
        assert told == own + (["direct"] if number == 0 else [])


async def test_identifications_come_one_at_a_time(client: Client) -> None:
    gateway = client.discord.gateway
    gateway.identify_seconds = 0.3
    async with client.online(shard=[0, 2]), client.gateway() as early:
        await early.identify(shard=[1, 2])
        assert (await early.receive())["op"] == 9
        await asyncio.sleep(0.3)
        await early.identify(shard=[1, 2])
        await early.until("READY")


async def test_a_gateway_that_is_down_refuses_connections(client: Client) -> None:
    client.discord.gateway.is_down = True
    async with client.http.get(f"{client.discord.state.base_url}/gateway/?v=10") as response:
        assert response.status == 503
