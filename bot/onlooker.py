"""What a platform hands things to while it is only looked at: nothing is taken, so whoever watches still gets it."""
# ruff: noqa: ARG002 (the arguments are the protocol's)

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

from bot.ports import Call, Inbound, Press
from bot.staff.cards import Choice, Menu, Reply
from moderation.domain import Member, Message, Ref


@dataclass(kw_only=True)
class Onlooker:
    """Implements ports.Inbound beside the one that watches: what comes in is never called recorded."""

    watcher: Inbound
    menus: Sequence[Menu] = field(init=False)

    def __post_init__(self) -> None:
        self.menus = self.watcher.menus

    async def message(self, message: Message, *, is_next: bool = True) -> None:
        """Left to the one that watches."""
        await _never()

    async def joined(self, member: Member) -> None:
        """Left to the one that watches."""
        await _never()

    async def able(self, platform: str, group: str) -> None:
        """Looking does nothing that could be tried again."""

    async def deleted(self, refs: Sequence[Ref]) -> None:
        """Left to the one that watches."""
        await _never()

    async def command(self, call: Call) -> Reply:
        """Left to the one that watches."""
        await _never()

    async def press(self, press: Press) -> Reply:
        """Left to the one that watches."""
        await _never()

    async def suggest(self, call: Call, wanted: str, typed: str) -> Sequence[Choice]:
        """Nothing."""
        return ()

    async def cursor(self, platform: str, chat: str) -> str:
        """Where the one that watches would begin."""
        return await self.watcher.cursor(platform, chat)

    async def gap(self, platform: str, start: datetime, end: datetime) -> None:
        """Looking is no watching: nothing is known of gaps."""

    async def moved(self, platform: str, old: str, new: str) -> None:
        """Left to the one that watches: the platform tells it again."""


async def _never() -> NoReturn:
    await asyncio.Event().wait()
    raise AssertionError
