"""Hide: staff take down what was only shown to them."""

from __future__ import annotations

from bot.ports import Press
from bot.staff import hiding
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from moderation.domain import Case


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """Order it under the case's strongest clause."""
    return await hiding.hide(desk, case, pressed.actor, hiding.clause_of(desk, case))
