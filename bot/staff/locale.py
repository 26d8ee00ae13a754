"""The languages people are told things in: `locale.text("message-id", value=...)`, from config/locales."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.dates import format_date, format_datetime
from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentInt
from fluent.syntax import ast

from bot.staff.translations import LocaleError, differences, read
from moderation.clock import LONDON

__all__ = ["FIRST", "FOLDER", "LONDON", "Locale", "LocaleError", "Locales", "Value", "load", "speaking"]
FOLDER = Path(__file__).parents[2] / "config" / "locales"
FIRST = "en"  # the language that the others are checked against
DAY = "d MMMM"
MOMENT = "EEEE d MMMM y, HH:mm"  # https://unicode.org/reports/tr35/tr35-dates.html#Date_Field_Symbol_Table
SHORT = " / "  # between the languages of a short text, such as a button's


@dataclass(frozen=True, slots=True)
class Locale:
    """One language. `name` is its folder's: en or cy."""

    name: str
    _bundle: FluentBundle = field(repr=False, compare=False)

    def text(self, message: str, /, **values: Value) -> str:
        """One message with its values filled in; times are said in words, in Europe/London. Raises LocaleError."""
        known = self._bundle.has_message(message) and self._bundle.get_message(message).value
        if not known:
            raise LocaleError(f"{FOLDER / self.name}: no message {message}; add it")
        filled = {name: self._shown(value) for name, value in values.items()}
        said, wrong = self._bundle.format_pattern(known, filled)
        if wrong:
            kinds = ", ".join(sorted({type(error).__name__ for error in wrong}))
            raise LocaleError(f"{FOLDER / self.name}: {message}: not every value was given ({kinds}); give them all")
        return str(said)

    def has(self, message: str) -> bool:
        """Whether there is such a message."""
        return bool(self._bundle.has_message(message))

    def moment(self, at: datetime) -> str:
        """A time (aware) as people say it, in Europe/London."""
        return str(format_datetime(at, MOMENT, tzinfo=LONDON, locale=self._babel))

    def day(self, day: date) -> str:
        """A day as people say it, without its year."""
        return str(format_date(day, DAY, locale=self._babel))

    @property
    def _babel(self) -> str:
        return _region(self.name).replace("-", "_")

    def _shown(self, value: Value) -> str | FluentInt:
        match value:
            case datetime():
                return self.moment(value)
            case int():
                return FluentInt(value, useGrouping=False)  # a number to choose a plural by, without thousands marks
            case str():
                return str(value)
            case _:
                return value(self)


Value = str | int | datetime | Callable[[Locale], str]  # what is filled in; a function of the language is asked for it


@dataclass(frozen=True, slots=True)
class Locales:
    """The languages that somebody is told things in, one after the other."""

    each: tuple[Locale, ...]

    def text(self, message: str, /, **values: Value) -> str:
        """A message in each language, a line for each."""
        return "\n".join(locale.text(message, **values) for locale in self.each)

    def label(self, message: str, /, **values: Value) -> str:
        """A short message, such as a button's, in each language on one line."""
        return SHORT.join(dict.fromkeys(locale.text(message, **values) for locale in self.each))


@cache
def load(name: str, folder: Path = FOLDER) -> Locale:
    """Read a language, and check it against English. Raises LocaleError, a line for each thing that is wrong."""
    catalogue = read(folder / name)
    if name != FIRST and (wrong := list(differences(read(folder / FIRST), catalogue, folder / name))):
        raise LocaleError("\n".join(wrong))
    bundle = FluentBundle([_region(name)], use_isolating=False)
    bundle.add_resource(ast.Resource([entry.message for entry in catalogue.values()]))
    return Locale(name, bundle)


def speaking(names: Iterable[str]) -> Locales:
    """These languages in this order, each once. Raises LocaleError."""
    return Locales(tuple(load(name) for name in dict.fromkeys(names)))


def _region(name: str) -> str:
    return f"{name}-GB"
