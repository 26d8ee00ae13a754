"""Says where a request departs from Discord's official description (spec.json): path and field, never content."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

SECRET = re.compile(r"^(/(?:interactions|webhooks)/\d+/)[^/]+")
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One departure: `field` is dotted, `rule` names the schema keyword (or `unknown`) and never the value."""

    method: str
    path: str
    field: str
    rule: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.field}: {self.rule}"


@dataclass(frozen=True, slots=True)
class Tolerated:
    """A departure that Discord is known to accept, and who makes it."""

    method: str
    path: str
    field: str
    rule: str
    reason: str

    def covers(self, found: Violation) -> bool:
        """Whether this is the departure meant here."""
        pairs = (
            (self.method, found.method),
            (self.path, found.path),
            (self.field, found.field),
            (self.rule, found.rule),
        )
        return all(re.fullmatch(pattern, value) for pattern, value in pairs)


TOLERATED = (
    Tolerated(".*", ".*", ".*", "snowflake as number",
              "discord.py writes some ids as JSON numbers; Discord takes numbers and strings"),
    Tolerated("POST|PUT|PATCH", ".*", r"(.*\.)?(allow|deny|permissions|default_member_permissions)", "number as string",
              "discord.py writes permission bits as the strings that Discord itself answers with"),
    Tolerated("PATCH|POST", r"/channels/.*/messages.*|/webhooks/.*|/interactions/.*",
              r"(data\.)?(tts|enforce_nonce)", "unknown",
              "discord.py and discord.js write these always, also where there is no such thing; Discord ignores them"),
    Tolerated("POST|PUT|PATCH", "/applications/.*/commands.*", r"(\d+\.)?nsfw", "unknown",
              "documented (Application Commands, `nsfw`), but left out of the description"),
    Tolerated("POST|PATCH", ".*", r"(data\.)?embeds\.\d+\.(flags|type)", "unknown",
              "discord.py writes every field of an embed, also those that only Discord sets"),
    Tolerated("PATCH", r"/guilds/.*/members/.*", "communicationDisabledUntil", "unknown",
              "discord.js writes its own name for the timeout beside the platform's; Discord ignores it"),
    Tolerated("POST", r"/guilds/\{guild_id\}/prune", "compute_prune_count", "type",
              "discord.py writes this truth as a text; Discord takes both"),
    Tolerated("PUT|POST", "/applications/.*/commands.*", r"(\d+\.)?(default_permission|guild_id)", "unknown",
              "disnake and nextcord write what older versions had; Discord ignores it"),
    Tolerated("PUT|POST", "/applications/.*/commands.*", r".*options\.\d+\.(nsfw|autocomplete|choices)", "unknown",
              "py-cord writes every field of an option; Discord ignores what its type has not"),
    Tolerated("POST", r"/channels/\{channel_id\}/threads", "use_nested_fields|message", "unknown",
              "clients write a forum post with a thread's `type`, so that a thread fits best, and a former switch"),
    Tolerated("PUT", r"/guilds/\{guild_id\}/bans/\{user_id\}", "body|delete_message_seconds", "required|unknown",
              "discord.py bans with a query parameter and no body; Discord takes both"),
    Tolerated("DELETE", r"/guilds/\{guild_id\}/bans/\{user_id\}", "body", "required",
              "ending a ban needs nothing but its address; the documentation names no body"),
    Tolerated("PUT", r"/channels/\{channel_id\}/permissions/\{overwrite_id\}", "id", "unknown",
              "discord.py repeats the id of the address in the body; Discord ignores it"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it arrived: `body` is the decoded JSON (or payload_json), None when there was none."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any = None
    encoding: str = ""


@cache
def spec() -> Json:
    """The condensed official description."""
    loaded: Json = json.loads(Path(__file__).with_name("spec.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every path as a pattern, those with fewer placeholders first."""
    names = sorted(spec()["paths"], key=lambda name: (name.count("{"), name))
    return tuple((name, re.compile(re.sub(r"\{\w+\}", "([^/]+)", name))) for name in names)


def template(path: str) -> str:
    """The official path a concrete one belongs to, "" if none."""
    return next((name for name, pattern in _patterns() if pattern.fullmatch(path)), "")


def violations(request: Request) -> list[Violation]:
    """Where a request departs from the description, without the tolerated departures."""
    name = template(request.path)
    item = spec()["paths"].get(name, {})
    if request.method not in item:
        shape = name or re.sub(r"\d{15,}", "{id}", SECRET.sub(r"\1{token}", request.path))
        return [Violation(request.method, shape, "path", "unknown")]
    found = [*_of_path(item, name, request.path), *_of_query(item[request.method], request.query)]
    found += _of_body(item[request.method], request)
    departures = (Violation(request.method, name, field, rule) for field, rule in found)
    return [each for each in departures if not any(known.covers(each) for known in TOLERATED)]


Found = list[tuple[str, str]]


def _of_path(item: Json, name: str, path: str) -> Found:
    pairs = zip(name.split("/"), path.split("/"), strict=True)
    values = {key[1:-1]: value for key, value in pairs if key.startswith("{")}
    params: Json = item.get("params", {})
    return [each for key, value in values.items() for each in check(params.get(key, {}), value, key)]


def _of_query(operation: Json, query: Mapping[str, str]) -> Found:
    known: Json = operation.get("query", {})
    found: Found = [(name, "required") for name in operation.get("required_query", ()) if name not in query]
    for name, value in query.items():
        if name not in known:
            found.append((name, "unknown"))
        elif all(check(known[name], read, name) for read in _readings(value)):
            found.append((name, "type"))
    return found


def _readings(value: str) -> list[Any]:
    """What a query parameter may mean: itself, a number, a truth, or a list of one."""
    out: list[Any] = [value, [value]]
    if value.lstrip("-").isdecimal():
        out.append(int(value))
    if value.lower() in ("true", "false", "1", "0", "True", "False"):
        out.append(value.lower() in ("true", "1"))
    return out


def _of_body(operation: Json, request: Request) -> Found:
    if request.body is None:
        return [("body", "required")] if operation.get("body_required") else []
    if "body" not in operation:
        return [("body", "unknown")] if request.body != {} else []
    if request.encoding not in operation["encodings"]:
        return [("body", "encoding")]
    return check(operation["body"], request.body, "")


# ---- JSON Schema, as far as the description uses it


def check(schema: Json, value: Any, field: str) -> Found:
    """Where a value departs from a schema: (dotted field, keyword)."""
    if "$ref" in schema:
        return check(spec()["schemas"][schema["$ref"].rsplit("/", 1)[1]], value, field)
    if "anyOf" in schema:
        return _any_of(schema["anyOf"], value, field)
    if "allOf" in schema:
        return [each for part in schema["allOf"] for each in check(part, value, field)]
    types = schema.get("type", ())
    names = [types] if isinstance(types, str) else types
    if names and not any(_is(value, name) for name in names):
        return [(field or "body", _mistake(schema, names, value))]
    if value is None:
        return []
    if "enum" in schema and value not in schema["enum"]:
        return [(field, "enum")]
    found: Found = _SHAPES.get(type(value), _number)(schema, value, field)
    return found


def _mistake(schema: Json, names: Sequence[str], value: Any) -> str:
    """How a value has the wrong type; two habits are told apart from the rest."""
    if schema.get("format") == "snowflake" and isinstance(value, int) and not isinstance(value, bool):
        return "snowflake as number"
    return "number as string" if "integer" in names and isinstance(value, str) and value.isdecimal() else "type"


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer" and isinstance(value, float):
        return value.is_integer()  # so in JSON Schema; discord.py writes the hours of a poll as 1.0
    return isinstance(value, TYPES[name])


def _any_of(options: list[Json], value: Any, field: str) -> Found:
    """The departures from the option that fits best: none, else those found deepest in the value."""
    tried = [check(option, value, field) for option in options]
    return min(tried, key=lambda found: (bool(found), _shallow(found, field), len(found), _unknown(found)))


def _unknown(found: Found) -> int:
    """How much of a value an option does not know at all: a value out of its bounds tells more."""
    return sum(rule == "unknown" for _, rule in found)


def _shallow(found: Found, field: str) -> int:
    """0 if the discriminating `type` of an object fitted, 1 if it did not, 2 if not even the JSON type did."""
    here = f"{field}.type".lstrip(".")
    if any(name in (field or "body",) and rule == "type" for name, rule in found):
        return 2
    return int(any(name == here for name, _ in found))


def _object(schema: Json, value: Json, field: str) -> Found:
    prefix = f"{field}." if field else ""
    known: Json = schema.get("properties", {})
    other = schema.get("additionalProperties")
    found: Found = [(prefix + name, "required") for name in schema.get("required", ()) if name not in value]
    found += _length(schema, "Properties", len(value), field)
    for name, part in value.items():
        if name in known:
            found += check(known[name], part, prefix + name)
        elif other is not None:
            found += check(other, part, prefix + name)
        elif known or schema.get("type") == "object":
            found.append((prefix + name, "unknown"))
    return found


def _array(schema: Json, value: list[Any], field: str) -> Found:
    found = _length(schema, "Items", len(value), field)
    if schema.get("uniqueItems") and len({json.dumps(part, sort_keys=True) for part in value}) != len(value):
        found.append((field, "uniqueItems"))
    prefix = f"{field}." if field else ""
    return found + [
        each for index, part in enumerate(value) for each in check(schema.get("items", {}), part, f"{prefix}{index}")
    ]


def _string(schema: Json, value: str, field: str) -> Found:
    found = _length(schema, "Length", len(value), field)
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append((field, "snowflake" if schema.get("format") == "snowflake" else "pattern"))
    if schema.get("format") == "date-time" and not _is_time(value):
        found.append((field, "date-time"))
    return found


def _number(schema: Json, value: float, field: str) -> Found:
    found: Found = []
    if value < schema.get("minimum", value):
        found.append((field, "minimum"))
    if value > schema.get("maximum", value):
        found.append((field, "maximum"))
    return found


def _length(schema: Json, what: str, length: int, field: str) -> Found:
    found: Found = []
    if length < schema.get(f"min{what}", 0):
        found.append((field, f"min{what}"))
    if length > schema.get(f"max{what}", length):
        found.append((field, f"max{what}"))
    return found


def _is_time(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_SHAPES: dict[type, Any] = {dict: _object, list: _array, str: _string}
