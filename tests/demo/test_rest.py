"""The REST interface of the local Discord: what Discord refuses, it refuses with Discord's numbers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.demo.local import CannotError

if TYPE_CHECKING:
    from bot.demo.local import Person
    from bot.demo.local.model import Channel, Guild
    from tests.demo.conftest import Client

ASK: dict[str, Any] = {
    "name": "ask",
    "description": "Asks",
    "options": [
        {"type": 3, "name": "question", "description": "What", "required": True, "autocomplete": True}
    ],
}


def scene(client: Client) -> tuple[Guild, Channel, Person]:
    guild = client.discord.add_guild()
    return guild, client.discord.add_channel(guild), client.discord.add_person("ann", guild)


def button(**more: Any) -> list[dict[str, Any]]:
    told = {"type": 2, "style": 1, "label": "Press", "custom_id": "press"}
    return [{"type": 1, "components": [told | more]}]


def menu(**more: Any) -> list[dict[str, Any]]:
    told = {"type": 3, "custom_id": "choose", "options": [{"label": "One", "value": "1"}]}
    return [{"type": 1, "components": [told | more]}]


def embed(**more: Any) -> dict[str, Any]:
    return {"embeds": [{"title": "Title"} | more]}


def fields(count: int, size: int = 1) -> list[dict[str, str]]:
    return [{"name": "n", "value": "v" * size} for _ in range(count)]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"content": "x" * 2001}, "content"),
    ({"content": "x", "contents": "x"}, "contents"),
    ({"content": "x", "nonce": "n" * 26}, "nonce"),
    ({"embeds": [{"title": "t"}] * 11}, "embeds"),
    (embed(title="x" * 257), "embeds.0.title"),
    (embed(description="x" * 4097), "embeds.0.description"),
    (embed(fields=fields(26)), "embeds.0.fields"),
    (embed(fields=[{"name": "", "value": "v"}]), "embeds.0.fields.0.name"),
    (embed(fields=fields(1, 1025)), "embeds.0.fields.0.value"),
    (embed(footer={"text": "x" * 2049}), "embeds.0.footer.text"),
    (embed(author={"name": "x" * 257}), "embeds.0.author.name"),
    (embed(description="x" * 4096, footer={"text": "y" * 1900}), "embeds"),
    (embed(colour=1), "embeds.0.colour"),
    (embed(url="javascript:alert(1)"), "embeds.0.url"),
    ({"content": "x", "components": button(custom_id="x" * 101)}, "components.0.components.0.custom_id"),
    ({"content": "x", "components": button(label="x" * 81)}, "components.0.components.0.label"),
    ({"content": "x", "components": button(style=9)}, "components.0.components.0.style"),
    ({"content": "x", "components": button() * 2}, "components.1.components.0.custom_id"),
    ({"content": "x", "components": [{"type": 2}]}, "components.0.type"),
    ({"content": "x", "components": [{"type": 1, "components": []}] * 6}, "components"),
    (
        {"content": "x", "components": menu(options=[{"label": "l", "value": str(n)} for n in range(26)])},
        "components.0.components.0.options",
    ),
    (
        {"content": "x", "components": menu(options=[{"label": "l", "value": "v"}] * 2)},
        "components.0.components.0.options.1.value",
    ),
    (
        {"content": "x", "components": menu(options=[{"label": "l" * 101, "value": "v"}])},
        "components.0.components.0.options.0.label",
    ),
    ({"content": "x", "components": menu(placeholder="x" * 151)}, "components.0.components.0.placeholder"),
    (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
    ),
]


@pytest.mark.parametrize(("body", "place"), WRONG, ids=[f"{n}-{place}" for n, (_, place) in enumerate(WRONG)])
async def test_what_is_too_long_or_strange_is_refused_at_its_place(
    client: Client, body: dict[str, Any], place: str
) -> None:
    _, channel, _ = scene(client)
    status, told = await client.post(channel, **body)
    assert (status, told["code"]) == (400, 50035)
    errors = told["errors"]
    for step in place.split("."):
        errors = errors[step]
    assert errors["_errors"]
    assert not client.discord.said()


async def test_what_just_fits_is_taken(client: Client) -> None:
    _, channel, _ = scene(client)
    whole = {
        "title": "t" * 256,
        "description": "d" * 4096,
        "fields": fields(1, 1024),
        "footer": {"text": "f" * 623},
    }
    options = [{"label": "l" * 100, "value": f"{number:0100}"} for number in range(25)]
    components = [*button(custom_id="c" * 100, label="l" * 80), *menu(options=options)]
    status, told = await client.post(channel, content="x" * 2000, embeds=[whole], components=components)
    assert status == 200
    assert told["embeds"][0]["description"] == "d" * 4096


async def test_permissions_are_asked_of_the_channel(client: Client) -> None:
    discord = client.discord
    guild, channel, ann = scene(client)
    said = ann.send(channel, "hello")
    everyone = guild.roles[guild.id]
    discord.deny(channel, everyone, "embed_links")
    assert (await client.post(channel, **embed()))[1]["code"] == 50013
    assert (await client.post(channel, content="text"))[0] == 200
    discord.deny(channel, None, "read_message_history")
    reference = {"message_id": str(said.id)}
    assert (await client.post(channel, content="x", message_reference=reference))[1]["code"] == 160002
    discord.deny(channel, None, "send_messages")
    assert (await client.post(channel, content="x"))[1]["code"] == 50013
    discord.deny(channel, None, "view_channel")
    assert (await client.post(channel, content="x"))[1]["code"] == 50001
    discord.allow(channel, None, "view_channel", "send_messages", "embed_links")
    assert (await client.post(channel, **embed()))[
        0
    ] == 200  # what is allowed to one outweighs what is denied to all


async def test_what_is_not_there_is_told_by_number(client: Client) -> None:
    guild, channel, ann = scene(client)
    said = ann.send(channel, "hello")
    path = f"/channels/{channel.id}/messages"
    assert (await client.request("GET", f"{path}/1"))[1]["code"] == 10008
    assert (await client.request("PATCH", f"{path}/{said.id}", {"content": "x"}))[1]["code"] == 50005
    assert (await client.request("DELETE", f"{path}/{said.id}"))[1]["code"] == 50013
    assert (await client.post(channel, content=" "))[1]["code"] == 50006
    assert (await client.request("GET", "/users/1"))[1]["code"] == 10013
    assert (await client.request("GET", f"/guilds/{guild.id}/members/1"))[1]["code"] == 10007
    client.discord.state.remove_channel(channel)
    assert (await client.post(channel, content="x"))[1]["code"] == 10003
    client.discord.state.remove_bot(guild)
    assert (await client.request("GET", f"/guilds/{guild.id}"))[1]["code"] == 10004


async def test_a_token_is_needed_and_strange_paths_are_noted(client: Client) -> None:
    assert (await client.request("GET", "/users/@me", token="wrong"))[0] == 401
    assert not client.discord.rest.strangers
    assert (await client.request("GET", "/voice/regions"))[0] == 404
    assert [one.path for one in client.discord.rest.strangers] == ["/voice/regions"]


async def test_a_nonce_says_the_same_once(client: Client) -> None:
    _, channel, _ = scene(client)
    given = {"content": "once", "nonce": "n1", "enforce_nonce": True}
    first, again = [(await client.post(channel, **given))[1] for _ in range(2)]
    assert first["id"] == again["id"]
    assert again["nonce"] == "n1"
    assert (await client.post(channel, content="other", nonce="n1"))[1]["id"] != first["id"]
    client.discord.state.forget_nonces()
    another = (await client.post(channel, **given))[1]
    assert another["id"] != first["id"]
    await client.request("DELETE", f"/channels/{channel.id}/messages/{another['id']}")
    assert (await client.post(channel, **given))[1]["code"] == 10008


async def test_files_come_along_and_can_be_fetched(client: Client) -> None:
    _, channel, _ = scene(client)
    form = aiohttp.FormData()
    form.add_field("payload_json", '{"embeds": [{"image": {"url": "attachment://a.png"}}]}')
    form.add_field("files[0]", b"\x89PNG", filename="a.png")
    headers = {"Authorization": f"Bot {client.discord.token}"}
    url = f"{client.discord.url}/channels/{channel.id}/messages"
    async with client.http.post(url, data=form, headers=headers) as response:
        told = await response.json()
    assert told["embeds"][0]["image"]["url"] == told["attachments"][0]["url"]
    async with client.http.get(told["attachments"][0]["url"]) as response:
        assert await response.read() == b"\x89PNG"


# Commands and interactions


async def register(client: Client, *commands: dict[str, Any]) -> Any:
    application = client.discord.state.application
    return await client.request("PUT", f"/applications/{application}/commands", list(commands))


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Ask"},
        {"name": "two words"},
        {"description": ""},
        {"description": "x" * 101},
        {"colour": "red"},
        {"options": [{"type": 3, "name": f"o{n}", "description": "d"} for n in range(26)]},
        {
            "options": [
                {"type": 3, "name": "o", "description": "d", "choices": [{"name": "n" * 101, "value": "v"}]}
            ]
        },
    ],
)
async def test_commands_that_are_not_right_are_refused(client: Client, change: dict[str, Any]) -> None:
    status, told = await register(client, ASK | change)
    assert (status, told["code"]) == (400, 50035)


async def test_commands_keep_their_ids_and_are_offered_by_permission_and_context(client: Client) -> None:
    guild, channel, ann = scene(client)
    owner, state = guild.owner, client.discord.state
    managed = {
        "name": "manage",
        "description": "d",
        "default_member_permissions": str(1 << 5),
        "contexts": [0],
    }
    _, first = await register(client, ASK, managed)
    _, second = await register(client, ASK | {"description": "Asks again"}, managed)
    assert [one["id"] for one in first] == [one["id"] for one in second]
    assert (await register(client, ASK, ASK))[0] == 400
    names = [
        {command.name for command in state.commands_for(user, place)}
        for user, place in ((ann.user, channel), (owner, channel), (ann.user, state.direct_channel(ann.user)))
    ]
    assert names == [{"ask"}, {"ask", "manage"}, {"ask"}]
    with pytest.raises(CannotError):
        ann.invoke(channel, "manage")
    with pytest.raises(CannotError):
        ann.invoke(channel, "ask")


DAILY: dict[str, Any] = {
    "name": "daily",
    "description": "Daily posts",
    "options": [
        {
            "type": 1,
            "name": "setup",
            "description": "Sets one up",
            "options": [
                {"type": 7, "name": "channel", "description": "Where", "required": True},
                {"type": 8, "name": "role", "description": "Whom"},
                {"type": 6, "name": "user", "description": "Who"},
                {"type": 4, "name": "most", "description": "How many", "min_value": 1, "max_value": 6},
                {"type": 5, "name": "thread", "description": "Whether"},
                {
                    "type": 3,
                    "name": "kind",
                    "description": "Which",
                    "choices": [{"name": "A kind", "value": "a"}],
                },
            ],
        }
    ],
}


async def test_subcommands_get_what_their_options_name(client: Client) -> None:
    guild, channel, ann = scene(client)
    assert (await register(client, DAILY))[0] == 200
    given: dict[str, Any] = {
        "channel": f"#{channel.name}", "role": guild.id, "user": ann, "most": "5", "thread": "yes", "kind": "A kind"
    }  # fmt: skip
    data = ann.invoke(channel, "daily setup", **given).data
    setup = data["options"][0]
    assert (data["name"], setup["name"], setup["type"]) == ("daily", "setup", 1)
    values = {option["name"]: option["value"] for option in setup["options"]}
    assert values == {
        "channel": str(channel.id), "role": str(guild.id), "user": str(ann.id), "most": 5, "thread": True, "kind": "a"
    }  # fmt: skip
    assert {kind: list(found) for kind, found in data["resolved"].items()} == {
        "channels": [str(channel.id)], "roles": [str(guild.id)], "users": [str(ann.id)], "members": [str(ann.id)]
    }  # fmt: skip
    here = {"channel": channel}
    for command, wrong in (
        ("daily", {}),
        ("daily nothing", {}),
        ("daily setup", {}),
        ("daily setup", here | {"most": 7}),
        ("daily setup", here | {"most": "many"}),
        ("daily setup", here | {"kind": "other"}),
        ("daily setup", here | {"color": "red"}),
        ("daily setup", {"channel": "#nowhere"}),
    ):
        with pytest.raises(CannotError):
            ann.invoke(channel, command, **wrong)


async def test_an_interaction_is_answered_once_and_in_time(client: Client) -> None:
    _, channel, ann = scene(client)
    await register(client, ASK)
    asked = ann.invoke(channel, "ask", question="why")
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    hook = f"/webhooks/{client.discord.state.application}/{asked.token}"
    assert (await client.request("POST", hook, {"content": "early"}))[1]["code"] == 10015
    assert (await client.request("POST", path.replace("/callback", "x/callback"), {"type": 4}))[1][
        "code"
    ] == 10062
    assert (await client.request("POST", path, {"type": 7}))[1]["code"] == 50035
    assert (await client.request("POST", path, {"type": 4, "data": {"content": "x" * 2001}}))[1][
        "code"
    ] == 50035
    assert (await client.request("POST", path, {"type": 4, "data": {"content": "because"}}))[0] == 204
    assert (await client.request("POST", path, {"type": 4, "data": {"content": "again"}}))[1]["code"] == 40060
    assert (await client.request("GET", f"{hook}/messages/@original"))[1]["content"] == "because"
    client.discord.state.interaction_seconds = 0.05
    late = ann.invoke(channel, "ask", question="why")
    await client.discord.wait_for(lambda: late.is_failed)
    path = f"/interactions/{late.id}/{late.token}/callback"
    assert (await client.request("POST", path, {"type": 4, "data": {"content": "late"}}))[1]["code"] == 10062


async def test_the_first_message_after_thinking_takes_its_place(client: Client) -> None:
    _, channel, ann = scene(client)
    bob = client.discord.add_person("bob")
    await register(client, ASK)
    asked = ann.invoke(channel, "ask", question="why")
    path = f"/interactions/{asked.id}/{asked.token}/callback?with_response=true"
    _, told = await client.request("POST", path, {"type": 5, "data": {"flags": 64}})
    assert told["interaction"]["response_message_loading"]
    assert asked.messages == []
    hook = f"/webhooks/{client.discord.state.application}/{asked.token}"
    for text in ("first", "second"):
        assert (await client.request("POST", hook, {"content": text}))[0] == 200
    first, second = asked.messages
    assert (first.content, second.content) == ("first", "second")
    assert first.is_visible_to(ann.user)
    assert not first.is_visible_to(bob.user)
    assert second.is_visible_to(bob.user)
    path = f"/channels/{channel.id}/messages/{first.id}"
    assert (await client.request("GET", path))[1]["code"] == 10008  # only its interaction leads to it


async def test_completions_are_held_to_their_limits(client: Client) -> None:
    _, channel, ann = scene(client)
    await register(client, ASK)
    typed = ann.type(channel, "ask", "question", "w")
    path = f"/interactions/{typed.id}/{typed.token}/callback"
    too_many = {"choices": [{"name": "n", "value": str(number)} for number in range(26)]}
    assert (await client.request("POST", path, {"type": 8, "data": too_many}))[1]["code"] == 50035
    assert (await client.request("POST", path, {"type": 4, "data": {"content": "x"}}))[1]["code"] == 50035
    few = {"choices": [{"name": "why", "value": "why"}]}
    assert (await client.request("POST", path, {"type": 8, "data": few}))[0] == 204
    assert typed.choices == few["choices"]


async def test_buttons_change_their_own_message(client: Client) -> None:
    _, channel, ann = scene(client)
    _, told = await client.post(channel, content="before", components=button() + menu())
    message = client.discord.state.messages[int(told["id"])]
    with pytest.raises(CannotError):
        ann.press(message, "Nothing")
    with pytest.raises(CannotError):
        ann.choose(message, "Two")
    pressed = ann.press(message, "Press")
    path = f"/interactions/{pressed.id}/{pressed.token}/callback"
    body = {"type": 7, "data": {"content": "after", "components": button(disabled=True)}}
    assert (await client.request("POST", path, body))[0] == 204
    assert message.content == "after"
    with pytest.raises(CannotError):
        ann.press(message, "Press")


# Faults


async def test_a_fault_may_keep_or_lose_what_was_asked(client: Client) -> None:
    _, channel, _ = scene(client)
    client.discord.fail("/channels/*/messages", 500, times=1)
    client.discord.fail("/channels/*/messages", 502, times=1, is_done=True)
    assert [(await client.post(channel, content=text))[0] for text in "abc"] == [500, 502, 200]
    assert [one.content for one in client.discord.said()] == ["b", "c"]


async def test_a_connection_may_be_cut_before_or_after(client: Client) -> None:
    _, channel, _ = scene(client)
    for is_done in (False, True):
        client.discord.fail("/channels/*/messages", cuts=True, times=1, is_done=is_done)
        with pytest.raises(aiohttp.ClientError):
            await client.post(channel, content=str(is_done))
    assert [one.content for one in client.discord.said()] == ["True"]


async def test_a_channel_has_its_pace(client: Client) -> None:
    _, channel, _ = scene(client)
    client.discord.rest.messages_per_channel = (2, 0.2)
    statuses = [(await client.post(channel, content=str(number)))[0] for number in range(3)]
    assert statuses == [200, 200, 429]
    await asyncio.sleep(0.2)
    assert (await client.post(channel, content="3"))[0] == 200
