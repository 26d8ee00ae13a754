"""Duties, reminders, and by what the same post is known again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Index,
    Integer,
    Table,
    Text,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Evidence
from bot.ports.reviews import NOT_BY_STAFF
from bot.ports.triage import Overdue
from bot.records.folder import Room, about, member_of
from bot.records.tables import Time, _of, _sealed, cases, evidence, metadata, orders, reviews
from bot.records.vault import Vault
from moderation.domain import Kind, Ref, State
from moderation.triage import SAME_WITHIN, Duty

# `wrapped` is the row's own key; `name` and `by` are sealed with it. One row for each group.
duties = Table(
    "duties",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("user", Text, nullable=False),
    _sealed("wrapped", nullable=False),
    _sealed("name"),
    _sealed("by"),
    Column("at", Time, nullable=False),
    Column("until", Time, nullable=False),
    Index("duties_group", "platform", "group"),
)

# One row for each case and day (2026-11-21 in London) on which somebody was reminded of it.
reminders = Table("reminders", metadata, _of("cases", key=True), Column("day", Text, primary_key=True))

# A keyed hash of who wrote what where: the same again has the same one, and nobody without the key can tell it.
likenesses = Table(
    "likenesses",
    metadata,
    _of("evidence", key=True),
    _sealed("hash", nullable=False),
    Column("at", Time, nullable=False),
    Index("likenesses_hash", "hash", "at"),
)


class TriageBook(Room):
    """The part of the store that triage uses."""

    __slots__ = ()

    async def put_on_duty(self, platform: str, group: str, duty: Duty, *, by: str, at: datetime) -> None:
        """Somebody is on duty for a group from now on; whoever was before is not."""
        key = self.vault.new()
        values = {"platform": platform, "group": group, "user": duty.user, "wrapped": key.wrapped, "at": at}
        values |= {"name": key.box.seal_text(duty.name, "name"), "by": key.box.seal_text(by, "name")}
        before = delete(duties).where(duties.c.platform == platform, duties.c.group == group)
        async with self.database.write() as connection:
            await connection.execute(before)
            await connection.execute(insert(duties), values | {"until": duty.until})

    async def duty(self, platform: str, group: str, at: datetime) -> Duty | None:
        """Who was last put on duty for a group, if the time is not over."""
        wanted = select(duties).where(duties.c.platform == platform, duties.c.group == group)
        async with self.database.read() as connection:
            row = (await connection.execute(wanted.order_by(duties.c.id.desc()).limit(1))).one_or_none()
        if row is None or row.until <= at:
            return None
        return Duty(user=row.user, name=self.vault.unwrap(row.wrapped).open_text(row.name, "name"), until=row.until)

    async def claim_overdue(self, before: datetime, day: str) -> Sequence[Overdue]:
        """Open cases from before then that nobody was reminded of on `day`; each goes to one caller, once a day."""
        return await self._claim(cases.c.opened_at < before, day)

    async def claim_alerts(self, before: datetime, day: str) -> Sequence[Overdue]:
        """The same for open cases with an alert from before then that none of the staff has acted on since."""
        alert, act = orders.alias(), orders.alias()
        reviewed = exists().where(reviewed_since(alert)).correlate(alert)
        ordered = exists().where(ordered_since(act, alert)).correlate(alert)
        waiting = exists().where(
            alert.c.case == cases.c.id, alert.c.kind == Kind.ALERT_DSL, alert.c.created_at < before, ~reviewed, ~ordered
        )
        return await self._claim(waiting, day)

    async def _claim(self, which: ColumnElement[bool], day: str) -> list[Overdue]:
        known = exists().where(reminders.c.case == cases.c.id, reminders.c.day == day)
        alert = exists().where(orders.c.case == cases.c.id, orders.c.kind == Kind.ALERT_DSL)
        wanted = select(cases, alert.label("alert")).where(cases.c.state == State.OPEN, which, ~known)
        claim = self.database.insert(reminders).on_conflict_do_nothing()
        async with self.database.write() as connection:
            rows = (await connection.execute(wanted.order_by(cases.c.id))).all()
            won = [row for row in rows if (await connection.execute(claim, {"case": row.id, "day": day})).rowcount == 1]
        return [Overdue(case=row.id, member=member_of(row), alert=bool(row.alert)) for row in won]

    async def unclaim_overdue(self, cases: Sequence[int], day: str) -> None:
        """A reminder could not be shown: it may be tried again on the same day."""
        async with self.database.write() as connection:
            await connection.execute(delete(reminders).where(reminders.c.case.in_(cases), reminders.c.day == day))

    async def copies(self, case: int) -> int:
        """How many messages a case is about."""
        each = select(evidence.c.chat, evidence.c.message).where(evidence.c.case == case).distinct().subquery()
        async with self.database.read() as connection:
            return (await connection.execute(select(func.count()).select_from(each))).scalar_one()


def reviewed_since(alert: FromClause) -> ColumnElement[bool]:
    """The condition that a review is an act of staff on the case of an alert (an order), since it was given."""
    since = and_(reviews.c.case == alert.c.case, reviews.c.at >= alert.c.created_at)
    return and_(since, reviews.c.verdict.not_in(NOT_BY_STAFF))


def ordered_since(act: FromClause, alert: FromClause) -> ColumnElement[bool]:
    """The condition that an order is such an act; to hand a case on is not to act on it."""
    since = and_(act.c.case == alert.c.case, act.c.created_at >= alert.c.created_at)
    return and_(since, act.c.by.is_not(None), act.c.kind != Kind.ALERT_DSL)


def same_post(vault: Vault, seen: Evidence) -> ColumnElement[bool]:
    """The condition that a case is about this message, or about the same words of the same member a while ago."""
    here = touching(seen.message.ref)
    if not seen.likeness:
        return here
    alike = select(evidence.c.case).join_from(likenesses, evidence, evidence.c.id == likenesses.c.evidence)
    again = likenesses.c.hash == vault.keyed_hash(seen.likeness)
    return or_(here, cases.c.id.in_(alike.where(again, likenesses.c.at >= seen.at - SAME_WITHIN)))


def touching(ref: Ref) -> ColumnElement[bool]:
    """The condition that a case is about this message, maybe as one of several."""
    known = select(evidence.c.case).where(
        evidence.c.platform == ref.platform, evidence.c.chat == ref.chat, evidence.c.message == ref.message
    )
    return or_(about(ref), cases.c.id.in_(known.where(evidence.c.case.is_not(None))))


async def remember(connection: AsyncConnection, vault: Vault, stored: int, seen: Evidence) -> None:
    """Keep by what a post is known again."""
    if seen.likeness:
        values = {"evidence": stored, "hash": vault.keyed_hash(seen.likeness), "at": seen.at}
        await connection.execute(insert(likenesses), values)
