"""A year of a school's records, made event by event in the order of time, the same for the same seed."""

from __future__ import annotations

import heapq
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.ports import Evidence, Order
from bot.records.store import Store, open_records
from moderation.domain import Action, Author, Finding, Kind, Review, State, Status
from tests.platforms.evidence import KEY, decision, message
from tests.platforms.steps import restricted

LONDON = ZoneInfo("Europe/London")
FIRST = date.fromisocalendar(2026, 1, 1)  # 29 December 2025
WEEKS = 54  # to 2027-W01: both clock changes, a week 53 and two turns of the year
MESSAGES = 180
RETENTION = {"case": 45, "restriction": 100}
CLAUSES = ("4.2.1", "4.2.2", "4.2.5", "4.2.7", "5.1")
CATEGORIES = ("threat", "insult", "address", "photo")
KINDS = (Kind.HIDE, Kind.RESTRICT, Kind.WARN, Kind.NOTIFY_STAFF, Kind.ALERT_DSL)
DECISIONS = (State.UPHELD, State.UPHELD, State.RESTORED, State.CLOSED)
ESCALATED = "handed to the safeguarding lead"  # what staff's Escalate notes beside its alert
Event = Callable[[datetime], Awaitable[None]]


def monday(week: int) -> datetime:
    """The first moment of a week of the year, counted from 0."""
    return datetime.combine(FIRST + timedelta(weeks=week), time(), LONDON).astimezone(UTC)


def address(path: Path) -> str:
    """The SQLAlchemy address of a file."""
    return f"sqlite+aiosqlite:///{path}"


async def fill(path: Path) -> None:
    """Put the year into a new file."""
    moment = [monday(0)]
    records = await open_records(address(path), KEY, RETENTION, clock=lambda: moment[0])
    await Year(records, moment).run()
    await records.close()


@dataclass
class Year:
    """Events wait in a heap; each may put later ones into it. `moment` is what the records' clock says."""

    records: Store
    moment: list[datetime]
    chance: random.Random = field(default_factory=lambda: random.Random(2026))
    waiting: list[tuple[datetime, int, Event]] = field(default_factory=list)
    numbers: count[int] = field(default_factory=count)

    async def run(self) -> None:
        """Everything that happens."""
        for number in range(1, MESSAGES + 1):
            self.at(self._some_time(), self._posted(number))
        for _ in range(90):
            self.at(self._some_time(), self._unwatched)
        for week in range(1, WEEKS + 1):
            for hour in (6, 9):  # before and after the digest is due
                self.at(monday(week) + timedelta(hours=hour), self._chained)
        while self.waiting:
            self.moment[0], _, event = heapq.heappop(self.waiting)
            await event(self.moment[0])

    def at(self, moment: datetime, event: Event) -> None:
        """Have something happen."""
        heapq.heappush(self.waiting, (moment, next(self.numbers), event))

    def _some_time(self) -> datetime:
        """Any instant; every eighth is at a Monday's midnight in London, or a microsecond before it."""
        if self.chance.random() < 0.125:
            edge = monday(self.chance.randrange(1, WEEKS))
            return edge - timedelta(microseconds=self.chance.choice((0, 1)))
        return monday(0) + timedelta(seconds=self.chance.randrange(WEEKS * 7 * 86400))

    def _later(self, most_hours: float) -> timedelta:
        return timedelta(seconds=self.chance.randrange(1, int(most_hours * 3600)))

    def _posted(self, number: int) -> Event:
        async def event(at: datetime) -> None:
            clause = self.chance.choice(CLAUSES)
            actions = [Action(kind=kind, clause=clause) for kind in KINDS if self.chance.random() < 0.45]
            chosen = tuple(actions) if self.chance.random() < 0.75 else ()
            found = self.chance.sample(CATEGORIES, k=self.chance.randrange(1, 4)) if chosen else []
            finding = [Finding(category=name, score=0.9, detector="wording", why="a rule") for name in found]
            made = replace(decision(*chosen, clause=clause), findings=tuple(finding))
            author = Author(user=f"u{self.chance.randrange(40)}")
            orders = await self.records.settle(Evidence(message=message(number, author=author), decision=made, at=at))
            for order in orders or ():
                self._carry_out(order, at)
            if orders:
                self._staff_come(orders[0].case, at)

        return event

    def _carry_out(self, order: Order, at: datetime) -> None:
        ways: tuple[tuple[Status, ...], ...] = ((Status.DONE,), (Status.DONE, Status.VERIFIED), (Status.FAILED,))
        for status in self.chance.choices(ways, (5, 5, 1))[0]:
            at += timedelta(minutes=self.chance.randrange(1, 60))
            self.at(at, self._went(order.id, status))

    def _went(self, order: int, status: Status) -> Event:
        detail = self.chance.choice(("forbidden", "no_member", "gone")) if status is Status.FAILED else ""

        async def event(at: datetime) -> None:
            await self.records.outcome(order, status, at=at, detail=detail)

        return event

    def _staff_come(self, case: int, at: datetime) -> None:
        """What staff may do with it: a word, the lead's help, a restriction, a lift, a decision that is appealed."""
        for chance, most_hours, event in (
            (0.3, 30, self._noted),
            (0.15, 40, self._escalated),
            (0.25, 100, self._restricted),
            (0.2, 300, self._lifted),
            (0.75, 400, self._decided),
        ):
            if self.chance.random() < chance:
                self.at(at + self._later(most_hours), event(case))

    def _noted(self, case: int) -> Event:
        async def event(at: datetime) -> None:
            await self.records.note(case, Review(by="Ms Ahlberg", verdict="noted", at=at, note="x"))

        return event

    def _escalated(self, case: int) -> Event:
        async def event(at: datetime) -> None:
            await self.records.note(case, Review(by="Ms Ahlberg", verdict=ESCALATED, at=at))
            await self._ordered(case, Kind.ALERT_DSL, at)

        return event

    def _restricted(self, case: int) -> Event:
        async def event(at: datetime) -> None:
            found = await self.records.case(case, reader="x")
            if found is None or found.state is not State.OPEN:
                return
            until = at + timedelta(days=self.chance.randrange(2, 40))
            order = await restricted(self.records, case, until)
            self._carry_out(order, at)
            if self.chance.random() < 0.3:
                self.at(at + self._later(1000), self._ended(order.id))

        return event

    def _ended(self, order: int) -> Event:
        async def event(at: datetime) -> None:
            await self.records.ended(order, at=at)

        return event

    def _lifted(self, case: int) -> Event:
        async def event(at: datetime) -> None:
            await self._ordered(case, Kind.LIFT, at)

        return event

    async def _ordered(self, case: int, kind: Kind, at: datetime) -> None:
        action = Action(kind=kind, clause="5.1")
        self._carry_out(await self.records.order(case, action, by="Ms Ahlberg"), at)

    def _decided(self, case: int) -> Event:
        async def event(at: datetime) -> None:
            state = self.chance.choice(DECISIONS)
            undo = [Action(kind=kind, clause="5.1") for kind in (Kind.LIFT, Kind.RESTORE)]
            review = Review(by="Ms Ahlberg", verdict=state.value, at=at)
            before = {order.id for order in await self.records.orders(case)}
            await self.records.decide(case, review, state, undo if state is State.RESTORED else ())
            for order in await self.records.orders(case):
                if order.id not in before:
                    self._carry_out(order, at)
            if self.chance.random() < 0.5:
                self.at(at + self._later(500), self._appealed(case))

        return event

    def _appealed(self, case: int) -> Event:
        async def event(at: datetime) -> None:
            kept = await self.records.appeal(case, Review(by="the author", verdict="appealed", at=at, note="x"))
            if kept and self.chance.random() < 0.7:
                self.at(at + self._later(400), self._decided(case))

        return event

    async def _unwatched(self, at: datetime) -> None:
        length = timedelta(seconds=self.chance.choice((30, 90, 4000, 700_000)))
        await self.records.gap(self.chance.choice(("discord", "telegram")), at, at + length)

    async def _chained(self, at: datetime) -> None:
        assert at == self.moment[0]
        await self.records.extend_chain()
