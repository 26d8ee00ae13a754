"""Suggest a change: asks staff for the text they suggest."""

from __future__ import annotations

from bot.ports import Press
from bot.staff.asking import ask
from bot.staff.cards import Reply
from bot.staff.commands.propose import TEXT
from bot.staff.desk import Desk
from moderation.domain import Case


async def press(desk: Desk, case: Case, _pressed: Press) -> Reply:
    """Ask; the answer comes back as the command `propose`."""
    return ask(desk, case, "propose", (TEXT,))
