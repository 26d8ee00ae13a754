"""Read the message: the notice itself, for its author alone, where it could not be told in private."""

from __future__ import annotations

from bot.ports import Press
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from bot.staff.refusal import Refusal
from moderation.domain import Case

FOR = "author"


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """Show what the author was told by the order that the button names."""
    told = [order for order in await desk.records.orders(case.id) if str(order.id) == pressed.id.rpartition(":")[2]]
    if not told:
        raise Refusal("refused-notice-gone", desk.settings(case.member).parents)
    notice = await desk.enforcement.notice(case, told[0])
    return Reply(text=notice.text, buttons=notice.buttons)
