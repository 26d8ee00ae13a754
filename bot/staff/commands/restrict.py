"""/restrict: stop a member from posting until a time."""

from __future__ import annotations

from dataclasses import replace

from bot.ports import Call
from bot.ports.ladder import Climb
from bot.staff.cards import Menu, Reply
from bot.staff.climbing import climb, end_said, reason_said, review_date
from bot.staff.desk import Desk
from bot.staff.finding import CLAUSE, DURATION, MEMBER, REASON, case_of
from moderation.policy.ladder import Rung

HOW_LONG = replace(DURATION, help="field-duration-or-review", required=False)
MENU = Menu(name="restrict", help="menu-restrict", fields=(MEMBER, HOW_LONG, CLAUSE, REASON))


async def run(desk: Desk, call: Call) -> Reply:
    """Stop a member from posting until a time, or until the pack's review date."""
    said, reason = end_said(desk, call), reason_said(call)
    case = await case_of(desk, call)
    clause = await desk.clause(case, call.values.get("clause", ""))
    wanted = Climb(
        rung=Rung.RESTRICTION,
        clause=clause,
        by=call.actor.called,
        reason=reason,
        until=said or review_date(desk, case.member),
    )
    return await climb(desk, case, wanted)
