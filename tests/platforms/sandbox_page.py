"""The sandbox as its page talks to it, for tests: over HTTP, with a recording counterpart instead of the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.adapters.sandbox import Sandbox
from moderation.domain import Ref
from tests.platforms.harness import Recorder


@dataclass
class Page:
    """The sandbox as its page talks to it."""

    sandbox: Sandbox
    recorder: Recorder
    http: aiohttp.ClientSession

    async def ask(self, what: str, **values: Any) -> Any:
        async with self.http.post(f"/api/{what}", json=values) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, person: str, text: str, **more: Any) -> str:
        answer = await self.ask("post", person=person, channel="parents", text=text, **more)
        return str(answer["id"])

    async def state(self, viewer: str) -> Any:
        async with self.http.get("/api/state", params={"viewer": viewer}) as answer:
            return await answer.json()

    async def seen(self, viewer: str) -> list[tuple[str, str]]:
        return [(post["kind"], post.get("text", "")) for post in (await self.state(viewer))["posts"]]

    def ref(self, message: str) -> Ref:
        return Ref(platform="sandbox", chat="parents", message=message)


@asynccontextmanager
async def running(sandbox: Sandbox, recorder: Recorder) -> AsyncIterator[Page]:
    task = asyncio.create_task(sandbox.run(recorder))
    await asyncio.wait_for(sandbox.ready(), 5)
    base = sandbox.address.rstrip("/")
    try:
        async with aiohttp.ClientSession(base, headers={"Origin": base}) as http:
            yield Page(sandbox, recorder, http)
    finally:
        await sandbox.close()
        await asyncio.wait_for(task, 5)
