"""Reads a request in any of the forms the Bot API takes, and gives its parameters as the platform would read them.

Forms: query string, application/x-www-form-urlencoded, application/json, multipart/form-data, by GET as by POST
(https://core.telegram.org/bots/api#making-requests).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.platforms.telegram_server.conformance import Problem, Upload, check_request, spec
from tests.platforms.telegram_server.errors import bad_request

Json = dict[str, Any]
PLAIN = {"Integer", "String", "Boolean", "Float"}


async def read(request: web.Request) -> Json:
    """Raw parameters by name: text, JSON values or uploads. Raises 400 for a body that is not what it says."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        try:
            parsed = json.loads(body or "{}")
        except json.JSONDecodeError as error:
            raise bad_request("can't parse JSON object") from error
        given |= {k: v for k, v in parsed.items() if v is not None}
    elif request.can_read_body:
        given |= await _form(request)
    return given


async def _form(request: web.Request) -> Json:
    """The fields of a form. A GET may carry one too, as those of pyTelegramBotAPI do; aiohttp reads it as a POST's."""
    given: Json = {}
    form = await (request.clone(method="POST") if request.method == "GET" else request).post()
    for name, value in form.items():
        if isinstance(value, web.FileField):
            given[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            given[name] = value
    return given


@dataclass(frozen=True)
class Call:
    """One request of the bot: parameters read as their types, and the files that came with it."""

    method: str
    given: Json = field(repr=False)
    uploads: dict[str, Upload] = field(default_factory=dict, repr=False)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; what is not one reads as the default, as on the platform."""
        value = self.given.get(name, default)
        return value if isinstance(value, int) else default

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        value = self.given.get(name, default)
        return str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A Boolean."""
        return bool(self.given.get(name, default))

    def object(self, name: str) -> Json | None:
        """A nested object, or None."""
        value = self.given.get(name)
        return value if isinstance(value, dict) else None

    def list(self, name: str) -> list[Any] | None:
        """A nested list, or None."""
        value = self.given.get(name)
        return value if isinstance(value, list) else None

    def has(self, name: str) -> bool:
        """Whether it was given."""
        return name in self.given

    @property
    def chat_id(self) -> int | str:
        """The number or @username a request is about."""
        value: int | str = self.given.get("chat_id", "")
        return value


def understand(method: str, raw: Json) -> tuple[Call, list[Problem]]:
    """The request as the platform reads it, and what does not conform. Uploads of `attach://name` are no parameters."""
    fields = spec()["methods"][method]["fields"]
    uploads = {name: value for name, value in raw.items() if isinstance(value, Upload)}
    attached = {name for name in uploads if name not in fields and _refers(raw, name)}
    values, problems = check_request(method, {k: v for k, v in raw.items() if k not in attached})
    return Call(method, values, uploads), problems


def _refers(raw: Json, name: str) -> bool:
    return any(f"attach://{name}" in str(value) for value in raw.values() if not isinstance(value, Upload))


def refuse_broken(method: str, problems: list[Problem]) -> None:
    """Raise 400 when a nested object cannot be used at all."""
    fields = spec()["methods"][method]["fields"]
    for problem in problems:
        root = problem.path.split(".")[0].split("[")[0]
        nested = root in fields and not PLAIN & set(fields[root]["type"].split("|"))
        if nested and problem.broken:
            raise bad_request(f"can't parse {root.replace('_', ' ')} JSON object")
