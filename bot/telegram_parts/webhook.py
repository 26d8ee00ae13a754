"""Updates that Telegram posts to an address of ours; answered only when settled, else Telegram sends them again.

See https://core.telegram.org/bots/api#setwebhook (the secret comes in a header of every request).
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
from collections.abc import Mapping
from typing import Self
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import TelegramError

from bot.ports import PlatformError, Trouble
from bot.telegram_parts.feed import KINDS, REMEMBERED, Handle
from bot.telegram_parts.wire import Client, Json, trouble

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """One address; hands every update to `handle` once. `listen` is host:port, `url` what Telegram posts to."""

    def __init__(self, handle: Handle, url: str, listen: str, secret: str = "") -> None:
        self._handle = handle
        self._url = url
        self._host, _, self._port = listen.rpartition(":")
        self._secret = secret or secrets.token_urlsafe(32)
        self._updates: dict[int, asyncio.Task[None]] = {}

    @classmethod
    def of(cls, options: Mapping[str, str], handle: Handle) -> Self:
        """As the options `webhook`, `listen` and `secret` say."""
        return cls(handle, options["webhook"], options["listen"], options.get("secret", ""))

    async def run(self, client: Client) -> None:
        """Listen, tell Telegram the address, and go on until cancelled. Raises PlatformError."""
        app = web.Application()
        app.router.add_post(urlsplit(self._url).path or "/", self._receive)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await self._listen(runner)
            await client.set_webhook(self._url, secret_token=self._secret, allowed_updates=KINDS)
            await asyncio.Event().wait()
        except TelegramError as error:
            raise trouble(error) from None
        finally:
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self._host or "127.0.0.1", int(self._port)).start()
        except (OSError, ValueError):
            log.error("telegram: cannot listen on %s:%s; set SCHOOLGATE_TELEGRAM_LISTEN", self._host, self._port)  # noqa: TRY400
            raise PlatformError(Trouble.INVALID) from None

    async def _receive(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret.encode()):
            return web.Response(status=403)
        try:
            update = await request.json()
            number = int(update["update_id"])
        except (KeyError, TypeError, ValueError):
            return web.Response(status=400)
        await asyncio.shield(self._settling(number, update))
        return web.Response()

    def _settling(self, number: int, update: Json) -> asyncio.Task[None]:
        """The one task for an update, also when it is sent again meanwhile."""
        if number not in self._updates:
            self._updates[number] = asyncio.create_task(self._settle(number, update))
            while len(self._updates) > REMEMBERED:
                self._updates.pop(next(iter(self._updates)))
        return self._updates[number]

    async def _settle(self, number: int, update: Json) -> None:
        try:
            await self._handle(update)
        except BaseException:
            self._updates.pop(number, None)  # it will be sent again
            raise
