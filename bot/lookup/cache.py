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
import time
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.chronicle.keys import all_files

if TYPE_CHECKING:
    from collections.abc import Generator

    from bot.lookup.lookup import Lookup

_PROGRAM = Path(__file__).resolve().parent.parent
_KEPT = 8  # files in the folder; the oldest go first
_FORMAT = 1
_A_DAY = 24 * 60 * 60


def open_lookup(folder: Path, cache: Path | None = None) -> Lookup:
    """The lookup of a pack, from the cache folder where it lies there. Raises PackError as `load` does."""
    path = _place(folder, cache)
    with _without_collection():
        known = _read(path) if path else None
        if known is not None:
            return known
        from bot.chronicle.loader import load
        from bot.lookup.lookup import Lookup

        lookup = Lookup(load(folder))
        if path:
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


def _place(folder: Path, cache: Path | None) -> Path | None:
    """Where the index of a pack belongs; `None` where there is no such place, or the pack cannot be read."""
    try:
        return (cache or _cache_folder()) / f"{_digest(folder)}.lookup"
    except (
        OSError,
        ValueError,
        RuntimeError,
    ):  # of these, loading gives a better account; or there is no home
        return None


def _cache_folder() -> Path:
    root = Path(os.environ.get("XDG_CACHE_HOME") or "")
    return (root if root.is_absolute() else Path.home() / ".cache") / "chronicler"


def _digest(folder: Path) -> str:
    """A name for everything that the index is made from: the pack, the word lists, the program."""
    parts = [str(_FORMAT), sys.version, str(folder.resolve())]
    rooms = [_PROGRAM / room for room in ("chronicle", "dates", "lookup")]
    program = (path for room in rooms for path in sorted((*room.rglob("*.py"), *room.rglob("*.txt"))))
    for path in (*all_files(folder), *program):
        status = path.stat()
        parts.append(f"{path}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}")
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _read(path: Path) -> Lookup | None:
    try:
        if not _is_own(path.parent.stat()):
            return None
        with path.open("rb") as file:
            if not _is_own(os.fstat(file.fileno())):
                return None
            found: object = pickle.load(file)  # noqa: S301 - the user's own file, where nobody else may write
    except Exception:  # any fault of a cache means that there is none
        return None
    from bot.lookup.lookup import Lookup

    return found if isinstance(found, Lookup) else None


def _is_own(status: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _write(path: Path, lookup: Lookup) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(path.parent.stat()):
            return
        fresh = path.with_suffix(f".{os.getpid()}.new")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                pickle.dump(lookup, file, protocol=5)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        _forget(path.parent)
    except Exception:  # noqa: S110 - a full disk or a read-only home doesn't matter
        pass


def _forget(cache: Path) -> None:
    """Drop all but the newest files, and what runs that were cut off have left."""
    kept = sorted(cache.glob("*.lookup"), key=lambda file: file.stat().st_mtime_ns)
    long_ago = time.time() - _A_DAY
    left = [file for file in cache.glob("*.new") if file.stat().st_mtime < long_ago]
    for old in (*kept[:-_KEPT], *left):
        old.unlink(missing_ok=True)


def _proxy(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(items)


def _reduce(proxy: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _proxy, (dict(proxy),)


copyreg.pickle(MappingProxyType, _reduce)
