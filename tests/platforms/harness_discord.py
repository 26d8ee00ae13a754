"""A school's Discord server on the loopback server, with the adapter connected to it."""

from __future__ import annotations

import asyncio
from typing import Self

from bot.adapters import discord
from bot.ports import Group, Platform
from moderation.domain import Member, Ref
from tests.platforms.discord_server import state
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.server import DiscordServer
from tests.platforms.harness import Recorder


class PlatformHarness:
    """One parents' channel, a staff channel, a parent, a teacher, and the running adapter."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.server = DiscordServer()

    async def __aenter__(self) -> Self:
        server = await self.server.__aenter__()
        guild = self._guild = server.guild("Year 3 parents")
        role = server.role(guild, "Staff", permissions=Perm.MANAGE_MESSAGES, position=10)
        seen_by = dict.fromkeys((role, server.bot_role(guild)), (Perm.VIEW_CHANNEL, 0))
        shut = {guild.roles[guild.id]: (0, Perm.VIEW_CHANNEL), **seen_by}
        self._general, self._staff = server.channel(guild, "general"), server.channel(guild, "staff", overwrites=shut)
        self._parent = server.member(guild, "Ann Parent", dms_open=False)
        self._teacher = server.member(guild, "Tess", roles=[role])
        self.group = Group(
            name="year3",
            platform="discord",
            id=str(guild.id),
            staff=frozenset({f"role:{role.id}"}),
            staff_place=str(self._staff.id),
        )
        self.parent, self.owner = self._member(self._parent.id), self._member(guild.owner_id)
        self.platform = self._build(server.token)
        self._running = asyncio.create_task(self.platform.run(self.recorder))
        await self.platform.ready()
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self.platform.close()
        await self._running
        await self.server.__aexit__(None, None, None)
        if problem[0] is None:
            self.server.assert_conformant()

    def _build(self, token: str) -> Platform:
        # `wait`: the library usually sits out short limits by itself; here it is to report them.
        known = {"api": self.server.base_url, "gateway": self.server.gateway_url, "settle": "0.1", "wait": "1"}
        return discord.build((self.group,), known | {"token": token})

    def _member(self, user: int) -> Member:
        return Member(platform="discord", group=self.group.id, user=str(user))

    def _ref(self, message: state.Message) -> Ref:
        return Ref(platform="discord", chat=str(message.channel.id), message=str(message.id))

    async def say(self, text: str) -> Ref:
        try:
            return self._ref(await self.server.post(self._general, self._parent, text))
        except Refused as refused:
            raise PermissionError(str(refused)) from None

    async def edit(self, ref: Ref, text: str) -> None:
        await self.server.edit(self._general.messages[int(ref.message)], text)

    async def picture(self, data: bytes) -> Ref:
        return self._ref(await self.server.post(self._general, self._parent, attachments=[("picture.png", data)]))

    def shown(self) -> list[str]:
        return [message.content for message in self.server.visible(self._general)]

    def private(self) -> list[str]:
        return [message.content for message in self.server.direct_messages(self._parent)]

    def open_private(self) -> None:
        self._parent.user.dms_open = True

    def is_stopped(self) -> bool:
        return self.server.is_timed_out(self._parent)

    def doors(self) -> object:
        rules = {key: (one.kind, one.allow, one.deny) for key, one in self._general.overwrites.items()}
        paused = (self._guild.settings.get("incidents_data") or {}).get("invites_disabled_until")
        return rules, self._general.slowmode, paused

    def take_doors(self) -> None:
        self.server.revoke(self._guild, Perm.MANAGE_ROLES)

    async def staff_says(self, text: str) -> None:
        await self.server.post(self._general, self._teacher, text)

    def files(self) -> list[bytes]:
        return [file.data for message in self.server.visible(self._general) for file in message.files]

    def cards(self) -> list[str]:
        return [_words(message) for message in self.server.visible(self._staff)]

    async def press(self, message: str, button: str) -> str:
        seen = await self.server.click(self._teacher, self._staff.messages[int(message)], button)
        await self.server.until(lambda: bool(seen.messages))
        return seen.text

    def take_right(self) -> None:
        self.server.revoke(self._guild, Perm.MANAGE_MESSAGES)

    async def give_right(self) -> None:
        self.server.grant(self._guild, Perm.MANAGE_MESSAGES)

    def limit(self, seconds: int) -> None:
        self.server.fail("DELETE", r"/messages/", status=429, retry_after=seconds)

    def stranger(self) -> Member:
        return self._member(999999999)

    def with_wrong_token(self) -> Platform:
        return self._build("MTIzNDU2Nzg5MDEyMzQ1Njc4.refused.this-is-no-token")


def _words(message: state.Message) -> str:
    lines = [message.content]
    for embed in message.embeds:
        lines += [embed.get("title", ""), embed.get("description", "")]
        lines += [f"{field['name']}: {field['value']}" for field in embed.get("fields", ())]
    return "\n".join(lines)
