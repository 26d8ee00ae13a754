"""Where clean messages name pupils with their families' consent: an address beside a keyed hash, never the words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Boolean, Column, ColumnElement, Index, LargeBinary, Table, Text, and_, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import EarlierPost, Evidence
from bot.records.database import InsertInto
from bot.records.folder import Room, ref_of
from bot.records.tables import Time, cases, metadata
from bot.records.vault import Vault
from moderation.consents import is_pictured
from moderation.domain import Ref

mentions = Table(
    "mentions",
    metadata,
    Column("pupil", LargeBinary, primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("thread", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("pictured", Boolean, nullable=False),
    Column("at", Time, nullable=False),
    Index("mentions_ref", "platform", "chat", "message"),
    Index("mentions_at", "at"),
)


class MentionBook(Room):
    """The part of the store that finds posts again when a family withdraws its consent."""

    __slots__ = ()

    async def mentions(
        self, platform: str, group: str, pupils: Collection[str], *, pictured: bool
    ) -> Sequence[EarlierPost]:
        """Posts of a group without a case that name one of these pupils, oldest first."""
        columns = [mentions.c[name] for name in ("platform", "chat", "message", "thread", "at")]
        case = exists().where(*[cases.c[name] == mentions.c[name] for name in ("platform", "chat", "message")])
        wanted = select(*columns).distinct().where(mentions.c.platform == platform, mentions.c.group == group, ~case)
        wanted = wanted.where(mentions.c.pupil.in_([self.vault.keyed_hash(pupil) for pupil in pupils]))
        if pictured:
            wanted = wanted.where(mentions.c.pictured)
        async with self.database.read() as connection:
            rows = (await connection.execute(wanted.order_by(mentions.c.at, mentions.c.message))).all()
        return [EarlierPost(case=0, ref=ref_of(row), at=row.at, down=False) for row in rows]

    async def unmention(self, refs: Sequence[Ref]) -> None:
        """Forget posts that are not there any more."""
        async with self.database.write() as connection:
            for ref in refs:
                await connection.execute(delete(mentions).where(_at(ref)))


async def mention(connection: AsyncConnection, insert_into: InsertInto, vault: Vault, seen: Evidence) -> None:
    """Keep whom a message names with consent, also if an edit takes the name away again."""
    message = seen.message
    where = {name: getattr(message.ref, name) for name in ("platform", "chat", "message", "thread")}
    values = where | {"group": message.group, "pictured": is_pictured(message), "at": seen.at}
    for pupil in seen.pupils:
        row = insert_into(mentions).values(values | {"pupil": vault.keyed_hash(pupil)})
        await connection.execute(row.on_conflict_do_nothing())


def _at(ref: Ref) -> ColumnElement[bool]:
    return and_(*[mentions.c[name] == getattr(ref, name) for name in ("platform", "chat", "message")])
