"""A school on the loopback Discord, the adapter run against it, and what it delivers written down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from bot.adapters.discord import Discord, build
from bot.ports import Call, Group, Press
from bot.staff.cards import Button, Card, Choice, Field, Menu, Notice, Reply
from moderation.domain import Member, Message, Ref
from tests.platforms.discord_server import payloads
from tests.platforms.discord_server import state as platform_state
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.server import DiscordServer

MENUS = (
    Menu(
        name="restrict",
        help="Stop a member from posting for a while",
        fields=(
            Field(name="member", help="Who", kind="member"),
            Field(name="reason", help="Why, for the records", required=False),
            Field(name="duration", help="How long", kind="duration"),
            Field(name="clause", help="Which clause", kind="clause"),
        ),
    ),
    Menu(name="hide", help="Hide a message", fields=(Field(name="message", help="Its link", kind="message"),)),
    Menu(name="why", help="What is held about me", needs="anyone"),
)


@dataclass
class Recorder:
    """What the adapter delivers to, in place of intake and staff commands: it writes down and answers as told."""

    menus: Sequence[Menu] = MENUS
    cursors: dict[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    gone: list[Ref] = field(default_factory=list)
    joiners: list[Member] = field(default_factory=list)
    abilities: list[tuple[str, str]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    asked: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    gaps: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)
    slow: float = 0.0
    settles: bool = False  # whether what is delivered moves the cursor, as records do
    failure: Exception | None = None

    async def message(self, message: Message, *, is_next: bool = True) -> None:
        if self.failure:
            failure, self.failure = self.failure, None
            raise failure
        self.messages.append(message)
        if self.settles and is_next:
            self.cursors[message.ref.chat] = message.ref.message

    async def joined(self, member: Member) -> None:
        self.joiners.append(member)

    async def able(self, platform: str, group: str) -> None:
        self.abilities.append((platform, group))

    async def deleted(self, refs: Sequence[Ref]) -> None:
        self.gone += refs

    async def command(self, call: Call) -> Reply:
        self.calls.append(call)
        await asyncio.sleep(self.slow)
        return self.replies.get(call.command, Reply(text="done"))

    async def press(self, press: Press) -> Reply:
        self.presses.append(press)
        await asyncio.sleep(self.slow)
        return self.replies.get(press.id, Reply(text="pressed"))

    async def suggest(self, call: Call, wanted: str, typed: str) -> Sequence[Choice]:
        self.asked.append((wanted, typed, call.values))
        return [Choice(label=f"{typed}{number} " + "x" * 120, value=f"{typed}{number}") for number in range(40)]

    async def cursor(self, platform: str, chat: str) -> str:
        assert platform == "discord"
        return self.cursors.get(chat, "")

    async def gap(self, platform: str, start: datetime, end: datetime) -> None:
        self.gaps.append((platform, start, end))

    async def moved(self, platform: str, old: str, new: str) -> None:
        raise AssertionError("a Discord server keeps its id")

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]


@dataclass
class School:
    """A server of parents with a staff channel, and the bot's way to it."""

    server: DiscordServer
    guild: platform_state.Guild
    staff_role: platform_state.Role
    staff_channel: platform_state.Channel
    general: platform_state.Channel
    parent: platform_state.Member
    teacher: platform_state.Member
    group: Group
    more: tuple[Group, ...] = ()
    inbound: Recorder = field(default_factory=Recorder)

    def member(self, who: platform_state.Member) -> Member:
        return Member(platform="discord", group=str(self.guild.id), user=str(who.id))

    def ref(self, message: platform_state.Message) -> Ref:
        return Ref(platform="discord", chat=str(message.channel.id), message=str(message.id))

    def platform(self, **options: str) -> Discord:
        server = self.server
        given = {"token": server.token, "api": server.base_url, "gateway": server.gateway_url, "settle": "0.1"}
        return build([self.group, *self.more], given | options)

    @asynccontextmanager
    async def running(self, **options: str) -> AsyncIterator[Discord]:
        platform = self.platform(**options)
        task = asyncio.create_task(platform.run(self.inbound))
        try:
            await asyncio.wait_for(platform.ready(), 10)
            yield platform
        finally:
            await platform.close()
            await task

    async def until(self, condition: Callable[[], bool]) -> None:
        await self.server.until(condition, 8)

    async def heard(self, count: int) -> Message:
        await self.until(lambda: len(self.inbound.messages) >= count)
        return self.inbound.messages[-1]

    async def dispatch(
        self, message: platform_state.Message, extra: dict[str, Any], event: str = "MESSAGE_CREATE"
    ) -> None:
        """A message as the platform would send it, with fields the server has no act for."""
        payload = payloads.message_event(message, self.server.cdn, self.server.bot.id) | extra
        self.server.dispatch(event, payload, self.guild)

    def unsent(self, text: str = "") -> platform_state.Message:
        return platform_state.Message(self.server.clock.snowflake(), self.general, self.parent.user, text)


@pytest.fixture(name="school")
async def a_school() -> AsyncIterator[School]:
    async with DiscordServer() as server:
        guild = server.guild("Hollybank parents")
        staff_role = server.role(guild, "Staff", permissions=Perm.MANAGE_MESSAGES, position=10)
        everyone = guild.roles[guild.id]
        shut = {
            everyone: (0, Perm.VIEW_CHANNEL),
            staff_role: (Perm.VIEW_CHANNEL, 0),
            server.bot_role(guild): (Perm.VIEW_CHANNEL, 0),
        }
        staff_channel = server.channel(guild, "staff", overwrites=shut)
        general = server.channel(guild, "general")
        group = Group(
            name="Hollybank",
            platform="discord",
            id=str(guild.id),
            staff=frozenset({f"role:{staff_role.id}"}),
            staff_place=str(staff_channel.id),
            digest_place=str(staff_channel.id),
        )
        parent, teacher = server.member(guild, "Ann Parent"), server.member(guild, "Mr Teach", roles=[staff_role])
        yield School(server, guild, staff_role, staff_channel, general, parent, teacher, group)
        server.assert_conformant()


CARD = Card(
    title="Case 7",
    fields=(("Clause", "4.2.1"), ("Who", "Ann *P* <@123456789012345678>")),
    evidence="I know where || he lives @everyone\nhttps://example.org/||x||",
    buttons=(Button(id="uphold:7", label="Uphold", style="good"), Button(id="restore:7", label="Restore")),
)
NOTICE = Notice(
    text="Your message was hidden.\n- clause 4.2.1",
    fallback="A note for you from the school.",
    button=Button(id="notice:7", label="Read"),
    buttons=(Button(id="appeal:7", label="Answer"),),
)
