"""The general vocabulary of a language: how people say things, whatever the chronicle is about."""

from bot.lookup.language.language import Language, load_language

__all__ = ["Language", "load_language"]
