"""Checks requests and answers against spec.json; names methods and fields, never what they hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]
PRIMITIVES = {"Integer", "Float", "Boolean", "String"}
MEASURES: dict[str, Callable[[Any], int]] = {
    "characters": len,
    "bytes": lambda text: len(text.encode()),
    "items": len,
    "range": int,
}
UNLISTED = "not one of the listed values"
ALSO_TEXT = {"InputPollOption"}  # the platform still takes the text alone, as before Bot API 7.3
BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not conform: the path of the field and what is wrong with it.

    `broken`: the value is not of its shape at all, so the platform itself could not read it.
    """

    path: str
    what: str
    broken: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent in the request's multipart body."""

    filename: str
    mime: str
    data: bytes


@cache
def spec() -> Json:
    """The condensed description, as condense.py wrote it."""
    loaded: Json = json.loads(Path(__file__).with_name("spec.json").read_text("utf-8"))
    return loaded


@cache
def method_names() -> dict[str, str]:
    """Known methods by their lower-case name; the Bot API does not mind the case."""
    return {name.lower(): name for name in spec()["methods"]}


class UndecodableError(ValueError):
    """A parameter that cannot be read as its type; its message says what was expected."""


def _number(raw: str, kind: type[int] | type[float]) -> int | float:
    try:
        return kind(raw)
    except ValueError as error:
        raise UndecodableError(f"not a {'whole ' if kind is int else ''}number") from error


def decode(expression: str, raw: Any) -> Any:
    """A parameter as its type; form fields arrive as text, JSON bodies hold values. Raises UndecodableError."""
    if not isinstance(raw, str):
        return raw
    names = expression.split("|")
    if names == ["Integer"] or names == ["Float"]:
        return _number(raw, int if names == ["Integer"] else float)
    if names == ["Boolean"]:
        if raw.lower() not in BOOLEANS:
            raise UndecodableError("not a Boolean")
        return BOOLEANS[raw.lower()]
    if "String" in names or "InputFile" in names:
        return int(raw) if "Integer" in names and raw.lstrip("-").isdigit() else raw
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        raise UndecodableError("not JSON") from error


def check(expression: str, value: Any, path: str) -> list[Problem]:
    """Every problem of a value against a type expression such as `Integer|String` or `Array of User`."""
    names = expression.split("|")
    if len(names) > 1:
        return min((check(name, value, path) for name in names), key=_unlike)
    if expression.startswith("Array of "):
        return _check_array(expression.removeprefix("Array of "), value, path)
    if expression in PRIMITIVES:
        return [] if _is_primitive(expression, value) else [Problem(path, f"not of type {expression}", broken=True)]
    if expression == "InputFile":
        return [] if isinstance(value, str | Upload) else [Problem(path, "not a file", broken=True)]
    return _check_object(expression, value, path)


def _unlike(problems: list[Problem]) -> tuple[int, int]:
    """How little a value resembles one of several types: a wrong kind or status counts before all else."""
    tags = (".type", ".status", ".source")
    return sum(p.what == UNLISTED and p.path.endswith(tags) for p in problems), len(problems)


def _is_primitive(name: str, value: Any) -> bool:
    if name == "Boolean":
        return isinstance(value, bool)
    if name == "String":
        return isinstance(value, str)
    wanted = int if name == "Integer" else (int, float)
    return isinstance(value, wanted) and not isinstance(value, bool)


def _check_array(inner: str, value: Any, path: str) -> list[Problem]:
    if not isinstance(value, list):
        return [Problem(path, "not an Array", broken=True)]
    return [problem for i, item in enumerate(value) for problem in check(inner, item, f"{path}[{i}]")]


def _check_object(name: str, value: Any, path: str) -> list[Problem]:
    if name in ALSO_TEXT and isinstance(value, str):
        return []
    if not isinstance(value, dict):
        return [Problem(path, f"not an object of type {name}", broken=True)]
    known = spec()["types"].get(name)
    if known is None or known == {"fields": {}}:
        return []
    if "subtypes" in known:
        return min((_check_object(each, value, path) for each in known["subtypes"]), key=_unlike)
    return check_fields(known["fields"], value, path)


def check_fields(fields: Json, given: Json, path: str) -> list[Problem]:
    """Unknown, missing and wrong fields of one object or of a method's parameters."""
    prefix = f"{path}." if path else ""
    problems = [Problem(f"{prefix}{name}", "unknown field") for name in given if name not in fields]
    for name, facts in fields.items():
        if name in given:
            found = check(facts["type"], given[name], f"{prefix}{name}")
            problems += found or _check_bounds(facts, given[name], f"{prefix}{name}")
        elif facts.get("required"):
            problems.append(Problem(f"{prefix}{name}", "missing", broken=bool(path)))
    return problems


def _check_bounds(facts: Json, value: Any, path: str) -> list[Problem]:
    if "choices" in facts and isinstance(value, str) and value not in facts["choices"]:
        return [Problem(path, UNLISTED)]
    for bound, measure in MEASURES.items():
        if bound in facts and not facts[bound][0] <= measure(value) <= facts[bound][1]:
            return [Problem(path, f"{bound} outside {facts[bound][0]}-{facts[bound][1]}")]
    return []


def check_request(method: str, given: Json) -> tuple[Json, list[Problem]]:
    """The parameters read as their types, and every problem found. `method` is spelt as in the description."""
    fields = spec()["methods"][method]["fields"]
    values: Json = {}
    unreadable: list[Problem] = []
    for name, raw in given.items():
        try:
            values[name] = decode(fields[name]["type"], raw) if name in fields else raw
        except UndecodableError as error:
            unreadable.append(Problem(name, str(error), broken=True))
    skipped = {problem.path for problem in unreadable}
    problems = [p for p in check_fields(fields, values, "") if p.path not in skipped]
    return values, unreadable + problems


def check_answer(method: str, result: Any) -> list[Problem]:
    """Every problem of what a method returns."""
    return check(spec()["methods"][method]["returns"], result, method)
