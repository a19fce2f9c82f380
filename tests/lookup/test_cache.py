"""The cache: never stale, never trusted where others can write, never in the way."""

from __future__ import annotations

import os
import pickle
import shutil
from typing import TYPE_CHECKING

import pytest

from bot.chronicle.loader import PackError
from bot.lookup import cache as caching
from bot.lookup.cache import open_lookup
from tests.conftest import PACKS

if TYPE_CHECKING:
    from pathlib import Path


class Trap:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.mkdir, (str(self.mark), 0o700)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    shutil.copytree(PACKS / "apollo", folder)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def only(cache: Path) -> Path:
    (path,) = cache.iterdir()
    return path


def test_a_pack_is_kept_for_its_owner_alone(pack: Path, cache: Path) -> None:
    first = open_lookup(pack, cache)
    assert cache.stat().st_mode & 0o777 == 0o700
    assert only(cache).stat().st_mode & 0o777 == 0o600
    assert open_lookup(pack, cache).chronicle.pack == first.chronicle.pack


def test_the_second_time_no_yaml_is_read(pack: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_lookup(pack, cache)
    monkeypatch.delattr("bot.chronicle.loader.load")
    open_lookup(pack, cache)


@pytest.mark.parametrize("change", ["edit", "add", "remove"])
def test_a_changed_pack_is_read_anew(pack: Path, cache: Path, change: str) -> None:
    before = len(list(open_lookup(pack, cache).chronicle))
    entry = "- {id: new, date: 1969, text: New., cite: {source: chronology, at: p. 1}}\n"
    match change:
        case "edit":
            with (pack / "events.yaml").open("a", encoding="utf-8") as file:
                file.write(entry)
        case "add":
            (pack / "events").mkdir()
            (pack / "events" / "new.yaml").write_text(entry, encoding="utf-8")
        case _:
            (pack / "facts.yaml").unlink()
    assert len(list(open_lookup(pack, cache).chronicle)) != before


def test_a_pack_that_went_wrong_is_told_although_it_is_kept(pack: Path, cache: Path) -> None:
    open_lookup(pack, cache)
    (pack / "facts.yaml").write_text("- nonsense", encoding="utf-8")
    with pytest.raises(PackError):
        open_lookup(pack, cache)


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"\x80\x05.", pickle.dumps("text"), pickle.dumps(None)]
)
def test_a_file_that_is_no_cache_is_ignored(pack: Path, cache: Path, content: bytes) -> None:
    open_lookup(pack, cache)
    only(cache).write_bytes(content)
    assert open_lookup(pack, cache).chronicle.pack.id == "apollo"
    assert len(only(cache).read_bytes()) > 1_000


@pytest.mark.parametrize("spoilt", ["file", "folder"])
def test_what_others_may_write_is_not_read(pack: Path, cache: Path, tmp_path: Path, spoilt: str) -> None:
    open_lookup(pack, cache)
    path = only(cache)
    path.write_bytes(pickle.dumps(Trap(tmp_path / "sprung")))
    (path if spoilt == "file" else cache).chmod(0o777)
    assert open_lookup(pack, cache).chronicle.pack.id == "apollo"
    assert not (tmp_path / "sprung").exists()


def test_nothing_is_written_where_others_may_write(pack: Path, cache: Path) -> None:
    cache.mkdir()
    cache.chmod(0o777)
    open_lookup(pack, cache)
    assert list(cache.iterdir()) == []


def test_what_another_user_owns_is_not_read(
    pack: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_lookup(pack, cache)
    only(cache).write_bytes(pickle.dumps(Trap(tmp_path / "sprung")))
    mine = os.getuid()
    monkeypatch.setattr(caching.os, "getuid", lambda: mine + 1)
    open_lookup(pack, cache)
    assert not (tmp_path / "sprung").exists()


def test_a_link_in_the_place_of_the_new_file_is_not_followed(pack: Path, cache: Path, tmp_path: Path) -> None:
    open_lookup(pack, cache)
    path = only(cache)
    path.unlink()
    precious = tmp_path / "precious"
    precious.write_text("mine", encoding="utf-8")
    path.with_suffix(f".{os.getpid()}.new").symlink_to(precious)
    open_lookup(pack, cache)
    assert precious.read_text(encoding="utf-8") == "mine"


def test_only_the_newest_are_kept(pack: Path, cache: Path) -> None:
    cache.mkdir(mode=0o700)
    for number in range(20):
        (cache / f"{number}.lookup").touch()
    left = cache / "cut-off.1.new"
    left.touch()
    os.utime(left, (0, 0))
    open_lookup(pack, cache)
    assert len(list(cache.iterdir())) == 8


def test_no_place_for_a_cache_is_no_trouble(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert open_lookup(pack, tmp_path / "file" / "cache").chronicle.pack.id == "apollo"


def test_no_home_is_no_trouble(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(caching.Path, "home", nowhere)
    assert open_lookup(pack).chronicle.pack.id == "apollo"


@pytest.mark.parametrize("name", ["nowhere", "a\0b", "x" * 5_000])
def test_a_folder_that_is_no_pack_is_told(tmp_path: Path, cache: Path, name: str) -> None:
    with pytest.raises(PackError):
        open_lookup(tmp_path / name, cache)


def test_a_large_folder_around_the_pack_is_not_searched(pack: Path, cache: Path) -> None:
    open_lookup(pack, cache)
    (pack / "notes").mkdir()
    (pack / "notes" / "loop").symlink_to(pack)
    (pack / "notes" / "draft.yaml").touch()
    open_lookup(pack, cache)
    only(cache)
