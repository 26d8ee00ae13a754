"""/renew: let a restriction go on after its review; without this it ends by itself."""

from __future__ import annotations

from bot.ports import Call
from bot.ports.ladder import Climb
from bot.staff.cards import Menu, Reply
from bot.staff.climbing import climb, end_said, reason_said, review_date
from bot.staff.commands.restrict import HOW_LONG
from bot.staff.desk import Desk
from bot.staff.finding import MEMBER, REASON, restricted
from bot.staff.refusal import Refusal
from moderation.policy.ladder import Rung, governing

MENU = Menu(name="renew", help="menu-renew", fields=(MEMBER, HOW_LONG, REASON))


async def run(desk: Desk, call: Call) -> Reply:
    """Restrict again, from now, under the clause of the restriction in force."""
    end, reason = end_said(desk, call), reason_said(call)
    member, held = await restricted(desk, call)
    if not held:
        raise Refusal("refused-renew")
    binding, _ = governing(held)
    case = await desk.case(str(binding.case), call.actor)
    wanted = Climb(
        rung=Rung.RESTRICTION,
        clause=binding.clause,
        by=call.actor.called,
        reason=reason,
        until=end or review_date(desk, member),
    )
    return await climb(desk, case, wanted)
