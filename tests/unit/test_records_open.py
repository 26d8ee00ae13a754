"""Opening the records: schema, settings of the file, and every way in which it can fail, told in one line."""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from bot.alone import alone
from bot.ports import RecordsError
from bot.records.store import open_records
from bot.records.tables import metadata
from tests.platforms.evidence import HIDE, KEY, judged

NOBODY = 65534
WRITE = (
    "DATABASE_URL: not an address of records: write sqlite+aiosqlite:////<folder>/schoolgate.db"
    " or postgresql://<user>:<password>@<host>/<database>"
)
KNOWN = "known are host, port, ssl, sslmode"
LOGGED = """
import logging
from bot.logs import set_up
from bot.ports import RecordsError
set_up()
try:
    raise RecordsError("schoolgate.db: the disk is full")
except RecordsError:
    logging.getLogger("apscheduler").exception("Job raised an exception")
"""


async def opened(path, *, more="", key=KEY):
    return await open_records(f"sqlite+aiosqlite:///{path}{more}", key)


async def made(path):
    await (await opened(path)).close()


async def reason(path, **how):
    """The one line that says why the records do not open."""
    with pytest.raises(RecordsError) as refused:
        await (await opened(path, **how)).close()
    assert "\n" not in str(refused.value)
    return str(refused.value)


@contextmanager
def readable_by_all():
    """A folder that another user can reach, which the test's own is not."""
    folder = Path(tempfile.mkdtemp())
    try:
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


async def test_a_folder_that_is_made_for_records_is_for_its_owner_alone(tmp_path):
    with alone(tmp_path / "first"):
        await made(tmp_path / "second" / "schoolgate.db")
    assert [folder.stat().st_mode & 0o077 for folder in sorted(tmp_path.iterdir())] == [0, 0]


@contextmanager
def without_the_right_to_write(folder):
    """As a user who may read the folder and not write to it (root may always write, so it becomes somebody else)."""
    for item in (folder, *folder.iterdir()):
        item.chmod(0o555 if item.is_dir() else 0o444)
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


async def test_the_migrations_make_exactly_the_tables(path):
    await made(path)
    with create_engine(f"sqlite:///{path}").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    connection.engine.dispose()


async def test_opening_again_changes_nothing_and_keeps_the_cases(path):
    store = await opened(path)
    (hide,) = await store.settle(judged(1, *HIDE))
    begun = await store.begun()
    await store.close()
    store = await opened(path)
    assert await store.pending() == [hide]
    assert await store.begun() == begun
    await store.close()


async def test_the_folder_is_made(tmp_path):
    await made(tmp_path / "var" / "deep" / "records.db")
    assert (tmp_path / "var" / "deep" / "records.db").exists()


async def test_the_file_survives_a_power_cut_and_forgets_what_is_deleted(path):
    store = await opened(path)
    async with store.database.read() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        found = [(await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one() for name in asked]
    await store.close()
    assert found == ["wal", 2, 1, 1, 5000]


async def test_another_key_is_told_apart(path):
    await made(path)
    assert "the key is not the one these records were made with" in await reason(path, key=bytes(32))
    await made(path)


async def test_a_file_that_is_no_database_is_left_alone(path):
    path.write_text("Minutes of the parents' evening, 12 May\n" * 200)
    before = path.read_bytes()
    assert await reason(path) == f"{path}: not a database: move the file away, or set DATABASE_URL to another one"
    assert path.read_bytes() == before


async def test_records_of_a_newer_version_are_left_alone(path):
    await made(path)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    assert await reason(path) == f"{path}: made by a newer Schoolgate: install that version"


async def test_a_locked_file_is_waited_for_and_then_named(path):
    await made(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await reason(path, more="?timeout=0.2") == (
            f"{path}: locked by another program: close that program, then try again"
        )
    await made(path)


async def test_a_lock_that_is_let_go_in_time_is_no_trouble(path):
    store = await opened(path, more="?timeout=5")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.3, other.execute, "ROLLBACK")
    assert await store.settle(judged(1)) == ()
    other.close()
    await store.close()


async def test_records_locked_while_running_refuse_in_one_line_and_recover(path):
    store = await opened(path, more="?timeout=0.2")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsError, match="locked by another program"):
            await store.settle(judged(1, *HIDE))
    assert len(await store.settle(judged(1, *HIDE))) == 1
    await store.close()


def test_the_log_says_why_the_records_refused_what_is_done_by_the_clock():
    done = subprocess.run([sys.executable, "-c", LOGGED], capture_output=True, text=True, check=True, timeout=60)
    line = json.loads(done.stderr)
    assert (line["error"], line["what"]) == ("RecordsError", "schoolgate.db: the disk is full")


async def test_a_file_opened_for_reading_only_is_named(path):
    await made(path)
    address = f"file:{path}?mode=ro&uri=true"
    assert "cannot be written: give this user the right to write" in await reason(address)


@pytest.mark.parametrize("exists", [True, False])
async def test_a_folder_without_the_right_to_write_is_named(exists):
    with readable_by_all() as folder:
        path = folder / "records.db"
        if exists:
            await made(path)
        with without_the_right_to_write(folder):
            line = await reason(path)
    assert line.startswith(f"{path}: cannot be ")
    assert "right to write" in line


async def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    assert "make this folder, or set DATABASE_URL" in await reason(tmp_path / "file" / "var" / "records.db")


async def test_a_damaged_file_is_named(path):
    store = await opened(path)
    for number in range(1, 40):
        await store.settle(judged(number, *HIDE))
    await store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert "damaged: restore it from a backup" in await reason(path)


@pytest.mark.parametrize("days", [{"clean": 0}, {"letters": 3}])
async def test_retention_that_makes_no_sense_is_refused(path, days):
    with pytest.raises(RecordsError, match="give whole days for clean, case, restriction, log"):
        await open_records(f"sqlite+aiosqlite:///{path}", KEY, days)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://bot:secret@db/school", WRITE),
        ("sqlite:///records.db", WRITE),
        ("postgresql+asyncpg://bot:secret@db:port/school", WRITE),
        ("nonsense", WRITE),
        ("sqlite+aiosqlite:///records.db?timeout=long", WRITE),
        ("postgresql+absent://bot:secret@db/school", WRITE),
        ("postgres://bot@db/school?password=secret", "DATABASE_URL: ?password= is not known: take it out; " + KNOWN),
    ],
)
async def test_an_address_that_cannot_be_used_says_what_to_write(url, said):
    with pytest.raises(RecordsError) as refused:
        await open_records(url, KEY)
    assert str(refused.value) == said


@pytest.mark.parametrize("kind", ["postgresql+asyncpg", "postgresql", "postgres"])
async def test_a_driver_that_is_not_there_is_named(monkeypatch, kind):
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(RecordsError) as refused:
        await open_records(f"{kind}://bot:secret@db/school?sslmode=require", KEY)
    install = "in Schoolgate's folder run .venv/bin/python -m pip install -e '.[postgres]'"
    assert str(refused.value) == f"DATABASE_URL: asyncpg is not installed: {install}"


async def test_errors_never_carry_what_was_to_be_written(path):
    store = await opened(path)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DROP TABLE evidence")
    with pytest.raises(RecordsError) as refused:
        await store.settle(judged(1, *HIDE))
    await store.close()
    chain = repr(refused.value) + repr(refused.value.__cause__) + str(refused.value.__suppress_context__)
    assert "Quux" not in chain
    assert "does not answer (SQLITE_ERROR)" in chain
