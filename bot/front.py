"""The front door: what every adapter calls when something happens."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from bot.intake import Intake
from bot.ports import Call, Press, Records
from bot.staff import buttons, commands, words
from bot.staff.cards import Choice, Menu, Reply
from bot.staff.desk import Desk, Refusal, now, refuse
from moderation.domain import Kind, Member, Message, Ref, Review, State

log = structlog.get_logger()
DURATIONS = ("1 hour", "1 day", "3 days", "1 week", "2 weeks")
MOST_CHOICES = 25


@dataclass(kw_only=True)
class Front:
    """Implements ports.Inbound by intake, records and the staff's desk."""

    intake: Intake
    desk: Desk
    records: Records
    rename: Callable[[str, str, str], None]
    menus: Sequence[Menu] = field(default_factory=lambda: tuple(c.menu for c in commands.COMMANDS.values()))

    async def message(self, message: Message) -> None:
        """Judge, record, enforce."""
        await self.intake.handle(message)

    async def deleted(self, refs: Sequence[Ref]) -> None:
        """Note on a case that its message was taken down by somebody else; the evidence stays."""
        for ref in refs:
            number = await self.records.case_at(ref)
            if number is not None and not any(o.action.kind is Kind.HIDE for o in await self.records.orders(number)):
                await self.records.note(number, Review(by="the platform", verdict="deleted there", at=now()))

    async def command(self, call: Call) -> Reply:
        """Do what staff or a parent asked for."""
        return await _answered(commands.run(self.desk, call))

    async def press(self, press: Press) -> Reply:
        """Answer a button."""
        return await _answered(buttons.press(self.desk, press))

    async def suggest(self, call: Call, wanted: str, typed: str) -> Sequence[Choice]:
        """Clauses, times and open cases while somebody types; nothing for people without the right."""
        try:
            group = self.desk.group(call)
        except Refusal:
            return ()
        if not self.desk.allowed(call.actor, group):
            return ()
        choices = await self._choices(Member(platform=group.platform, group=group.id, user=""), wanted)
        return [c for c in choices if typed.lower() in c.label.lower()][:MOST_CHOICES]

    async def _choices(self, member: Member, wanted: str) -> list[Choice]:
        if wanted == "clause":
            clauses = self.desk.settings(member).pack.clause
            return [Choice(label=f"{c.id} {c.title}"[:100], value=c.id) for c in clauses]
        if wanted == "case":
            listed = await self.records.cases({State.OPEN, State.UPHELD})
            return [Choice(label=f"{n}: {clause}, {words.when(at)}"[:100], value=str(n)) for n, _, clause, at in listed]
        return [Choice(label=said, value=said) for said in DURATIONS] if wanted == "duration" else []

    async def cursor(self, platform: str, chat: str) -> str:
        """Where to read a chat back from."""
        return await self.records.cursor(platform, chat)

    async def gap(self, platform: str, start: datetime, end: datetime) -> None:
        """Record a time of no coverage."""
        log.warning("coverage gap", platform=platform, seconds=int((end - start).total_seconds()))
        await self.records.gap(platform, start, end)

    async def moved(self, platform: str, old: str, new: str) -> None:
        """Follow a group to its new id; the configuration should be changed too."""
        log.warning("group has a new id: change it in the configuration", platform=platform, old=old, new=new)
        self.rename(platform, old, new)
        await self.records.moved(platform, old, new)


async def _answered(work: Coroutine[Any, Any, Reply]) -> Reply:
    """An answer whatever happens: one request that cannot be met must not stop a platform, or be met again for ever."""
    try:
        return await work
    except Exception as error:  # noqa: BLE001 (per request: it is logged by its kind and answered)
        log.error("request failed", error=type(error).__name__)  # noqa: TRY400 (no traceback: it could quote)
        return refuse("This did not work. Nothing that was recorded is lost. Try again, or tell your IT provider.")
