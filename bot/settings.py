"""The settings of the running bot, from the environment, an `.env` file and files of secrets."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.config import shipped_pack

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_PREFIX = 8
_LONGEST_TOKEN = 512


class LogFormat(StrEnum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least weight of a line that is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class SettingsError(ValueError):
    """What is wrong with the settings, one sentence a line, each with the name of its variable."""


def _listed(value: object) -> object:
    return [part for part in value.replace(" ", ",").split(",") if part] if isinstance(value, str) else value


CLAIM: frozenset[int] = frozenset()
"""The shards of a process that claims them as it goes."""


def _shards(value: object, info: ValidationInfo) -> object:
    """Reads `claim`, or numbers and spans of numbers."""
    if not isinstance(value, str):
        return value
    count: int | None = info.data.get("shard_count")
    if count is None:
        raise ValueError("SHARD_COUNT has to be set as well.")
    if value.strip().lower() == "claim":
        return CLAIM
    numbers: set[int] = set()
    for part in value.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if not first.isdecimal() or not (last or first).isdecimal():
            raise ValueError("please write numbers such as 0,2 or 0-3, or claim.")
        if int(last or first) >= count:
            raise ValueError(f"there are {count} shards, from 0 to {count - 1}.")
        numbers.update(range(int(first), int(last or first) + 1))
    return frozenset(numbers)


def valid_prefix(text: str) -> str:
    """A prefix that can be typed and told from words; raises `ValueError` with a sentence otherwise."""
    if not text or len(text) > MOST_PREFIX:
        raise ValueError(f"A prefix has 1 to {MOST_PREFIX} characters.")
    if any(character.isspace() or not character.isprintable() for character in text):
        raise ValueError("A prefix has no spaces and no invisible characters.")
    if text[0] in "/@#<" or "`" in text:
        raise ValueError("A prefix can't begin with / @ # < nor hold a backtick: Discord reads them itself.")
    return text


def read_token(text: str) -> str:
    """A token without the spaces, quotes and the “Bot ” that are copied along; raises `ValueError` for what is none."""
    token = text.strip().strip("\"'").removeprefix("Bot ").strip()
    if (
        len(token) > _LONGEST_TOKEN
        or not token.isascii()
        or any(c.isspace() or not c.isprintable() for c in token)
    ):
        raise ValueError("this is no token; please copy it again from the page “Bot” of your application.")
    return token


def _as_token(secret: SecretStr | None) -> SecretStr | None:
    token = read_token(secret.get_secret_value()) if secret else ""
    return SecretStr(token) if token else None


def _with_token(path: Path | None, info: ValidationInfo) -> Path | None:
    if path is None:
        return None
    if info.data.get("discord_token"):
        raise ValueError("DISCORD_TOKEN is set as well; please set one of them.")
    try:
        read_token(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ValueError(f"there is no token in {path}, but something else.") from None
    except OSError as error:
        raise ValueError(f"{path} can't be read: {error.strerror}.") from None
    return path


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError(f"there is no folder {path}.")
    return path


def _readable(path: Path | None) -> Path | None:
    try:
        if path is not None:
            path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f"{path} can't be read: {getattr(error, 'strerror', None) or 'it is no text'}."
        ) from None
    return path


def _database(secret: SecretStr) -> SecretStr:
    from bot.store.database import StoreError, parse_url

    try:
        parse_url(secret.get_secret_value())
    except StoreError as error:
        raise ValueError(str(error)) from None
    return secret


class Settings(BaseSettings):
    """Every setting, under the name of its variable in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: Annotated[SecretStr | None, AfterValidator(_as_token)] = Field(
        None, description="The bot's token."
    )
    discord_token_file: Annotated[Path | None, AfterValidator(_with_token)] = Field(
        None, description="A file that holds the token, instead."
    )
    knowledge: Annotated[Path, AfterValidator(_folder)] = Field(
        default_factory=shipped_pack,
        description="The folder of the pack that answers; by default the shipped one.",
    )
    prefix: Annotated[str, AfterValidator(valid_prefix)] = Field(
        "!", description="What commands begin with, where a server has set nothing else."
    )
    message_content: bool = Field(
        default=False,
        description="Whether the bot reads all messages: needed for the prefix, not for slash or mention.",
    )
    owners: Annotated[frozenset[int], NoDecode, BeforeValidator(_listed)] = Field(
        frozenset(), description="Who may reload the pack: user ids. By default the application's owners."
    )
    database_url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        SecretStr("sqlite:///data/chronicler.db"),
        description="Where servers' settings are kept: SQLite or PostgreSQL.",
    )
    database_password_file: Annotated[Path | None, AfterValidator(_readable)] = Field(
        None, description="A file that holds the password of DATABASE_URL, instead."
    )
    shard_count: Annotated[int, Field(ge=1, le=16384)] | None = Field(
        None, description="How many shards there are in all; by default as many as Discord advises, all here."
    )
    shard_ids: Annotated[frozenset[int] | None, NoDecode, BeforeValidator(_shards)] = Field(
        None,
        description="Which of them this process serves: 0,2 or 0-3, or claim to share through the database.",
    )
    shard_lease: Annotated[float, Field(ge=2, le=60)] = Field(
        20.0, description="Seconds after which the claimed shards of a process that is gone go to another."
    )
    daily_grace_hours: Annotated[float, Field(ge=0, le=24)] = Field(
        24.0, description="How late a daily post may be, in hours, while its day isn't over."
    )
    log_level: Annotated[LogLevel, BeforeValidator(lambda text: str(text).upper())] = Field(
        LogLevel.INFO, description="The least weight of what is logged: debug, info, warning or error."
    )
    log_debug: Annotated[frozenset[str], NoDecode, BeforeValidator(_listed)] = Field(
        frozenset(),
        description="Loggers to be written in full, such as aiosqlite; discord.http tells what people write.",
    )
    log_format: Annotated[LogFormat, BeforeValidator(lambda text: str(text).lower())] = Field(
        LogFormat.TEXT, description="How a line of the log is written: text, or json for machines."
    )
    monitoring_port: Annotated[int, Field(ge=0, le=65535)] | None = Field(
        None, description="A port for /healthz, /readyz and /metrics; none by default."
    )
    monitoring_host: str = Field(
        "127.0.0.1", description="The address that this port listens at: by default this machine alone."
    )
    discord_api_url: HttpUrl | None = Field(
        None, description="Another address of Discord's API, such as a proxy: https://…/api/v10."
    )

    @property
    def token(self) -> SecretStr | None:
        """The token, from wherever it is set."""
        if self.discord_token_file:
            return _as_token(SecretStr(self.discord_token_file.read_text(encoding="utf-8")))
        return self.discord_token


def database_of(settings: Settings) -> str:
    """The address of the database with its password, from wherever that is set."""
    url = settings.database_url.get_secret_value()
    if settings.database_password_file is None:
        return url
    from bot.store.database import with_password

    return with_password(url, settings.database_password_file.read_text(encoding="utf-8").strip())


def read_settings(**changes: Any) -> Settings:
    """The settings of this process, `changes` before all else; raises `SettingsError` with every mistake."""
    try:
        return Settings(**changes)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentences(error))) from None


def _sentences(error: ValidationError) -> Iterable[str]:
    for mistake in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(mistake["loc"][0]).upper() if mistake["loc"] else ""
        told = mistake["msg"].removeprefix("Value error, ")
        yield f"{name}: {told}" if name else told
