"""A wish that can't be fulfilled."""

from __future__ import annotations

from discord.ext import commands


class WrongError(commands.UserInputError):
    """What somebody asked for can't be; the text tells them why, and what would be right."""
