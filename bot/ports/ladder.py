"""What records keep of the ladder of consequences, and what they are asked about it. No logic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from moderation.domain import Member
from moderation.policy.ladder import Rules, Rung, Standing

if TYPE_CHECKING:
    from bot.ports.records import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """A step that a named member of staff wants taken about a case.

    `reason` is what was agreed in a talk, else what the person is told. `until` ends a restriction; a restriction of a
    day or less counts as the step `provisional`.
    """

    rung: Rung
    clause: str
    by: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Climbed:
    """What became of a climb: taken, with `orders` to carry out; or kept as a `wish` until somebody says why.

    `leaves_out`: the steps before it that were not taken.
    """

    case: int
    climb: Climb
    orders: tuple[Order, ...] = ()
    leaves_out: tuple[Rung, ...] = ()
    wish: int = 0


class Ladders(Protocol):
    """The ladder, member by member and group by group."""

    async def standing(self, member: Member, rules: Rules) -> Standing:
        """Where a member stands now under a pack; what was restored does not count."""

    async def climb(self, case: int, climb: Climb, rules: Rules) -> Climbed:
        """Take a step; or, where it leaves out others, keep it as a wish and do nothing yet."""

    async def wish(self, number: int) -> Climbed | None:
        """A step that waits for a reason; None when it was taken meanwhile."""

    async def grant(self, wish: int, *, by: str, why: str, rules: Rules) -> Climbed | None:
        """Take the step that waited, with the reason why others are left out; None when it was taken before."""

    async def announce(self, restriction: int) -> Order | None:
        """The order to tell a member of a restriction by staff; None when it is not in force or was announced."""

    async def reminded(self, restriction: int, *, at: datetime) -> None:
        """Note that staff were asked whether to renew a restriction."""

    async def is_reminded(self, restriction: int) -> bool:
        """Whether staff were asked about a restriction."""
