"""Letter: which one (`letter:7`), what it needs to be told (`letter:7:warning`), or one that is kept (`letter:7:3`)."""

from __future__ import annotations

from bot.ports import Press
from bot.staff import lettering
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from bot.staff.numbers import number
from moderation.domain import Case


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """Choose, ask or show."""
    what = pressed.id.split(":")[2:]
    if what and (letter := number(what[0])) is not None:
        return await lettering.show(desk, case, pressed.actor, letter)
    if what and what[0] in desk.office.kinds:
        return lettering.ask(desk, case, what[0])
    return await lettering.choose(desk, case)
