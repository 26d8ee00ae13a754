"""What the records promise holds in every database; the loopback Telegram server and a client connected to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.platforms.telegram_server.client import opened
from tests.platforms.telegram_server.server import TelegramServer


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Which database the records are in; add one by adding its name."""
    return str(request.param)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A running server that was told nothing against the description, and nothing it does not serve."""
    async with TelegramServer() as running:
        yield running
    assert [str(problem) for problem in running.lies] == []
    assert running.unsupported == set()


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    """The unmodified client, connected to that server."""
    async with opened(server) as running:
        yield running
