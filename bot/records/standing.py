"""What is on record about a member's way up the ladder, read for the pure rules to judge; and its two tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Row,
    Select,
    Table,
    Text,
    and_,
    exists,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.records.folder import about_member
from bot.records.ledger import in_force
from bot.records.tables import Time, cases, metadata, orders
from bot.records.vault import Vault
from moderation.domain import CARRIED_OUT, Kind, Member, State
from moderation.policy.ladder import Incident, Rules, Rung, Standing, Taken, stand

# Steps taken by staff; `order` carries one out (a talk has none). `skipped` are the steps left out for it: `why`, and
# on whose word. `told`: the member was told of the restriction.
climbs = Table(
    "climbs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", Integer, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("order", Integer, ForeignKey("orders.id", ondelete="CASCADE"), nullable=True),
    Column("rung", Text, nullable=False),
    Column("skipped", JSON, nullable=False),
    Column("by", LargeBinary, nullable=False),
    Column("reason", LargeBinary, nullable=False),
    Column("why_by", LargeBinary, nullable=True),
    Column("why", LargeBinary, nullable=True),
    Column("at", Time, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("reminded_at", Time, nullable=True),
    Index("climbs_case", "case"),
    Index("climbs_order", "order"),
    sqlite_autoincrement=True,
)
wishes = Table(
    "wishes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", Integer, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Time, nullable=False),
    Index("wishes_case", "case"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Look:
    """Through what records are read, and by which rules, at which moment."""

    connection: AsyncConnection
    vault: Vault
    rules: Rules
    now: datetime


async def standing_of(member: Member, look: Look) -> Standing:
    """Where a member stands; what was restored does not count."""
    connection = look.connection
    incidents = [
        Incident(case=row.id, clause=row.clause, at=row.opened_at)
        for row in await connection.execute(_incidents(member))
    ]
    held = set((await connection.execute(_held(member, look.now))).scalars())
    taken = [_taken(row, look.vault, held) for row in await connection.execute(_steps(member))]
    taken += [_provisional(row, held) for row in await connection.execute(_by_machine(member))]
    return stand(incidents, sorted(taken, key=lambda step: step.at), look.rules, look.now)


def _incidents(member: Member) -> Select[Any]:
    """Cases that stand: taken down and not put back, acted on by staff, or upheld after its author was held to it.

    A message that staff only looked at, and that stayed as it was, is nothing to hold against anybody.
    """
    climbed = exists().where(climbs.c.case == cases.c.id)
    upheld = and_(cases.c.state == State.UPHELD, _done(Kind.RESTRICT, Kind.WARN))
    stands = or_(_done(Kind.HIDE), climbed, upheld)
    wanted = select(cases.c.id, cases.c.clause, cases.c.opened_at).where(about_member(member), stands)
    return wanted.where(cases.c.state != State.RESTORED).order_by(cases.c.opened_at, cases.c.id)


def _done(*kinds: Kind) -> ColumnElement[bool]:
    """The condition that a case has an order of one of these kinds that was carried out."""
    mine = (orders.c.case == cases.c.id, orders.c.kind.in_(kinds), orders.c.status.in_(CARRIED_OUT))
    return exists().where(*mine)


def _held(member: Member, now: datetime) -> Select[Any]:
    """The numbers of the restrictions that bind now."""
    wanted = select(orders.c.id).join_from(orders, cases, cases.c.id == orders.c.case)
    return wanted.where(about_member(member), cases.c.state != State.RESTORED, in_force(now))


def _steps(member: Member) -> Select[Any]:
    """Steps of staff that were carried out."""
    columns = (orders.c.id.label("number"), orders.c.until, orders.c.ended_at, cases.c.wrapped)
    return (
        select(climbs.c.rung, climbs.c.at, climbs.c.by, climbs.c.skipped, *columns)
        .join_from(climbs, cases, cases.c.id == climbs.c.case)
        .outerjoin(orders, orders.c.id == climbs.c.order)
        .where(about_member(member), cases.c.state != State.RESTORED)
        .where(or_(climbs.c.order.is_(None), orders.c.status.in_(CARRIED_OUT)))
    )


def _by_machine(member: Member) -> Select[Any]:
    """Restrictions that the machine carried out."""
    columns = (orders.c.id.label("number"), orders.c.created_at, orders.c.until, orders.c.ended_at)
    wanted = select(*columns).join_from(orders, cases, cases.c.id == orders.c.case)
    machine = and_(orders.c.kind == Kind.RESTRICT, orders.c.by.is_(None), orders.c.status.in_(CARRIED_OUT))
    return wanted.where(about_member(member), cases.c.state != State.RESTORED, machine)


def _taken(row: Row[Any], vault: Vault, held: set[int]) -> Taken:
    return Taken(
        rung=Rung(row.rung),
        at=row.at,
        by=vault.unwrap(row.wrapped).open_text(row.by, "name"),
        skipped=tuple(Rung(name) for name in row.skipped),
        until=_over(row),
        holds=row.number in held,
    )


def _provisional(row: Row[Any], held: set[int]) -> Taken:
    return Taken(rung=Rung.PROVISIONAL, at=row.created_at, until=_over(row), holds=row.number in held)


def _over(row: Row[Any]) -> datetime | None:
    """When a restriction ends or ended; None for another step."""
    ends: Sequence[datetime] = [end for end in (row.until, row.ended_at) if end]
    return min(ends, default=None)
