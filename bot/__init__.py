"""Chronicler: answers questions about a period of history from a cited chronology."""

__version__ = "0.1.0"
