"""Cases of a group as a list: numbers, states and who works on them; no message is opened for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports.docket import REMARKS, Listed
from bot.records.folder import Room, member_of, review_of
from bot.records.ledger import later_lift
from bot.records.tables import cases, orders, reviews
from bot.records.vault import Vault
from moderation.domain import CARRIED_OUT, Kind, Review, State

MOST = 200


class DocketBook(Room):
    """The part of the store that lists cases."""

    __slots__ = ()

    async def docket(
        self, platform: str, group: str, *, states: Collection[State] = tuple(State), user: str | None = None
    ) -> Sequence[Listed]:
        """A group's cases in these states (about one member), newest first; at most 200."""
        wanted = _wanted().where(cases.c.platform == platform, cases.c.group == group, cases.c.state.in_(states))
        if user is not None:
            wanted = wanted.where(cases.c.user == user)
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted.order_by(cases.c.id.desc()).limit(MOST))).all()
            remarks = await _remarks(connection, self.vault, rows)
        return [self._listed(row, remarks.get(row.id, ())) for row in rows]

    def _listed(self, row: Row[Any], remarks: tuple[Review, ...]) -> Listed:
        return Listed(
            case=row.id,
            state=State(row.state),
            clause=row.clause,
            opened_at=row.opened_at,
            member=member_of(row),
            alerted=row.alerted,
            goes=self._goes(row),
            remarks=remarks,
        )

    def _goes(self, row: Row[Any]) -> datetime | None:
        """When retention deletes it, as `Retention.purge` counts: from its decision, and from a restriction's end."""
        if row.decided_at is None:
            return None
        if not row.restricted:
            return _after(row.decided_at, self.retention["case"])
        return _after(max(row.decided_at, row.over or row.decided_at), self.retention["restriction"])


def _after(moment: datetime, days: int) -> datetime:
    return moment + timedelta(days=days)


def _wanted() -> Select[Any]:
    mine = orders.c.case == cases.c.id
    restriction = (mine, orders.c.kind == Kind.RESTRICT)
    end = _sooner(_sooner(orders.c.until, orders.c.ended_at), _lifted_at())
    over = select(func.max(end)).where(*restriction, orders.c.status.in_(CARRIED_OUT)).scalar_subquery()
    return select(
        cases,
        exists().where(mine, orders.c.kind == Kind.ALERT_DSL).label("alerted"),
        exists().where(*restriction).label("restricted"),
        over.label("over"),
    )


def _sooner(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    """The earlier of two moments, the second of which may not be known."""
    return sql_case((other < one, other), else_=one)


def _lifted_at() -> ColumnElement[Any]:
    """When a later order first let the member of an order's case post again."""
    lift = orders.alias()
    return select(func.min(lift.c.done_at)).where(later_lift(lift)).correlate(orders, cases).scalar_subquery()


async def _remarks(
    connection: AsyncConnection, vault: Vault, rows: Sequence[Row[Any]]
) -> Mapping[int, tuple[Review, ...]]:
    """The reviews that say who works on these cases, in their order."""
    boxes = {row.id: vault.unwrap(row.wrapped) for row in rows}
    wanted = select(reviews).where(reviews.c.verdict.in_(REMARKS), reviews.c.case.in_(boxes)).order_by(reviews.c.id)
    found: dict[int, tuple[Review, ...]] = {}
    for row in await connection.execute(wanted):
        found[row.case] = (*found.get(row.case, ()), review_of(row, boxes[row.case]))
    return found
