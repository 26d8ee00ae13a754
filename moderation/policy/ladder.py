"""The ladder of consequences: what stands against a member, which step that asks for, what a step leaves out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Protocol, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

Days = Annotated[int, Field(ge=1, le=366, strict=True)]
Points = Annotated[int, Field(ge=0, le=100, strict=True)]
DAY = timedelta(hours=24)  # the longest that the machine restricts anybody, whatever a pack says
LONGEST = timedelta(days=366)  # that anybody is restricted for: what is longer, Telegram takes for ever


class Rung(StrEnum):
    """Where a member stands in a group. The first four after `clear` are steps that are taken, in this order."""

    CLEAR = "clear"
    TALK = "talk"
    WARNING = "warning"
    PROVISIONAL = "provisional"
    RESTRICTION = "restriction"
    REVIEW = "review"  # a restriction that ends soon: renewed by a person, or over by itself
    ENDED = "ended"


STEPS = (Rung.TALK, Rung.WARNING, Rung.PROVISIONAL, Rung.RESTRICTION)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Asks(_Strict):
    """From how many points the ladder asks for a step."""

    talk: Points = 1
    warning: Points = 3
    provisional: Points = 6
    restriction: Points = 9

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not 1 <= self.talk < self.warning < self.provisional < self.restriction:
            raise ValueError("talk, warning, provisional and restriction have to rise, from 1 upwards")
        return self


class Ladder(_Strict):
    """A pack's [ladder].

    An incident has `points` by its clause's gravity (1, 2, 3), and `repeat_points` more for each earlier one under the
    same clause within `repeat_days`. Incidents and steps count for `expire_days`. A restriction without a stated end
    has its review after `review_days`; `remind_hours` before a restriction ends staff are asked whether to renew it.
    """

    expire_days: Days = 90
    repeat_days: Days = 30
    points: tuple[Points, Points, Points] = (1, 2, 3)
    repeat_points: Points = 1
    provisional_hours: Annotated[int, Field(ge=1, le=24, strict=True)] = 24
    review_days: Days = 28
    remind_hours: Annotated[int, Field(ge=1, le=336, strict=True)] = 48
    asks: Asks = Asks()

    def since(self, now: datetime) -> datetime:
        """What happened before this moment does not count any more."""
        return now - timedelta(days=self.expire_days)

    def review(self, now: datetime) -> datetime:
        """When a restriction that begins now without a stated end is looked at again, or ends."""
        return now + timedelta(days=self.review_days)

    def is_due(self, began: datetime, until: datetime, now: datetime) -> bool:
        """Whether it is time to ask staff about a restriction; one of a day or less is too short to be asked about."""
        return until - began > DAY and until - timedelta(hours=self.remind_hours) <= now < until


class Rules(Protocol):
    """What is asked of a pack here."""

    @property
    def ladder(self) -> Ladder:
        """Its [ladder]."""

    def gravity(self, clause: str) -> int:
        """How much breaking a clause weighs: 1 to 3; 0 where it is nothing to hold against anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A case that stands against a member."""

    case: int
    clause: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken, and those that were left out for it with a reason. `by` is "" for the machine.

    Of a restriction: `until` is when it ends or ended, `holds` whether it binds now.
    """

    rung: Rung
    at: datetime
    by: str = ""
    skipped: tuple[Rung, ...] = ()
    until: datetime | None = None
    holds: bool = False

    def counts(self, since: datetime) -> bool:
        """Whether it still counts: it holds, or it was over after `since`."""
        return self.holds or (self.until or self.at) > since


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a member stands now.

    `asks` is the step the ladder asks for (CLEAR: none), which a person decides about; `leaves_out` the steps before it
    that were not taken. `expires` is when the last point expires, `until` when the restriction in force ends.
    """

    rung: Rung = Rung.CLEAR
    points: int = 0
    asks: Rung = Rung.CLEAR
    leaves_out: tuple[Rung, ...] = ()
    expires: datetime | None = None
    until: datetime | None = None
    incidents: tuple[Incident, ...] = ()
    taken: tuple[Taken, ...] = ()

    @property
    def is_automatic(self) -> bool:
        """Whether the ladder asks for nothing only because the machine took a step since the last incident."""
        if self.asks is not Rung.CLEAR or not self.incidents:
            return False
        recent = _since(self.incidents[-1], self.taken)
        return bool(recent) and not any(step.by for step in recent)


def stand(incidents: Sequence[Incident], taken: Sequence[Taken], rules: Rules, now: datetime) -> Standing:
    """Where a member stands, from everything on record about them (oldest first)."""
    since = rules.ladder.since(now)
    counted = tuple(one for one in incidents if one.at > since and rules.gravity(one.clause))
    steps = tuple(step for step in taken if step.counts(since))
    total = points(counted, rules)
    asks = _unanswered(asked(total, rules.ladder), counted, steps)
    return Standing(
        rung=_rung(steps, rules.ladder, now),
        points=total,
        asks=asks,
        leaves_out=left_out(asks, steps) if asks in STEPS else (),
        expires=counted[-1].at + timedelta(days=rules.ladder.expire_days) if counted else None,
        until=max((step.until for step in steps if step.holds and step.until), default=None),
        incidents=counted,
        taken=steps,
    )


def points(incidents: Sequence[Incident], rules: Rules) -> int:
    """What incidents (oldest first) weigh together: by gravity, and more for each repeat."""
    ladder, window = rules.ladder, timedelta(days=rules.ladder.repeat_days)
    total = 0
    for index, one in enumerate(incidents):
        repeats = sum(old.clause == one.clause and one.at - old.at <= window for old in incidents[:index])
        total += ladder.points[rules.gravity(one.clause) - 1] + ladder.repeat_points * repeats
    return total


def asked(total: int, ladder: Ladder) -> Rung:
    """The highest step that so many points ask for."""
    return next((rung for rung in reversed(STEPS) if total >= getattr(ladder.asks, rung)), Rung.CLEAR)


def left_out(wanted: Rung, taken: Iterable[Taken]) -> tuple[Rung, ...]:
    """The steps before `wanted` that were neither taken nor left out with a reason."""
    had = {rung for step in taken for rung in (step.rung, *step.skipped)}
    return tuple(rung for rung in STEPS[: STEPS.index(wanted)] if rung not in had)


def step_until(until: datetime, now: datetime) -> Rung:
    """Which step a restriction until then is."""
    return Rung.PROVISIONAL if until - now <= DAY else Rung.RESTRICTION


def provisional_end(now: datetime, length: timedelta | None, running: datetime | None) -> datetime:
    """When a restriction by the machine ends: at most a day after its beginning, and never after one that runs.

    So however many messages come, nobody is stopped for longer than a day without a person (trust policy 5.1.4).
    """
    end = now + min(length or DAY, DAY)
    return min(end, running) if running else end


class Binding(Protocol):
    """What is asked of a restriction here. `by` is "" for the machine; a later one has the greater `id`."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def by(self) -> str:
        """Who ordered it."""

    @property
    def until(self) -> datetime:
        """When it ends."""


B = TypeVar("B", bound=Binding)


def governing(held: Sequence[B]) -> tuple[B, tuple[B, ...]]:
    """Which of one member's restrictions binds, and those it replaces.

    A person's newest word replaces everything before it; what the machine adds later only counts while it lasts longer.
    """
    ranked = sorted(held, key=lambda one: one.id)
    newest = max((index for index, one in enumerate(ranked) if one.by), default=0)
    return max(ranked[newest:], key=lambda one: one.until), tuple(ranked[:newest])


def _unanswered(rung: Rung, incidents: Sequence[Incident], steps: Sequence[Taken]) -> Rung:
    """The step asked for, unless it or a higher one was taken since the last incident."""
    if rung is Rung.CLEAR:
        return rung
    answered = (STEPS.index(step.rung) for step in _since(incidents[-1], steps))
    return Rung.CLEAR if max(answered, default=-1) >= STEPS.index(rung) else rung


def _since(last: Incident, steps: Iterable[Taken]) -> list[Taken]:
    """The steps that answer an incident: taken since, or in force."""
    return [step for step in steps if step.at >= last.at or step.holds]


def _rung(steps: Sequence[Taken], ladder: Ladder, now: datetime) -> Rung:
    """The last step taken, unless a restriction binds; one that is over has ended."""
    binding = [step for step in steps if step.holds]
    if not steps:
        return Rung.CLEAR
    last = max(binding, key=lambda step: step.until or step.at) if binding else steps[-1]
    if last.until is None:
        return last.rung
    if not last.holds:
        return Rung.ENDED
    due = last.rung is Rung.RESTRICTION and ladder.is_due(last.at, last.until, now)
    return Rung.REVIEW if due else last.rung
