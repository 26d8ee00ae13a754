"""/case: show one case, or list them: open, overdue, mine or all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.ports import Call
from bot.ports.docket import Listed
from bot.staff import words
from bot.staff.cards import Field, Menu, Reply
from bot.staff.desk import Desk
from bot.staff.finding import CASE, groups_of
from bot.staff.refusal import Refusal
from bot.staff.suggesting import line
from moderation.clock import utc_now
from moderation.domain import State

WHICH = Field(name="which", help="menu-case-which", required=False)
MENU = Menu(name="case", help="menu-case", fields=(replace(CASE, required=False), WHICH))
MOST = 25
LISTS = ("open", "overdue", "mine", "all")


async def run(desk: Desk, call: Call) -> Reply:
    """A number shows a case, a word lists some; `list` and `show` may stand before."""
    said = call.values.get("which", "").lower().split()
    which = next((word for word in said if word not in ("list", "show")), "open")
    number = call.values.get("case", "")
    if which.lstrip("#").isdecimal():
        number, which = which, "open"
    if number and "list" not in said:
        case = await desk.case(number, call.actor, call.chat)
        text = desk.settings(case.member).staff.text("case-shown", case=case.id)
        return Reply(text=text, card=await desk.view(case, call.chat))
    if which not in LISTS:
        raise Refusal("refused-list", lists=", ".join(LISTS))
    return await _list(desk, call, which)


async def _list(desk: Desk, call: Call, which: str) -> Reply:
    """Cases of every group that the place serves, newest first."""
    groups = groups_of(desk, call)
    states = tuple(State) if which == "all" else (State.OPEN,)
    fits: Mapping[str, Callable[[Listed], bool]] = {
        "overdue": lambda one: one.is_overdue(utc_now(), desk.enforcement.habits.overdue),
        "mine": lambda one: one.charge.user == call.actor.user,
    }
    listed = [one for each in groups for one in await desk.records.docket(each.platform, each.id, states=states)]
    fitting = (one for one in listed if which not in fits or fits[which](one))
    found = sorted(fitting, key=lambda one: one.case, reverse=True)
    said = words.spoken(groups[0]).text
    title = said(f"list-{which}")
    if not found:
        return Reply(text=said("list-none", list=title))
    more = [said("list-more", count=len(found) - MOST)] if len(found) > MOST else []
    lines = [line(one, call.actor, desk) for one in found[:MOST]]
    return Reply(text="\n".join([title, *lines, *more]))
