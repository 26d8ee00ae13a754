"""Lets one client talk to another address than discord.com (a proxy, a test server) and leaves other clients alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route
from discord.webhook.async_ import AsyncWebhookAdapter
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.discord_parts.setup import Setup

JSON = "application/json"

# `Route.BASE` and `DiscordWebSocket.DEFAULT_GATEWAY` are class attributes: setting them would move every client of
# the process. The address is therefore changed where this one client's requests leave.


def moved(route: Route, api: str) -> Route:
    """The same route below another base; unchanged when `api` is empty."""
    if not api:
        return route
    other = copy(route)
    other.url = api.rstrip("/") + route.url.removeprefix(Route.BASE)
    return other


async def _as_expected(_session: object, _context: object, end: aiohttp.TraceRequestEndParams) -> None:
    """Give an answer in JSON the headers without which the library takes it for a text, or a rate limit for a ban.

    It knows neither "application/json; charset=utf-8", which many servers and proxies send, nor a 429 without `Via`.
    """
    response = end.response
    if response.content_type == JSON:
        headers = CIMultiDict(response.headers)
        headers["Content-Type"] = JSON
        headers.setdefault("Via", "unnamed")
        response._cache["headers"] = CIMultiDictProxy(headers)  # noqa: SLF001 (the library leaves no other door)


def _trace() -> aiohttp.TraceConfig:
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_as_expected)
    return trace


class AddressedHTTP(HTTPClient):
    """The library's REST client, with a base address and a gateway address of its own ("": the usual ones)."""

    def __init__(self, client: discord.Client, setup: Setup) -> None:
        super().__init__(client.loop, http_trace=_trace())
        self.max_ratelimit_timeout = setup.wait
        self._api = setup.api
        self._gateway = setup.gateway

    async def request(
        self,
        route: Route,
        *,
        files: Sequence[discord.File] | None = None,
        form: Iterable[dict[str, Any]] | None = None,
        **options: object,
    ) -> object:
        """One REST call."""
        return await super().request(moved(route, self._api), files=files, form=form, **options)

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """A gateway connection; a gateway that was configured is also the one to resume at."""
        target = str(URL(self._gateway).with_query(URL(url).query)) if self._gateway else url
        return await super().ws_connect(target, compress=compress)


class AddressedWebhooks(AsyncWebhookAdapter):
    """What the library answers interactions with, below another base address."""

    def __init__(self, api: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._api = api

    async def request(self, route: Route, session: aiohttp.ClientSession, **options: Any) -> object:  # noqa: ANN401
        """One call with an interaction's or webhook's own token.

        The first answer to an interaction may come back without a body (204): it is only looked at for its id.
        """
        answer = await super().request(moved(route, self._api), session, **options)
        is_first = route.path.endswith("/callback")
        return answer or ({"interaction": {"id": route.webhook_id}} if is_first else answer)
