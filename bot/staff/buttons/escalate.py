"""Escalate to DSL: the case is the safeguarding lead's alone from now on."""

from __future__ import annotations

from bot.ports import Press
from bot.staff import escalating
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from moderation.domain import Case


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """At once: nobody is asked for a reason while a child may be at risk."""
    return await escalating.escalate(desk, case, pressed.actor)
