"""/close: end a case that needs no decision, with a reason."""

from __future__ import annotations

from bot.ports import Call
from bot.staff.cards import Field, Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import CASE
from bot.staff.refusal import Refusal, refuse
from bot.staff.settling import already, settle
from moderation.clock import utc_now
from moderation.domain import Case, Review, State

WHY = Field(name="reason", help="menu-close-reason")
MENU = Menu(name="close", help="menu-close", fields=(CASE, WHY))


async def run(desk: Desk, call: Call) -> Reply:
    """Close it, unless somebody decided it before; what was done about its message stays done."""
    number, reason = call.values.get("case", ""), call.values.get("reason", "").strip()
    orphan = await desk.orphaned(number, call.actor, call.platform)
    case = orphan or await desk.case(number, call.actor, call.chat)
    if not reason:
        raise Refusal("refused-why-close")
    if orphan:
        return await _lay_down(desk, orphan, call, reason)
    return await settle(desk, case, call.actor, State.CLOSED, reason=reason)


async def _lay_down(desk: Desk, case: Case, call: Call, reason: str) -> Reply:
    """Close a case of a group that is not in the settings any more: nothing is shown of it, and nobody is told."""
    locale = desk.spoken(call.actor, call.platform, call.group, call.chat)
    review = Review(by=call.actor.called, verdict=State.CLOSED.value, at=utc_now(), note=reason)
    if earlier := await desk.records.decide(case.id, review, State.CLOSED):
        return refuse(already(locale, case, earlier))
    return Reply(text=locale.text("orphan-closed", case=case.id))
