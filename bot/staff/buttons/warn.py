"""Warn: asks staff for what the command needs."""

from __future__ import annotations

from bot.ports import Press
from bot.staff.asking import ask
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from bot.staff.finding import CLAUSE, REASON
from moderation.domain import Case


async def press(desk: Desk, case: Case, _pressed: Press) -> Reply:
    """Ask; the answers come back as the command `warn`."""
    return ask(desk, case, "warn", (CLAUSE, REASON))
