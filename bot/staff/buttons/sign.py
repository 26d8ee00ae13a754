"""Sign off: a named person says that a letter may be sent (`sign:7:3`)."""

from __future__ import annotations

from bot.ports import Press
from bot.staff import lettering
from bot.staff.cards import Reply
from bot.staff.desk import Desk
from bot.staff.numbers import number
from bot.staff.refusal import Refusal
from moderation.domain import Case


async def press(desk: Desk, case: Case, pressed: Press) -> Reply:
    """Sign it with the name of whoever pressed."""
    letter = number(pressed.id.rpartition(":")[2])
    if letter is None:
        raise Refusal("refused-letter-button")
    return await lettering.sign(desk, case, pressed.actor, letter)
