"""config/schoolgate.toml + environment -> frozen Settings; an unknown key stops the start and is named."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnreadableError

from bot.entries import Address, HookSecret, Id, Listen, Place, Secret, Token, Url
from bot.misread import CLOCK, PREFIX, SettingsError, line
from bot.ports import Group
from bot.ports.letters import Letterhead
from bot.settings_check import check
from moderation.byname import meant
from moderation.incidents import Rule
from moderation.terms import Term
from moderation.triage import ALERT, OVERDUE, Habits, QuietHours, Turn

ROOT = Path(__file__).parents[1]
PACKS = ROOT / "config" / "packs"
SANDBOX = "sandbox"  # the platform of pretended people
OF_A_CLUSTER = re.compile(r"SCHOOLGATE_(SERVICE|PORT)(_|$)")  # what Kubernetes sets for a service of our name
READ_ELSEWHERE = ("SCHOOLGATE_CONFIG", "SCHOOLGATE_POLICIES")  # by config_file, and by our tests
Minutes = Annotated[float, Field(gt=0)]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Annotated[str, Field(pattern=f"^({'|'.join(WEEKDAYS)})$")]
Clock = Annotated[str, Field(pattern=CLOCK)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupSettings(_Strict):
    """One school-managed group; see ports.Group for what the keys mean. `roster`: a CSV file of names."""

    name: str
    platform: str
    id: Id
    pack: str = "trust"
    roster: Path | None = None
    staff: tuple[Token, ...] = ()
    dsl: tuple[Token, ...] = ()
    governors: tuple[Token, ...] = ()
    pupils: tuple[Token, ...] = ()
    staff_place: Id = ""
    dsl_place: Id = ""
    digest_place: Id = ""
    restricted_role: Id = ""
    locale: Annotated[str, Field(pattern="^(en|cy)?$")] = ""
    premoderate: bool | None = None

    def group(self) -> Group:
        """The same as adapters and staff commands know it."""
        values = self.model_dump(exclude={"roster"}) | {"premoderate": bool(self.premoderate)}
        people = {key: frozenset(values.pop(key)) for key in ("staff", "dsl", "governors", "pupils")}
        return Group(**(values | people))


class DigestSettings(_Strict):
    """When the weekly digest is sent, in Europe/London, and to whom.

    `to`: instead of the groups' own places; `governors`: theirs, without small numbers; `second`: who is told when it
    was not delivered or not acknowledged for `patience_days`.
    """

    day: Weekday = "mon"
    time: Clock = "07:30"
    to: tuple[Place, ...] = ()
    governors: tuple[Place, ...] = ()
    second: Place | None = None
    patience_days: Annotated[int, Field(ge=1, le=6)] = 3

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Every place that is named here."""
        return (*self.to, *self.governors, *([self.second] if self.second else []))


class MailSettings(_Strict):
    """The mail server that e-mail goes out through; its password is SCHOOLGATE_MAIL_PASSWORD in the environment."""

    host: str = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    sender: Annotated[Address, Field(validate_default=True)] = ""
    username: str = ""
    security: Annotated[str, Field(pattern="^(starttls|tls|none)$")] = "starttls"

    @field_validator("sender")
    @classmethod
    def _has_sender(cls, sender: str, known: ValidationInfo) -> str:
        if known.data.get("host") and not sender:
            raise ValueError("give the address that e-mail comes from")
        return sender

    @field_validator("security")
    @classmethod
    def _is_safe(cls, security: str, known: ValidationInfo) -> str:
        if security == "none" and known.data.get("host") not in (None, "", "localhost", "127.0.0.1", "::1"):
            raise ValueError('"none" is only for a mail server on this computer: use starttls or tls')
        return security


class PileOn(_Strict):
    """How many members must break the policy within how many minutes to propose securing a group; 0: never."""

    members: Annotated[int, Field(ge=0)] = 5
    minutes: Minutes = 5.0

    def rule(self) -> Rule:
        """The same as the policy's pure part knows it."""
        return Rule(members=self.members, within=timedelta(minutes=self.minutes))


def _span(said: str) -> tuple[date, date]:
    first, _, last = str(said).partition("..")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise ValueError("write a day as 2026-12-25, or the first and the last one as 2026-12-21..2027-01-03") from None
    if days[0] > days[1]:
        raise ValueError("the first day comes before the last")
    return days


class QuietSettings(_Strict):
    """When staff are not told what can wait (Europe/London): each night, whole days of the week, and holidays."""

    start: Clock = "00:00"
    end: Clock = "00:00"
    days: tuple[Weekday, ...] = ()
    holidays: tuple[Annotated[tuple[date, date], BeforeValidator(_span)], ...] = ()

    @model_validator(mode="after")
    def _some_day_is_left(self) -> Self:
        if len(set(self.days)) == len(WEEKDAYS):
            raise ValueError("days: leave a day on which staff can be told")
        return self

    def hours(self) -> QuietHours:
        """The same as the pure part knows them."""
        return QuietHours(
            start=time.fromisoformat(self.start),
            end=time.fromisoformat(self.end),
            weekdays=_weekdays(self.days),
            holidays=self.holidays,
        )


class TurnSettings(_Strict):
    """Whose turn it is on which days; `user`: the person's id on the platform."""

    name: str
    platform: str
    user: Id
    days: tuple[Weekday, ...] = WEEKDAYS

    def turn(self) -> Turn:
        """The same as the pure part knows it."""
        return Turn(platform=self.platform, user=self.user, name=self.name, weekdays=_weekdays(self.days))


def _weekdays(days: tuple[str, ...]) -> frozenset[int]:
    return frozenset(WEEKDAYS.index(day) for day in days)


class LetterheadSettings(_Strict):
    """What stands at the top and the end of the school's letters; `name`: the school's, when it is left out."""

    name: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    signed_by: str = ""

    def letterhead(self, school: str) -> Letterhead:
        """The same as letters know it."""
        return Letterhead(**(self.model_dump() | {"name": self.name or school}))


class Retention(_Strict):
    """Days that records are kept: keys of clean messages, closed cases, cases with a restriction, logs."""

    clean: Annotated[int, Field(ge=1)] = 30
    case: Annotated[int, Field(ge=1)] = 90
    restriction: Annotated[int, Field(ge=1)] = 365
    log: Annotated[int, Field(ge=1)] = 365


class TermSettings(_Strict):
    """One term of the school's calendar: its first and last school day, and the first day of its half-term holiday."""

    name: str
    starts: date
    ends: date
    half_term: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.starts < (self.half_term or self.ends) <= self.ends:
            raise ValueError("starts, half_term and ends have to follow one another")
        return self

    def term(self) -> Term:
        """The same as the staff's commands know it."""
        return Term(**self.model_dump())


class Settings(BaseSettings):
    """Everything that can be configured. Secrets come from the environment only."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix=PREFIX, env_ignore_empty=True)

    school: str = "the school"
    groups: tuple[GroupSettings, ...] = ()
    detectors: tuple[str, ...] = (
        "toxicity",
        "wording",
        "threats",
        "slurs",
        "personal_data",
        "names",
        "attachments",
        "friending",
        "nicknames",
    )
    detector: Mapping[str, Mapping[str, Any]] = {}
    digest: DigestSettings = DigestSettings()
    mail: MailSettings = MailSettings()
    retention: Retention = Retention()
    letterhead: LetterheadSettings = LetterheadSettings()
    pile_on: PileOn = PileOn()
    quiet_hours: QuietSettings = QuietSettings()
    rota: tuple[TurnSettings, ...] = ()
    overdue_hours: Annotated[float, Field(gt=0)] = OVERDUE / timedelta(hours=1)
    alert_hours: Annotated[float, Field(gt=0)] = ALERT / timedelta(hours=1)
    terms: tuple[TermSettings, ...] = ()
    dry_run: bool = False
    reconcile_minutes: Minutes = 1.0
    data: Path = ROOT / "var"
    database_url: str = Field(default="", validation_alias=AliasChoices("DATABASE_URL", "SCHOOLGATE_DATABASE_URL"))
    key: SecretStr = SecretStr("")
    mail_password: SecretStr = Field(default=SecretStr(""), validation_alias=AliasChoices("SCHOOLGATE_MAIL_PASSWORD"))
    discord_token: Secret = Field(default=SecretStr(""), validation_alias=AliasChoices("DISCORD_TOKEN"))
    discord_api: str = ""
    discord_gateway: str = ""
    telegram_token: Secret = Field(default=SecretStr(""), validation_alias=AliasChoices("TELEGRAM_TOKEN"))
    telegram_api: str = ""
    telegram_files: str = ""
    telegram_webhook: Url = ""
    telegram_listen: Listen = "127.0.0.1:8443"
    telegram_secret: HookSecret = SecretStr("")
    sandbox_port: Annotated[int, Field(ge=0, le=65535)] = 8765
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
        return tuple(name for name, token in tokens.items() if token.get_secret_value()) or (SANDBOX,)

    @property
    def watched(self) -> tuple[GroupSettings, ...]:
        """The groups of the platforms that run."""
        return tuple(group for group in self.groups if group.platform in self.platforms)

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the records."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data / 'schoolgate.db'}"

    @property
    def habits(self) -> Habits:
        """When staff are told, who is on duty by the rota, and when a case is overdue."""
        return Habits(
            quiet=self.quiet_hours.hours(),
            rota=tuple(turn.turn() for turn in self.rota),
            overdue=timedelta(hours=self.overdue_hours),
            alert=timedelta(hours=self.alert_hours),
        )

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
    _check_environment()
    try:
        settings = Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from None
    except UnreadableError as error:  # a table in the environment is written as JSON
        field = "".join(re.findall(r'field "(\w+)"', str(error)))
        where = ", ".join(_variables(field)) if field else str(error)
        raise SettingsError(f"environment: {where}: not valid JSON; write it in {path.name} instead") from None
    except ValidationError as error:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        raise SettingsError("\n".join(line(path, data, problem, Settings) for problem in error.errors())) from None
    check(path, settings, ROOT)
    return settings


def _check_environment() -> None:
    """A variable of ours that nothing reads is refused: with SCHOOLGATE_DRYRUN the bot would act."""
    known = [*READ_ELSEWHERE, *(name for field in Settings.model_fields for name in _variables(field))]
    ours = [name.removeprefix(PREFIX) for name in known if name.startswith(PREFIX)]
    for name in os.environ:
        if name.upper().startswith(PREFIX) and name.upper() not in known and not OF_A_CLUSTER.match(name):
            advice = meant(name.upper().removeprefix(PREFIX), ours, before=PREFIX)
            raise SettingsError(f"environment: {name}: there is no such setting; {advice}")


def _variables(field: str) -> tuple[str, ...]:
    """The environment variables that a field is read from."""
    alias = Settings.model_fields[field].validation_alias
    return tuple(map(str, alias.choices)) if isinstance(alias, AliasChoices) else (f"{PREFIX}{field.upper()}",)
