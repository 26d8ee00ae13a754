"""Appeal: asks the author why the decision is wrong."""

from __future__ import annotations

from bot.ports import Press
from bot.staff import appealing
from bot.staff.cards import Field, Form, Reply
from bot.staff.desk import Desk
from moderation.domain import Case

FOR = "author"


async def press(desk: Desk, case: Case, _pressed: Press) -> Reply:
    """Ask; the answer comes back as the command `appeal`. Somebody who is late is told whom to write to."""
    setting = desk.settings(case.member)
    appealing.check(case, setting)
    values = (("case", str(case.id)),)
    label = setting.parents.label
    why = Field(name="reason", help=label("appeal-why"))
    return Reply(text="", ask=Form(title=label("button-appeal"), command="appeal", fields=(why,), values=values))
