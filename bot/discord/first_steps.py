"""What people read who have no token yet, and with which exit status the commands of the operator end."""

from __future__ import annotations

from enum import IntEnum


class StartError(Exception):
    """Why a command of the operator can't go on, in their words, and the exit status that says so."""

    def __init__(self, status: Exit, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Exit(IntEnum):
    """How a command of the operator ended."""

    DONE = 0
    FAILED = 1
    SETTINGS = 2
    NO_TOKEN = 3
    BAD_TOKEN = 4
    INTENT_REFUSED = 5
    UNREACHABLE = 6
    BAD_PACK = 7
    NO_STORE = 8
    CLAIMS_LOST = 9


NO_TOKEN = """\
Chronicler needs a token to be in Discord: the password of a bot account. It is free and takes three minutes.

  1. Open https://discord.com/developers/applications and press “New Application”.
  2. On its page “Bot”, press “Reset Token” and copy the token. Show it to nobody.
  3. Write it into a file named .env, here, as one line:

       DISCORD_TOKEN=the token

  4. Print the address that invites the bot to your server, and open it in your browser:

       python -m bot invite

  5. Start the bot, and type /ask in your server:

       python -m bot run

To try it without Discord: python -m bot ask "…", or python -m bot chat.\
"""

BAD_TOKEN = (
    "Discord doesn't know this token. Copy the present one from the page “Bot” of your application at "
    "https://discord.com/developers/applications (“Reset Token” makes a new one) into DISCORD_TOKEN."
)
CLAIMS_LOST = (
    "This process could not renew its claims on shards in time, so that another one may have them by now. It stops; "
    "start it again (with Docker and systemd that happens by itself), and it will share in them anew."
)
INTENT_REFUSED = (
    "Discord doesn't let this bot read messages: switch on “Message Content Intent” on the page “Bot” of your "
    "application at https://discord.com/developers/applications, or set MESSAGE_CONTENT=false."
)
