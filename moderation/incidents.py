"""Many members against the policy at once: is it a pile-on or a raid? Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """From how many different members within how long a group is proposed to be secured, and when again at the soonest.

    `members` 0: never.
    """

    members: int = 5
    within: timedelta = timedelta(minutes=5)
    again: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One case: who broke a clause, and when."""

    case: int
    user: str
    at: datetime


def pile_on(seen: Iterable[Breach], rule: Rule) -> tuple[Breach, ...]:
    """The newest breaches that together make an incident, oldest first; () when there is none.

    Counted are different members, so one member who writes ten times is no pile-on. The time is counted back from
    the newest breach.
    """
    ordered = sorted(seen, key=lambda breach: (breach.at, breach.case))
    if not rule.members or not ordered:
        return ()
    recent = tuple(breach for breach in ordered if ordered[-1].at - breach.at <= rule.within)
    return recent if len({breach.user for breach in recent}) >= rule.members else ()
