"""/lift: let a member post again, and tell them."""

from __future__ import annotations

from bot.ports import Call
from bot.staff import notices
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import MEMBER, restricted
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Action, Kind

MENU = Menu(name="lift", help="menu-lift", fields=(MEMBER,))


async def run(desk: Desk, call: Call) -> Reply:
    """Let a member post again; what was lifted is over as of now."""
    member, held = await restricted(desk, call)
    if not held:
        raise Refusal("refused-not-restricted")
    case = await desk.case(str(held[-1].case), call.actor)
    clause = held[-1].clause
    lines = [await desk.order(case, Action(kind=Kind.LIFT, clause=clause), call.actor)]
    still = {one.id for one in await desk.records.restrictions(member=member)}
    for one in held:
        if one.id not in still:
            await desk.records.ended(one.id, at=utc_now(), by=call.actor.called)
    if not still:
        tell = Action(kind=Kind.SIGNPOST, clause=clause)
        lines.append(await desk.order(case, tell, call.actor, reason=notices.LIFTED))
        await desk.enforcement.redraw(case.id)
    begin = desk.settings(member).staff.text("case-begin", case=case.id)
    return Reply(text=" ".join([begin, *lines]), update=await desk.view(case))
