"""/close: end a case that needs no decision, with a reason."""

from __future__ import annotations

from bot.ports import Call
from bot.staff.cards import Field, Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import CASE
from bot.staff.refusal import Refusal
from bot.staff.settling import settle
from moderation.domain import State

WHY = Field(name="reason", help="menu-close-reason")
MENU = Menu(name="close", help="menu-close", fields=(CASE, WHY))


async def run(desk: Desk, call: Call) -> Reply:
    """Close it, unless somebody decided it before; what was done about its message stays done."""
    case = await desk.case(call.values.get("case", ""), call.actor, call.chat)
    reason = call.values.get("reason", "").strip()
    if not reason:
        raise Refusal("refused-why-close")
    return await settle(desk, case, call.actor, State.CLOSED, reason=reason)
