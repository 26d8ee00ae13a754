"""Agree: the author agrees to the text that staff suggested, and it is shown."""

from __future__ import annotations

from dataclasses import replace

from bot.ports import Press
from bot.ports.holding import Stage
from bot.ports.reviews import AGREED, AUTHOR
from bot.staff import holding
from bot.staff.cards import Reply
from bot.staff.concluding import approval, conclude
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal
from moderation.domain import Case

FOR = "author"


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """Only to the text that was shown with the button: an older suggestion is refused."""
    setting = desk.settings(case.member)
    held = await desk.records.held(case.id)
    if held is None or held.stage is not Stage.PROPOSED or str(held.proposal) != pressed.id.rpartition(":")[2]:
        raise Refusal("post-old", setting.parents)
    author = replace(pressed.actor, name=AUTHOR)
    done = await conclude(desk, case, approval(desk, case, author, AGREED))
    return Reply(text=holding.said("decided" if done.refused else "approved", case, setting), refused=done.refused)
