"""The unmodified python-telegram-bot client, pointed at the server: what its own tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, Update
from telegram.error import BadRequest, Forbidden
from telegram.ext import Application, ContextTypes, TypeHandler
from telegram.request import HTTPXRequest

from tests.platforms.telegram_server.server import TelegramServer

App = Application[Any, Any, Any, Any, Any, Any]


def _plain() -> HTTPXRequest:
    return HTTPXRequest(httpx_kwargs={"verify": False})  # no certificates are needed here, and loading them is slow


def application(server: TelegramServer) -> App:
    """An application for the server's bot; nothing is started."""
    builder = Application.builder().token(server.token).request(_plain()).get_updates_request(_plain())
    return builder.base_url(server.base_url).base_file_url(server.base_file_url).build()


@asynccontextmanager
async def opened(server: TelegramServer) -> AsyncIterator[Bot]:
    """A bot that only asks."""
    bot = Bot(
        server.token,
        base_url=server.base_url,
        base_file_url=server.base_file_url,
        request=_plain(),
        get_updates_request=_plain(),
    )
    async with bot:
        yield bot


@asynccontextmanager
async def polling(server: TelegramServer, app: App) -> AsyncIterator[list[Update]]:
    """The application at work by long polling; gives what it received, in order."""
    seen: list[Update] = []

    async def remember(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        seen.append(update)

    app.add_handler(TypeHandler(Update, remember), group=-1)
    updater = app.updater
    if updater is None:
        raise AssertionError("the application has no updater")
    async with app:
        await app.start()
        await updater.start_polling(timeout=2, allowed_updates=Update.ALL_TYPES)
        try:
            yield seen
        finally:
            await updater.stop()
            await app.stop()


async def refusal(asked: Awaitable[object]) -> str:
    """What the platform says when it refuses; the client begins it with a capital. Fails when it does not refuse."""
    try:
        await asked
    except (BadRequest, Forbidden) as refused:
        return refused.message
    raise AssertionError("the platform did not refuse")
