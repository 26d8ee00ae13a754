"""Secure the group: staff follow the proposal after a pile-on."""

from __future__ import annotations

from bot.ports import Press
from bot.ports.holding import How
from bot.staff.cards import Reply
from bot.staff.commands.lockdown import secure, usual_end
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal
from moderation.domain import Case, State


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """The whole group, for the usual time."""
    if case.state is not State.OPEN:
        raise Refusal("refused-secure-closed", case=case.id)
    if await desk.records.lockdowns(case.member.platform, case.member.group):
        raise Refusal("refused-secured")
    return await secure(desk, case, pressed.actor, (How.CLOSED, "", usual_end()))
