"""Where things are: the pack that answers when none is named, and the files that the program keeps."""

from __future__ import annotations

import os
from pathlib import Path

SHIPPED_PACK = "us-japan-2018"


def shipped_pack() -> Path:
    """The folder of the pack that comes with the program: inside an installed package, or in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "knowledge" / SHIPPED_PACK
    return installed if installed.is_dir() else package.parent / "knowledge" / SHIPPED_PACK


def state_folder() -> Path:
    """Where the chat keeps its history: `$XDG_STATE_HOME/chronicler`, by default under `~/.local/state`."""
    root = os.environ.get("XDG_STATE_HOME")
    return (Path(root) if root else Path.home() / ".local" / "state") / "chronicler"
