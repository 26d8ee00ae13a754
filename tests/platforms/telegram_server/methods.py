"""The table of methods the server knows; the rooms beside this one fill it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.world import World

Handler = Callable[[World, Call], Awaitable[Any]]
METHODS: dict[str, Handler] = {}


def method(*names: str) -> Callable[[Handler], Handler]:
    """Register a handler under the method names it answers."""

    def register(handler: Handler) -> Handler:
        METHODS.update(dict.fromkeys(names, handler))
        return handler

    return register
