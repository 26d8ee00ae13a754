"""Who is told when, and what belongs together: quiet hours, the rota, the same post again, one incident. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from moderation.clock import LONDON
from moderation.domain import Decision, Kind, Message
from moderation.incidents import Breach, Rule

DAY = timedelta(days=1)
OVERDUE = timedelta(hours=72)  # after so long an open case is overdue, unless the settings say otherwise
ALERT = timedelta(hours=4)  # after so long an alert that nobody acted on is given again, unless they say otherwise
SAME_WITHIN = timedelta(minutes=60)  # for so long the same words of the same member belong to one case


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """When staff are left in peace, on London's clock: every night from `start` to `end`, and whole days.

    The two times equal: no night is quiet. `weekdays`: 0 is Monday; never all seven. `holidays`: first and last day.
    """

    start: time = time()
    end: time = time()
    weekdays: frozenset[int] = frozenset()
    holidays: tuple[tuple[date, date], ...] = ()

    def awake(self, moment: datetime) -> datetime:
        """When staff may be told what is known at `moment` (aware): then, or as soon as it is not quiet; in UTC."""
        for opens, closes in self._open(moment.astimezone(LONDON).date()):
            if moment < closes:
                return max(moment.astimezone(UTC), opens)
        raise AssertionError("there is always another day")

    def is_quiet(self, moment: datetime) -> bool:
        """Whether it is quiet at `moment` (aware)."""
        return self.awake(moment) != moment

    def _open(self, first: date) -> Iterator[tuple[datetime, datetime]]:
        """The times in which staff may be told, from a day on; in UTC."""
        for day in (first + number * DAY for number in count()):
            if not self._is_off(day):
                yield from ((opens, closes) for opens, closes in self._spans(day) if opens < closes)

    def _spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        midnight, next_midnight = _instant(day, time()), _instant(day + DAY, time())
        start, end = _instant(day, self.start), _instant(day, self.end)
        if self.start == self.end:
            return ((midnight, next_midnight),)
        if self.start < self.end:
            return ((midnight, start), (end, next_midnight))
        return ((end, start),)

    def _is_off(self, day: date) -> bool:
        return day.weekday() in self.weekdays or any(first <= day <= last for first, last in self.holidays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is on which days of the week (0 is Monday), on one platform."""

    platform: str
    user: str
    name: str
    weekdays: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who is on duty: the person's id on the platform, a name for staff to read, and until when."""

    user: str
    name: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How the school works: when it is quiet, whose turn it is, after how long a case or an alert is overdue."""

    quiet: QuietHours = QuietHours()
    rota: tuple[Turn, ...] = ()
    overdue: timedelta = OVERDUE
    alert: timedelta = ALERT

    def patience(self, now: datetime) -> timedelta:
        """For how long an alert may wait until it is given again: when it is quiet, for a day."""
        return max(self.alert, DAY) if self.quiet.is_quiet(now) else self.alert

    def turn(self, platform: str, now: datetime) -> Duty | None:
        """Whose turn it is by the rota, until midnight in London."""
        today = now.astimezone(LONDON).date()
        for turn in self.rota:
            if turn.platform == platform and today.weekday() in turn.weekdays:
                return Duty(user=turn.user, name=turn.name, until=_instant(today + DAY, time()))
        return None


def waits(kind: Kind, by: str, ordered: Iterable[Kind]) -> bool:
    """Whether an order may wait for the end of quiet hours: only the policy's own telling of staff.

    Never what concerns a case about which the DSL is alerted (a threat to life, a child at risk), nor what somebody
    asked for, nor a pile-on, which is proposed in Schoolgate's own name. `ordered`: every kind the case has.
    """
    return kind is Kind.NOTIFY_STAFF and not by and Kind.ALERT_DSL not in ordered


def likeness(message: Message, decision: Decision) -> str:
    """By what the same post is known again: its author in the group and its words; "" when it stands for itself.

    A post with something to open (a picture, a file) stands for itself, and so does one that waits for approval.
    """
    kinds = {action.kind for action in decision.actions}
    words = " ".join(message.text.casefold().split())
    if not words or Kind.HIDE not in kinds or Kind.HOLD in kinds or any(sent.handle for sent in message.attachments):
        return ""
    member = message.member
    return f"{member.platform}\n{member.group}\n{member.user}\n{words}"


def incident(case: int, seen: Iterable[Breach], rule: Rule) -> tuple[int, ...]:
    """The cases of the pile-on that `case` belongs to, oldest first; () when it belongs to none.

    What follows within the rule's time belongs to what was before; different members are counted.
    """
    for run in _runs(seen, rule):
        if any(breach.case == case for breach in run):
            enough = rule.members and len({breach.user for breach in run}) >= rule.members
            return tuple(breach.case for breach in run) if enough else ()
    return ()


def _runs(seen: Iterable[Breach], rule: Rule) -> list[list[Breach]]:
    runs: list[list[Breach]] = []
    for breach in sorted((one for one in seen if one.user), key=lambda one: (one.at, one.case)):
        if runs and breach.at - runs[-1][-1].at <= rule.within:
            runs[-1].append(breach)
        else:
            runs.append([breach])
    return runs


def listed(cases: Sequence[int], most: int = 20) -> str:
    """Case numbers in one line; of very many the first."""
    numbers = ", ".join(str(case) for case in cases[:most])
    return numbers if len(cases) <= most else f"{numbers} + {len(cases) - most}"


def _instant(day: date, at: time) -> datetime:
    """A time on London's clock in UTC; one that the clock change skips comes an hour later."""
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)
