"""/onduty: who is on duty, and putting somebody on duty for a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.ports import Call, Group
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.durations import until
from bot.staff.finding import DURATION, MEMBER
from moderation.domain import Member
from moderation.triage import Duty

MENU = Menu(
    name="onduty",
    help="menu-onduty",
    fields=(replace(MEMBER, required=False), replace(DURATION, required=False)),
)
USUAL = timedelta(days=1)


async def run(desk: Desk, call: Call) -> Reply:
    """Say who is on duty; with a member or a time, put that member or whoever asks on duty, usually for a day."""
    group, now = desk.group(call), desk.enforcement.clock()
    duty = _wanted(desk, call, now)
    if duty:
        by = call.actor.called
        await desk.records.put_on_duty(group.platform, group.id, duty, by=by, at=now)
    return Reply(text=await _said(desk, group, now))


def _wanted(desk: Desk, call: Call, now: datetime) -> Duty | None:
    user, said = call.values.get("member", ""), call.values.get("duration", "")
    if not user and not said:
        return None
    end = until(said, now, desk.terms) if said else now + USUAL
    user = user or call.actor.user
    return Duty(user=user, name=call.actor.name if user == call.actor.user else _by_rota(desk, user), until=end)


def _by_rota(desk: Desk, user: str) -> str:
    """The name that the rota has for somebody, else the id."""
    return next((turn.name for turn in desk.enforcement.habits.rota if turn.user == user), user)


async def _said(desk: Desk, group: Group, now: datetime) -> str:
    triage = desk.enforcement.triage
    everybody = Member(platform=group.platform, group=group.id, user="")
    locale = desk.settings(everybody).staff
    duty, quiet = await triage.on_duty(group, now), triage.habits.quiet
    line = locale.text("duty-is", name=duty.name, until=duty.until) if duty else locale.text("duty-nobody")
    if not quiet.is_quiet(now):
        return line
    return f"{line}\n{locale.text('duty-quiet', until=quiet.awake(now))}"
