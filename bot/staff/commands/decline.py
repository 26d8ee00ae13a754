"""/decline: do not show a held post, under a clause."""

from __future__ import annotations

from bot.ports import Call
from bot.staff.cards import Menu, Reply
from bot.staff.concluding import conclude, refusal, waiting
from bot.staff.desk import Desk
from bot.staff.finding import CASE, CLAUSE, REASON

MENU = Menu(name="decline", help="menu-decline", fields=(CASE, CLAUSE, REASON))


async def run(desk: Desk, call: Call) -> Reply:
    """End the wait; the author is told the clause and the reason."""
    case = await desk.case(call.values.get("case", ""), call.actor, call.chat)
    await waiting(desk, case)
    clause = await desk.clause(case, call.values.get("clause", ""))
    return await conclude(desk, case, refusal(call.actor, clause, call.values.get("reason", "")))
