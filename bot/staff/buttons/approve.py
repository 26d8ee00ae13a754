"""Approve: the held post is shown in the group."""

from __future__ import annotations

from bot.ports import Press
from bot.staff.cards import Reply
from bot.staff.concluding import approve
from bot.staff.desk import Desk
from moderation.domain import Case


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """Post it in its author's name, unless somebody else was first."""
    return await approve(desk, case, pressed.actor)
