"""The sandbox under the laws of every platform: people act through the page's own addresses."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Self

import aiohttp
import pytest

from bot.adapters import sandbox
from bot.ports import Platform
from bot.sandbox_parts import show, world
from bot.sandbox_parts.people import HOLLYBANK
from moderation.domain import Attachment, Member, Ref
from tests.platforms.harness import Recorder

CHANNEL = "parents"
PARENT = "chloe"  # takes no private messages at first


class PlatformHarness:
    """The pretend group with Chloe, a parent; the office manager administers it."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.group = HOLLYBANK
        self.parent = self._member(PARENT)
        self.owner = self._member("office")

    async def __aenter__(self) -> Self:
        self.platform = sandbox.build([self.group], {"port": "0", "replay": "no"})
        self._running = asyncio.create_task(self.platform.run(self.recorder))
        await self.platform.ready()
        base = self.platform.address.rstrip("/")
        self._http = aiohttp.ClientSession(base, headers={"Origin": base})
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self._http.close()
        await self.platform.close()
        await self._running

    async def say(self, text: str) -> Ref:
        return await self._post(text=text)

    async def edit(self, ref: Ref, text: str) -> None:
        await self._ask("edit", person=PARENT, message=ref.message, text=text)

    async def picture(self, data: bytes) -> Ref:
        key = self.platform.world.keep(("picture.png", data))
        photo = Attachment(kind="photo", handle=key, size=len(data))
        post = self.platform.world.say(PARENT, CHANNEL, "", attachment=photo)
        await sandbox.Desk(self.platform.world, self.recorder).deliver(post)
        return Ref(platform="sandbox", chat=CHANNEL, message=post.id)

    def shown(self) -> list[str]:
        posts = show.view(self.platform.world, "samina")["posts"]
        return [f"{post['name']}: {post['text']}" if _by_bot(post) else post["text"] for post in posts]

    def private(self) -> list[str]:
        return [letter["text"] for letter in show.view(self.platform.world, PARENT)["letters"]]

    def open_private(self) -> None:
        self.platform.world.closed.discard(PARENT)

    def is_stopped(self) -> bool:
        return bool(show.view(self.platform.world, PARENT)["stopped"])

    def doors(self) -> object:
        return dict(self.platform.world.locks)

    def take_doors(self) -> None:
        self.platform.world.pretend("forbidden")

    async def staff_says(self, text: str) -> None:
        await self._ask("post", person="office", channel=CHANNEL, text=text)

    def files(self) -> list[bytes]:
        world = self.platform.world
        return [world.files[one.handle][1] for post in world.posts.values() for one in post.attachments]

    def cards(self) -> list[str]:
        cards = show.view(self.platform.world, "office")["places"][self.group.staff_place]
        return [
            "\n".join([card["title"], *(": ".join(pair) for pair in card["fields"]), card["evidence"]])
            for card in cards
        ]

    async def press(self, message: str, button: str) -> str:
        answer = await self._ask("press", person="office", place=self.group.staff_place, message=message, button=button)
        return str(answer["text"])

    def take_right(self) -> None:
        self.platform.world.pretend("forbidden")

    async def give_right(self) -> None:
        await self._ask("trouble", kind="")

    def limit(self, seconds: int) -> None:
        assert seconds == world.BUSY_S
        self.platform.world.pretend("busy")

    def stranger(self) -> Member:
        return replace(self.parent, user="stranger")

    def with_wrong_token(self) -> Platform:
        pytest.skip("the sandbox has no token")

    async def _post(self, **values: Any) -> Ref:
        answer = await self._ask("post", person=PARENT, channel=CHANNEL, **values)
        return Ref(platform="sandbox", chat=CHANNEL, message=answer["id"])

    async def _ask(self, what: str, **values: Any) -> Any:
        async with self._http.post(f"/api/{what}", json=values) as answer:
            told = await answer.json()
            if answer.status == 400:
                raise PermissionError(told["error"])
            return told

    def _member(self, user: str) -> Member:
        return Member(platform="sandbox", group=self.group.id, user=user)


def _by_bot(post: dict[str, Any]) -> bool:
    return bool(post["restored"] or post["approved"])
