"""Say why: asks staff why the first steps of the ladder are left out."""

from __future__ import annotations

from bot.ports import Press
from bot.staff.asking import ask
from bot.staff.cards import Reply
from bot.staff.commands.skip import WHY
from bot.staff.desk import Desk
from moderation.domain import Case


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """Ask; the answer comes back as the command `skip`, about the step that the button names."""
    return ask(desk, case, "skip", (WHY,), step=pressed.id.rpartition(":")[2])
