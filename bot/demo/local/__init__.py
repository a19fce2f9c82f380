"""A small Discord on this machine: gateway v10 and the REST endpoints that a bot uses, over real sockets.

It knows nothing of the bot. It keeps everything in memory, and refuses what Discord refuses with Discord's numbers:
fields that are too long, missing permissions, a second response to an interaction, one after three seconds, intents
that aren't switched on. Keys that Discord doesn't know are refused, too (Discord passes over them).

In tests::

    async with LocalDiscord() as discord:  # on a free port of loopback
        guild = discord.add_guild("History")
        channel = discord.add_channel(guild, "general")
        ann = discord.add_person("ann", guild)
        ...  # start the bot's process with the variables in discord.environment
        await discord.ready()
        answer = await discord.reply(ann.send(channel, "!when tariffs"))
        answer = await discord.answer(ann.invoke(channel, "when", topic="tariffs"))
        choices = await ann.completions(channel, "when", "topic", "tar")
        pressed = await discord.answer(ann.press(answer, "Sources"))
        discord.said(channel)  # all that the bot said there, each with its nonce

Faults: `discord.fail("/channels/*/messages", 429, times=1)`, `discord.gateway.drop()`, `discord.deny(channel, None,
"send_messages")`, `discord.state.remove_channel(channel)`; see `Fault`, `Gateway` and `State` for all of them.

As a process of its own, with a page for people and a control interface for programs (see `control`)::

    python -m bot.demo.local --port 8080
"""

from bot.demo.local.errors import ApiError
from bot.demo.local.faults import Fault
from bot.demo.local.invocation import CannotError
from bot.demo.local.server import LocalDiscord, Person

__all__ = ["ApiError", "CannotError", "Fault", "LocalDiscord", "Person"]
