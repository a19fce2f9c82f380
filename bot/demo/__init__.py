"""A local Discord over sockets, and the demonstration of the bot on top of it."""
