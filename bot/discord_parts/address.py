"""Lets one client talk to another address than discord.com (a proxy, a test server) and leaves other clients alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route
from discord.webhook.async_ import AsyncWebhookAdapter
from yarl import URL

from bot.discord_parts.setup import Setup

# `Route.BASE` and `DiscordWebSocket.DEFAULT_GATEWAY` are class attributes: setting them would move every client of
# the process. The address is therefore changed where this one client's requests leave.


def moved(route: Route, api: str) -> Route:
    """The same route below another base; unchanged when `api` is empty."""
    if not api:
        return route
    other = copy(route)
    other.url = api.rstrip("/") + route.url.removeprefix(Route.BASE)
    return other


class AddressedHTTP(HTTPClient):
    """The library's REST client, with a base address and a gateway address of its own ("": the usual ones)."""

    def __init__(self, client: discord.Client, setup: Setup) -> None:
        super().__init__(client.loop)
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
        """One call with an interaction's or webhook's own token."""
        return await super().request(moved(route, self._api), session, **options)
