"""The settings: from the environment, an `.env` file and files of secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings, SettingsError, read_settings, valid_prefix
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "MTIzNDU2.GhIjKl.a-secret_that-nobody_may_read"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of ours is set, and there is no `.env`."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def told(settings: Settings) -> str | None:
    return settings.token.get_secret_value() if settings.token else None


def test_nothing_need_be_set_but_the_token() -> None:
    settings = read_settings()
    assert settings.token is None
    assert settings.prefix == "!"
    assert settings.message_content is False
    assert (settings.knowledge / "pack.yaml").is_file()


@pytest.mark.parametrize("written", [TOKEN, f" {TOKEN}\n", f'"{TOKEN}"', f"Bot {TOKEN}", f'"Bot {TOKEN}"\n'])
def test_the_token_as_people_copy_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", written)
    assert told(read_settings()) == TOKEN
    monkeypatch.delenv("DISCORD_TOKEN")
    (tmp_path / "token").write_text(written, "utf-8")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    assert told(read_settings()) == TOKEN


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\nPREFIX=?\nOWNERS=1, 2\n", "utf-8")
    monkeypatch.setenv("PREFIX", "%")
    settings = read_settings()
    assert (told(settings), settings.prefix, settings.owners) == (TOKEN, "%", {1, 2})


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")
    monkeypatch.setenv("PREFIX", "")
    assert told(read_settings()) is None
    assert read_settings().prefix == "!"


def test_every_mistake_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "DISCORD_TOKEN": "two words", "DISCORD_TOKEN_FILE": "/nowhere/token", "KNOWLEDGE": "/nowhere", "PREFIX": "/",
        "MESSAGE_CONTENT": "perhaps", "OWNERS": "ann", "DATABASE_URL": "mysql://x:secret@y/z", "LOG_LEVEL": "loud",
        "LOG_FORMAT": "xml", "DISCORD_API_URL": "there",
    }  # fmt: skip
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    lines = str(caught.value).splitlines()
    for name in wrong:
        assert [line for line in lines if line.startswith(f"{name}: ")], name
    assert "secret" not in str(caught.value)
    assert "two words" not in str(caught.value)


def test_the_token_is_set_in_one_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN, "utf-8")
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(SettingsError, match="DISCORD_TOKEN is set as well"):
        read_settings()


@pytest.mark.parametrize("prefix", ["!", "?", "c!", "ask:", "€", "。"])
def test_prefixes_that_can_be_typed(prefix: str) -> None:
    assert valid_prefix(prefix) == prefix


@pytest.mark.parametrize("prefix", ["", "123456789", "a b", "/", "@x", "#", "<@1>", "`", "a\u200b", "\n"])
def test_prefixes_that_cannot(prefix: str) -> None:
    with pytest.raises(ValueError, match="A prefix"):
        valid_prefix(prefix)


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_the_readme_tells_of_every_setting(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description, name
    assert f"| `{name.upper()}` | {description} |" in (ROOT / "README.md").read_text("utf-8")
