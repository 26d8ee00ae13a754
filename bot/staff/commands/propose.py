"""/propose: suggest another text for a held post; it is shown only when its author agrees."""

from __future__ import annotations

from bot.ports import Call
from bot.ports.reviews import SUGGESTED
from bot.staff.cards import Field, Menu, Reply
from bot.staff.concluding import clause_of, told, waiting
from bot.staff.desk import Desk
from bot.staff.finding import CASE
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Action, Kind, Review

TEXT = Field(name="text", help="menu-propose-text")
MENU = Menu(name="propose", help="menu-propose", fields=(CASE, TEXT))


async def run(desk: Desk, call: Call) -> Reply:
    """Ask the author."""
    case = await desk.case(call.values.get("case", ""), call.actor, call.chat)
    await waiting(desk, case)
    text = call.values.get("text", "").strip()
    if not text:
        raise Refusal("refused-no-text")
    review = Review(by=call.actor.called, verdict=SUGGESTED, at=utc_now())
    action = Action(kind=Kind.SIGNPOST, clause=clause_of(desk, case))
    if not await desk.records.propose(case.id, text, action=action, review=review):
        raise Refusal("refused-decided", case=case.id)
    return await told(desk, case, desk.settings(case.member).staff.text("suggested"))
