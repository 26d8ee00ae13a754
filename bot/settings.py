"""config/schoolgate.toml + environment -> frozen Settings; an unknown key stops the start and is named."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.ports import Group

ROOT = Path(__file__).parents[1]
Id = Annotated[str, BeforeValidator(str)]
Minutes = Annotated[float, Field(gt=0)]


class SettingsError(Exception):
    """The configuration cannot be used; each line names the file, the key and what is wrong."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupSettings(_Strict):
    """One school-managed group; see ports.Group for what the keys mean. `roster`: a CSV file of names."""

    name: str
    platform: str
    id: Id
    pack: str = "trust"
    roster: Path | None = None
    staff: tuple[Id, ...] = ()
    dsl: tuple[Id, ...] = ()
    governors: tuple[Id, ...] = ()
    pupils: tuple[Id, ...] = ()
    staff_place: Id = ""
    dsl_place: Id = ""
    digest_place: Id = ""
    restricted_role: Id = ""
    locale: Annotated[str, Field(pattern="^(en|cy)$")] = "en"

    def group(self) -> Group:
        """The same as adapters and staff commands know it."""
        values = self.model_dump(exclude={"roster"})
        people = {key: frozenset(values.pop(key)) for key in ("staff", "dsl", "governors", "pupils")}
        return Group(**(values | people))


class DigestSettings(_Strict):
    """When the weekly digest is sent, in Europe/London."""

    day: Annotated[str, Field(pattern="^(mon|tue|wed|thu|fri|sat|sun)$")] = "mon"
    time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "07:30"


class Retention(_Strict):
    """Days that records are kept: keys of clean messages, closed cases, cases with a restriction."""

    clean: Annotated[int, Field(ge=1)] = 30
    case: Annotated[int, Field(ge=1)] = 90
    restriction: Annotated[int, Field(ge=1)] = 365


class Settings(BaseSettings):
    """Everything that can be configured. Secrets come from the environment only."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix="SCHOOLGATE_", env_ignore_empty=True)

    school: str = "the school"
    groups: tuple[GroupSettings, ...] = ()
    detectors: tuple[str, ...] = ("toxicity", "wording", "threats", "personal_data", "names", "attachments")
    detector: Mapping[str, Mapping[str, Any]] = {}
    digest: DigestSettings = DigestSettings()
    retention: Retention = Retention()
    dry_run: bool = False
    reconcile_minutes: Minutes = 1.0
    data: Path = ROOT / "var"
    database_url: str = Field(default="", validation_alias=AliasChoices("DATABASE_URL", "SCHOOLGATE_DATABASE_URL"))
    key: SecretStr = SecretStr("")
    discord_token: SecretStr = Field(default=SecretStr(""), validation_alias=AliasChoices("DISCORD_TOKEN"))
    discord_api: str = ""
    discord_gateway: str = ""
    telegram_token: SecretStr = Field(default=SecretStr(""), validation_alias=AliasChoices("TELEGRAM_TOKEN"))
    telegram_api: str = ""
    telegram_files: str = ""
    sandbox_port: int = 8765
    sandbox_replay: Annotated[str, Field(pattern="^(slow|fast|no)$")] = "slow"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the library's signature)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())

    @property
    def platforms(self) -> tuple[str, ...]:
        """Every platform whose token is set; the sandbox when there is none."""
        tokens = {"discord": self.discord_token, "telegram": self.telegram_token}
        return tuple(name for name, token in tokens.items() if token.get_secret_value()) or ("sandbox",)

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the records."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data / 'schoolgate.db'}"

    @property
    def reconcile_every(self) -> timedelta:
        """How often the action ledger is compared with the platforms."""
        return timedelta(minutes=self.reconcile_minutes)

    def options(self, platform: str) -> dict[str, str]:
        """What an adapter is built with."""
        prefix = f"{platform}_"
        found = {key: getattr(self, key) for key in type(self).model_fields if key.startswith(prefix)}
        return {
            key.removeprefix(prefix): value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            for key, value in found.items()
        }


def config_file() -> Path:
    """The configuration file: SCHOOLGATE_CONFIG, else config/schoolgate.toml."""
    return Path(os.environ.get("SCHOOLGATE_CONFIG", ROOT / "config" / "schoolgate.toml"))


def load() -> Settings:
    """Read file and environment. Raises SettingsError with a line for each thing that is wrong."""
    path = config_file()
    if not path.is_file():
        raise SettingsError(f"{path}: no such file; copy config/schoolgate.toml there or unset SCHOOLGATE_CONFIG")
    try:
        settings = Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from None
    except ValidationError as error:
        raise SettingsError("\n".join(_line(path, problem) for problem in error.errors())) from None
    _check(path, settings)
    return settings


def _line(path: Path, problem: ErrorDetails) -> str:
    return f"{path} (or environment): {'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"


def _check(path: Path, settings: Settings) -> None:
    for name in settings.platforms:
        if not any(group.platform == name for group in settings.groups):
            raise SettingsError(f'{path}: groups: none has platform = "{name}"; add a [[groups]] table with its id')
    seen: set[tuple[str, str]] = set()
    for index, group in enumerate(settings.groups):
        if (group.platform, group.id) in seen:
            raise SettingsError(f"{path}: groups.{index}.id: this group stands twice")
        seen.add((group.platform, group.id))
        if group.roster and not (ROOT / group.roster).is_file():
            raise SettingsError(f"{path}: groups.{index}.roster: {group.roster}: no such file")
