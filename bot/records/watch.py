"""What is known about the watching itself: cursors, heartbeats, gaps, refused attempts, and who sends the digest."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, Table, Text, and_, func, insert, select, update

from bot.records.folder import Room
from bot.records.tables import Time, book, cursors, digests, gaps, heartbeats, metadata, refusals

CLAIM = timedelta(minutes=10)  # how long somebody may take to send a digest

acknowledged = Table(
    "acknowledged",
    metadata,
    Column("week", Text, primary_key=True),
    Column("reader", Text, nullable=False),
    Column("at", Time, nullable=False),
)


class Watch(Room):
    """The part of the store that adapters, the schedule and the digest use."""

    __slots__ = ()

    async def cursor(self, platform: str, chat: str) -> str:
        """The last settled message id of a chat, "" if none."""
        wanted = select(cursors.c.message).where(cursors.c.platform == platform, cursors.c.chat == chat)
        async with self.database.read() as connection:
            return (await connection.execute(wanted)).scalar_one_or_none() or ""

    async def alive(self, platform: str, at: datetime) -> None:
        """Note that a platform is being watched at this moment."""
        row = self.database.insert(heartbeats)
        later = row.excluded.at > heartbeats.c.at
        beat = row.on_conflict_do_update(
            index_elements=heartbeats.primary_key, set_={"at": row.excluded.at}, where=later
        )
        async with self.database.write() as connection:
            await connection.execute(beat, {"platform": platform, "at": at})

    async def last_alive(self, platform: str) -> datetime | None:
        """When a platform was last noted as watched."""
        wanted = select(heartbeats.c.at).where(heartbeats.c.platform == platform)
        async with self.database.read() as connection:
            return (await connection.execute(wanted)).scalar_one_or_none()

    async def gap(self, platform: str, start: datetime, end: datetime) -> None:
        """Note a time in which messages may have gone unseen."""
        async with self.database.write() as connection:
            await connection.execute(insert(gaps), {"platform": platform, "start": start, "end": end})

    async def refused(self, actor: str, command: str, at: datetime) -> None:
        """Log that somebody (an id) without the right tried a command."""
        async with self.database.write() as connection:
            await connection.execute(insert(refusals), {"actor": actor, "command": command, "at": at})

    async def begun(self) -> datetime:
        """When these records began: before that there is nothing to report."""
        async with self.database.read() as connection:
            begun: datetime = (await connection.execute(select(book.c.begun))).scalar_one()
        return begun

    async def claim_digest(self, week: str, *, at: datetime) -> bool:
        """Take the sending of one week; True for exactly one caller until the claim lapses unsent."""
        lapsed = and_(digests.c.sent_at.is_(None), digests.c.claimed_at <= at - CLAIM)
        claim = self.database.insert(digests).on_conflict_do_update(
            index_elements=digests.primary_key, set_={"claimed_at": at}, where=lapsed
        )
        async with self.database.write() as connection:
            return (await connection.execute(claim, {"week": week, "claimed_at": at})).rowcount == 1

    async def digest_sent(self, week: str, *, at: datetime) -> None:
        """Mark a week's digest as sent."""
        async with self.database.write() as connection:
            await connection.execute(update(digests).where(digests.c.week == week).values(sent_at=at))

    async def digest_sent_at(self, week: str) -> datetime | None:
        """When a week's digest was sent, None if it was not."""
        wanted = select(digests.c.sent_at).where(digests.c.week == week)
        async with self.database.read() as connection:
            return (await connection.execute(wanted)).scalar_one_or_none()

    async def last_digest(self) -> str:
        """The newest week (2026-W46) of which the safeguarding lead's digest was sent to anybody, "" if none was."""
        for_others = digests.c.week.like("% % %")  # a week, a place, and for whom it is
        wanted = select(func.max(digests.c.week)).where(digests.c.sent_at.is_not(None), ~for_others)
        async with self.database.read() as connection:
            newest = (await connection.execute(wanted)).scalar_one()
        return newest.partition(" ")[0] if newest else ""

    async def acknowledge_digest(self, week: str, *, reader: str, at: datetime) -> bool:
        """Note that somebody (an id) read a week's digest; False when that was noted before."""
        first = self.database.insert(acknowledged).on_conflict_do_nothing()
        async with self.database.write() as connection:
            done = await connection.execute(first, {"week": week, "reader": reader, "at": at})
            return done.rowcount == 1

    async def digest_acknowledged(self, week: str) -> bool:
        """Whether somebody said that they read a week's digest."""
        wanted = select(acknowledged.c.at).where(acknowledged.c.week == week)
        async with self.database.read() as connection:
            return (await connection.execute(wanted)).one_or_none() is not None
