"""/onduty: who is on duty, and putting somebody on duty for a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.ports import Call, Group
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from bot.staff.durations import until
from bot.staff.finding import DURATION, MEMBER, colleague, groups_of
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
    groups, now = groups_of(desk, call), desk.enforcement.clock()
    wanted = [(group, await _wanted(desk, call, group, now)) for group in groups]
    for group, duty in wanted:
        if duty:
            await desk.records.put_on_duty(group.platform, group.id, duty, by=call.actor.called, at=now)
    lines = {group.name: await _said(desk, group, now) for group in groups}
    if len(set(lines.values())) == 1:
        return Reply(text=lines[groups[0].name])
    return Reply(text="\n".join(f"{name}: {line}" for name, line in lines.items()))


async def _wanted(desk: Desk, call: Call, group: Group, now: datetime) -> Duty | None:
    """Whom to put on duty, who has to be of the staff: a card calls nobody else. Raises Refusal."""
    user, said = call.values.get("member", ""), call.values.get("duration", "")
    if not user and not said:
        return None
    end = until(said, now, desk.terms) if said else now + USUAL
    who = call.actor if user in ("", call.actor.user) else await colleague(desk, group, user)
    return Duty(user=who.user, name=who.called, until=end)


async def _said(desk: Desk, group: Group, now: datetime) -> str:
    triage = desk.enforcement.triage
    everybody = Member(platform=group.platform, group=group.id, user="")
    locale = desk.settings(everybody).staff
    duty, quiet = await triage.on_duty(group, now), triage.habits.quiet
    line = locale.text("duty-is", name=duty.name, until=duty.until) if duty else locale.text("duty-nobody")
    if not quiet.is_quiet(now):
        return line
    return f"{line}\n{locale.text('duty-quiet', until=quiet.awake(now))}"
