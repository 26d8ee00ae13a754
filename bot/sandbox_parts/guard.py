"""Keeps other web sites out of the sandbox: who may ask (Host, Origin), and what the page may load (CSP)."""

from __future__ import annotations

import re

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.ports import PlatformError, RecordsError
from bot.sandbox_parts.world import RefusedError

HOSTS = frozenset({"127.0.0.1", "localhost"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@web.middleware
async def same_page_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a foreign Host (DNS rebinding), and a foreign or missing Origin on whatever can change something."""
    if re.sub(r":\d+$", "", request.host) not in HOSTS:
        raise web.HTTPForbidden(text="This page answers to 127.0.0.1 and localhost only.")
    changes = request.method not in ("GET", "HEAD") or "Upgrade" in request.headers
    if changes and request.headers.get("Origin") != f"http://{request.host}":
        raise web.HTTPForbidden(text="Only the sandbox's own page may do this.")
    return await handler(request)


@web.middleware
async def plain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell what went wrong in one line of JSON."""
    try:
        return await handler(request)
    except RefusedError as trouble:
        return web.json_response({"error": str(trouble)}, status=400)
    except PlatformError as trouble:
        return web.json_response({"error": f"The sandbox could not do this: {trouble}."}, status=400)
    except RecordsError as trouble:
        return web.json_response({"error": str(trouble)}, status=503)


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Send the protective headers with every answer."""
    response.headers.update(HEADERS)


MIDDLEWARES = (same_page_only, plain_errors)
