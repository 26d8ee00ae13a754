"""/approve: show a held post in the group."""

from __future__ import annotations

from bot.ports import Call
from bot.staff.cards import Menu, Reply
from bot.staff.concluding import approve
from bot.staff.desk import Desk
from bot.staff.finding import CASE

MENU = Menu(name="approve", help="menu-approve", fields=(CASE,))


async def run(desk: Desk, call: Call) -> Reply:
    """Post it in its author's name."""
    case = await desk.case(call.values.get("case", ""), call.actor, call.chat)
    return await approve(desk, case, call.actor)
