"""/talk: note that somebody talked with a member, the policy's first step (trust policy 5.1)."""

from __future__ import annotations

from bot.ports import Call
from bot.ports.ladder import Climb
from bot.staff.cards import Field, Menu, Reply
from bot.staff.climbing import climb, reason_said
from bot.staff.desk import Desk
from bot.staff.finding import CLAUSE, MEMBER, case_of
from moderation.policy.ladder import Rung

AGREED = Field(name="agreed", help="menu-talk-agreed")
MENU = Menu(name="talk", help="menu-talk", fields=(MEMBER, CLAUSE, AGREED))


async def run(desk: Desk, call: Call) -> Reply:
    """Note a talk; nothing is sent to anybody."""
    agreed = reason_said(call, "agreed")
    case = await case_of(desk, call)
    said = call.values.get("clause", "") or next(iter(case.decision.clauses), "")
    clause = await desk.clause(case, said)
    return await climb(desk, case, Climb(rung=Rung.TALK, clause=clause, by=call.actor.called, reason=agreed))
