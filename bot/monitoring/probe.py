"""`python -m bot health`: asks the running bot's local port how it is. Loads little: it runs every few seconds."""

from __future__ import annotations

import json
import os
import sys
from http.client import HTTPConnection, HTTPException
from typing import Any

WELL, UNWELL, MISUSE = 0, 1, 2
_PATIENCE = 4.0  # seconds
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - what a server may listen on


def probe() -> int:
    """Prints the state of every part and gives the exit status: 0 all is well, 1 it isn't, 2 there is no port."""
    port = os.environ.get("MONITORING_PORT", "")
    if not port.isdecimal():
        print("MONITORING_PORT is not set, so the bot has no port to ask.", file=sys.stderr)  # noqa: T201
        return MISUSE
    host = os.environ.get("MONITORING_HOST", "127.0.0.1")
    try:
        status, lines = _ask(_ANY_ADDRESS.get(host, host), int(port))
    except (OSError, HTTPException, ValueError) as error:
        print(f"The bot does not answer on port {port}: {error}", file=sys.stderr)  # noqa: T201
        return UNWELL
    print("\n".join(lines))  # noqa: T201
    return WELL if status == 200 else UNWELL


def _ask(host: str, port: int) -> tuple[int, list[str]]:
    connection = HTTPConnection(host, port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        told: dict[str, Any] = json.loads(response.read())
    finally:
        connection.close()
    checks: dict[str, dict[str, Any]] = told["checks"]
    return response.status, [
        f"{'ok  ' if check['ok'] else 'FAIL'} {name}: {check['detail']}" for name, check in checks.items()
    ]
