"""The figures of a period, counted from the records: numbers only."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import ceil
from statistics import median

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Figures
from bot.ports.reviews import APPEALED, DECLINED_UNDER
from bot.records.casebook import OVERRULED
from bot.records.chain import head_at
from bot.records.folder import Room
from bot.records.ledger import in_force
from bot.records.retention import old_cases
from bot.records.tables import cases, counters, evidence, gaps, orders, reviews, steps
from bot.records.triage import ordered_since, reviewed_since
from moderation.domain import CARRIED_OUT, Kind, State, Status
from moderation.triage import OVERDUE

WEEKS = 8
WEEK = timedelta(weeks=1)
# What an author can appeal against, and so what can be undone: only then does a case forget that it was decided.
APPEALABLE = (State.UPHELD, State.CLOSED, f"{DECLINED_UNDER}%")
# What a platform did not do; an order that staff overruled is no trouble.
FAILED = (orders.c.status == Status.FAILED) & (orders.c.detail != OVERRULED)


class Counts(Room):
    """The part of the store that the digest uses."""

    __slots__ = ()

    async def figures(self, start: datetime, end: datetime, *, now: datetime, overdue: timedelta = OVERDUE) -> Figures:
        """The counts of [start, end); what is open, for longer than `overdue`, or in force is as it was at `now`.

        The weeks of the trend are counted back from the one that begins at `start`, on the clock of its time zone.
        """
        opened = _within(cases.c.opened_at, start, end)
        decided = _within(cases.c.decided_at, start, end)
        was_open = _was_open(now)
        async with self.database.read() as connection:
            judged, troubled = await _counted(connection, start, end)
            trends = await _trends(connection, start, end)
            waited, waiting = await _alerted(connection, _within(orders.c.created_at, start, end), now)
            return Figures(
                start=start,
                end=end,
                judged=judged,
                hidden=await _hidden(connection, start, end),
                by_clause={name: weeks[-1] for name, weeks in trends.items() if weeks[-1]},
                trend=tuple(map(sum, zip((0,) * WEEKS, *trends.values(), strict=True))),
                clause_trend=trends,
                new=await _numbers(connection, opened),
                open=tuple(groups := await _groups(connection, was_open)),
                groups=groups,
                overdue=await _numbers(connection, was_open & (cases.c.opened_at < now - overdue)),
                overdue_after=overdue,
                appealed=await _appealed(connection, _within(reviews.c.at, start, end)),
                restored=await _numbers(connection, decided & (cases.c.state == State.RESTORED)),
                false_hides=await _false_hides(connection, _within(orders.c.created_at, start, end), now),
                restrictions=await _in_force(connection, now),
                ending=await _in_force(connection, now, orders.c.until < _week_end(start, now)),
                alerts=await _ordered(
                    connection, _within(orders.c.created_at, start, end), orders.c.kind == Kind.ALERT_DSL
                ),
                alerts_waiting=waiting,
                alert_minutes=waited,
                failed_actions=await _ordered(connection, _within(_first_failed(), start, end), FAILED),
                gap_minutes=await _gap_minutes(connection, start, end),
                model_trouble=troubled,
                troubles=await _troubles(connection, _within(_first_failed(), start, end)),
                going=await self._going(connection, now),
                chain_head=await head_at(connection, now),
            )

    async def _going(self, connection: AsyncConnection, now: datetime) -> int:
        """Cases decided by now whose time will be over within a week."""
        closed, restricted = (now + WEEK - timedelta(days=self.retention[name]) for name in ("case", "restriction"))
        wanted = old_cases(closed, restricted).where(cases.c.decided_at <= now)
        return len((await connection.execute(wanted)).all())


def _within(column: ColumnElement[datetime], start: datetime, end: datetime) -> ColumnElement[bool]:
    return (column >= start) & (column < end)


def _first_failed() -> ColumnElement[datetime]:
    """When an order failed for the first time: a later attempt does not move it to another week."""
    failed = select(func.min(steps.c.at)).where(steps.c.order == orders.c.id, steps.c.status == Status.FAILED)
    return failed.correlate(orders).scalar_subquery()


def _was_open(now: datetime) -> ColumnElement[bool]:
    """The condition that a case waited for a decision at a moment, also where an appeal has undone one since."""
    decision, again = reviews.alias(), reviews.alias()
    appealed = exists().where(
        again.c.case == decision.c.case, again.c.verdict == APPEALED, again.c.at >= decision.c.at, again.c.at <= now
    )
    decided = exists().where(
        decision.c.case == cases.c.id,
        or_(*(decision.c.verdict.like(verdict) for verdict in APPEALABLE)),
        decision.c.at <= now,
        ~appealed,
    )
    undecided = or_(cases.c.decided_at.is_(None), cases.c.decided_at > now)
    return (cases.c.opened_at <= now) & undecided & ~decided


def _week_end(start: datetime, now: datetime) -> datetime:
    """When the week that `now` is in ends: the one that begins at `start`, or the next."""
    return start + WEEK if now < start + WEEK else start + 2 * WEEK


async def _counted(connection: AsyncConnection, start: datetime, end: datetime) -> tuple[int, int]:
    sums = [func.coalesce(func.sum(counters.c[name]), 0) for name in ("judged", "troubled")]
    row = (await connection.execute(select(*sums).where(_within(counters.c.hour, start, end)))).one()
    return int(row[0]), int(row[1])


async def _hidden(connection: AsyncConnection, start: datetime, end: datetime) -> int:
    """Cases whose message was taken down, by when that was ordered."""
    wanted = select(func.count(orders.c.case.distinct())).where(
        orders.c.kind == Kind.HIDE, orders.c.status.in_(CARRIED_OUT), _within(orders.c.created_at, start, end)
    )
    return (await connection.execute(wanted)).scalar_one()


async def _numbers(connection: AsyncConnection, which: ColumnElement[bool]) -> tuple[int, ...]:
    return tuple((await connection.execute(select(cases.c.id).where(which).order_by(cases.c.id))).scalars())


async def _groups(connection: AsyncConnection, which: ColumnElement[bool]) -> Mapping[int, tuple[str, str]]:
    """The platform and the group of each of these cases."""
    wanted = select(cases.c.id, cases.c.platform, cases.c.group).where(which).order_by(cases.c.id)
    return {number: (platform, group) for number, platform, group in await connection.execute(wanted)}


async def _trends(connection: AsyncConnection, start: datetime, end: datetime) -> Mapping[str, tuple[int, ...]]:
    """New cases in each of the last eight weeks, oldest first, for every clause of every pack that had any."""
    bounds = [start - back * WEEK for back in range(WEEKS - 1, -1, -1)]
    newest = select(func.max(evidence.c.id)).where(evidence.c.case == cases.c.id).correlate(cases).scalar_subquery()
    wanted = select(cases.c.clause, cases.c.opened_at, func.coalesce(evidence.c.decision, cases.c.ruling))
    wanted = wanted.outerjoin_from(cases, evidence, evidence.c.id == newest)
    wanted = wanted.where(_within(cases.c.opened_at, bounds[0], end)).order_by(cases.c.clause)
    weeks: dict[str, list[int]] = {}
    for clause, opened, decision in await connection.execute(wanted):
        pack = json.loads(decision)["pack"] if decision else ""
        weeks.setdefault(f"{pack}/{clause}", [0] * WEEKS)[bisect_right(bounds, opened) - 1] += 1
    return {name: tuple(numbers) for name, numbers in weeks.items()}


async def _in_force(connection: AsyncConnection, now: datetime, *which: ColumnElement[bool]) -> int:
    wanted = select(func.count(orders.c.id)).join_from(orders, cases, cases.c.id == orders.c.case)
    return (await connection.execute(wanted.where(in_force(now), *which))).scalar_one()


async def _appealed(connection: AsyncConnection, which: ColumnElement[bool]) -> tuple[int, ...]:
    wanted = select(reviews.c.case).distinct().where(reviews.c.verdict == APPEALED, which).order_by(reviews.c.case)
    return tuple((await connection.execute(wanted)).scalars())


async def _false_hides(
    connection: AsyncConnection, which: ColumnElement[bool], now: datetime
) -> Mapping[str, tuple[int, int]]:
    """By category: of the cases whose message was taken down, how many were put back by `now`, and how many all are."""
    taken_down = select(orders.c.case).where(orders.c.kind == Kind.HIDE, orders.c.status.in_(CARRIED_OUT), which)
    newest = select(func.max(evidence.c.id)).where(evidence.c.case.in_(taken_down)).group_by(evidence.c.case)
    wanted = select(evidence.c.decision, cases.c.state, cases.c.decided_at)
    wanted = wanted.join_from(evidence, cases, cases.c.id == evidence.c.case).where(evidence.c.id.in_(newest))
    hidden: Counter[str] = Counter()
    back: Counter[str] = Counter()
    for row in await connection.execute(wanted):
        found = {finding["category"] for finding in json.loads(row.decision)["findings"]}
        hidden.update(found)
        if row.state == State.RESTORED and row.decided_at <= now:
            back.update(found)
    return {category: (back[category], hidden[category]) for category in sorted(hidden)}


async def _alerted(connection: AsyncConnection, which: ColumnElement[bool], now: datetime) -> tuple[float | None, int]:
    """The median minutes from an alert until staff acted on its case, and on how many nobody has acted by `now`."""
    act = orders.alias()
    reviewed = select(func.min(reviews.c.at)).where(reviewed_since(orders), reviews.c.at <= now)
    ordered = select(func.min(act.c.created_at)).where(ordered_since(act, orders), act.c.created_at <= now)
    columns = (reviewed.correlate(orders).scalar_subquery(), ordered.correlate(orders).scalar_subquery())
    rows = await connection.execute(select(orders.c.created_at, *columns).where(orders.c.kind == Kind.ALERT_DSL, which))
    firsts = [(at, min((act for act in acts if act), default=None)) for at, *acts in rows]
    waits = [(first - at).total_seconds() / 60 for at, first in firsts if first]
    return (median(waits) if waits else None), len(firsts) - len(waits)


async def _troubles(connection: AsyncConnection, which: ColumnElement[bool]) -> Mapping[str, int]:
    wanted = select(orders.c.detail, func.count()).where(FAILED, orders.c.detail != "", which)
    rows = await connection.execute(wanted.group_by(orders.c.detail).order_by(orders.c.detail))
    return {detail: number for detail, number in rows}  # noqa: C416 (rows are not pairs)


async def _ordered(connection: AsyncConnection, *which: ColumnElement[bool]) -> int:
    return (await connection.execute(select(func.count(orders.c.id)).where(*which))).scalar_one()


async def _gap_minutes(connection: AsyncConnection, start: datetime, end: datetime) -> Mapping[str, int]:
    """Whole minutes by platform, rounded up; a gap that was noted twice is counted once."""
    wanted = select(gaps).where(gaps.c.end > start, gaps.c.start < end).order_by(gaps.c.platform, gaps.c.start)
    first, last = start.astimezone(UTC), end.astimezone(UTC)  # local times subtract wrongly over a clock change
    seconds: dict[str, float] = {}
    until: dict[str, datetime] = {}
    for row in await connection.execute(wanted):
        begin = max(row.start, first, until.get(row.platform, first))
        finish = min(row.end, last)
        if finish > begin:
            seconds[row.platform] = seconds.get(row.platform, 0.0) + (finish - begin).total_seconds()
            until[row.platform] = finish
    return {platform: ceil(length / 60) for platform, length in seconds.items()}
