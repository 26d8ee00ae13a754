"""Long polling whose offset moves only past what is settled: a kill at any moment loses nothing.

Telegram keeps updates for 24 hours and forgets those below the offset (https://core.telegram.org/bots/api#getupdates).
While something is unsettled the same offset is asked again, so newer updates are still seen.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from telegram.error import TelegramError

from bot.ports import PlatformError, RecordsError, Trouble
from bot.telegram_parts.wire import Client, Json, trouble

log = logging.getLogger(__name__)

KINDS = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "chat_member",
]
LONG_SECONDS = 30.0
GRACE_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0
FIRST_BACKOFF, LONGEST_BACKOFF = 0.5, 30.0
REMEMBERED = 5000

Handle = Callable[[Json], Awaitable[None]]
Gap = Callable[[datetime, datetime], Awaitable[None]]


class Feed:
    """Hands every update to `handle` once, in order of arrival, many at a time; settled when it returns.

    `gap` is told of a time of at least `patience` in which polling failed.
    """

    def __init__(self, client: Client, handle: Handle, gap: Gap, patience: timedelta) -> None:
        self._client = client
        self._handle = handle
        self._gap = gap
        self._patience = patience
        self._open: dict[int, asyncio.Task[None]] = {}
        self._done: dict[int, None] = {}
        self._next = 0
        self._failing_since: datetime | None = None
        self._backoff = FIRST_BACKOFF
        self._pause = FIRST_PAUSE

    async def run(self) -> None:
        """Poll until cancelled, then finish what is open. Raises PlatformError(FORBIDDEN) when the token is refused."""
        async with asyncio.TaskGroup() as tasks:
            try:
                while True:
                    await self._round(tasks)
            except asyncio.CancelledError:
                await self._wind_up()
                raise

    async def _round(self, tasks: asyncio.TaskGroup) -> None:
        updates = await self._poll()
        fresh = [update for update in updates if self._is_new(update["update_id"])]
        for update in sorted(fresh, key=lambda update: int(update["update_id"])):
            self._open[update["update_id"]] = tasks.create_task(self._settle(update))
        await self._breathe(news=bool(fresh))

    async def _wind_up(self) -> None:
        """Give what is open a little time, and tell Telegram what is settled: else a command would be done again."""
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                if self._open:
                    await asyncio.wait(self._open.values(), timeout=GRACE_SECONDS / 2)
                if self._next:
                    await self._client.raw_updates(self.offset, 0, KINDS)

    @property
    def offset(self) -> int:
        """The first update that is not settled."""
        return min(self._open, default=self._next)

    def _is_new(self, number: int) -> bool:
        return number not in self._open and number not in self._done

    async def _poll(self) -> list[Json]:
        try:
            updates = await self._client.raw_updates(self.offset, 0 if self._open else LONG_SECONDS, KINDS)
        except TelegramError as error:
            await self._failed(trouble(error))
            return []
        await self._recovered()
        if updates:
            # The numbers start anew, maybe lower, after a week without updates: the newest batch counts.
            self._next = max(int(update["update_id"]) for update in updates) + 1
        return updates

    async def _settle(self, update: Json) -> None:
        number = update["update_id"]
        await self._handle(update)
        self._done[number] = None
        while len(self._done) > REMEMBERED:
            self._done.pop(next(iter(self._done)))
        self._open.pop(number, None)

    async def _breathe(self, *, news: bool) -> None:
        """Wait until all is settled, but not so long that newer updates wait for a slow one."""
        self._pause = FIRST_PAUSE if news else min(self._pause * 1.5, LONGEST_PAUSE)
        if self._open:
            await asyncio.wait(self._open.values(), timeout=self._pause)

    async def _failed(self, error: PlatformError) -> None:
        if error.trouble is Trouble.FORBIDDEN:
            raise error
        self._failing_since = self._failing_since or datetime.now(UTC)
        log.warning("telegram: polling failed (%s); trying again", error)
        await asyncio.sleep(error.retry_after or self._backoff)
        self._backoff = min(self._backoff * 2, LONGEST_BACKOFF)

    async def _recovered(self) -> None:
        self._backoff = FIRST_BACKOFF
        since = self._failing_since
        if since and datetime.now(UTC) - since >= self._patience:
            try:
                await self._gap(since, datetime.now(UTC))
            except RecordsError:
                log.warning("telegram: a gap could not be recorded yet")
                return
        self._failing_since = None
