"""/warn: send a member a written warning."""

from __future__ import annotations

from bot.ports import Call
from bot.ports.ladder import Climb
from bot.staff.cards import Menu, Reply
from bot.staff.climbing import climb, reason_said
from bot.staff.desk import Desk
from bot.staff.finding import CLAUSE, MEMBER, REASON, case_of
from moderation.policy.ladder import Rung

MENU = Menu(name="warn", help="menu-warn", fields=(MEMBER, CLAUSE, REASON))


async def run(desk: Desk, call: Call) -> Reply:
    """Send a member a written warning."""
    reason = reason_said(call)
    case = await case_of(desk, call)
    clause = await desk.clause(case, call.values.get("clause", ""))
    return await climb(desk, case, Climb(rung=Rung.WARNING, clause=clause, by=call.actor.called, reason=reason))
