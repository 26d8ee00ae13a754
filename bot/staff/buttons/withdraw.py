"""Withdraw: the author takes a held post back."""

from __future__ import annotations

from bot.ports import Press
from bot.staff import holding
from bot.staff.cards import Reply
from bot.staff.concluding import conclude, withdrawal
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal
from moderation.domain import Case

FOR = "author"


async def press(desk: Desk, case: Case, _pressed: Press) -> Reply:
    """End the wait; nothing is shown."""
    setting = desk.settings(case.member)
    if await desk.records.held(case.id) is None:
        raise Refusal("post-none", setting.parents, case=case.id)
    done = await conclude(desk, case, withdrawal())
    became = "decided" if done.refused else "withdrawn"
    return Reply(text=holding.said(became, case, setting), refused=done.refused)
