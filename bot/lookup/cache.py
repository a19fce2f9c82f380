"""Keeps the index of a pack between runs: reading and indexing YAML takes longer than any question.

The cache lies in the user's own cache folder and is trusted only if nobody else can write there. It is named after
everything that it was made from, so that it is never stale; whatever goes wrong with it, the pack is read anew.
"""

from __future__ import annotations

import copyreg
import gc
import hashlib
import os
import pickle
import sys
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

    from bot.lookup.lookup import Lookup

_PROGRAM = Path(__file__).resolve().parent.parent
_KEPT = 8  # files in the folder; the oldest go first
_FORMAT = 1


def open_lookup(folder: Path, cache: Path | None = None) -> Lookup:
    """The lookup of a pack, from the cache folder where it lies there. Raises PackError as `load` does."""
    cache = cache or _cache_folder()
    path = cache / f"{_digest(folder)}.lookup"
    with _without_collection():
        known = _read(path)
        if known is not None:
            return known
        from bot.chronicle.loader import load
        from bot.lookup.lookup import Lookup

        lookup = Lookup(load(folder))
        _write(path, lookup)
        return lookup


@contextmanager
def _without_collection() -> Generator[None]:
    """Nothing of what is being built is garbage; looking for some takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _cache_folder() -> Path:
    root = os.environ.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "chronicler"


def _digest(folder: Path) -> str:
    """A name for everything that the index is made from: the pack, the word lists, the program."""
    parts = [str(_FORMAT), sys.version, str(folder.resolve())]
    rooms = [_PROGRAM / room for room in ("chronicle", "dates", "lookup")]
    for root in (folder, *rooms):
        for path in sorted((*root.rglob("*.yaml"), *root.rglob("*.py"), *root.rglob("*.txt"))):
            status = path.stat()
            parts.append(f"{path}:{status.st_size}:{status.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _read(path: Path) -> Lookup | None:
    try:
        if not _is_own(path.parent) or not _is_own(path):
            return None
        with path.open("rb") as file:
            return pickle.load(file)  # noqa: S301 - the user's own file, in a folder that nobody else may write
    except Exception:
        return None


def _is_own(path: Path) -> bool:
    status = path.stat()
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _write(path: Path, lookup: Lookup) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        fresh.write_bytes(pickle.dumps(lookup, protocol=5))
        fresh.chmod(0o600)
        fresh.replace(path)
        kept = sorted(path.parent.glob("*.lookup"), key=lambda file: file.stat().st_mtime_ns)
        for old in kept[:-_KEPT]:
            old.unlink(missing_ok=True)
    except Exception:  # noqa: S110 - a full disk or a read-only home doesn't matter
        pass


def _proxy(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(items)


def _reduce(proxy: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _proxy, (dict(proxy),)


copyreg.pickle(MappingProxyType, _reduce)
