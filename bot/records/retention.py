"""Deleting what has outlived its retention: the rows, and in them the keys without which nothing can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Delete, Select, and_, bindparam, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import RecordsError
from bot.records.chain import Chain, extend, let_go
from bot.records.ledger import lasts
from bot.records.mentions import mentions
from bot.records.securing import lockdowns
from bot.records.tables import cases, evidence, gaps, judged, metadata, orders, readings, refusals
from bot.records.welcomes import welcomes
from moderation.domain import Kind, State, Status

# Days. clean: keys of judged messages, and messages that could not be judged to the end; case: closed cases;
# restriction: closed cases with a restriction, from its end; log: readings, refusals, gaps, welcomes
# and where pupils are named with consent.
RETENTION: Mapping[str, int] = {"clean": 30, "case": 90, "restriction": 365, "log": 365}


def days_kept(days: Mapping[str, int] | None) -> dict[str, int]:
    """The days of every class; RecordsError for a class that does not exist or less than a day."""
    for name, value in (days or {}).items():
        if name not in RETENTION or value < 1:
            raise RecordsError(f"retention.{name} = {value}: give whole days for {', '.join(RETENTION)}")
    return {**RETENTION, **(days or {})}


class Retention(Chain):
    """The part of the store that forgets."""

    __slots__ = ()

    async def purge(self, now: datetime) -> int:
        """Delete what has outlived its retention; how many cases went. Open cases never go."""
        before = {name: now - timedelta(days=days) for name, days in self.retention.items()}
        async with self.database.write() as connection:
            found = await connection.execute(old_cases(before["case"], before["restriction"]))
            old = [int(row.id) for row in found]
            await self._delete(connection, old)
            await connection.execute(delete(evidence).where(evidence.c.case.is_(None), evidence.c.at < before["clean"]))
            for statement in (_old_keys(before["clean"]), *_old_logs(before["log"])):
                await connection.execute(statement)
        await self.database.shrink()
        return len(old)

    async def forget(self, platform: str) -> int:
        """Delete everything about a platform whose people were pretended; how many cases went."""
        async with self.database.write() as connection:
            found = await connection.execute(select(cases.c.id).where(cases.c.platform == platform))
            pretended = [int(row.id) for row in found]
            await self._delete(connection, pretended)
            for table in metadata.tables.values():
                if "platform" in table.c:
                    await connection.execute(delete(table).where(table.c.platform == platform))
        return len(pretended)

    async def _delete(self, connection: AsyncConnection, numbers: Sequence[int]) -> None:
        """Delete cases with all that hangs on them; the chain knows that they went rightly."""
        if not numbers:
            return
        await extend(connection, self.clock())
        await let_go(connection, numbers, self.clock())
        each = [{"number": number} for number in numbers]
        await connection.execute(delete(cases).where(cases.c.id == bindparam("number")), each)


def old_cases(closed: datetime, restricted: datetime) -> Select[tuple[int]]:
    """Closed cases past their time, with nothing left to do or to put back; what hangs on them goes with them."""
    of_case = orders.c.case == cases.c.id
    restriction = exists().where(of_case, orders.c.kind == Kind.RESTRICT)
    binding = exists().where(of_case, lasts(restricted))
    waiting = exists().where(of_case, orders.c.status == Status.INTENDED)
    secured = exists().where(of_case, lockdowns.c.order == orders.c.id, lockdowns.c.ended_at.is_(None))
    plain, over = cases.c.decided_at < closed, and_(cases.c.decided_at < restricted, ~binding)
    old = or_(and_(~restriction, plain), and_(restriction, over))
    return select(cases.c.id).where(cases.c.state != State.OPEN, old, ~waiting, ~secured)


def _old_keys(before: datetime) -> Delete:
    """Keys by which a message is known to be settled; not while its evidence is kept."""
    kept = exists().where(*[judged.c[name] == evidence.c[name] for name in ("platform", "chat", "message", "edit")])
    return delete(judged).where(judged.c.at < before, ~kept)


def _old_logs(before: datetime) -> tuple[Delete, ...]:
    return (
        delete(readings).where(readings.c.at < before),
        delete(refusals).where(refusals.c.at < before),
        delete(gaps).where(gaps.c.end < before),
        delete(welcomes).where(welcomes.c.at < before),
        delete(mentions).where(mentions.c.at < before),
    )
