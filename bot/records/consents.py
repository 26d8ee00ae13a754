"""The consent registry: pupils as keyed hashes, names of staff sealed, entries added and never changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Row,
    Select,
    Table,
    Text,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import EarlierPost
from bot.records.folder import Room, message_of, ref_of
from bot.records.tables import Time, cases, evidence, metadata, orders, readings
from bot.records.vault import Vault
from moderation.consents import Consent, Purpose, Standing
from moderation.domain import CARRIED_OUT, Kind, Message

# `pupil` is a keyed hash of the identity; `wrapped` is the entry's own key, which seals `by`.
consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pupil", LargeBinary, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("until", Time, nullable=True),
    Column("at", Time, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("by", LargeBinary, nullable=True),
    Index("consents_pupil", "pupil", "purpose", "id"),
    sqlite_autoincrement=True,
)


class ConsentBook(Room):
    """The part of the store that keeps consents."""

    __slots__ = ()

    async def consented(self, entries: Sequence[tuple[str, Consent]]) -> None:
        """Add entries for pupils, all of them or none."""
        if entries:
            async with self.database.write() as connection:
                await connection.execute(insert(consents), [_row(self.vault, *entry) for entry in entries])

    async def consents(self, pupils: Collection[str]) -> Standing:
        """The newest entry for each purpose, of those pupils who have one."""
        newest = select(func.max(consents.c.id)).group_by(consents.c.pupil, consents.c.purpose)
        async with self.database.read() as connection:
            rows = (await connection.execute(select(consents).where(consents.c.id.in_(newest)))).all()
        known = {self.vault.keyed_hash(pupil): pupil for pupil in pupils} if rows else {}
        standing: dict[str, dict[Purpose, Consent]] = {}
        for row in rows:
            if pupil := known.get(row.pupil):
                standing.setdefault(pupil, {})[Purpose(row.purpose)] = _consent(self.vault, row)
        return standing

    async def consent_history(self, pupil: str) -> Sequence[Consent]:
        """Every entry for one pupil, oldest first."""
        wanted = select(consents).where(consents.c.pupil == self.vault.keyed_hash(pupil)).order_by(consents.c.id)
        async with self.database.read() as connection:
            return [_consent(self.vault, row) for row in await connection.execute(wanted)]

    async def consents_mark(self) -> int:
        """A number that grows with every entry."""
        async with self.database.read() as connection:
            mark: int = (await connection.execute(select(func.coalesce(func.max(consents.c.id), 0)))).scalar_one()
        return mark

    async def posts(
        self, platform: str, group: str, wanted: Callable[[Message], bool], *, reader: str
    ) -> Sequence[EarlierPost]:
        """Posts of a group with a case whose newest evidence is wanted, oldest first; each is logged as read."""
        async with self.database.read() as connection:
            rows = (await connection.execute(_kept(platform, group))).all()

        def find() -> list[Row[Any]]:
            return [row for row in rows if wanted(message_of(self.vault, row.wrapped, row.sealed))]

        found = await asyncio.to_thread(find)
        if found:
            async with self.database.write() as connection:
                await _note_readings(connection, found, {"reader": reader, "at": self.clock()})
        return [_post(row) for row in found]


def _row(vault: Vault, pupil: str, entry: Consent) -> dict[str, Any]:
    key = vault.new()
    return {
        "pupil": vault.keyed_hash(pupil),
        "purpose": entry.purpose,
        "given": entry.given,
        "until": entry.until,
        "at": entry.at,
        "wrapped": key.wrapped,
        "by": key.box.seal_text(entry.by, "name"),
    }


def _consent(vault: Vault, row: Row[Any]) -> Consent:
    by = vault.unwrap(row.wrapped).open_text(row.by, "name")
    return Consent(purpose=Purpose(row.purpose), given=row.given, by=by, at=row.at, until=row.until)


def _kept(platform: str, group: str) -> Select[Any]:
    """The newest evidence of every case of a group; `last` is the last of hiding and restoring that was done."""
    newest = select(func.max(evidence.c.id)).where(evidence.c.case.is_not(None)).group_by(evidence.c.case)
    order = select(orders.c.kind).where(
        orders.c.case == cases.c.id,
        orders.c.kind.in_((Kind.HIDE, Kind.RESTORE)),
        orders.c.status.in_(CARRIED_OUT),
    )
    last = order.order_by(orders.c.id.desc()).limit(1).scalar_subquery().label("last")
    where = [cases.c[name] for name in ("id", "platform", "chat", "message", "thread", "opened_at")]
    return (
        select(*where, evidence.c.wrapped, evidence.c.sealed, last)
        .join_from(cases, evidence, evidence.c.case == cases.c.id)
        .where(cases.c.platform == platform, cases.c.group == group, evidence.c.id.in_(newest))
        .order_by(cases.c.id)
    )


def _post(row: Row[Any]) -> EarlierPost:
    return EarlierPost(case=row.id, ref=ref_of(row), at=row.opened_at, down=row.last == Kind.HIDE)


async def _note_readings(connection: AsyncConnection, rows: Sequence[Row[Any]], reading: dict[str, Any]) -> None:
    await connection.execute(insert(readings), [reading | {"case": row.id} for row in rows])
