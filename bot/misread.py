"""What is said of a configuration that cannot be read as one: where it stands, and what to write instead."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel, SecretStr
from pydantic_core import ErrorDetails

from moderation.byname import meant

PREFIX: Final = "SCHOOLGATE_"
CLOCK: Final = r"^([01]\d|2[0-3]):[0-5]\d$"
MANY = (("groups",), ("rota",), ("terms",))  # tables that may stand more than once
WRITE = {  # the beginning of pydantic's name for what is wrong, and what to do
    "string": "write a text in quotation marks",
    "path": "write a text in quotation marks",
    "int": "write a whole number",
    "float": "write a number",
    "bool": "write true or false",
    "date": "write a day as 2026-09-02",
    "tuple": "write a list in square brackets",
    "model": "write a table: its name in square brackets, then a line for each key",
    "mapping": "write a table: its name in square brackets, then a line for each key",
}


class SettingsError(Exception):
    """The configuration cannot be used; each line names the file, the key and what is wrong."""


def line(path: Path, data: Mapping[str, Any], problem: ErrorDetails, settings: type[BaseModel]) -> str:
    """One line about what is wrong; `data` is the file's, `settings` what it is read as."""
    first, *rest = problem["loc"]
    variables = {name for name in os.environ if name.upper() in (first, f"{PREFIX}{first}".upper())}
    if variables:
        where = ": ".join(filter(None, ("environment", variables.pop(), _key(rest))))
    else:
        where = f"{path}: {_where(problem['loc'], data)}"
    return f"{where}: {_what(problem, settings)}"


def _where(loc: Sequence[int | str], data: Mapping[str, Any]) -> str:
    """A place in the file as people count: group 1 ("Hollybank parents"): staff, entry 2."""
    match loc:
        case ("groups", int(index), *rest):
            table = data["groups"][index]
            group = numbered(index, table.get("name", "") if isinstance(table, dict) else "")
            return ": ".join(filter(None, (group, _key(rest))))
        case _:
            return _key(loc)


def numbered(index: int, name: str) -> str:
    """A group as people count, with its name where it has one."""
    return f'group {index + 1} ("{name}")' if name else f"group {index + 1}"


def _key(loc: Sequence[int | str]) -> str:
    parts = [f", entry {part + 1}" if isinstance(part, int) else f".{part}" for part in loc]
    return "".join(parts).removeprefix(".")


def _what(problem: ErrorDetails, settings: type[BaseModel]) -> str:
    """What is wrong and what to do, in the words of who writes the file."""
    loc, kind, context = problem["loc"], problem["type"], problem.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return f"there is no such key; {meant(str(loc[-1]), _keys(loc, settings))}"
        case "missing":
            return "is missing; add it"
        case "string_pattern_mismatch":
            return _shape(context["pattern"])
        case "greater_than":
            return f"write a number above {context['gt']:g}"
        case "greater_than_equal":
            return f"write {context['ge']} or more"
        case "less_than_equal":
            return f"write {context['le']} or less"
        case "tuple_type" if loc in MANY:
            return f"write [[{loc[0]}]], with two brackets on each side"
        case _:
            return WRITE.get(kind.partition("_")[0]) or str(problem["msg"]).removeprefix("Value error, ")


def _shape(pattern: str) -> str:
    """A pattern in words: a time of day, or the texts there are."""
    if pattern == CLOCK:
        return "write 07:30, with two digits each"
    *texts, last = pattern.strip("^()?$").split("|")
    return f"write {', '.join(texts)} or {last}"


def _keys(loc: Sequence[int | str], settings: type[BaseModel]) -> list[str]:
    """The keys there are in the table where a key stands; secrets are not written in the file."""
    model = settings
    for part in loc[:-1]:
        if isinstance(part, str):
            kind = model.model_fields[part].annotation
            model = next(one for one in (kind, *get_args(kind)) if isinstance(one, type) and issubclass(one, BaseModel))
    return [
        key
        for key, field in model.model_fields.items()
        if field.annotation is not SecretStr and field.validation_alias is None
    ]
