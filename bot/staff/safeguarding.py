"""Safeguarding cases are the lead's alone: which they are, and what other staff see in their place."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from bot.ports import Group
from bot.staff.cards import Card
from moderation.domain import Case, Kind, Outcome, Status

if TYPE_CHECKING:
    from bot.staff.words import Setting


def has_own_place(group: Group) -> bool:
    """Whether the lead has a place for cards that other staff do not read."""
    return bool(group.dsl_place) and group.dsl_place != group.staff_place


def alerts(case: Case) -> tuple[Outcome, ...]:
    """What became of every order to tell the lead of a case."""
    return tuple(one for one in case.outcomes if one.action.kind is Kind.ALERT_DSL)


def is_reserved(case: Case, group: Group) -> bool:
    """Whether only the lead may see and decide a case."""
    is_alert = any(action.kind is Kind.ALERT_DSL for action in case.decision.actions)
    return has_own_place(group) and (is_alert or bool(alerts(case)))


def is_open_to(case: Case, group: Group, tokens: Collection[str]) -> bool:
    """Whether somebody of staff with these tokens may see and decide a case. Where no lead is named, everybody may."""
    return not is_reserved(case, group) or is_lead(group, tokens)


def is_lead(group: Group, tokens: Collection[str]) -> bool:
    """Whether somebody of staff with these tokens is a safeguarding lead; where none is named, everybody is."""
    return bool({group.token(name) for name in group.dsl or group.staff} & set(tokens))


def can_be_escalated(case: Case, group: Group) -> bool:
    """Whether there is a lead to take a case, who does not have it yet."""
    return has_own_place(group) and not is_reserved(case, group)


def is_shown_in(place: str, case: Case, group: Group) -> bool:
    """Whether a case's content may be seen in a place for cards; "" is none, so that nobody else reads along."""
    return not (place and place in (group.staff_place, group.id) and is_reserved(case, group))


def place_of(case: Case, group: Group) -> str:
    """Where staff who may see a case get news of it, "" for nowhere."""
    return group.dsl_place if is_reserved(case, group) else group.staff_place


def news(case: Case) -> str:
    """The message that says whether the lead has been told of a case."""
    told = any(one.status in (Status.DONE, Status.VERIFIED) for one in alerts(case))
    failed = any(one.status in (Status.FAILED, Status.UNSUPPORTED) for one in alerts(case)) and not told
    return "veiled-told" if told else "veiled-failed" if failed else "veiled-waits"


def veiled(case: Case, setting: Setting) -> Card:
    """All that staff see of the lead's case: that there is one, and whether the lead has been told."""
    said = setting.staff.text
    state = news(case)
    fields = (
        (said("card-where"), setting.group.name),
        (said("card-when"), setting.staff.moment(case.opened_at)),
        (said("card-done"), said(state, case=case.id)),
        (said("card-danger"), said("card-ring-999")),
    )
    return Card(title=said("veiled-title", case=case.id), fields=fields, urgent=state == "veiled-failed")
