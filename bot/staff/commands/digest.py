"""/digest: this week's digest so far."""

from __future__ import annotations

from bot.ports import Call
from bot.staff import words
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk

MENU = Menu(name="digest", help="menu-digest")


async def run(desk: Desk, call: Call) -> Reply:
    """Make this week's digest now, for the person who asks."""
    locale = words.spoken(desk.group(call))
    card, file = await desk.digest(locale)
    return Reply(text=locale.text("digest-so-far"), card=card, files=(file,))
