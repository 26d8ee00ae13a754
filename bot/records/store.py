"""The records of Schoolgate: opened here, one part of the store for each kind of work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Records, RecordsError
from bot.records.casebook import Casebook
from bot.records.consents import ConsentBook
from bot.records.counts import Counts
from bot.records.database import Database
from bot.records.docket import DocketBook
from bot.records.folder import Clock
from bot.records.holding import HoldingBook
from bot.records.judging import Judging
from bot.records.ladder import LadderBook
from bot.records.ledger import Ledger
from bot.records.letters import LetterBook
from bot.records.mentions import MentionBook
from bot.records.retention import Retention, days_kept
from bot.records.securing import SecuringBook
from bot.records.tables import book
from bot.records.triage import TriageBook
from bot.records.vault import Vault
from bot.records.watch import Watch
from bot.records.welcomes import WelcomeBook
from moderation.clock import utc_now


class Store(
    Judging,
    Ledger,
    LadderBook,
    Casebook,
    DocketBook,
    HoldingBook,
    SecuringBook,
    ConsentBook,
    MentionBook,
    LetterBook,
    TriageBook,
    WelcomeBook,
    Watch,
    Counts,
    Retention,
):
    """What Schoolgate remembers; implements ports.Records. `clock` is its one door for time."""

    __slots__ = ()

    async def hold(self) -> bool:
        """Whether this program, until it closes, is the only one that acts on these records."""
        return await self.database.hold()

    async def close(self) -> None:
        """Finish and close."""
        await self.database.close()


async def open_records(
    url: str, key: bytes, retention: Mapping[str, int] | None = None, *, clock: Clock = utc_now
) -> Store:
    """Open the records at a SQLAlchemy address, made or brought up to date first.

    `key`: the 32-byte master key. `?timeout=` in an SQLite address: seconds to wait for another program (5).
    Raises RecordsError when the records cannot be opened, are newer than this program, or have another key.
    """
    database = Database(url)
    store = Store(database=database, vault=Vault(key), clock=clock, retention=days_kept(retention))
    if database.file:
        _make_folder(database.file.parent)
    try:
        async with database.write() as connection:
            await database.migrate(connection)
            await _recognise(connection, store)
    except BaseException:
        await database.close()
        raise
    return store


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise RecordsError(f"{folder}: {error.strerror}: make this folder, or set DATABASE_URL") from None


async def _recognise(connection: AsyncConnection, store: Store) -> None:
    """Compare the key with the one these records began with; new records take this one. Writes in any case."""
    check = (await connection.execute(select(book.c.check))).scalar_one_or_none()
    if check is None:
        await connection.execute(insert(book), {"id": 1, "check": store.vault.check(), "begun": store.clock()})
    elif not store.vault.fits(check):
        raise RecordsError("the key is not the one these records were made with: give back the old key or key file")
    else:
        await connection.execute(update(book).values(check=check))  # a file that cannot be written shows now


def _fulfils(store: Store) -> Records:
    """For the type checker: the store is all that ports.Records asks for."""
    return store
