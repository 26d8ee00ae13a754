"""What records keep of somebody who joined: which rules they were shown. No logic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from moderation.domain import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """Which version of which pack's rules a member was shown when; not `shown`: it could not be delivered.

    `goes`: after when this is deleted (None when it is not kept yet).
    """

    member: Member
    pack: str
    version: str
    at: datetime
    shown: bool
    goes: datetime | None = None


class Welcomes(Protocol):
    """The rules that members were shown, one entry for each."""

    async def welcomed(self, welcome: Welcome) -> None:
        """Keep what a member was shown, in place of what was kept before."""

    async def welcome_of(self, member: Member) -> Welcome | None:
        """What a member was last shown, or could not be shown."""

    async def may_greet(self, platform: str, group: str, *, at: datetime) -> bool:
        """Take the turn to greet everybody new in a group; True for one caller in an hour."""
