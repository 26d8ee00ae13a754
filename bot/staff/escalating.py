"""Handing a case to the safeguarding lead: from then on it is theirs alone."""

from __future__ import annotations

from bot.ports import Actor
from bot.ports.reviews import ESCALATED
from bot.staff import hiding, safeguarding
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Action, Case, Kind, Review


async def escalate(desk: Desk, case: Case, actor: Actor, reason: str = "") -> Reply:
    """Order that the lead is told; every card elsewhere is drawn again without its content. Raises Refusal."""
    setting = desk.settings(case.member)
    if safeguarding.is_reserved(case, setting.group):
        raise Refusal("refused-escalated", setting.staff, case=case.id)
    if not safeguarding.has_own_place(setting.group):
        raise Refusal("refused-no-lead", setting.staff)
    authority = setting.pack.authority(Kind.ALERT_DSL)
    clause = authority.id if authority else hiding.clause_of(desk, case)
    review = Review(by=actor.called, verdict=ESCALATED, at=utc_now(), note=reason.strip())
    await desk.records.note(case.id, review)
    line = await desk.order(case, Action(kind=Kind.ALERT_DSL, clause=clause), actor, reason=reason)
    await desk.enforcement.redraw(case.id)
    begin = setting.staff.text("case-begin", case=case.id)
    return Reply(text=f"{begin} {line}", update=await desk.view(case, setting.group.staff_place))
