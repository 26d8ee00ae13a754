"""Talked: asks staff what was said and agreed."""

from __future__ import annotations

from bot.ports import Press
from bot.staff.asking import ask
from bot.staff.cards import Reply
from bot.staff.commands.talk import AGREED
from bot.staff.desk import Desk
from moderation.domain import Case


async def press(desk: Desk, case: Case, _pressed: Press) -> Reply:
    """Ask; the answer comes back as the command `talk`."""
    return ask(desk, case, "talk", (AGREED,))
