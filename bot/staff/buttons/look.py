"""Look: what was sent with the message, shown to whoever of the staff asks (`look:7`)."""

from __future__ import annotations

from bot.ports import Press
from bot.staff import attached
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from moderation.domain import Case


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """Show it; the reading is logged."""
    kept = await desk.records.attached(case.id, reader=pressed.actor.user)
    said = desk.settings(case.member).staff.text
    return Reply(text=said("look-shown", case=case.id, count=len(kept)), files=attached.files(case, kept))
