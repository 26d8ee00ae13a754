"""Held posts and secured groups: what is kept of them. No logic."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from moderation.domain import Action, Attachment, Member, Review, State

LINK = "link:"


class Stage(StrEnum):
    """Where a held post stands."""

    WAITING = "waiting"
    PROPOSED = "proposed"  # staff suggest another text; the author has not answered
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


WAITS = (Stage.WAITING, Stage.PROPOSED)
LATE = "late"  # the words of the order that tells an author that nobody has decided yet


class How(StrEnum):
    """How a group is secured."""

    CLOSED = "closed"  # only staff post; nobody new comes in
    SLOW = "slow"  # everybody posts slowly; nobody new comes in


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A post that waits, or waited, for staff. `text` is what would be posted: the proposal, else what was written.

    `proposal` counts the texts that staff suggested, `published` is the message id it got in the group.
    """

    case: int
    stage: Stage
    text: str
    since: datetime
    proposal: int = 0
    published: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What ends the wait for a post: the stage, whose review it is, the case's state, and what is then ordered.

    `orders` are actions with the words that go with each.
    """

    stage: Stage
    review: Review
    state: State
    orders: tuple[tuple[Action, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What is secured and how: a whole group, or one chat of it (`chat` "": all of it)."""

    group: str
    chat: str = ""
    how: How = How.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Lockdown:
    """A secured group. `id` is its order's id.

    `before` is a JSON object of the platform's own making: how each thing it touches stood before. What several
    lockdowns touch has the same key in each, and is put back by the last of them.
    """

    id: int
    case: int
    platform: str
    area: Area
    before: str
    since: datetime
    until: datetime
    over: bool = False

    @property
    def links(self) -> tuple[str, ...]:
        """Addresses made for its time, at which people may ask to join (keys `link:<address>`)."""
        return tuple(key.removeprefix(LINK) for key in json.loads(self.before) if key.startswith(LINK))


class Holding(Protocol):
    """What records remember of held posts and secured groups. Each method is one transaction."""

    async def held(self, case: int) -> Held | None:
        """A case's held post; None when the case is about something else."""

    async def queue(self, platform: str, group: str) -> Sequence[Held]:
        """The posts of a group that wait, oldest first."""

    async def propose(self, case: int, text: str, *, action: Action, review: Review) -> bool:
        """Keep a text that staff suggest and order that the author is asked; False when the wait is over."""

    async def conclude(self, case: int, end: Conclusion) -> Review | None:
        """End the wait for a post and order what follows. None when this did it; else who was first."""

    async def published(self, case: int, message: str) -> None:
        """Remember the message that an approved post became."""

    async def remind(self, now: datetime, after: Sequence[timedelta]) -> Sequence[int]:
        """Order reminders for posts that have waited longer than each of `after`, once for each; their cases."""

    async def secured(self, lockdown: Lockdown) -> Lockdown:
        """Record how an area stood, before anything is done to it; an earlier lockdown's first state is kept."""

    async def lockdown(self, order: int) -> Lockdown | None:
        """What was recorded for an order, also when it is over."""

    async def lockdowns(self, platform: str = "", group: str = "") -> Sequence[Lockdown]:
        """The lockdowns that are not over, oldest first."""

    async def keep_before(self, order: int, before: str) -> None:
        """Replace what is to be put back, when securing has made something that has to go again."""

    async def shorten(self, order: int, *, at: datetime, by: str) -> None:
        """A lockdown is to end at another time, by somebody's order."""

    async def released(self, order: int, *, at: datetime) -> None:
        """A lockdown is over; what stood before stands again."""

    async def breaches(self, member: Member, since: datetime) -> Sequence[tuple[int, str, datetime]]:
        """(case, user, opened at) of cases since then in the member's group whose message was to come down.

        A case about the group as a whole has user "".
        """
