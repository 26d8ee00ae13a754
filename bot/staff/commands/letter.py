"""/letter: write a letter about a case, or show which there are."""

from __future__ import annotations

from bot.ports import Call
from bot.staff import lettering
from bot.staff.cards import Field, Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import CASE, case_of

KIND = Field(name="letter", help="menu-letter-letter", required=False)
NOTE = Field(name="note", help="menu-letter-note", required=False)
MENU = Menu(name="letter", help="menu-letter", fields=(CASE, KIND, NOTE, lettering.TO))


async def run(desk: Desk, call: Call) -> Reply:
    """Draft a letter. Where commands are typed, the note may follow the kind of letter on the same line."""
    case = await case_of(desk, call)
    kind, _, rest = call.values.get("letter", "").strip().partition(" ")
    if not kind:
        return await lettering.choose(desk, case)
    note = "\n".join(part for part in (rest.strip(), call.values.get("note", "").strip()) if part)
    return await lettering.draft(desk, case, call.actor, kind.lower(), to=call.values.get("to", ""), note=note)
