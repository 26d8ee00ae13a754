"""What records tell of cases as a list: who works on which, and who must not. No logic beyond reading the remarks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from moderation.domain import Member, Review, State

ASSIGNED, STEPPED_BACK = "assigned", "stepped back"  # verdicts of reviews whose note is a user id (and a name)
REMARKS = (ASSIGNED, STEPPED_BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Who works on a case: a user id and a name, "" for nobody; and who stepped back, as (user id, name)."""

    user: str = ""
    name: str = ""
    back: tuple[tuple[str, str], ...] = ()

    @property
    def barred(self) -> frozenset[str]:
        """The user ids of those who stepped back."""
        return frozenset(user for user, _ in self.back)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One case in a list, without its evidence. `goes`: when it is deleted, None while it is open or still binds.

    `alerted`: a safeguarding lead was to be told of it. `remarks` are its reviews that say who works on it.
    """

    case: int
    state: State
    clause: str
    opened_at: datetime
    member: Member
    alerted: bool = False
    goes: datetime | None = None
    remarks: tuple[Review, ...] = ()

    @property
    def charge(self) -> Charge:
        """Who works on it."""
        return charge(self.remarks)

    def is_overdue(self, now: datetime, after: timedelta) -> bool:
        """Whether it waits for a decision for longer than `after`."""
        return self.state is State.OPEN and now - self.opened_at > after


def charge(reviews: Iterable[Review]) -> Charge:
    """Who works on a case, from its reviews in their order: whoever steps back does not work on it any more."""
    user, name = "", ""
    back: dict[str, str] = {}
    for review in reviews:
        if review.verdict == ASSIGNED:
            user, _, name = review.note.partition("\n")
        elif review.verdict == STEPPED_BACK:
            back[review.note] = review.by
            user, name = ("", "") if user == review.note else (user, name)
    return Charge(user=user, name=name or user, back=tuple(back.items()))


class Dockets(Protocol):
    """Lists of cases, group by group."""

    async def docket(
        self, platform: str, group: str, *, states: Collection[State] = tuple(State), user: str | None = None
    ) -> Sequence[Listed]:
        """A group's cases in these states (about one member), newest first; at most 200."""
