"""The bot in Discord: asked by prefix, slash, mention or message menu, answered with cited cards."""
