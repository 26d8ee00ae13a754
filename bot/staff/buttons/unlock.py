"""Open the group again: every lockdown of the group ends."""

from __future__ import annotations

from bot.ports import Press
from bot.staff.cards import Reply
from bot.staff.commands.unlock import open_again
from bot.staff.desk import Desk
from moderation.domain import Case


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """As the command `unlock`."""
    group = desk.settings(case.member).group
    text = await open_again(desk, group, pressed.actor.called)
    return Reply(text=text, update=await desk.view(case))
