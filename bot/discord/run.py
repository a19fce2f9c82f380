"""`python -m bot run`: from the settings to a bot that is online, and to a clean end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.webhook.async_ import async_context

from bot.chronicle.loader import PackError
from bot.discord.client import Chronicler
from bot.discord.first_steps import BAD_TOKEN, CLAIMS_LOST, INTENT_REFUSED, NO_TOKEN, Exit, StartError
from bot.discord.knowledge import Knowledge
from bot.discord.logs import set_up_logging
from bot.discord.monitor import monitored
from bot.discord.sending import Responses
from bot.discord.shards import ClaimsLostError
from bot.monitoring.server import PortTakenError
from bot.settings import SettingsError, database_of, read_settings
from bot.store.database import StoreError
from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

log = logging.getLogger(__name__)

_LEAVING = 4.5  # seconds until the bot is gone, whatever hangs
_SWITCH = 0.0005  # seconds after which a look-up in its thread lets the event loop go on; else ten times that
_TOKEN_REFUSED = 4004  # the gateway's close code
_ASKING = 10.0  # seconds that Discord has to tell its gateway


def settings_with_token(**changes: Any) -> tuple[Settings, str]:
    """The settings and the token among them; raises `StartError` with what is wrong or how to get a token."""
    try:
        settings = read_settings(**changes)
    except SettingsError as error:
        raise StartError(Exit.SETTINGS, f"The settings are not right:\n{error}") from None
    if settings.token is None:
        raise StartError(Exit.NO_TOKEN, NO_TOKEN)
    return settings, settings.token.get_secret_value()


def run(settings: Settings, token: str) -> Exit:
    """Runs the bot until it is told to stop; what keeps it from running is logged and told by the exit status."""
    set_up_logging(settings)
    sys.setswitchinterval(_SWITCH)
    try:
        asyncio.run(_run(settings, token))
    except StartError as error:
        log.critical("%s", error)
        return error.status
    except Exception:
        log.critical("The bot has failed.", exc_info=True)
        return Exit.FAILED
    return Exit.DONE


async def _run(settings: Settings, token: str) -> None:
    _on_stop(_leave_at_once)  # reading a large pack takes long, and nothing is open yet that should be closed
    try:
        knowledge = await asyncio.to_thread(Knowledge.open, settings.knowledge)
    except PackError as error:
        raise StartError(Exit.BAD_PACK, f"The pack has problems:\n{error}") from None
    stop = asyncio.Event()
    _on_stop(stop.set)
    try:
        store = await open_store(database_of(settings))
    except StoreError as error:
        raise StartError(Exit.NO_STORE, str(error)) from None
    try:
        if settings.discord_api_url:
            await _use_other_discord(str(settings.discord_api_url).rstrip("/"))
        async_context.set(Responses())
        bot = Chronicler(settings, knowledge, store)
        async with monitored(bot, store):
            await _serve(bot, token, stop)
    except PortTakenError as error:
        raise StartError(Exit.SETTINGS, str(error)) from None
    finally:
        await store.close()
    if knowledge.is_busy:
        _leave_at_once()  # else the interpreter would wait for a thread that is reading a pack


async def _serve(bot: Chronicler, token: str, stop: asyncio.Event) -> None:
    """Keeps the bot online until it is stopped; raises `StartError` where Discord won't have it."""
    _on_signal(getattr(signal, "SIGHUP", None), bot.reload_soon)
    online = asyncio.create_task(bot.start(token))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({online, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not stopping.done():
            await online
            return
        log.info("Stopping.")
    except discord.LoginFailure:
        raise StartError(Exit.BAD_TOKEN, BAD_TOKEN) from None
    except discord.ConnectionClosed as error:
        if error.code != _TOKEN_REFUSED:
            raise
        raise StartError(Exit.BAD_TOKEN, BAD_TOKEN) from None
    except ClaimsLostError:
        raise StartError(Exit.CLAIMS_LOST, CLAIMS_LOST) from None
    except discord.PrivilegedIntentsRequired:
        raise StartError(Exit.INTENT_REFUSED, INTENT_REFUSED) from None
    except (OSError, TimeoutError, aiohttp.ClientError, discord.DiscordServerError) as error:
        raise StartError(Exit.UNREACHABLE, f"Discord can't be reached: {_reason(error)}.") from error
    finally:
        stopping.cancel()
        await _leave(bot, online)


async def _leave(bot: Chronicler, online: asyncio.Task[None]) -> None:
    try:
        async with asyncio.timeout(_LEAVING):
            await bot.close()
    except TimeoutError:
        log.warning("Discord doesn't close the connection; leaving without.")
    online.cancel()
    await asyncio.gather(online, return_exceptions=True)


async def _use_other_discord(api: str) -> None:
    """Sends everything to another address of the API, and to the gateway that it names."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(_ASKING), raise_for_status=True) as session,
            session.get(f"{api}/gateway") as response,
        ):
            gateway = yarl.URL((await response.json())["url"])
    except (OSError, TimeoutError, aiohttp.ClientError, ValueError, KeyError, TypeError) as error:
        sentence = f"There is no Discord at DISCORD_API_URL, {api}: {_reason(error)}."
        raise StartError(Exit.UNREACHABLE, sentence) from None
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = gateway


def _reason(error: BaseException) -> str:
    return str(error).strip(" .") or type(error).__name__


def _leave_at_once() -> None:
    logging.shutdown()
    os._exit(Exit.DONE)


def _on_stop(do: Callable[[], object]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        _on_signal(number, do)


def _on_signal(number: signal.Signals | None, do: Callable[[], object]) -> None:
    """Does something on a signal, where the system has it."""
    if number is None:
        return
    try:
        asyncio.get_running_loop().add_signal_handler(number, do)
    except NotImplementedError:  # Windows
        signal.signal(number, lambda _number, _frame: do())
