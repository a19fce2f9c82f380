"""The client: what every cog shares, and how the bot starts and stops."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import discord
import discord.shard
from discord.ext import commands
from discord.gateway import DiscordWebSocket

from bot.chronicle.loader import PackError
from bot.discord.connection import Connection, Heartbeats
from bot.discord.controls import Control, Menu
from bot.discord.cooldown import Cooldown, Stopping
from bot.discord.memory import Memory
from bot.discord.place import NOWHERE, Place, at, enter, present
from bot.discord.shards import ShardKeeper
from bot.discord.sync import sync_commands
from bot.monitoring.health import Health
from bot.settings import CLAIM
from bot.store.shards import SECONDS_PER_IDENTIFY

if TYPE_CHECKING:
    from collections.abc import Generator

    import yarl

    from bot.discord.knowledge import Knowledge
    from bot.settings import Settings
    from bot.store.store import Store

log = logging.getLogger(__name__)

EXTENSIONS = tuple(
    f"bot.discord.cogs.{name}"
    for name in (
        "questions",
        "browsing",
        "information",
        "conversation",
        "message_menu",
        "buttons",
        "daily",
        "management",
        "privacy",
        "errors",
    )
)
_PATIENCE = 3.0  # seconds that answers in flight have when the bot is stopped

discord.shard.Shard = Connection  # which `launch_shard` looks up there


class Chronicler(commands.AutoShardedBot):
    """Answers from `knowledge`; keeps what servers have set in `store`."""

    def __init__(self, settings: Settings, knowledge: Knowledge, store: Store) -> None:
        super().__init__(
            command_prefix=_prefix,
            help_command=None,
            intents=intents(message_content=settings.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=discord.app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=discord.app_commands.AppInstallationType(guild=True, user=True),
            activity=discord.CustomActivity(f"/ask · {knowledge.edition.chronicle.pack.title}"[:128]),
            owner_ids=set(settings.owners),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            case_insensitive=True,
            strip_after_prefix=True,
            tree_cls=Tree,
            **_sharding(settings),
        )
        self.settings = settings
        self.knowledge = knowledge
        self.store = store
        self.metrics = knowledge.metrics
        self.health = Health()
        self.heartbeats = Heartbeats()
        self.memory = Memory()
        self.cooldown = Cooldown()
        self.is_stopping = False
        self._keeper: ShardKeeper | None = None
        if settings.shard_count and settings.shard_ids == CLAIM:
            self._keeper = ShardKeeper(store.shards, self, settings.shard_count, settings.shard_lease)
        self._keeping: asyncio.Task[None] | None = None
        self._concurrency = 1
        self._prefixes: dict[int, str] = {}
        self._in_flight: set[asyncio.Task[object]] = set()
        self._reloads: set[asyncio.Task[None]] = set()

    @property
    def held_shards(self) -> frozenset[int] | None:
        """The shards that this process is to serve; `None` as long as that is not known."""
        if self._keeper is not None:
            return self._keeper.held if self._keeper.has_begun else None
        if self.shard_ids is not None:
            return frozenset(self.shard_ids)
        known: int | None = self.shard_count
        return None if known is None else frozenset(range(known))  # pyright: ignore[reportUnnecessaryComparison]

    async def setup_hook(self) -> None:
        """Loads the cogs and makes old buttons work again, before the gateway is asked."""
        self.add_check(self._admitted)
        self.add_dynamic_items(Control, Menu)
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        await sync_commands(self, self.store)

    def serves(self, guild_id: int | None) -> bool:
        """Whether what comes in from a server, or directly, is to be answered by this process."""
        if self._keeper is None:
            return True
        held = self._keeper.held
        if guild_id is None or self.get_guild(guild_id) is None:
            return bool(held)  # Discord sent it to a shard of ours
        return (guild_id >> 22) % self._keeper.count in held

    def enters(self, guild_id: int | None) -> bool:
        """Whether what comes in from there is ours; if so, lines that are logged meanwhile name the place."""
        if not self.serves(guild_id):
            return False
        enter(self.place_of(guild_id))
        return True

    def place_of(self, guild_id: int | None) -> Place:
        """The server with its shard; for direct messages the shard that they have come through, which is the first."""
        if guild_id is None:
            return Place(shard=present().shard or 0)
        return Place(guild_id, (guild_id >> 22) % (self.shard_count or 1))

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Passes an event on, with its place, but no message that another process answers."""
        guild_id = _guild_of(args[0]) if args else None
        if event == "message" and not self.serves(guild_id):
            return
        if guild_id is not None:
            place = self.place_of(guild_id)
        elif event.startswith("shard_"):
            place = Place(shard=args[0])
        else:
            place = (
                present() if args else NOWHERE
            )  # without anything it's about the whole bot, such as `ready`
        with at(place):
            super().dispatch(event, *args, **kwargs)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Connects the shards of this process until the bot is closed; raises `ClaimsLostError`."""
        if self.settings.shard_count:
            self._concurrency = (await self.fetch_session_start_limits()).max_concurrency
        if self._keeper is None:
            await super().connect(reconnect=reconnect)
            return
        connection = asyncio.create_task(super().connect(reconnect=reconnect))
        self._keeping = asyncio.create_task(self._keeper.run())
        await asyncio.wait({connection, self._keeping}, return_when=asyncio.FIRST_COMPLETED)
        if not self.is_closed():
            await self.close()
        await connection
        if not self._keeping.cancelled():
            await self._keeping

    async def launch_shards(self) -> None:
        """Connects all shards of this process at once, unless they are claimed one by one."""
        if self._keeper is None:
            await super().launch_shards()

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connects one shard, named in the lines of the log."""
        with at(Place(shard=shard_id)):
            await super().launch_shard(gateway, shard_id, initial=initial)

    async def connect_shard(self, shard: int) -> None:
        """Connects one shard, however long it takes."""
        await self.launch_shard(DiscordWebSocket.DEFAULT_GATEWAY, shard)

    async def disconnect_shard(self, shard: int) -> None:
        """Disconnects one shard."""
        if info := self.get_shard(shard):
            await info.disconnect()
        self.heartbeats.forget(shard)

    def is_connected(self, shard: int) -> bool:
        """Whether a shard has an open connection."""
        info = self.get_shard(shard)
        return info is not None and not info.is_closed()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Waits until Discord allows another identification, which it counts over all processes."""
        if not self.settings.shard_count:
            await super().before_identify_hook(shard_id, initial=initial)
            return
        try:
            wait = await self.store.shards.identify_turn((shard_id or 0) % self._concurrency)
        except Exception:
            log.warning("The database tells no turn to identify.", exc_info=True, extra={"shard": shard_id})
            wait = SECONDS_PER_IDENTIFY
        await asyncio.sleep(wait)

    async def prefix_of(self, guild: discord.Guild | None) -> str:
        """What commands begin with in a server, or in direct messages."""
        if guild is None:
            return self.settings.prefix
        known = self._prefixes.get(guild.id)
        if known is None:
            known = await self.store.prefix(guild.id) or self.settings.prefix
            self._prefixes[guild.id] = known
        return known

    async def set_prefix(self, guild: discord.Guild, prefix: str | None) -> None:
        """Changes a server's prefix; `None` goes back to the bot's own."""
        await self.store.set_prefix(guild.id, prefix)
        self._prefixes[guild.id] = prefix or self.settings.prefix

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forgets what is cached about a server that the bot has left."""
        self._prefixes.pop(guild.id, None)

    @contextmanager
    def answering(self, command: str) -> Generator[None]:
        """Lets the present task finish when the bot is stopped meanwhile, and notes how long its reply takes."""
        task = asyncio.current_task()
        if task is None or task in self._in_flight:
            yield
            return
        self._in_flight.add(task)
        start = time.perf_counter()
        try:
            yield
            self.metrics.reply(command, time.perf_counter() - start)
        finally:
            self._in_flight.discard(task)

    def reload_soon(self) -> None:
        """Loads the pack anew, if nothing is wrong with it; what is wrong is logged."""
        task = asyncio.create_task(self._reload())
        self._reloads.add(task)
        task.add_done_callback(self._reloads.discard)

    async def _reload(self) -> None:
        try:
            edition = await self.knowledge.reload()
        except PackError as error:
            log.error("The pack has problems; the old one stays.\n%s", error)  # noqa: TRY400 - no traceback helps
        else:
            log.info("Loaded %s again: %d entries.", edition.chronicle.pack.id, edition.size)

    async def close(self) -> None:
        """Takes no more questions, finishes those in flight, and leaves."""
        self.is_stopping = True
        current = asyncio.current_task()
        waiting = {task for task in self._in_flight if task is not current}
        if waiting:
            log.info("Finishing %d answers.", len(waiting))
            await asyncio.wait(waiting, timeout=_PATIENCE)
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.wait({self._keeping})
        await super().close()
        self.knowledge.close()

    def admit(self, person: int) -> None:
        """Counts a question of a person; raises `TooFast` or `Stopping` where it is not taken."""
        if self.is_stopping:
            raise Stopping
        self.cooldown.count(person)

    async def _admitted(self, ctx: commands.Context[Chronicler]) -> bool:
        self.admit(ctx.author.id)
        return True


class Tree(discord.app_commands.CommandTree[Chronicler]):
    """Slash commands and menus, of which those are left alone that another process answers."""

    async def interaction_check(self, interaction: discord.Interaction[Chronicler], /) -> bool:
        """Whether an interaction is ours."""
        return interaction.client.enters(interaction.guild_id)


def _guild_of(about: object) -> int | None:
    """The server that an event is about, by the first thing that it passes on."""
    if isinstance(about, discord.Guild):
        return about.id
    number = getattr(about, "guild_id", None)  # interactions and raw events have no more than that
    return number or getattr(getattr(about, "guild", None), "id", None)


def _sharding(settings: Settings) -> dict[str, Any]:
    if settings.shard_count is None:
        return {}
    shards = settings.shard_ids
    return {"shard_count": settings.shard_count} | ({} if shards is None else {"shard_ids": sorted(shards)})


def intents(*, message_content: bool) -> discord.Intents:
    """The events that the bot asks for: servers and messages; what messages say only where it is switched on."""
    asked = discord.Intents.none()
    asked.guilds = asked.guild_messages = asked.dm_messages = True
    asked.message_content = message_content
    return asked


async def _prefix(bot: commands.AutoShardedBot, message: discord.Message) -> list[str]:
    return [await bot.prefix_of(message.guild)] if isinstance(bot, Chronicler) else []
