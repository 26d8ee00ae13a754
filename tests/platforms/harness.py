"""What the platform laws need from a test: a recording counterpart of the adapter, and people on the platform."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, Self

from bot.ports import Call, Group, Platform, Press
from bot.staff.cards import Choice, Menu, Reply
from moderation.domain import Member, Message, Ref

SECONDS = 20.0  # only what fails waits so long


@dataclass
class Recorder:
    """The Inbound of a test: remembers what was delivered and answers as told."""

    menus: Sequence[Menu] = ()
    messages: list[Message] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    gaps: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    moves: list[tuple[str, str, str]] = field(default_factory=list)
    gone: list[Ref] = field(default_factory=list)
    joiners: list[Member] = field(default_factory=list)
    abilities: list[tuple[str, str]] = field(default_factory=list)
    choices: tuple[Choice, ...] = ()
    reply: Reply = field(default_factory=lambda: Reply(text="Done."))
    before: Callable[[Message], Any] | None = None

    async def message(self, message: Message, *, is_next: bool = True) -> None:
        if self.before:
            await self.before(message)
        self.messages.append(message)

    async def joined(self, member: Member) -> None:
        self.joiners.append(member)

    async def able(self, platform: str, group: str) -> None:
        self.abilities.append((platform, group))

    async def deleted(self, refs: Sequence[Ref]) -> None:
        self.gone += refs

    async def command(self, call: Call) -> Reply:
        self.calls.append(call)
        return self.reply

    async def press(self, press: Press) -> Reply:
        self.presses.append(press)
        return self.reply

    async def suggest(self, call: Call, wanted: str, typed: str) -> Sequence[Choice]:
        return self.choices

    async def cursor(self, platform: str, chat: str) -> str:
        return max((m.ref.message for m in self.messages if m.ref.chat == chat), key=int, default="")

    async def gap(self, platform: str, start: datetime, end: datetime) -> None:
        self.gaps.append((platform, start, end))

    async def moved(self, platform: str, old: str, new: str) -> None:
        self.moves.append((platform, old, new))

    async def got(self, count: int = 1) -> Message:
        """The count-th message, as soon as it is there."""
        await seen(lambda: len(self.messages) >= count)
        return self.messages[count - 1]


async def seen(check: Callable[[], Any]) -> Any:
    """Wait until something is true, and return it. Raises TimeoutError when it does not come to be."""
    async with asyncio.timeout(SECONDS):
        while not (found := check()):  # noqa: ASYNC110 (a test looks at the state of others)
            await asyncio.sleep(0.005)
    return found


class Harness(Protocol):
    """One platform with a school's group, a parent, an owner and a staff place; an async context manager.

    A file tests/platforms/harness_<platform>.py with a class `PlatformHarness` puts a platform under the laws in
    tests/contract/test_platforms.py.
    """

    platform: Platform
    recorder: Recorder
    group: Group
    parent: Member
    owner: Member

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *problem: object) -> None: ...

    async def say(self, text: str) -> Ref:
        """The parent writes in the group. Raises PermissionError when the platform does not let them."""

    async def edit(self, ref: Ref, text: str) -> None:
        """The parent changes a message."""

    async def picture(self, data: bytes) -> Ref:
        """The parent posts a picture without words."""

    def shown(self) -> list[str]:
        """The texts everybody in the group can see now."""

    def private(self) -> list[str]:
        """What the bot told the parent privately."""

    def open_private(self) -> None:
        """The parent takes private messages from the bot from now on (at first they do not)."""

    def is_stopped(self) -> bool:
        """Whether the platform itself says that the parent may not post."""

    def doors(self) -> object:
        """Everything on the platform that securing the group may change, to be compared."""

    def take_doors(self) -> None:
        """The bot loses the rights by which it can secure the group."""

    async def staff_says(self, text: str) -> None:
        """A member of staff (on Telegram an administrator) writes in the group."""

    def files(self) -> list[bytes]:
        """What is attached to the messages everybody in the group can see."""

    def cards(self) -> list[str]:
        """The texts in the staff place."""

    async def press(self, message: str, button: str) -> str:
        """A member of staff presses a button in the staff place; the words they were shown for it."""

    def take_right(self) -> None:
        """The bot loses its right to delete messages."""

    async def give_right(self) -> None:
        """The bot gets it back."""

    def limit(self, seconds: int) -> None:
        """The next deletion is answered with: too many requests."""

    def stranger(self) -> Member:
        """Somebody the platform does not know."""

    def with_wrong_token(self) -> Platform:
        """The same platform with a token that is refused."""
