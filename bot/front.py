"""The front door: what every adapter calls when something happens."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from bot.intake import Intake
from bot.logs import advice
from bot.ports import Call, Press, Records, RecordsError, Trouble
from bot.ports.reviews import DELETED, PLATFORM
from bot.staff import buttons, commands
from bot.staff.cards import Choice, Menu, Reply
from bot.staff.desk import Desk
from bot.staff.locale import Locales
from bot.staff.refusal import Refusal, refuse
from bot.staff.suggesting import suggestions
from bot.welcome import Welcomes
from moderation.clock import utc_now
from moderation.domain import CARRIED_OUT, Kind, Member, Message, Ref, Review, Status

log = structlog.get_logger()


@dataclass(kw_only=True)
class Front:
    """Implements ports.Inbound by intake, records and the staff's desk."""

    intake: Intake
    desk: Desk
    records: Records
    rename: Callable[[str, str, str], None]
    welcomes: Welcomes
    menus: Sequence[Menu] = field(init=False)

    def __post_init__(self) -> None:
        self.menus = commands.menus(self.desk.speech(), self.desk.staff_speech())

    async def message(self, message: Message, *, is_next: bool = True) -> None:
        """Judge, record, enforce."""
        await self.intake.handle(message, is_next=is_next)

    async def joined(self, member: Member) -> None:
        """Show them the group's rules, and do in the background what could not be done while they were away."""
        self.intake.later(self._try_again(member, self.desk.enforcement.came_back(member)))
        await self.welcomes.joined(member)

    async def able(self, platform: str, group: str) -> None:
        """Try again, in the background, what the bot had no right to do, and what waits for people who were away."""
        everybody = Member(platform=platform, group=group, user="")
        again = self.desk.enforcement.try_again(everybody, Trouble.FORBIDDEN, Trouble.NO_MEMBER)
        self.intake.later(self._try_again(everybody, again))

    async def deleted(self, refs: Sequence[Ref]) -> None:
        """Note on a case, and on its card, that its message was taken down by somebody else; the evidence stays."""
        await self.records.unmention(refs)
        for ref in refs:
            number = await self.records.case_at(ref)
            if number is not None and not await self._is_ours(number):
                await self.records.note(number, Review(by=PLATFORM, verdict=DELETED, at=utc_now()))
                await self.desk.enforcement.redraw(number)

    async def _try_again(self, member: Member, work: Coroutine[Any, Any, None]) -> None:
        """Records that cannot be read stop no platform: the next time it is tried again."""
        try:
            await work
        except RecordsError as error:
            log.warning("not tried again", platform=member.platform, error=type(error).__name__, **advice(error))

    async def _is_ours(self, case: int) -> bool:
        """Whether the bot takes or took the message of a case down itself: that it is gone is no news then."""
        meant = (Status.INTENDED, *CARRIED_OUT)
        return any(o.action.kind is Kind.HIDE and o.status in meant for o in await self.records.orders(case))

    async def command(self, call: Call) -> Reply:
        """Do what staff or a parent asked for."""
        return await _answered(commands.run(self.desk, call), self.desk.speech(call.platform, call.group))

    async def press(self, press: Press) -> Reply:
        """Answer a button. One whose id is `/<command>:<group>` stands for a command that anybody may give there."""
        name, _, group = press.id.removeprefix("/").partition(":")
        if press.id.startswith("/") and any(menu.name == name and menu.needs == "anyone" for menu in self.menus):
            return await self.command(
                Call(command=name, actor=press.actor, platform=press.platform, group=group or press.group)
            )
        return await _answered(buttons.press(self.desk, press), self.desk.speech(press.platform, press.group))

    async def suggest(self, call: Call, wanted: str, typed: str) -> Sequence[Choice]:
        """What fits while somebody types; nothing for people without the right."""
        try:
            group = self.desk.group(call)
        except Refusal:
            return ()
        if not self.desk.allowed(call.actor, group):
            return ()
        return await suggestions(self.desk, group, call.actor, wanted, typed)

    async def cursor(self, platform: str, chat: str) -> str:
        """Where to read a chat back from."""
        return await self.records.cursor(platform, chat)

    async def gap(self, platform: str, start: datetime, end: datetime) -> None:
        """Record a time of no coverage."""
        log.warning("coverage gap", platform=platform, seconds=int((end - start).total_seconds()))
        await self.records.gap(platform, start, end)

    async def moved(self, platform: str, old: str, new: str) -> None:
        """Follow a group, or a chat of its staff, to its new id; the configuration should be changed too."""
        log.warning("chat has a new id: change it in the configuration", platform=platform, old=old, new=new)
        self.rename(platform, old, new)
        await self.records.moved(platform, old, new)


async def _answered(work: Coroutine[Any, Any, Reply], said: Locales) -> Reply:
    """An answer whatever happens: one request that cannot be met must not stop a platform, or be met again for ever."""
    try:
        return await work
    except Exception as error:  # noqa: BLE001 (per request: it is logged by its kind and answered)
        log.error("request failed", error=type(error).__name__, **advice(error))  # noqa: TRY400 (a traceback could quote)
        return refuse(said.text("sorry-failed"))
