"""The evidence log's chain: a hash over each row and the one before, so that a later change or deletion shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, Integer, LargeBinary, Row, Table, Text, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports.records import ChainReport
from bot.records.folder import Room
from bot.records.tables import EPOCH, MICROSECOND, Time, evidence, metadata, orders, reviews

# One link for each row of the log. A link of the kind "gone" says that retention deleted the row of link `number`.
chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Time, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Index("chain_row", "kind", "number"),
    sqlite_autoincrement=True,
)
GONE = "gone"
START = bytes(32)
# What never changes in a row once it is there. Evidence counts from when every detector has looked at it; a review may
# stop being the one that decides, when its author appeals.
FIXED: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "evidence": (evidence, ("case", "platform", "chat", "message", "edit", "at", "sealed", "decision")),
    "order": (orders, ("case", "kind", "clause", "seconds", "until", "parts", "by", "words", "created_at")),
    "review": (reviews, ("case", "by", "verdict", "at", "note")),
}
Live = dict[tuple[str, int], tuple[int, bytes]]  # (kind, row) -> its link and the row's hash


@dataclass(frozen=True, slots=True)
class Link:
    """A link before it has a number."""

    kind: str
    number: int
    digest: bytes

    def head(self, before: bytes, at: datetime) -> bytes:
        """SHA-256 over the head before, what the link is about, when it was made (microseconds), and the row's hash."""
        said = f"{self.kind} {self.number} {(at - EPOCH) // MICROSECOND} ".encode()
        return hashlib.sha256(before + said + self.digest).digest()


class Chain(Room):
    """The part of the store that makes later changes show."""

    __slots__ = ()

    async def extend_chain(self) -> str:
        """Link what came since; the head (64 hexadecimal digits)."""
        async with self.database.write() as connection:
            return (await extend(connection, self.clock())).hex()

    async def check_chain(self, head: str = "") -> ChainReport:
        """Work the whole chain out again and compare it with the rows. `head`: one that a digest named, to look for."""
        async with self.database.read() as connection:
            links = (await connection.execute(select(chain).order_by(chain.c.id))).all()
            rows = await _digests(connection)
        live = _live(links)
        broken = tuple(f"link {number} does not follow from the one before" for number in _breaks(links))
        missing = tuple(f"{kind} {number} is missing" for kind, number in sorted(live) if (kind, number) not in rows)
        changed = tuple(
            f"{kind} {number} was changed"
            for (kind, number), (_, digest) in sorted(live.items())
            if rows.get((kind, number), digest) != digest
        )
        heads = [link.head.hex() for link in links]
        unknown = (
            (f"no link has the head {head[:12]}: the log was cut or rewritten",) if head and head not in heads else ()
        )
        return ChainReport(
            links=len(links), head=heads[-1] if heads else "", faults=broken + missing + changed + unknown
        )


async def head_at(connection: AsyncConnection, at: datetime) -> str:
    """The head as it was at a moment; "" before the first link."""
    newest = select(chain.c.head).where(chain.c.at <= at).order_by(chain.c.id.desc()).limit(1)
    head = (await connection.execute(newest)).scalar_one_or_none()
    return head.hex() if head else ""


async def extend(connection: AsyncConnection, at: datetime) -> bytes:
    """Link every row that has no link yet; the head."""
    new = [Link(*row, digest) for row, digest in sorted((await _digests(connection, new=True)).items())]
    return await _append(connection, new, at)


async def let_go(connection: AsyncConnection, cases: Iterable[int], at: datetime) -> None:
    """Note, before retention deletes these cases, that their rows go rightly. Extend the chain first."""
    live = _live((await connection.execute(select(chain).order_by(chain.c.id))).all())
    wanted = set(cases)
    going: list[tuple[str, int]] = []
    for kind, (table, _) in FIXED.items():
        rows = await connection.execute(select(table.c.id, table.c.case))
        going += [(kind, row.id) for row in rows if row.case in wanted and (kind, row.id) in live]
    await _append(connection, [Link(GONE, *live[row]) for row in sorted(going)], at)


async def _append(connection: AsyncConnection, new: Iterable[Link], at: datetime) -> bytes:
    newest = select(chain.c.head).order_by(chain.c.id.desc()).limit(1)
    head: bytes = (await connection.execute(newest)).scalar_one_or_none() or START
    rows = []
    for link in new:
        head = link.head(head, at)
        rows.append({"kind": link.kind, "number": link.number, "at": at, "digest": link.digest, "head": head})
    if rows:
        await connection.execute(insert(chain), rows)
    return head


def _live(links: Iterable[Row[Any]]) -> Live:
    """The rows that must still be there."""
    live: Live = {}
    where: dict[int, tuple[str, int]] = {}
    for link in links:
        if link.kind == GONE:
            live.pop(where.get(link.number, ("", 0)), None)
        else:
            where[link.id] = (link.kind, link.number)
            live[(link.kind, link.number)] = (link.id, link.digest)
    return live


def _breaks(links: Iterable[Row[Any]]) -> list[int]:
    head, broken = START, []
    for link in links:
        if Link(link.kind, link.number, link.digest).head(head, link.at) != link.head:
            broken.append(link.id)
        head = link.head
    return broken


async def _digests(connection: AsyncConnection, *, new: bool = False) -> dict[tuple[str, int], bytes]:
    """The hash of every row of the log as it is now, or of the `new` ones that have no link yet."""
    found: dict[tuple[str, int], bytes] = {}
    for kind, (table, names) in FIXED.items():
        wanted = select(table.c.id, *(table.c[name] for name in names))
        if kind == "evidence":
            wanted = wanted.where(~evidence.c.incomplete)
        if new:
            wanted = wanted.where(~_is_linked(kind, table.c.id))
        for row in await connection.execute(wanted):
            found[(kind, row.id)] = _digest(row)
    return found


def _is_linked(kind: str, number: Column[Any]) -> ColumnElement[bool]:
    """The condition that a row has a link; one of a deleted row that had the same number does not count."""
    later = chain.alias()
    let_go = exists().where(later.c.kind == GONE, later.c.number == chain.c.id)
    return exists().where(chain.c.kind == kind, chain.c.number == number, ~let_go)


def _digest(row: Row[Any]) -> bytes:
    return hashlib.sha256(json.dumps([_plain(value) for value in row]).encode()).digest()


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a column holds)
    """A value as JSON has it: sealed bytes by their hash, times in microseconds."""
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value
