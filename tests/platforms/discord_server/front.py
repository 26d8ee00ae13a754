"""The door: every request is logged, held against the official description, failed if so ordered, else answered."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from typing import Any

from aiohttp import BodyPartReader, MultipartReader, web

from tests.platforms.discord_server import (
    rest_apps,
    rest_channels,
    rest_guilds,
    rest_interactions,
    rest_little,
    rest_messages,
    rest_search,
    rest_threads,
    rest_watch,
    rest_webhooks,
)
from tests.platforms.discord_server.call import Call, Handler, Upload
from tests.platforms.discord_server.conformance import SECRET, Request, Violation, template, violations
from tests.platforms.discord_server.core import Core, Logged
from tests.platforms.discord_server.errors import Refused, not_found, unauthorised
from tests.platforms.discord_server.faults import answer, failing, limited, spend
from tests.platforms.discord_server.state import Json

API = "/api/v10"
TABLES = (
    *(rest_messages, rest_channels, rest_threads, rest_webhooks, rest_guilds, rest_apps, rest_interactions),
    *(rest_watch, rest_little, rest_search),
)
OPEN = re.compile(r"^/(interactions/|webhooks/[^/]+/.|gateway$)")
PART = re.compile(r"files\[(\d+)\]")
INVALID_RULES = {
    "type": "BASE_TYPE_CHOICES",
    "required": "BASE_TYPE_REQUIRED",
    "enum": "BASE_TYPE_CHOICES",
    "minLength": "BASE_TYPE_MIN_LENGTH",
    "maxLength": "BASE_TYPE_MAX_LENGTH",
    "minimum": "NUMBER_TYPE_MIN",
    "maximum": "NUMBER_TYPE_MAX",
    "minItems": "BASE_TYPE_MIN_LENGTH",
    "maxItems": "BASE_TYPE_MAX_LENGTH",
    "number as string": "NUMBER_TYPE_COERCE",
    "snowflake": "NUMBER_TYPE_COERCE",
    "pattern": "STRING_TYPE_REGEX",
    "date-time": "DATE_TIME_TYPE_PARSE",
}

Body = tuple[Any, tuple[Upload, ...], str]


class Door:
    """Turns HTTP requests into calls and their results into answers."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._handlers: dict[tuple[str, str], Handler] = {
            (method, path): handler for table in TABLES for method, path, handler in table.routes.table
        }
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Let go of the requests that are never to be answered."""
        self._closing.set()

    def add_to(self, app: web.Application) -> None:
        """Serve the API, the gateway and the attachments."""
        app.router.add_get("/ws", self._core.gateway.serve)
        app.router.add_get("/cdn/attachments/{channel_id}/{file_id}/{name}", self.attachment)
        for method, path in sorted(self._handlers, key=lambda key: key[1].count("{")):
            app.router.add_route(method, API + path, self.enter)
        app.router.add_route("*", API + "/{rest:.*}", self.enter)

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """One request, from its log line to its answer."""
        core, path = self._core, request.path.removeprefix(API)
        place = len(core.requests)
        shown = SECRET.sub(r"\1{token}", path)
        core.requests.append(Logged(core.clock.now(), request.method, shown, 0))
        fault = core.faults.take(request.method, path)
        if fault and not fault.after:
            response = await self._spoil(request, fault.status) or failing(fault)
        else:
            response = await self._limited(request, path)
            if fault:
                response = await self._spoil(request, fault.status) or failing(fault)
        core.requests[place] = replace(core.requests[place], status=response.status)
        return response

    async def _spoil(self, request: web.Request, how: int | str) -> web.Response | None:
        """Cut the connection, or never answer; None for an ordinary failure."""
        if how == "timeout":
            await self._closing.wait()
        if how in ("timeout", "drop"):
            if request.transport is not None:
                request.transport.abort()
            await asyncio.sleep(0)
            return web.Response(status=599)
        return None

    async def _limited(self, request: web.Request, path: str) -> web.Response:
        """Answer under the rate limit of the request's bucket."""
        name = f"{request.method} {template(path)}"
        headers, wait = spend(self._core.faults.bucket(request.method, path), f"{hash(name) & 0xFFFFFFFF:08x}")
        response = limited(wait) if wait else await self._answer(request, path)
        if not path.startswith("/interactions/"):  # answers to interactions fall under no bucket
            response.headers.update(headers)
        return response

    async def _answer(self, request: web.Request, path: str) -> web.Response:
        try:
            body, files, encoding = await _read(request)
            self._inspect(Request(request.method, path, dict(request.query), body, encoding))
            if not OPEN.match(path) and request.headers.get("Authorization") != f"Bot {self._core.token}":
                raise unauthorised()
            status, result = await self._handler(request)(Call(self._core, request, body, files))
        except Refused as refused:
            return answer(refused.status, refused.body, _retry(refused))
        return answer(status, result)

    def _handler(self, request: web.Request) -> Handler:
        resource = request.match_info.route.resource
        path = resource.canonical.removeprefix(API) if resource else ""
        handler = self._handlers.get((request.method, path))
        if handler is None:
            self._core.unserved.add(f"{request.method} {template(request.path.removeprefix(API)) or 'unknown path'}")
            raise not_found()
        return handler

    def _inspect(self, request: Request) -> None:
        """Note what departs from the description; what the platform cannot read is also refused."""
        found = violations(request)
        self._core.violations += found
        bad = [each for each in found if each.rule in INVALID_RULES and each.field not in ("body", "path")]
        if bad:
            raise Refused(50035, errors=_errors(bad))

    async def attachment(self, request: web.Request) -> web.Response:
        """The bytes of an attachment, while its address holds."""
        file = self._core.world.files.get(int(request.match_info["file_id"]))
        if file is None or file.expired:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=file.data, headers={"Content-Type": file.content_type})


def _retry(refused: Refused) -> dict[str, str] | None:
    return {"Retry-After": "1", "Via": "1.1 google"} if refused.status == 429 else None


def _errors(found: list[Violation]) -> Json:
    """The error tree of an invalid form body."""
    out: Json = {}
    for each in found:
        at = out
        for part in each.field.split("."):
            at = at.setdefault(part, {})
        at.setdefault("_errors", []).append({"code": INVALID_RULES[each.rule], "message": each.rule})
    return out


async def _read(request: web.Request) -> Body:
    """The decoded body, the files beside it, and how it was encoded."""
    if request.content_type.startswith("multipart/"):
        return await _read_parts(await request.multipart())
    raw = await request.read()
    if not raw:
        return None, (), ""
    if request.content_type == "application/json":
        return _parsed(raw), (), "json"
    form = dict(await request.post())
    return (_parsed(form["payload_json"]) if "payload_json" in form else form), (), "form"


def _parsed(raw: Any) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise Refused(50109) from None


async def _read_parts(reader: MultipartReader) -> Body:
    body: Json = {}
    files: list[Upload] = []
    async for part in reader:
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        match = PART.fullmatch(part.name or "")
        if match:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files.append(Upload(int(match[1]), part.filename or "unknown", data, kind))
        elif part.name == "payload_json":
            body = _parsed(data)
        else:
            body[str(part.name)] = data.decode()
    return body, tuple(files), "multipart"
