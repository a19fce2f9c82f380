"""Calendar expressions of English ↔ spans of days.

`read` takes a text that is one expression, `find` looks for expressions inside a question, `read_within` for the
only one. The way of a text: `tokens` cuts it, `grammar` puts the pieces together to an `Expression` that may still
lack its year, month or week, and `expression.resolve` completes it from the period that is spoken of, or from today.

An expression is understood whole or not at all. Not read, on purpose: what has no exact days (a few weeks ago,
recently, the last years of the century, the run-up to Easter, the turn of the century), what is a set of days
and no span (every Friday, a Friday in May, March 8 and 22, weekdays), other calendars (fiscal and school years,
business days, Ramadan, Passover), and what needs another moment than today (the day after, that week).
"""

from bot.dates.expression import Settings
from bot.dates.find import Invalid, Reading, find, read, read_within
from bot.dates.span import Span

__all__ = ["Invalid", "Reading", "Settings", "Span", "find", "read", "read_within"]
