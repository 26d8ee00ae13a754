"""/assign: say who works on a case: whoever asks, or a colleague."""

from __future__ import annotations

from dataclasses import replace

from bot.ports import Actor, Call
from bot.ports.docket import ASSIGNED, charge
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import CASE, MEMBER, colleague
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Case, Review

WHOM = replace(MEMBER, help="menu-assign-member", required=False)
MENU = Menu(name="assign", help="menu-assign", fields=(CASE, WHOM))


async def run(desk: Desk, call: Call) -> Reply:
    """Note it on the case, unless it is that person's already. Raises Refusal."""
    case = await desk.case(call.values.get("case", ""), call.actor, call.chat)
    user = call.values.get("member", "")
    group = desk.settings(case.member).group
    whom = call.actor if user in ("", call.actor.user) else await colleague(desk, group, user)
    return await assign(desk, case, call.actor, whom)


async def assign(desk: Desk, case: Case, by: Actor, whom: Actor) -> Reply:
    """Hand a case to somebody who may work on it. Raises Refusal."""
    held = charge(case.reviews)
    if held.user == whom.user:
        raise Refusal("refused-assigned", case=case.id, name=whom.called)
    if whom.user != by.user and await desk.objection(case, whom):  # in words for the one who hands it over
        raise Refusal("refused-assign", desk.settings(case.member).staff, case=case.id, name=whom.called)
    note = f"{whom.user}\n{whom.called}"
    await desk.records.note(case.id, Review(by=by.called, verdict=ASSIGNED, at=utc_now(), note=note))
    await desk.enforcement.redraw(case.id)
    said = desk.settings(case.member).staff.text
    if held.user:
        return Reply(text=said("assigned-before", case=case.id, name=whom.called, before=held.name))
    return Reply(text=said("assigned-now", case=case.id, name=whom.called))
