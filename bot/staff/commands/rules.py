"""/rules: the group's rules in short; that they were shown is kept."""

from __future__ import annotations

from bot.ports import Call, Group
from bot.ports.welcomes import Welcome
from bot.staff import rules
from bot.staff.cards import Menu, Reply
from bot.staff.desk import Desk
from moderation.clock import utc_now
from moderation.domain import Member

MENU = Menu(name="rules", help="menu-rules", needs="anyone")


async def run(desk: Desk, call: Call) -> Reply:
    """The rules of the group it was asked for; in a private chat those of every group the asker is known in."""
    shown = [await _shown(desk, call, group) for group in await _groups(desk, call)]
    return Reply(text="\n\n".join(shown))


async def _groups(desk: Desk, call: Call) -> list[Group]:
    here = [group for group in desk.groups() if group.platform == call.platform]
    asked = [group for group in here if group.id == call.group]
    if asked or len(here) == 1:
        return asked or here
    known = [group for group in here if await desk.records.welcome_of(_member(call, group))]
    return known or [desk.group(call)]


async def _shown(desk: Desk, call: Call, group: Group) -> str:
    member = _member(call, group)
    setting = desk.settings(member)
    pack = setting.pack
    await desk.records.welcomed(Welcome(member=member, pack=pack.name, version=pack.version, at=utc_now(), shown=True))
    return rules.text(setting)


def _member(call: Call, group: Group) -> Member:
    return Member(platform=group.platform, group=group.id, user=call.actor.user)
