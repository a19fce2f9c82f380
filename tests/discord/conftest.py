"""A simulated Discord with the bot in one server: members write, press and choose; tests read what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.discord.client import Chronicler
from bot.discord.knowledge import Edition, Knowledge
from bot.settings import Settings
from bot.store.store import Store, open_store
from tests.conftest import SHIPPED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from simcord.actors import MemberActor
    from simcord.builders import ChannelHandle, GuildHandle
    from simcord.env import Env

    from bot.lookup.lookup import Lookup


@dataclass
class World:
    """A server with a channel and two members, and the bot in it."""

    env: Env
    bot: Chronicler
    guild: GuildHandle
    channel: ChannelHandle
    ann: MemberActor
    ben: MemberActor

    @property
    def user(self) -> discord.ClientUser:
        """The bot's account."""
        assert self.bot.user is not None
        return self.bot.user

    @property
    def me(self) -> str:
        """A mention of the bot."""
        return f"<@{self.user.id}>"

    @property
    def last(self) -> discord.Message:
        """The last message in the channel, which the bot wrote."""
        message = self.channel.last_message
        assert message is not None
        assert message.author.id == self.user.id
        return message

    @property
    def card(self) -> discord.Embed:
        """The embed of the last message."""
        (embed,) = self.last.embeds
        return embed

    def controls(self, message: discord.Message | None = None) -> list[discord.Button | discord.SelectMenu]:
        """The buttons and menus under a message, by default the last one."""
        rows = (message or self.last).components
        return [
            item
            for row in rows
            if isinstance(row, discord.ActionRow)
            for item in row.children
            if isinstance(item, discord.Button | discord.SelectMenu)
        ]

    def labels(self, message: discord.Message | None = None) -> list[str]:
        """What stands on the buttons under a message."""
        return [str(item.label) for item in self.controls(message) if isinstance(item, discord.Button)]

    def options(self, message: discord.Message | None = None) -> list[discord.SelectOption]:
        """What may be chosen from the menu under a message."""
        menus = (item for item in self.controls(message) if isinstance(item, discord.SelectMenu))
        return [option for menu in menus for option in menu.options]


def settings(**changes: Any) -> Settings:
    """The settings of a bot that reads messages."""
    values: dict[str, Any] = {"message_content": True, "owners": "4001", **changes}
    return Settings(**values)


@pytest.fixture
def edition(shipped: Lookup) -> Edition:
    """The shipped pack, loaded."""
    return Edition.of(shipped)


@pytest.fixture
def apollo_edition(apollo: Lookup) -> Edition:
    """Another pack, loaded."""
    return Edition.of(apollo)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """What the bot keeps; outlives the bot."""
    async with await open_store(f"sqlite:///{tmp_path}/kept.db") as opened:
        yield opened


@pytest.fixture
def simcord_bot(request: pytest.FixtureRequest, edition: Edition, store: Store) -> Iterator[Chronicler]:
    """The bot, with the settings that the test's marker `bot` names."""
    marker = request.node.get_closest_marker("bot")
    bot = Chronicler(settings(**(marker.kwargs if marker else {})), Knowledge(SHIPPED, edition), store)
    bot.shard_count = 1
    yield bot
    bot.knowledge.close()


@pytest.fixture
def world(simcord_bot: Chronicler, simcord_env: Env) -> World:
    """A server with the bot, which may do everything that it asks for."""
    guild = simcord_env.create_guild()
    return World(
        simcord_env,
        simcord_bot,
        guild,
        guild.create_text_channel("history"),
        guild.add_member(simcord_env.create_user("ann")),
        guild.add_member(simcord_env.create_user("ben")),
    )


def pytest_configure(config: pytest.Config) -> None:
    """Makes the marker known."""
    config.addinivalue_line("markers", "bot(**settings): the settings of the simulated bot")
