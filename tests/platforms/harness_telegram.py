"""A school's Telegram group on the loopback server, with the adapter connected to it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Self

from bot.adapters import telegram
from bot.ports import Group, Platform
from moderation.domain import Member, Ref
from tests.platforms.harness import Recorder
from tests.platforms.telegram_server.errors import RefusedError
from tests.platforms.telegram_server.server import TelegramServer
from tests.platforms.telegram_server.state import Post

UNKNOWN = "999999999"


class PlatformHarness:
    """One parents' group (a supergroup), its staff chat, a parent, a member of staff, and the running adapter."""

    def __init__(
        self, recorder: Recorder | None = None, options: Mapping[str, str] | None = None, **group: Any
    ) -> None:
        self.recorder = recorder or Recorder()
        self.server = TelegramServer()
        self._options = dict(options or {})
        self._group = group
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.server.__aenter__()
        server = self.server
        self.person = server.user("Ann", last_name="Parent", username="ann_parent")
        self.teacher = server.user("Tess", username="tess_teacher")
        self.head = server.user("Head")
        self.chat = server.supergroup("Year 3", self.person, owner=self.head)
        self.staff_chat = server.supergroup("Staff", self.teacher, owner=self.head)
        self.group = Group(
            name="year3",
            platform="telegram",
            id=str(self.chat.id),
            staff=frozenset({"staff_place"}),
            staff_place=str(self.staff_chat.id),
            **self._group,
        )
        self.parent, self.owner = self.member(self.person.id), self.member(self.head.id)
        self.others: tuple[Group, ...] = ()
        self.platform = self.build()
        await self.start()
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self.stop()
        await self.server.__aexit__(*problem)
        if problem[0] is None:
            self.server.assert_conformant()

    def build(self, **options: str) -> Platform:
        """An adapter for the group (and `others`)."""
        known = {"token": self.server.token, "api": self.server.base_url, "files": self.server.base_file_url}
        return telegram.build((self.group, *self.others), known | self._options | options)

    async def start(self) -> None:
        """Run the adapter until it is ready."""
        self._running = asyncio.create_task(self.platform.run(self.recorder))
        ready = asyncio.create_task(self.platform.ready())
        await asyncio.wait({self._running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            ready.cancel()
            await self._running

    async def stop(self) -> None:
        """Cancel the adapter; anything it raised by itself comes out here."""
        if self._running:
            self._running.cancel()
            try:
                await self._running
            except asyncio.CancelledError:
                pass
            finally:
                self._running = None
                await self.platform.close()

    def member(self, user: object) -> Member:
        """Somebody as a member of the group."""
        return Member(platform="telegram", group=self.group.id, user=str(user))

    def ref(self, post: Post) -> Ref:
        """The address of a message."""
        return Ref(platform="telegram", chat=str(post.chat.id), message=str(post.message_id))

    def find(self, ref: Ref) -> Post:
        """The message at an address."""
        return self.server.world.chats[int(ref.chat)].posts[int(ref.message)]

    # the protocol

    async def say(self, text: str) -> Ref:
        try:
            return self.ref(await self.server.post(self.chat, self.person, text))
        except RefusedError as error:
            raise PermissionError(str(error)) from None

    async def edit(self, ref: Ref, text: str) -> None:
        await self.server.edit(self.find(ref), text)

    async def picture(self, data: bytes) -> Ref:
        return self.ref(await self.server.post(self.chat, self.person, photo=data))

    def shown(self) -> list[str]:
        return [post.text for post in self.server.visible(self.chat)]

    def private(self) -> list[str]:
        return [post.text for post in self.server.private_messages(self.person)]

    def open_private(self) -> None:
        self.person.started = True

    def is_stopped(self) -> bool:
        held = self.server.member(self.chat, self.person)
        return held.status == "restricted" and not held.permissions["can_send_messages"]

    def doors(self) -> object:
        return dict(self.chat.permissions), [link.url for link in self.chat.links if not link.is_revoked]

    def take_doors(self) -> None:
        self.server.set_bot_rights(self.chat, can_restrict_members=False)

    async def staff_says(self, text: str) -> None:
        await self.server.post(self.chat, self.head, text)

    def files(self) -> list[bytes]:
        sent = [size[-1] for post in self.server.visible(self.chat) if (size := post.content.get("photo"))]
        return [self.server.world.files[photo["file_id"]][1] for photo in sent]

    def cards(self) -> list[str]:
        return [post.text for post in self.server.from_bot(self.staff_chat)]

    async def press(self, message: str, button: str) -> str:
        seen = await self.server.click(self.teacher, self.staff_chat.posts[int(message)], button)
        return seen.text

    def take_right(self) -> None:
        self.server.set_bot_rights(self.chat, can_delete_messages=False)

    async def give_right(self) -> None:
        self.server.set_bot_rights(self.chat, can_delete_messages=True)

    def limit(self, seconds: int) -> None:
        self.server.fail("deleteMessage", status=429, retry_after=seconds)

    def stranger(self) -> Member:
        return self.member(UNKNOWN)

    def with_wrong_token(self) -> Platform:
        return self.build(token="110201543:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
