"""Updates on their way to the bot: the queue, long polling and webhooks.

Rules: https://core.telegram.org/bots/api#getting-updates (kept 24 hours, confirmed by a higher offset, one way at a
time) and conflicts as in tdlib/telegram-bot-api (Client.cpp).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.platforms.telegram_server.conformance import spec
from tests.platforms.telegram_server.errors import ApiError

Json = dict[str, Any]
KEPT_SECONDS = 24 * 3600
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
KINDS = [name for name in spec()["types"]["Update"]["fields"] if name != "update_id"]
FIRST_ID = 500_000_001


@dataclass
class Webhook:
    """Where updates are posted to, and how it went."""

    url: str
    secret: str = field(repr=False)
    max_connections: int
    ip_address: str
    error_at: int = 0
    error: str = ""


@dataclass
class Poll:
    """A getUpdates that waits; `ended` says why it must not wait any longer."""

    ended: str = ""


class Delivery:
    """The bot's updates. `now` is the platform's clock in Unix seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.allowed: list[str] | None = None
        self.webhook: Webhook | None = None
        self.held = False
        self.retry_seconds = 0.05
        self.reply: Callable[[Json], Any] | None = None
        self.witness: Callable[[Json], None] | None = None
        self._next = FIRST_ID
        self._queue: list[tuple[float, Json]] = []
        self._held_from = FIRST_ID
        self._again: list[Json] = []
        self._told: dict[int, Json] = {}
        self._poll: Poll | None = None
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def wanted(self, kind: str) -> bool:
        """Whether the bot asked for this kind; some come only on request."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def put(self, kind: str, payload: Json) -> None:
        """Queue one update unless the bot does not want its kind."""
        if not self.wanted(kind):
            return
        update = {"update_id": self._next, kind: payload}
        self._queue.append((self.now(), update))
        self._next += 1
        self._wake.set()
        if self.witness:
            self.witness(update)

    @property
    def pending(self) -> list[Json]:
        """Updates that are not confirmed and not older than 24 hours."""
        oldest = self.now() - KEPT_SECONDS
        self._queue = [(at, update) for at, update in self._queue if at > oldest]
        return [update for _, update in self._queue]

    def allow(self, kinds: list[str] | None) -> None:
        """What the bot asked for, kept until it asks otherwise; an empty list is the default set."""
        if kinds is not None:
            self.allowed = [kind for kind in kinds if kind in KINDS]

    def confirm(self, offset: int) -> None:
        """Forget what lies below the offset; a negative one keeps only that many from the end."""
        if offset < 0:
            self._queue = self._queue[offset:]
            return
        self._queue = [(at, u) for at, u in self._queue if u["update_id"] >= offset]

    def drop_pending(self) -> None:
        """Forget everything queued."""
        self._queue = []

    def repeat(self, count: int) -> None:
        """Deliver the updates told last once more, with their old numbers."""
        self._again = [self._told[number] for number in sorted(self._told)[-count:]]
        self._wake.set()

    def wake(self) -> None:
        """Look at the queue again."""
        self._wake.set()

    def hold(self) -> None:
        """Keep updates back from now on."""
        self.held = True
        self._held_from = self._next

    def release(self, *, backwards: bool) -> None:
        """Deliver what was held; backwards, what happened last is told first (numbers still rise)."""
        self.held = False
        if backwards:
            kept = [pair for pair in self._queue if pair[1]["update_id"] < self._held_from]
            since = self._queue[len(kept) :][::-1]
            for number, (_, update) in enumerate(since, self._held_from):
                update["update_id"] = number
            self._queue = kept + since
        self._wake.set()

    def _batch(self, limit: int) -> list[Json]:
        if self.held:
            return []
        repeated, self._again = self._again, []
        batch = (repeated + self.pending)[:limit]
        self._told |= {update["update_id"]: update for update in batch}
        return batch

    @property
    def _ready(self) -> bool:
        return bool(self.pending or self._again) and not self.held

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """What getUpdates returns: at once when something is there, else after the time given. Raises 409."""
        if self.webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self.end_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
        self.confirm(offset)
        if not (batch := self._batch(limit)) and seconds > 0:
            await self._long_poll(seconds)
            batch = self._batch(limit)
        return batch

    async def _long_poll(self, seconds: float) -> None:
        waiting = self._poll = Poll()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._ready and not waiting.ended:
                    self._wake.clear()
                    await self._wake.wait()
        if waiting.ended:
            raise ApiError(409, f"Conflict: {waiting.ended}")
        self._poll = None

    @property
    def polling(self) -> bool:
        """Whether a getUpdates waits now."""
        return self._poll is not None

    def end_poll(self, reason: str) -> None:
        """Answer a waiting getUpdates with 409."""
        if self._poll:
            self._poll.ended = reason
            self._poll = None
            self._wake.set()

    async def set_webhook(self, webhook: Webhook | None) -> None:
        """Start posting to an address, or stop."""
        await self.close()
        self.webhook = webhook
        if webhook:
            self.end_poll("terminated by setWebhook request")
            self._task = asyncio.create_task(self._post_all(webhook))

    async def close(self) -> None:
        """Stop posting."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _post_all(self, webhook: Webhook) -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                batch = self._batch(100)
                if not batch:
                    self._wake.clear()
                    await self._wake.wait()
                    continue
                if await self._post(session, webhook, batch[0]):
                    self._forget(batch[0])
                else:
                    await asyncio.sleep(self.retry_seconds)

    def _forget(self, update: Json) -> None:
        self._queue = [pair for pair in self._queue if pair[1] is not update]

    async def _post(self, session: aiohttp.ClientSession, webhook: Webhook, update: Json) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=update, headers=headers) as answer:
                if answer.status // 100 == 2:
                    await self._replied(answer)
                    return True
                webhook.error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except aiohttp.ClientError:
            webhook.error = "Connection refused"
        webhook.error_at = int(self.now())
        return False

    async def _replied(self, answer: aiohttp.ClientResponse) -> None:
        """A method may be called in the answer: https://core.telegram.org/bots/api#making-requests-when-getting-updates."""
        if self.reply and answer.content_type == "application/json":
            body = await answer.json()
            if isinstance(body, dict) and "method" in body:
                await self.reply(body)
