"""/note: write something down on a case; only staff see it."""

from __future__ import annotations

from bot.ports import Call
from bot.ports.reviews import NOTED
from bot.staff.cards import Field, Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import CASE
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Review

MENU = Menu(name="note", help="menu-note", fields=(CASE, Field(name="note", help="menu-note-note")))


async def run(desk: Desk, call: Call) -> Reply:
    """Keep the note with the case, sealed and deleted as its evidence is."""
    case = await desk.case(call.values.get("case", ""), call.actor, call.chat)
    note = call.values.get("note", "").strip()
    if not note:
        raise Refusal("refused-note")
    await desk.records.note(case.id, Review(by=call.actor.called, verdict=NOTED, at=utc_now(), note=note))
    await desk.enforcement.redraw(case.id)
    return Reply(text=desk.settings(case.member).staff.text("noted-on", case=case.id))
