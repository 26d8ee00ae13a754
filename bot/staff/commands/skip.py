"""/skip: say why steps of the ladder are left out; reached by the button under a step that waits for it."""

from __future__ import annotations

from bot.ports import Call
from bot.ports.ladder import Climbed
from bot.staff.cards import Field, Menu, Reply
from bot.staff.climbing import carry_out, listed, standing_case
from bot.staff.desk import Desk
from bot.staff.finding import CASE
from bot.staff.numbers import number
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Case, Review

STEP = Field(name="step", help="menu-skip-step")
WHY = Field(name="why", help="menu-skip-why")
MENU = Menu(name="skip", help="menu-skip", fields=(CASE, STEP, WHY), needs="anyone", listed=False)


async def run(desk: Desk, call: Call) -> Reply:
    """Take the step that waited. Who may is checked against the case: the answer may come from a private chat."""
    case = await desk.case(call.values.get("case", ""), call.actor, call.chat)
    why = call.values.get("why", "").strip()
    number = await _waiting(desk, case, call.values.get("step", ""))
    if not why:
        raise Refusal("refused-why-skip")
    by, setting = call.actor.called, desk.settings(case.member)
    granted = await desk.records.grant(number, by=by, why=why, rules=setting.pack)
    if granted is None:
        raise Refusal("skip-taken-now")
    if granted.leaves_out:
        verdict = setting.staff.text("verdict-left-out", steps=listed(granted.leaves_out, setting.staff))
        await desk.records.note(case.id, Review(by=by, verdict=verdict, at=utc_now(), note=why))
    return await carry_out(desk, case, granted)


async def _waiting(desk: Desk, case: Case, said: str) -> int:
    """The number of a step of this case that still waits and still makes sense."""
    standing_case(case)
    which = number(said)
    wish: Climbed | None = None if which is None else await desk.records.wish(which)
    if wish is None or wish.case != case.id:
        raise Refusal("skip-taken")
    if wish.climb.until and wish.climb.until <= utc_now():
        raise Refusal("skip-late")
    return wish.wish
