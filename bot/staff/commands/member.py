"""/member: where one person stands: cases, points and steps of the ladder, restrictions, and when each is deleted."""

from __future__ import annotations

from bot.ports import Actor, Call, Restriction
from bot.staff import verdicts
from bot.staff.cards import Menu, Reply
from bot.staff.climbing import standing
from bot.staff.desk import Desk
from bot.staff.finding import MEMBER, each, members_of, seen_now
from bot.staff.locale import Locale
from bot.staff.suggesting import line
from moderation.domain import Member
from moderation.policy.ladder import Standing

MENU = Menu(name="member", help="menu-member", fields=(MEMBER,))
MOST = 25


async def run(desk: Desk, call: Call) -> Reply:
    """What is on record about them, in each group that may be meant; that a person is not there (any more) is said."""
    members = await members_of(desk, call)
    for member in members:
        await desk.unbiased(member, call.actor)
    groups = [desk.settings(member).group for member in members]
    return Reply(text=each(groups, [await _record(desk, call.actor, member) for member in members]))


async def _record(desk: Desk, actor: Actor, member: Member) -> str:
    name = await seen_now(desk, member)
    setting = desk.settings(member)
    locale, said = setting.staff, setting.staff.text
    listed = (await desk.records.docket(member.platform, member.group, user=member.user))[:MOST]
    who = name or said("member-gone")
    if not listed:
        return f"{who}\n{said('member-nothing')}"
    goes = {one.case: f"; {said('member-goes', goes=one.goes)}" if one.goes else "" for one in listed}
    lines = [who, _ladder(await standing(desk, member), locale)]
    lines += [_held(held, locale) for held in await desk.records.restrictions(member=member)]
    lines += [said("member-cases")]
    lines += [line(one, actor, desk) + goes[one.case] for one in listed]
    return "\n".join(lines)


def _ladder(now: Standing, locale: Locale) -> str:
    said, step = locale.text, locale.text(f"step-{now.rung.value}")
    stands = said("member-points", points=now.points, step=step)
    if now.expires:
        stands = said("member-points-until", points=now.points, until=now.expires, step=step)
    return f"{stands} {said('member-asks', asks=said(f'rung-{now.asks.value}'))}"


def _held(held: Restriction, locale: Locale) -> str:
    by = verdicts.by(locale, held.by)
    return locale.text("member-restricted", until=held.until, case=held.case, by=by)
