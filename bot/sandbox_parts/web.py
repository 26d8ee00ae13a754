"""The sandbox's web side: the page and its files, one address for each thing a person does, and live updates."""

from __future__ import annotations

import asyncio
import contextlib
import json
import weakref
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox_parts import show
from bot.sandbox_parts.desk import Desk
from bot.sandbox_parts.files import static
from bot.sandbox_parts.guard import MIDDLEWARES, add_headers
from bot.sandbox_parts.world import RefusedError

TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
}
BIGGEST = 64 * 1024  # bytes of one request
PICTURES = frozenset({"image/png", "image/jpeg"})
SETTLE_S = 0.05  # changes that come closer together than this are shown at once

Again = Callable[[], Awaitable[None]]


def make_app(desk: Desk, again: Again) -> web.Application:
    """The web application of one running sandbox; `again` clears the group and replays the sample."""
    app = web.Application(middlewares=MIDDLEWARES, client_max_size=BIGGEST)
    app.on_response_prepare.append(add_headers)
    site = _Site(desk)
    app.on_shutdown.append(site.hang_up)
    app.router.add_get("/", site.page)
    app.router.add_get("/static/{name}", site.static)
    app.router.add_get("/files/{key}", site.file)
    app.router.add_get("/api/fixed", site.fixed)
    app.router.add_get("/api/state", site.state)
    app.router.add_get("/live", site.live)
    for name in ("post", "edit", "delete", "press", "command", "ask", "suggest", "join", "trouble"):
        app.router.add_post(f"/api/{name}", _answering(getattr(desk, name)))
    app.router.add_post("/api/again", _answering(lambda _: _nothing(again)))
    return app


class _Site:
    """The handlers that only show."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._world = desk.world
        self._sockets: weakref.WeakSet[web.WebSocketResponse] = weakref.WeakSet()

    async def page(self, _: web.Request) -> web.Response:
        return web.Response(body=static("page.html"), content_type="text/html", charset="utf-8")

    async def static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        try:
            return _file(name, static(name))
        except KeyError as missing:
            raise web.HTTPNotFound(text="There is no such file.") from missing

    async def file(self, request: web.Request) -> web.Response:
        kept = self._world.files.get(request.match_info["key"])
        if kept is None:
            raise web.HTTPNotFound(text="There is no such file.")
        return _download(*kept)

    async def fixed(self, _: web.Request) -> web.Response:
        return web.json_response(show.fixed(self._world, self._desk.inbound.menus))

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response(show.view(self._world, _viewer(request)))

    async def live(self, request: web.Request) -> web.WebSocketResponse:
        viewer = _viewer(request)
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        self._sockets.add(socket)
        sending = asyncio.create_task(self._send(socket, viewer))
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await sending
        return socket

    async def _send(self, socket: web.WebSocketResponse, viewer: str) -> None:
        while not socket.closed:
            version = self._world.version
            await socket.send_json(show.view(self._world, viewer))
            await self._world.newer_than(version)
            await asyncio.sleep(SETTLE_S)

    async def hang_up(self, _: web.Application) -> None:
        for socket in list(self._sockets):
            await socket.close()


def _answering(do: Callable[[show.Json], Awaitable[show.Json]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        return web.json_response(await do(await _asked(request)))

    return handler


async def _nothing(do: Again) -> show.Json:
    await do()
    return {}


async def _asked(request: web.Request) -> show.Json:
    if request.content_type != "application/json":
        raise RefusedError("Send JSON.")
    try:
        asked: Any = json.loads(await request.read())  # in UTF-8, whatever the header says (RFC 8259, 8.1)
    except ValueError as broken:
        raise RefusedError("That was not JSON.") from broken
    if not isinstance(asked, dict):
        raise RefusedError("Send a JSON object.")
    return asked


def _viewer(request: web.Request) -> str:
    """Whose view is asked for; somebody who is not in the group (any more) sees what everybody sees."""
    return request.query.get("viewer", "")


def _file(name: str, body: bytes) -> web.Response:
    kind = TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    charset = "utf-8" if kind.startswith("text/") else None
    return web.Response(body=body, content_type=kind, charset=charset)


def _download(name: str, body: bytes) -> web.Response:
    """A kept file: a picture is shown, anything else only saved, so that nothing in it can run here."""
    response = _file(name, body)
    if response.content_type not in PICTURES:
        response.content_type = "application/octet-stream"
        response.headers["Content-Disposition"] = "attachment"
    return response
