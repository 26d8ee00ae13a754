"""Held posts: where each stands in the queue. The post itself is its case's evidence, sealed with the case's key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
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
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports.holding import LATE, WAITS, Conclusion, Held, Stage
from bot.records.casebook import add_review, decider
from bot.records.folder import Folder, Room, message_of, take
from bot.records.ledger import Draft, add_orders
from bot.records.tables import cases, evidence, metadata, orders
from bot.records.vault import Vault
from moderation.domain import Action, Kind, Review, State

# A held post is a case with a HOLD order; its row here begins with the first thing that happens to it.
held = Table(
    "held",
    metadata,
    Column("case", Integer, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("stage", Text, nullable=False),
    Column("proposed", LargeBinary),
    Column("proposals", Integer, nullable=False),
    Column("reminders", Integer, nullable=False),
    Column("published", Text, nullable=False),
)
NEW: Mapping[str, object] = {"stage": Stage.WAITING, "proposals": 0, "reminders": 0, "published": ""}


class HoldingBook(Room):
    """The part of the store that keeps the queue of held posts."""

    __slots__ = ()

    async def held(self, case: int) -> Held | None:
        """A case's held post; None when the case is about something else."""
        async with self.database.read() as connection:
            row = (await connection.execute(_queue().where(cases.c.id == case))).one_or_none()
            return await _held(connection, self.vault, row) if row else None

    async def queue(self, platform: str, group: str) -> Sequence[Held]:
        """The posts of a group that wait, oldest first."""
        waiting = _queue().where(cases.c.platform == platform, cases.c.group == group, cases.c.state == State.OPEN)
        async with self.database.read() as connection:
            rows = (await connection.execute(waiting.order_by(cases.c.id))).all()
            return [await _held(connection, self.vault, row) for row in rows]

    async def propose(self, case: int, text: str, *, action: Action, review: Review) -> bool:
        """Keep a text that staff suggest and order that the author is asked; False when the wait is over."""
        async with self.database.write() as connection:
            folder = await take(connection, self.vault, case)
            if folder.state is not State.OPEN:
                return False
            proposed = folder.box.seal_text(text, "proposal")
            values = {"stage": Stage.PROPOSED, "proposed": proposed, "proposals": held.c.proposals + 1}
            await self._set(connection, case, values)
            await add_review(connection, case, folder.box, review)
            draft = Draft(action=action, at=review.at, by=review.by, words=Stage.PROPOSED)
            await add_orders(connection, folder, [draft])
            return True

    async def conclude(self, case: int, end: Conclusion) -> Review | None:
        """End the wait for a post and order what follows. None when this did it; else who was first."""
        first = update(cases).where(cases.c.id == case, cases.c.state == State.OPEN)
        async with self.database.write() as connection:
            folder = await take(connection, self.vault, case)
            values = {"state": end.state, "decided_at": end.review.at}
            if not (await connection.execute(first.values(values))).rowcount:
                return await decider(connection, folder)
            await self._set(connection, case, {"stage": end.stage})
            await add_review(connection, case, folder.box, end.review, deciding=True)
            await add_orders(connection, folder, _drafts(end))
            return None

    async def published(self, case: int, message: str) -> None:
        """Remember the message that an approved post became."""
        async with self.database.write() as connection:
            await self._set(connection, case, {"published": message})

    async def remind(self, now: datetime, after: Sequence[timedelta]) -> Sequence[int]:
        """Order reminders for posts that have waited longer than each of `after`, once for each; their cases."""
        done = func.coalesce(held.c.reminders, 0)
        undecided = or_(held.c.stage.is_(None), held.c.stage.in_(WAITS))  # an appeal opens the case of a declined one
        async with self.database.write() as connection:
            due: dict[int, int] = {}
            for count, wait in enumerate(after, start=1):
                waiting = _queue().where(cases.c.state == State.OPEN, undecided, done < count)
                waiting = waiting.where(cases.c.opened_at <= now - wait)
                due |= {row.id: count for row in await connection.execute(waiting)}
            for case, count in due.items():
                await self._set(connection, case, {"reminders": count})
                folder = await take(connection, self.vault, case)
                await add_orders(connection, folder, await _reminders(connection, folder, now))
        return tuple(due)

    async def _set(self, connection: AsyncConnection, case: int, values: Mapping[str, Any]) -> None:
        row = self.database.insert(held).on_conflict_do_nothing()
        await connection.execute(row, {"case": case} | dict(NEW))
        await connection.execute(update(held).where(held.c.case == case).values(dict(values)))


def _queue() -> Select[Any]:
    """Cases with a held post, beside their row in the queue if they have one yet."""
    is_held = exists().where(orders.c.case == cases.c.id, orders.c.kind == Kind.HOLD)
    wanted = (cases.c.id, cases.c.opened_at, cases.c.wrapped, held)
    return select(*wanted).outerjoin(held, held.c.case == cases.c.id).where(is_held)


async def _held(connection: AsyncConnection, vault: Vault, row: Row[Any]) -> Held:
    newest = select(evidence.c.sealed, evidence.c.wrapped).where(evidence.c.case == row.id)
    found = (await connection.execute(newest.order_by(evidence.c.id.desc()).limit(1))).one()
    message = message_of(vault, found.wrapped, found.sealed)
    return Held(
        case=row.id,
        stage=Stage(row.stage or Stage.WAITING),
        text=vault.unwrap(row.wrapped).open_text(row.proposed, "proposal") or message.text,
        since=row.opened_at,
        proposal=row.proposals or 0,
        published=row.published or "",
        attachments=message.attachments,
    )


def _drafts(end: Conclusion) -> list[Draft]:
    return [Draft(action=action, at=end.review.at, by=end.review.by, words=words) for action, words in end.orders]


async def _reminders(connection: AsyncConnection, folder: Folder, now: datetime) -> list[Draft]:
    """Staff see the card again, and the author hears that it still waits."""
    wanted = select(orders.c.clause).where(orders.c.case == folder.case, orders.c.kind == Kind.HOLD).limit(1)
    clause = (await connection.execute(wanted)).scalar_one()
    return [
        Draft(action=Action(kind=Kind.NOTIFY_STAFF, clause=clause), at=now),
        Draft(action=Action(kind=Kind.SIGNPOST, clause=clause), at=now, words=LATE),
    ]
