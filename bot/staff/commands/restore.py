"""/restore: put a hidden message back."""

from __future__ import annotations

from bot.ports import Call
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import CASE, case_of
from bot.staff.settling import settle
from moderation.domain import State

MENU = Menu(name="restore", help="menu-restore", fields=(CASE,))


async def run(desk: Desk, call: Call) -> Reply:
    """Put hidden content back, and lift what the machine did for it."""
    case = await case_of(desk, call)
    return await settle(desk, case, call.actor, State.RESTORED)
