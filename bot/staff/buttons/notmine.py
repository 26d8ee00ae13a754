"""Not for me: a conflict of interest; whoever presses has nothing more to do with this person's cases."""

from __future__ import annotations

from bot.ports import Press
from bot.ports.docket import STEPPED_BACK
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from moderation.clock import utc_now
from moderation.domain import Case, Review


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """Note it on the case, which says so from now on; from then on their presses and commands are refused."""
    review = Review(by=pressed.actor.called, verdict=STEPPED_BACK, at=utc_now(), note=pressed.actor.user)
    await desk.records.note(case.id, review)
    await desk.enforcement.redraw(case.id)
    text = desk.settings(case.member).staff.text("refused-stepped-back", case=case.id)
    return Reply(text=text, update=await desk.view(case))
