"""Nothing wrong, or not needed: a message stays as it is, a group open."""

from __future__ import annotations

from bot.ports import Press
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from bot.staff.settling import settle
from moderation.domain import Case, State


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """Close the case, unless somebody else was first."""
    return await settle(desk, case, pressed.actor, State.CLOSED)
