"""/held: the posts that wait for a decision."""

from __future__ import annotations

from bot.ports import Call
from bot.staff import words
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import groups_of

MENU = Menu(name="held", help="menu-held")


async def run(desk: Desk, call: Call) -> Reply:
    """List them, oldest first; `case` shows one."""
    group = desk.group(call)
    waiting = [held for one in groups_of(desk, call) for held in await desk.records.queue(one.platform, one.id)]
    said = words.spoken(group).text
    if not waiting:
        return Reply(text=said("held-none"))
    lines = [
        said("held-line", case=one.case, stage=said(f"stage-{one.stage.value}"), since=one.since) for one in waiting
    ]
    return Reply(text="\n".join([said("held-list"), *lines]))
