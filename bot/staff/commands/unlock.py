"""/unlock: open a secured group again, as it was before."""

from __future__ import annotations

from bot.ports import Call, Group
from bot.staff import words
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import alone, groups_of
from bot.staff.refusal import Refusal

MENU = Menu(name="unlock", help="menu-unlock")


async def run(desk: Desk, call: Call) -> Reply:
    """End every lockdown of the group; where the place serves several, of the one that is secured."""
    groups = groups_of(desk, call)
    secured = [one for one in groups if await desk.records.lockdowns(one.platform, one.id)]
    return Reply(text=await open_again(desk, alone(secured or groups[:1]), call.actor.called))


async def open_again(desk: Desk, group: Group, by: str) -> str:
    """What became of it, in words."""
    standing = await desk.records.lockdowns(group.platform, group.id)
    if not standing:
        raise Refusal("refused-not-secured")
    await desk.enforcement.unlock([one.id for one in standing], by=by)
    if await desk.records.lockdowns(group.platform, group.id):
        return words.spoken(group).text("unlock-later")
    return words.spoken(group).text("unlock-done")
