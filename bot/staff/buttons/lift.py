"""Lift restriction: the author may post again."""

from __future__ import annotations

from bot.ports import Call, Press
from bot.staff.cards import Reply
from bot.staff.commands import lift
from bot.staff.desk import Desk
from moderation.domain import Case


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """As the command `lift` about this case."""
    values = {"case": str(case.id)}
    call = Call(command="lift", actor=pressed.actor, platform=pressed.platform, group=pressed.group, values=values)
    return await lift.run(desk, call)
