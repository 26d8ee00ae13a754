"""What records keep to respect people's time: who is on duty, what was reminded of. No logic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from moderation.domain import Member
from moderation.triage import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A case that waits too long for a decision; `alert`: it is one for the DSL."""

    case: int
    member: Member
    alert: bool


class Triage(Protocol):
    """Duties and reminders. Each method is one transaction."""

    async def put_on_duty(self, platform: str, group: str, duty: Duty, *, by: str, at: datetime) -> None:
        """Somebody is on duty for a group from now on; whoever was before is not."""

    async def duty(self, platform: str, group: str, at: datetime) -> Duty | None:
        """Who was last put on duty for a group, if the time is not over."""

    async def claim_overdue(self, before: datetime, day: str) -> Sequence[Overdue]:
        """Open cases from before then that nobody was reminded of on `day`; each goes to one caller, once a day."""

    async def claim_alerts(self, before: datetime, day: str) -> Sequence[Overdue]:
        """The same for open cases with an alert from before then that none of the staff has acted on since."""

    async def unclaim_overdue(self, cases: Sequence[int], day: str) -> None:
        """A reminder could not be shown: it may be tried again on the same day."""

    async def copies(self, case: int) -> int:
        """How many messages a case is about."""
