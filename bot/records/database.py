"""The engine: transactions with one writer at a time, the schema brought up to date, errors that say what to do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
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


@dataclass(frozen=True, slots=True)
class Kind:
    """In what databases differ when they are opened and when a transaction begins."""

    insert: InsertInto
    driver: Mapping[str, object]  # what the driver is given
    set_up: tuple[str, ...]  # said to every new connection
    reading: str  # begins a transaction that sees one snapshot
    writing: str  # begins one that no other writer, in whatever process, comes between


KINDS = {
    # Transactions begin where this says, also before DDL. Committed evidence survives a power cut (FULL); deleted keys
    # leave no trace in free pages (secure_delete).
    "sqlite+aiosqlite": Kind(
        insert=sqlite.insert,
        driver={"isolation_level": None},
        set_up=tuple(
            f"PRAGMA {name}" for name in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
        ),
        reading="BEGIN",
        writing="BEGIN IMMEDIATE",
    ),
    "postgresql+asyncpg": Kind(
        insert=postgresql.insert,
        driver={"timeout": 10, "command_timeout": 60},  # seconds, to connect and for each statement
        # A process whose computer is gone must not keep the others waiting.
        set_up=("SET lock_timeout = '5s'", "SET idle_in_transaction_session_timeout = '60s'"),
        reading="SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        writing="SELECT pg_advisory_xact_lock(hashtext('schoolgate'))",
    ),
}
SERVER = "postgresql+asyncpg"
ACTING = "SELECT pg_try_advisory_lock(hashtext('schoolgate acts'))"
# What hosts write into the address of a server: its name without a driver, and libpq's word for how it is encrypted.
WITHOUT_DRIVER = ("postgres", "postgresql")
WORDS = {"host": "host", "port": "port", "ssl": "ssl", "sslmode": "ssl"}

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
    "55P03": "locked by another program: close that program, then try again",
    "25006": "cannot be written: the server lets them only be read: set DATABASE_URL to the one that is written to",
    "42501": "cannot be written: make this user the owner of the database",
    "28": "the server refuses this user or this password: correct DATABASE_URL",
    "3D": "the server has no such database: make it (createdb), or correct DATABASE_URL",
    "XX001": "damaged: restore it from a backup",
    "53100": "the disk is full: make room, then start again",
    "53300": "the server has too many connections: close other programs, or let it have more",
    "57P": "the server is starting or stopping: wait, then try again",
    "23": "refused: what this belongs to is not in the records",
}

ADDRESS = (
    "DATABASE_URL: not an address of records: write sqlite+aiosqlite:////<folder>/schoolgate.db"
    " or postgresql://<user>:<password>@<host>/<database>"
)
INSTALL = "in Schoolgate's folder run .venv/bin/python -m pip install -e '.[postgres]'"


class Database:
    """One engine. Reads see a snapshot; writes are transactions, one at a time, also those of other processes."""

    def __init__(self, url: str) -> None:
        self.url = _address(url)
        kind = KINDS[self.url.drivername]
        self.insert = kind.insert
        self._engine = _engine(self.url, kind)
        self._reader: AsyncEngine = self._engine.execution_options(begin=kind.reading)
        self._writer: AsyncEngine = self._engine.execution_options(begin=kind.writing)
        self._writing = asyncio.Lock()
        self._begun: set[asyncio.Task[Any]] = set()
        self._held: AsyncConnection | None = None

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
            async with self._reader.begin() as connection:
                yield connection

    async def migrate(self, connection: AsyncConnection) -> None:
        """Bring the schema up to date inside `connection`'s transaction; RecordsError when it is newer than this."""
        try:
            await connection.run_sync(_upgrade)
        except CommandError:
            raise RecordsError(f"{_place(self.url)}: made by a newer Schoolgate: install that version") from None

    async def hold(self) -> bool:
        """Whether this is, until it closes, the one program that acts on a server's records.

        A file has its folder's lock. This one lies on a connection of its own and ends with it, however that ends.
        """
        if self.sqlite:
            return True
        with _explained(self.url):
            if self._held is None:
                self._held = await self._engine.execution_options(isolation_level="AUTOCOMMIT").connect()
            return bool((await self._held.exec_driver_sql(ACTING)).scalar_one())

    async def shrink(self) -> None:
        """Empty SQLite's write-ahead log, so that what was deleted is not left in it."""
        if self.sqlite:
            with _explained(self.url):
                async with self._engine.connect() as connection:
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        """Finish what was begun, then close every connection."""
        while begun := self._begun - {asyncio.current_task()}:
            await asyncio.wait(begun)
        if self._held is not None:
            await self._held.close()
        await self._engine.dispose()


def _address(url: str) -> URL:
    """The address with the driver and in the driver's words; RecordsError says what to write in place of another."""
    try:
        address = make_url(url)
    except (SQLAlchemyError, ValueError):
        raise RecordsError(ADDRESS) from None
    if address.drivername in WITHOUT_DRIVER:
        address = address.set(drivername=SERVER)
    if address.drivername not in KINDS:
        raise RecordsError(ADDRESS)
    if address.drivername != SERVER:
        return address
    for word in address.query:
        if word not in WORDS:
            raise RecordsError(f"DATABASE_URL: ?{word}= is not known: take it out; known are {', '.join(WORDS)}")
    return address.set(query={WORDS[word]: said for word, said in address.query.items()})


def _engine(address: URL, kind: Kind) -> AsyncEngine:
    """The engine of an address. A connection that a server has closed meanwhile is made anew before it is used."""
    is_server = address.drivername == SERVER
    try:
        # hide_parameters: an error of the driver must never carry what was to be written.
        engine = create_async_engine(
            address, connect_args=dict(kind.driver), hide_parameters=True, pool_pre_ping=is_server
        )
    except ModuleNotFoundError as error:
        raise RecordsError(f"DATABASE_URL: {error.name} is not installed: {INSTALL}") from None
    except (SQLAlchemyError, ValueError):
        raise RecordsError(ADDRESS) from None
    event.listen(engine.sync_engine, "connect", partial(_set_up, kind))
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


async def add(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert one row; its number."""
    result = await connection.execute(insert(table), values)
    key: Sequence[int] = result.inserted_primary_key or ()
    return key[0]


def _set_up(kind: Kind, connection: Any, _: object) -> None:  # noqa: ANN401 (SQLAlchemy's adapter has no public type)
    cursor = connection.cursor()
    for statement in kind.set_up:
        cursor.execute(statement)
    cursor.close()
    connection.commit()


def _begin(connection: Connection) -> None:
    # A writer asks for its lock at the start: a transaction that reads first and then writes could not wait for it.
    if begin := connection.get_execution_options().get("begin"):
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
        name = _named(error.orig)
        known = next((ADVICE[key] for key in ADVICE if name.startswith(key)), f"does not answer ({name})")
        raise RecordsError(f"{_place(url)}: {known}") from None
    except OSError as error:
        why = f"cannot be reached ({type(error).__name__}): start the server, or correct DATABASE_URL"
        raise RecordsError(f"{_place(url)}: {why}") from None


def _named(error: BaseException | None) -> str:
    """What a database calls an error: SQLite's name, PostgreSQL's SQLSTATE, else what the driver calls it."""
    said = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return said or type(error).__name__


def _place(url: URL) -> str:
    return url.render_as_string(hide_password=True) if url.host else str(url.database)
