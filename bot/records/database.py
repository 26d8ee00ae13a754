"""The engine: transactions with one writer at a time, the schema brought up to date, errors that say what to do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Table, event, insert, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.ports import RecordsError

InsertInto = Callable[[Table], sqlite.Insert] | Callable[[Table], postgresql.Insert]

T = TypeVar("T")
MIGRATIONS = Path(__file__).parent / "migrations"
# Committed evidence survives a power cut (FULL); deleted keys leave no trace in free pages (secure_delete).
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")

ADVICE = {
    "SQLITE_BUSY": "locked by another program: close that program, then try again",
    "SQLITE_LOCKED": "locked by another program: close that program, then try again",
    "SQLITE_READONLY": "cannot be written: give this user the right to write to the file and its folder",
    "SQLITE_CANTOPEN": "cannot be opened: the folder must exist and this user must have the right to write to it",
    "SQLITE_PERM": "cannot be opened: give this user the right to read and write it",
    "SQLITE_NOTADB": "not a database: move the file away, or set DATABASE_URL to another one",
    "SQLITE_CORRUPT": "damaged: restore it from a backup",
    "SQLITE_FULL": "the disk is full: make room, then start again",
    "SQLITE_IOERR": "the disk does not read or write: check it, then start again",
    "SQLITE_CONSTRAINT": "refused: what this belongs to is not in the records",
}

ADDRESS = (
    "DATABASE_URL: not an address of records: write sqlite+aiosqlite:////<folder>/schoolgate.db"
    " or postgresql+asyncpg://<user>:<password>@<host>/<database>"
)
INSTALL = "run .venv/bin/python -m pip install"


class Database:
    """One engine. Reads see a snapshot; writes are transactions, one at a time (SQLite has a single writer)."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self.url = self._engine.url
        self._writing = asyncio.Lock()
        self._begun: set[asyncio.Task[Any]] = set()
        self.insert: InsertInto = sqlite.insert if self.sqlite else postgresql.insert
        if self.sqlite:
            event.listen(self._engine.sync_engine, "connect", _set_up)
            event.listen(self._engine.sync_engine, "begin", _begin)
        self._writer: AsyncEngine = self._engine.execution_options(begin="BEGIN IMMEDIATE")

    @property
    def sqlite(self) -> bool:
        """Whether this is a file of SQLite's."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of the records; None for a server, and for SQLite's own addresses (file:, :memory:)."""
        name = self.url.database or ":memory:"
        return None if not self.sqlite or name.startswith(("file:", ":")) else Path(name)

    async def finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Do `work` to its end even when the caller is cancelled meanwhile.

        A driver that is interrupted in a statement can leave its connection, and with it the lock, to the garbage
        collector; what has begun is therefore finished.
        """
        task = asyncio.create_task(work)
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)
        return await asyncio.shield(task)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes; committed at the end, rolled back on any error. Only for what `finish` does."""
        async with self._writing:
            with _explained(self.url):
                async with self._writer.begin() as connection:
                    yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads."""
        with _explained(self.url):
            async with self._engine.begin() as connection:
                yield connection

    async def migrate(self, connection: AsyncConnection) -> None:
        """Bring the schema up to date inside `connection`'s transaction; RecordsError when it is newer than this."""
        try:
            await connection.run_sync(_upgrade)
        except CommandError:
            raise RecordsError(f"{_place(self.url)}: made by a newer Schoolgate: install that version") from None

    async def shrink(self) -> None:
        """Empty SQLite's write-ahead log, so that what was deleted is not left in it."""
        if self.sqlite:
            with _explained(self.url):
                async with self._engine.execution_options(begin="").connect() as connection:
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        """Finish what was begun, then close every connection."""
        while begun := self._begun - {asyncio.current_task()}:
            await asyncio.wait(begun)
        await self._engine.dispose()


def _engine(url: str) -> AsyncEngine:
    """The engine of an address; RecordsError says what to write in place of one that cannot be used."""
    try:
        # hide_parameters: an error of the driver must never carry what was to be written.
        engine = create_async_engine(make_url(url), hide_parameters=True)
    except ModuleNotFoundError as error:
        raise RecordsError(f"DATABASE_URL: {error.name} is not installed: {INSTALL} {error.name}") from None
    except (SQLAlchemyError, ValueError):
        raise RecordsError(ADDRESS) from None
    if engine.dialect.name not in ("sqlite", "postgresql"):
        raise RecordsError(ADDRESS)
    return engine


async def add(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert one row; its number."""
    result = await connection.execute(insert(table), values)
    key: Sequence[int] = result.inserted_primary_key or ()
    return key[0]


def _set_up(connection: Any, _: object) -> None:  # noqa: ANN401 (SQLAlchemy's adapter has no public type)
    connection.isolation_level = None  # transactions begin where _begin says, also before DDL
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer asks for its lock at the start: a transaction that reads first and then writes could not wait for it.
    if begin := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(begin)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _explained(url: URL) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        name = getattr(error.orig, "sqlite_errorname", type(error.orig).__name__)
        known = next((ADVICE[key] for key in ADVICE if name.startswith(key)), f"does not answer ({name})")
        raise RecordsError(f"{_place(url)}: {known}") from None
    except OSError as error:
        raise RecordsError(f"{_place(url)}: {error.strerror or 'cannot be reached'}: check DATABASE_URL") from None


def _place(url: URL) -> str:
    return url.render_as_string(hide_password=True) if url.host else str(url.database)
