"""Calendar expressions of English ↔ spans of days.

`read` takes a text that is one expression, `find` looks for expressions inside a question, `read_within` for the
only one. The way of a text: `tokens` cuts it, `grammar` puts the pieces together to an `Expression` that may still
lack its year, month or week, and `expression.resolve` completes it from the period that is spoken of, or from today.
"""

from bot.dates.expression import Settings
from bot.dates.find import Invalid, Reading, find, read, read_within
from bot.dates.span import Span

__all__ = ["Invalid", "Reading", "Settings", "Span", "find", "read", "read_within"]
