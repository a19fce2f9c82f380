"""The settings of the running bot, from the environment, an `.env` file and files of secrets."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.config import shipped_pack

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_PREFIX = 8


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


def valid_prefix(text: str) -> str:
    """A prefix that can be typed and told from words; raises `ValueError` with a sentence otherwise."""
    if not text or len(text) > MOST_PREFIX:
        raise ValueError(f"A prefix has 1 to {MOST_PREFIX} characters.")
    if any(character.isspace() or not character.isprintable() for character in text):
        raise ValueError("A prefix has no spaces and no invisible characters.")
    if text[0] in "/@#<" or "`" in text:
        raise ValueError("A prefix can't begin with / @ # < nor hold a backtick: Discord reads them itself.")
    return text


class Settings(BaseSettings):
    """Every setting, under the name of its variable in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: SecretStr | None = Field(None, description="The bot's token.")
    discord_token_file: Path | None = Field(None, description="A file that holds the token, instead.")
    knowledge: Path = Field(default_factory=shipped_pack, description="The folder of the pack that answers.")
    prefix: Annotated[str, AfterValidator(valid_prefix)] = Field("!", description="What commands begin with.")
    message_content: bool = Field(
        default=False,
        description="Whether the bot reads all messages: needed for the prefix, not for slash or mention.",
    )
    owners: Annotated[frozenset[int], NoDecode, BeforeValidator(_listed)] = Field(
        frozenset(), description="Who may reload the pack: user ids. By default the application's owners."
    )
    database_url: str = Field(
        "sqlite:///data/chronicler.db", description="Where servers' settings are kept: SQLite or PostgreSQL."
    )
    log_level: Annotated[LogLevel, BeforeValidator(lambda text: str(text).upper())] = LogLevel.INFO
    log_format: Annotated[LogFormat, BeforeValidator(lambda text: str(text).lower())] = LogFormat.TEXT
    discord_api_url: HttpUrl | None = Field(
        None, description="Another address of Discord's API, such as a proxy: https://…/api/v10."
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.discord_token and self.discord_token_file:
            raise ValueError("DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set; please set one of them.")
        if self.discord_token_file and not self.discord_token_file.is_file():
            raise ValueError(f"DISCORD_TOKEN_FILE: there is no file {self.discord_token_file}.")
        if not self.knowledge.is_dir():
            raise ValueError(f"KNOWLEDGE: there is no folder {self.knowledge}.")
        return self

    @property
    def token(self) -> SecretStr | None:
        """The token, from wherever it is set, without the spaces and the “Bot ” that people copy along."""
        text = ""
        if self.discord_token:
            text = self.discord_token.get_secret_value()
        elif self.discord_token_file:
            text = self.discord_token_file.read_text(encoding="utf-8")
        text = text.strip().strip("\"'").removeprefix("Bot ").strip()
        return SecretStr(text) if text else None


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
