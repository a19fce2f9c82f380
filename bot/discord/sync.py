"""Commands are sent to Discord only when their definition has changed: it allows few such changes a day."""

from __future__ import annotations

import json
import logging
from hashlib import blake2s
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.discord.client import Chronicler
    from bot.store.store import Store

log = logging.getLogger(__name__)


def fingerprint(bot: Chronicler) -> str:
    """A digest of all definitions, and of the application that they belong to."""
    definitions = [command.to_dict(bot.tree) for command in bot.tree.get_commands()]
    text = json.dumps([bot.application_id, definitions], sort_keys=True, default=str)
    return blake2s(text.encode(), digest_size=16).hexdigest()


async def sync_commands(bot: Chronicler, store: Store) -> bool:
    """Makes Discord's commands ours, if they aren't; tells whether it had to."""
    present = fingerprint(bot)
    if await store.get_value("commands") == present:
        return False
    synced = await bot.tree.sync()
    await store.set_value("commands", present)
    log.info("Registered %d commands.", len(synced))
    return True
