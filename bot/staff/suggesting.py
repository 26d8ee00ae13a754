"""What is suggested while somebody of staff types: clauses in the school's words, times, and cases they may open."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ports import Actor, Group
from bot.ports.docket import Listed
from bot.staff import safeguarding, words
from bot.staff.cards import Choice
from bot.staff.desk import Desk
from bot.staff.locale import Locale
from moderation import terms as calendar
from moderation.clock import LONDON, utc_now
from moderation.domain import Member, State

SPANS = ("1 hour", "1 day", "3 days", "1 week", "2 weeks")
LONGEST = 100  # characters of a label
MOST = 25


async def suggestions(desk: Desk, group: Group, actor: Actor, wanted: str, typed: str) -> Sequence[Choice]:
    """At most 25 for the field `wanted`; what was typed is looked for in the label and in the value."""
    match wanted:
        case "clause":
            found = _clauses(desk, group)
        case "case":
            found = await _cases(desk, group, actor)
        case "duration":
            found = _durations(desk, words.spoken(group))
        case _:
            found = []
    looked_for = typed.casefold().strip()
    return [one for one in found if looked_for in f"{one.label} {one.value}".casefold()][:MOST]


def line(one: Listed, actor: Actor, desk: Desk) -> str:
    """A case in a list; of one that is the safeguarding lead's alone others read no more than that."""
    setting = desk.settings(one.member)
    group, said, opened = setting.group, setting.staff.text, setting.staff.moment(one.opened_at)
    if one.alerted and safeguarding.has_own_place(group) and not safeguarding.is_lead(group, actor.tokens):
        return f"{one.case}: {said('docket-lead')}, {opened}"
    clause = setting.pack.find(one.clause)
    about = setting.headed(clause) if clause else one.clause or said("docket-no-clause")
    held = [said("docket-with", name=one.charge.name)] if one.charge.user else []
    late = [said("docket-overdue")] if one.is_overdue(utc_now(), desk.enforcement.habits.overdue) else []
    return f"{one.case}: " + ", ".join([about, said(f"docket-{one.state.value}"), opened, *held, *late])


def _clauses(desk: Desk, group: Group) -> list[Choice]:
    setting = desk.settings(Member(platform=group.platform, group=group.id, user=""))
    return [Choice(label=setting.headed(one)[:LONGEST], value=one.id) for one in setting.pack.clause]


async def _cases(desk: Desk, group: Group, actor: Actor) -> list[Choice]:
    listed = await desk.records.docket(group.platform, group.id, states=(State.OPEN, State.UPHELD))
    return [Choice(label=line(one, actor, desk)[:LONGEST], value=str(one.case)) for one in listed]


def _durations(desk: Desk, locale: Locale) -> list[Choice]:
    """Times as they are understood when they are typed, in English; their days in the staff's language."""
    today = utc_now().astimezone(LONDON).date()
    named = {
        "rest of term": calendar.holidays(today, desk.terms),
        "until half-term": calendar.half_term(today, desk.terms),
        "until next term": calendar.next_term(today, desk.terms),
    }
    dated = [Choice(label=f"{said} ({locale.day(day)})", value=said) for said, day in named.items() if day]
    return [*(Choice(label=said, value=said) for said in SPANS), *dated]
