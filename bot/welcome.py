"""Shows the group's rules to somebody who joins, and keeps which version they were shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.ports import Platform, PlatformError, Records, Trouble
from bot.ports.welcomes import Welcome
from bot.staff import rules
from bot.staff.cards import Notice
from bot.staff.words import Setting
from moderation.domain import Member

log = structlog.get_logger()
AGAIN = timedelta(hours=1)  # a platform may tell of one joining twice, and people come and go


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcomes:
    """What happens when somebody joins. `settings` finds the pack and the languages of a group."""

    records: Records
    platforms: Mapping[str, Platform]
    settings: Callable[[Member], Setting]

    async def joined(self, member: Member) -> None:
        """Write to them; where a bot cannot write first, greet everybody new in the group, at most once an hour."""
        setting, now = self.settings(member), datetime.now(UTC)
        pack = setting.pack
        welcome = Welcome(member=member, pack=pack.name, version=pack.version, at=now, shown=False)
        last = await self.records.welcome_of(member)
        if last and last.version == welcome.version and now - last.at < AGAIN:
            return
        await self.records.welcomed(welcome)
        try:
            await self._show(welcome, rules.notice(setting))
        except PlatformError as error:
            log.info("rules not shown", platform=member.platform, trouble=error.trouble.value)

    async def _show(self, welcome: Welcome, notice: Notice) -> None:
        member = welcome.member
        platform = self.platforms[member.platform]
        if await platform.greet(member, notice):
            await self.records.welcomed(replace(welcome, shown=True))
        elif await self.records.may_greet(member.platform, member.group, at=welcome.at):
            await self._greet_all(platform, member.group, notice)

    @staticmethod
    async def _greet_all(platform: Platform, group: str, notice: Notice) -> None:
        try:
            await platform.greet_all(group, notice)
        except PlatformError as error:
            if error.trouble is not Trouble.UNSUPPORTED:
                raise
