"""/escalate: hand a case to the safeguarding lead."""

from __future__ import annotations

from bot.ports import Call
from bot.staff.cards import Field, Menu, Reply
from bot.staff.desk import Desk
from bot.staff.escalating import escalate
from bot.staff.finding import CASE

WHY = Field(name="reason", help="menu-escalate-reason", required=False)
MENU = Menu(name="escalate", help="menu-escalate", fields=(CASE, WHY))


async def run(desk: Desk, call: Call) -> Reply:
    """Whoever hands it over does not see it any more."""
    case = await desk.case(call.values.get("case", ""), call.actor, call.chat)
    return await escalate(desk, case, call.actor, call.values.get("reason", ""))
