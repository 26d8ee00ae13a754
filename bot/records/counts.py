"""The figures of a period, counted from the records: numbers only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Figures
from bot.records.folder import Room
from bot.records.ledger import CARRIED_OUT, in_force
from bot.records.tables import cases, counters, gaps, orders
from moderation.domain import Kind, State, Status

OVERDUE = timedelta(hours=72)
WEEKS = 8


class Counts(Room):
    """The part of the store that the digest uses."""

    __slots__ = ()

    async def figures(self, start: datetime, end: datetime, *, now: datetime) -> Figures:
        """The counts of [start, end); what is open, overdue or in force is as it was at `now`.

        The weeks of the trend are counted back from `end` on the clock of its own time zone.
        """
        opened = _within(cases.c.opened_at, start, end)
        decided = _within(cases.c.decided_at, start, end)
        was_open = (cases.c.opened_at <= now) & or_(cases.c.decided_at.is_(None), cases.c.decided_at > now)
        async with self.database.read() as connection:
            judged, troubled = await _counted(connection, start, end)
            return Figures(
                start=start,
                end=end,
                judged=judged,
                hidden=await _hidden(connection, start, end),
                by_clause=await _by_clause(connection, opened),
                trend=await _trend(connection, end),
                new=await _numbers(connection, opened),
                open=await _numbers(connection, was_open),
                overdue=await _numbers(connection, was_open & (cases.c.opened_at < now - OVERDUE)),
                restored=await _numbers(connection, decided & (cases.c.state == State.RESTORED)),
                restrictions=await _in_force(connection, now),
                alerts=await _ordered(
                    connection, _within(orders.c.created_at, start, end), orders.c.kind == Kind.ALERT_DSL
                ),
                failed_actions=await _ordered(
                    connection, _within(orders.c.changed_at, start, end), orders.c.status == Status.FAILED
                ),
                gap_minutes=await _gap_minutes(connection, start, end),
                model_trouble=troubled,
            )


def _within(column: ColumnElement[datetime], start: datetime, end: datetime) -> ColumnElement[bool]:
    return (column >= start) & (column < end)


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


async def _by_clause(connection: AsyncConnection, which: ColumnElement[bool]) -> Mapping[str, int]:
    wanted = select(cases.c.clause, func.count()).where(which).group_by(cases.c.clause).order_by(cases.c.clause)
    return {clause: number for clause, number in await connection.execute(wanted)}  # noqa: C416 (rows are not pairs)


async def _numbers(connection: AsyncConnection, which: ColumnElement[bool]) -> tuple[int, ...]:
    return tuple((await connection.execute(select(cases.c.id).where(which).order_by(cases.c.id))).scalars())


async def _trend(connection: AsyncConnection, end: datetime) -> tuple[int, ...]:
    bounds = [(end - timedelta(weeks=back)) for back in range(WEEKS, -1, -1)]
    wanted = select(cases.c.opened_at).where(_within(cases.c.opened_at, bounds[0], end))
    weeks = [0] * WEEKS
    for opened in (await connection.execute(wanted)).scalars():
        weeks[bisect_right(bounds, opened) - 1] += 1
    return tuple(weeks)


async def _in_force(connection: AsyncConnection, now: datetime) -> int:
    wanted = select(func.count(orders.c.id)).join_from(orders, cases, cases.c.id == orders.c.case).where(in_force(now))
    return (await connection.execute(wanted)).scalar_one()


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
