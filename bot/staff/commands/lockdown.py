"""/lockdown: secure a channel or the whole group for a while (trust policy 5.1.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.ports import Actor, Call, Group
from bot.ports.holding import How
from bot.securing import USUAL, authority, left_open, whole
from bot.staff.cards import Field, Menu, Reply
from bot.staff.desk import Desk
from bot.staff.durations import until
from bot.staff.finding import DURATION, alone, groups_of
from bot.staff.refusal import Refusal
from moderation.clock import utc_now
from moderation.domain import Action, Case, Kind, Member

LONGEST = timedelta(days=7)
HERE = "here"
MODE = Field(name="how", help="menu-lockdown-how", required=False)
MENU = Menu(
    name="lockdown",
    help="menu-lockdown",
    fields=(replace(DURATION, required=False), MODE),
)


async def run(desk: Desk, call: Call) -> Reply:
    """Open a case about the group and secure it; without a duration for 2 hours."""
    group = alone(groups_of(desk, call))
    member = Member(platform=group.platform, group=group.id, user="")
    by = call.actor.called
    setting = desk.settings(member)
    ruling = setting.pack.ruling(authority(setting))
    asked = _asked(call, group)
    end = _end(desk, call.values.get("duration", ""))
    reason = setting.staff.text("lockdown-ordered", name=by)
    case = await desk.records.open_case(member, whole(member), ruling, by=by, at=utc_now(), reason=reason)
    return await secure(desk, await desk.case(str(case), call.actor), call.actor, (*asked, end))


async def secure(desk: Desk, case: Case, actor: Actor, wanted: tuple[How, str, datetime]) -> Reply:
    """Order it on a case, carry it out, and show staff what became of it, on a card with the way back."""
    how, chat, end = wanted
    action = Action(kind=Kind.LOCKDOWN, clause=authority(desk.settings(case.member)))
    line = await desk.order(case, action, actor, reason=f"{how} {chat}".strip(), until=end)
    if not await desk.records.places(case.id):
        await desk.order(case, Action(kind=Kind.NOTIFY_STAFF, clause=action.clause), actor)
    limits = desk.enforcement.platforms[case.member.platform].secures
    said = desk.settings(case.member).staff.text
    open_ = await _left_open(desk, case)
    left = said("lockdown-left", places=open_) if open_ else ""
    lines = [said("case-begin", case=case.id), line, left, said("lockdown-until", until=end), limits]
    return Reply(text=" ".join(filter(None, lines)), update=await desk.view(case))


async def _left_open(desk: Desk, case: Case) -> str:
    """What the newest lockdown of a case could not secure."""
    orders = [one.id for one in await desk.records.orders(case.id) if one.action.kind is Kind.LOCKDOWN]
    lockdown = await desk.records.lockdown(max(orders))
    return left_open(lockdown) if lockdown else ""


def usual_end() -> datetime:
    """When a lockdown ends for which nobody said how long."""
    return utc_now() + USUAL


def _end(desk: Desk, said: str) -> datetime:
    moment = until(said, utc_now(), desk.terms) if said else usual_end()
    if moment - utc_now() > LONGEST:
        raise Refusal("refused-lockdown-long", days=LONGEST.days)
    return moment


def _asked(call: Call, group: Group) -> tuple[How, str]:
    """How, and the channel the command was given in when that alone is meant ("": the whole group)."""
    said = set(call.values.get("how", "").lower().split())
    if unknown := said - {HERE, *How}:
        raise Refusal("refused-how", word=min(unknown)[:20], known=", ".join((*How, HERE)))
    how = How.SLOW if How.SLOW in said else How.CLOSED
    if HERE in said and (not call.chat or group.serves(call.chat)):
        raise Refusal("refused-here")
    return how, call.chat if HERE in said and call.chat != group.id else ""
