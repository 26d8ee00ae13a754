"""Secured groups: how each stood before, sealed with its case's key, until that stands again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    Select,
    Table,
    Text,
    exists,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports.holding import Area, How, Lockdown
from bot.records.folder import Room, take
from bot.records.tables import Time, cases, metadata, orders
from bot.records.vault import Vault
from moderation.domain import Kind, Member

lockdowns = Table(
    "lockdowns",
    metadata,
    Column("order", Integer, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("chat", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("before", LargeBinary, nullable=False),
    Column("since", Time, nullable=False),
    Column("until", Time, nullable=False),
    Column("ended_at", Time),
    Column("ended_by", LargeBinary),
)
LABEL = "before"
DOWN = (Kind.HIDE, Kind.RESTRICT)


class SecuringBook(Room):
    """The part of the store that keeps what a lockdown has to put back."""

    __slots__ = ()

    async def secured(self, lockdown: Lockdown) -> Lockdown:
        """Record how an area stood, before anything is done to it; an earlier lockdown's first state is kept."""
        async with self.database.write() as connection:
            if known := await _one(connection, self.vault, lockdown.id):
                return known
            earlier = await _in_force(connection, self.vault, lockdown.platform, lockdown.area.group)
            kept = replace(lockdown, before=_first([one.before for one in earlier], lockdown.before))
            await self._insert(connection, kept)
            return kept

    async def lockdown(self, order: int) -> Lockdown | None:
        """What was recorded for an order, also when it is over."""
        async with self.database.read() as connection:
            return await _one(connection, self.vault, order)

    async def lockdowns(self, platform: str = "", group: str = "") -> Sequence[Lockdown]:
        """The lockdowns that are not over, oldest first."""
        async with self.database.read() as connection:
            return await _in_force(connection, self.vault, platform, group)

    async def keep_before(self, order: int, before: str) -> None:
        """Replace what is to be put back, when securing has made something that has to go again."""
        async with self.database.write() as connection:
            known = await _one(connection, self.vault, order)
            if known:
                folder = await take(connection, self.vault, known.case)
                sealed = folder.box.seal(before.encode(), LABEL)
                await connection.execute(update(lockdowns).where(lockdowns.c.order == order).values(before=sealed))

    async def shorten(self, order: int, *, at: datetime, by: str) -> None:
        """A lockdown is to end at another time, by somebody's order."""
        async with self.database.write() as connection:
            known = await _one(connection, self.vault, order)
            if known and not known.over:
                folder = await take(connection, self.vault, known.case)
                values = {"until": at, "ended_by": folder.box.seal_text(by, "name")}
                await connection.execute(update(lockdowns).where(lockdowns.c.order == order).values(values))

    async def released(self, order: int, *, at: datetime) -> None:
        """A lockdown is over; what stood before stands again."""
        one = update(lockdowns).where(lockdowns.c.order == order, lockdowns.c.ended_at.is_(None))
        async with self.database.write() as connection:
            await connection.execute(one.values(ended_at=at))

    async def breaches(self, member: Member, since: datetime) -> Sequence[tuple[int, str, datetime]]:
        """(case, user, opened at) of cases since then in the member's group whose message was to come down.

        A case about the group as a whole has user "".
        """
        taken_down = exists().where(orders.c.case == cases.c.id, orders.c.kind.in_(DOWN))
        wanted = select(cases.c.id, cases.c.user, cases.c.opened_at).where(
            cases.c.platform == member.platform, cases.c.group == member.group, cases.c.opened_at >= since
        )
        wanted = wanted.where(or_(cases.c.user == "", taken_down))
        async with self.database.read() as connection:
            return [(row.id, row.user, row.opened_at) for row in await connection.execute(wanted.order_by(cases.c.id))]

    async def _insert(self, connection: AsyncConnection, lockdown: Lockdown) -> None:
        folder = await take(connection, self.vault, lockdown.case)
        values = {
            "order": lockdown.id,
            "chat": lockdown.area.chat,
            "how": lockdown.area.how,
            "before": folder.box.seal(lockdown.before.encode(), LABEL),
            "since": lockdown.since,
            "until": lockdown.until,
        }
        await connection.execute(insert(lockdowns), values)


def _first(earlier: Sequence[str], now: str) -> str:
    """What stood before the first of several lockdowns, oldest first, for every key that is touched now."""
    state: dict[str, Any] = json.loads(now)
    for before in reversed(earlier):
        state |= {key: value for key, value in json.loads(before).items() if key in state}
    return json.dumps(state)


def _rows() -> Select[Any]:
    where = [cases.c[name] for name in ("platform", "group", "wrapped")]
    return (
        select(lockdowns, orders.c.case.label("number"), *where)
        .join_from(lockdowns, orders, orders.c.id == lockdowns.c.order)
        .join(cases, cases.c.id == orders.c.case)
    )


async def _one(connection: AsyncConnection, vault: Vault, order: int) -> Lockdown | None:
    row = (await connection.execute(_rows().where(lockdowns.c.order == order))).one_or_none()
    return _lockdown(row, vault) if row else None


async def _in_force(connection: AsyncConnection, vault: Vault, platform: str, group: str) -> list[Lockdown]:
    wanted = _rows().where(lockdowns.c.ended_at.is_(None)).order_by(lockdowns.c.order)
    if platform:
        wanted = wanted.where(cases.c.platform == platform)
    if group:
        wanted = wanted.where(cases.c.group == group)
    return [_lockdown(row, vault) for row in await connection.execute(wanted)]


def _lockdown(row: Row[Any], vault: Vault) -> Lockdown:
    return Lockdown(
        id=row.order,
        case=row.number,
        platform=row.platform,
        area=Area(group=row.group, chat=row.chat, how=How(row.how)),
        before=vault.unwrap(row.wrapped).open(row.before, LABEL).decode(),
        since=row.since,
        until=row.until,
        over=row.ended_at is not None,
    )
