"""The loopback Telegram server, tried with the unmodified python-telegram-bot client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Update
from telegram.ext import Application, MessageHandler, TypeHandler, filters

from tests.platforms.telegram_server.server import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running
    assert [str(problem) for problem in running.lies] == []


def application(server: TelegramServer) -> Application:
    builder = Application.builder().token(server.token).base_url(server.base_url)
    return builder.base_file_url(server.base_file_url).build()


@asynccontextmanager
async def polling(server: TelegramServer, app: Application, **known: object) -> AsyncIterator[Application]:
    async with app:
        await app.start()
        await app.updater.start_polling(timeout=2, allowed_updates=Update.ALL_TYPES, **known)
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()


async def test_a_bot_answers_a_message_it_got_by_long_polling(server: TelegramServer) -> None:
    parent = server.user("Ana")
    group = server.supergroup("Year 4", parent)
    app = application(server)
    app.add_handler(MessageHandler(filters.TEXT, lambda update, _: update.message.reply_text("seen")))
    async with polling(server, app):
        asked = await server.post(group, parent, "hello")
        await server.wait_for("sendMessage")
    assert [post.text for post in server.from_bot(group)] == ["seen"]
    assert server.from_bot(group)[0].reply_to is asked
    server.assert_conformant()
