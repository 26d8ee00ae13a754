"""Renew: asks staff for how long, and why."""

from __future__ import annotations

from bot.ports import Press
from bot.staff.asking import ask
from bot.staff.cards import Reply
from bot.staff.commands.restrict import HOW_LONG
from bot.staff.desk import Desk
from bot.staff.finding import REASON
from moderation.domain import Case


async def press(desk: Desk, case: Case, _pressed: Press) -> Reply:
    """Ask; the answers come back as the command `renew`."""
    return ask(desk, case, "renew", (HOW_LONG, REASON))
