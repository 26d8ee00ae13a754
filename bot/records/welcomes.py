"""Which rules members were shown when they joined, and when everybody new was last greeted in a group."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Boolean, Column, ColumnElement, Table, Text, and_, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports.welcomes import Welcome
from bot.records.folder import Room
from bot.records.tables import Time, metadata
from moderation.domain import Member

HOUR = timedelta(hours=1)
KEYS = ("platform", "group", "user")

welcomes = Table(
    "welcomes",
    metadata,
    *(Column(name, Text, primary_key=True) for name in KEYS),
    Column("pack", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("shown", Boolean, nullable=False),
)
greetings = Table(
    "greetings",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("group", Text, primary_key=True),
    Column("at", Time, nullable=False),
)


class WelcomeBook(Room):
    """The part of the store that remembers who was shown the rules."""

    __slots__ = ()

    async def welcomed(self, welcome: Welcome) -> None:
        """Keep what a member was shown, in place of what was kept before."""
        who = {name: getattr(welcome.member, name) for name in KEYS}
        news = {name: getattr(welcome, name) for name in ("pack", "version", "at", "shown")}
        add = self.database.insert(welcomes).values(who | news)
        async with self.database.write() as connection:
            await connection.execute(add.on_conflict_do_update(index_elements=KEYS, set_=news))

    async def welcome_of(self, member: Member) -> Welcome | None:
        """What a member was last shown, or could not be shown; it is kept as long as the logs are."""
        mine = [welcomes.c[name] == getattr(member, name) for name in KEYS]
        async with self.database.read() as connection:
            row = (await connection.execute(select(welcomes).where(*mine))).one_or_none()
        if row is None:
            return None
        goes = row.at + timedelta(days=self.retention["log"])
        return Welcome(member=member, pack=row.pack, version=row.version, at=row.at, shown=row.shown, goes=goes)

    async def may_greet(self, platform: str, group: str, *, at: datetime) -> bool:
        """Take the turn to greet everybody new in a group; True for one caller in an hour."""
        add = self.database.insert(greetings).values(platform=platform, group=group, at=at)
        again = add.on_conflict_do_update(
            index_elements=["platform", "group"], set_={"at": at}, where=greetings.c.at <= at - HOUR
        )
        async with self.database.write() as connection:
            return bool((await connection.execute(again)).rowcount)


async def follow(connection: AsyncConnection, platform: str, old: str, new: str) -> None:
    """A group has a new id: what its members were shown follows it, unless they were shown more there since."""
    there = welcomes.alias()
    known = exists().where(there.c.platform == platform, there.c.group == new, there.c.user == welcomes.c.user)
    await connection.execute(update(welcomes).where(_of(welcomes, platform, old), ~known).values(group=new))
    for table in (welcomes, greetings):
        await connection.execute(delete(table).where(_of(table, platform, old)))


def _of(table: Table, platform: str, group: str) -> ColumnElement[bool]:
    return and_(table.c.platform == platform, table.c.group == group)
