"""What every letter in one language shares: dates in words, the marks of a draft, what was done."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from moderation.clock import LONDON
from moderation.domain import Kind
from moderation.policy.ladder import Rung

FILE = "_phrases.toml"


class TemplateError(Exception):
    """A letter's file cannot be used; a line for each thing that is wrong: file, line and what to do."""


class Phrases(BaseModel):
    """The words of config/letters/<language>/_phrases.toml; `done` and `rungs` leave out what is not mentioned."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Annotated[str, Field(pattern=r"^[a-z]{2}-[A-Z]{2}$")]
    weekdays: Annotated[tuple[str, ...], Field(min_length=7, max_length=7)]
    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    date: str
    moment: str
    page: str
    reference: str
    mark: str
    unsigned: str
    signed: str
    telephone: str
    email: str
    done: Mapping[Kind, str]
    rungs: Mapping[Rung, str]

    def day(self, moment: datetime) -> str:
        """The day in the school's time zone, in words."""
        local = moment.astimezone(LONDON)
        weekday, month = self.weekdays[local.weekday()], self.months[local.month - 1]
        return self.date.format(weekday=weekday, day=local.day, month=month, year=local.year)

    def at(self, moment: datetime) -> str:
        """Day and time of day, in words."""
        return self.moment.format(date=self.day(moment), time=f"{moment.astimezone(LONDON):%H:%M}")


FILLED = {
    "date": {"weekday", "day", "month", "year"},
    "moment": {"date", "time"},
    "page": {"page", "pages"},
    "reference": {"case"},
    "signed": {"by", "date"},
}


def read(folder: Path) -> Phrases:
    """The phrases of one language's folder. Raises TemplateError."""
    path = folder / FILE
    try:
        phrases = Phrases.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise TemplateError(f"{path}: {error.strerror}: copy {FILE} from the letters Schoolgate came with") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path}: not valid TOML: {error}") from None
    except ValidationError as error:
        wrong = [f"{path}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        raise TemplateError("\n".join(wrong)) from None
    _check(path, phrases)
    return phrases


def _check(path: Path, phrases: Phrases) -> None:
    """Each phrase with gaps holds all of them and no other."""
    said = {key: (getattr(phrases, key), names) for key, names in FILLED.items()}
    said |= {f"done.{kind}": (text, {"at"}) for kind, text in phrases.done.items()}
    for key, (text, names) in said.items():
        wanted = ", ".join(f"{{{name}}}" for name in sorted(names))
        try:
            text.format(**dict.fromkeys(names, ""))
        except (KeyError, IndexError, ValueError, AttributeError, TypeError):
            raise TemplateError(f"{path}: {key}: has a placeholder it cannot have; use {wanted}") from None
        if not all(f"{{{name}}}" in text for name in names):
            raise TemplateError(f"{path}: {key}: must contain {wanted}")
