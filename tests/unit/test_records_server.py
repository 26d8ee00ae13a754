"""Records on a server: made and brought up to date, shared, and every way in which it can fail, told in one line."""

import asyncio
from dataclasses import replace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.alone import alone_on
from bot.ports import RecordsError
from bot.records import database as databases
from bot.records.store import open_records
from bot.records.tables import metadata
from tests.platforms.evidence import HIDE, KEY, NOW, judged
from tests.platforms.tables import asked

CONFIG = Config()
CONFIG.set_main_option("script_location", str(databases.MIGRATIONS))
REVISIONS = sorted(each.revision for each in ScriptDirectory.from_config(CONFIG).walk_revisions())
WITHOUT_END = """INSERT INTO cases (wrapped, platform, "group", "user", chat, message, thread, clause, state, opened_at)
VALUES ('', 'discord', '1', '2', '3', '4', '', '4.2.1', 'open', 5);
INSERT INTO orders ("case", kind, clause, parts, status, attempts, detail, created_at, changed_at)
VALUES (1, 'restrict', '4.2.1', '[]', 'done', 1, '', 7, 7)"""


@pytest.fixture
def database():
    return "postgresql"


async def reason(address):
    """The one line that says why the records do not open."""
    with pytest.raises(RecordsError) as refused:
        await (await open_records(address, KEY)).close()
    assert "\n" not in str(refused.value)
    assert "wrong" not in str(refused.value)
    return str(refused.value)


async def on(address, work):
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        found = await connection.run_sync(work)
    await engine.dispose()
    return found


def differences(connection):
    return compare_metadata(MigrationContext.configure(connection), metadata)


@pytest.fixture
def empty(postgres):
    return postgres.new()


async def test_the_migrations_make_exactly_the_tables(empty):
    await (await open_records(empty, KEY)).close()
    assert await on(empty, differences) == []


@pytest.mark.parametrize("revision", REVISIONS[:-1])
async def test_records_of_every_older_version_are_brought_up_to_date(empty, revision):
    def made(connection):
        config = Config()
        config.set_main_option("script_location", str(databases.MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in WITHOUT_END.split(";"):
            connection.execute(text(statement))

    await on(empty, made)
    store = await open_records(empty, KEY)
    (hide,) = await store.settle(judged(1, *HIDE))
    await store.close()
    assert hide.case == 2
    assert await on(empty, differences) == []
    if revision < "0003":
        assert await asked(empty, "SELECT until FROM orders WHERE id = 1") == [(7 + 86_400_000_000,)]


async def test_several_that_begin_at_once_make_the_tables_once(empty):
    stores = await asyncio.gather(*(open_records(empty, KEY) for _ in range(3)))
    assert len({await store.begun() for store in stores}) == 1
    for store in stores:
        await store.close()


async def test_a_server_that_is_not_there_is_named_without_the_password():
    line = await reason("postgres://bot:wrong@127.0.0.1:1/school")
    assert line == (
        "postgresql+asyncpg://bot:***@127.0.0.1:1/school: cannot be reached (ConnectionRefusedError):"
        " start the server, or correct DATABASE_URL"
    )


@pytest.mark.parametrize("who", ["keeper:wrong", "nobody:wrong"])
async def test_a_password_or_a_user_that_is_refused_is_said(postgres, who, monkeypatch):
    line = await reason(postgres.address("made", who))
    assert line == "made: the server refuses this user or this password: correct DATABASE_URL"


async def test_a_database_that_is_not_there_is_said(postgres):
    line = await reason(postgres.address("absent"))
    assert line == "absent: the server has no such database: make it (createdb), or correct DATABASE_URL"


async def test_a_user_without_the_right_to_make_tables_is_told(postgres, empty):
    line = await reason(postgres.address(make_url(empty).database, "keeper:correct-horse"))
    assert line.endswith(": cannot be written: make this user the owner of the database")


async def test_a_server_that_is_only_read_from_is_told_apart(empty):
    name = make_url(empty).database
    await asked(empty, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert "the server lets them only be read" in await reason(empty)


async def test_another_key_is_told_apart(address):
    await (await open_records(address, bytes(32))).close()
    assert "the key is not the one these records were made with" in await reason(address)


async def test_a_writer_that_does_not_end_is_waited_for_and_then_named(address, monkeypatch):
    kind = databases.KINDS[databases.SERVER]
    impatient = replace(kind, set_up=("SET lock_timeout = '200ms'",))
    monkeypatch.setitem(databases.KINDS, databases.SERVER, impatient)
    slow, other = [await open_records(address, KEY) for _ in range(2)]
    async with slow.database.write():
        with pytest.raises(RecordsError, match="locked by another program"):
            await other.settle(judged(1, *HIDE))
    assert len(await other.settle(judged(1, *HIDE))) == 1
    await slow.close()
    await other.close()


async def test_connections_that_the_server_closed_are_made_anew(address):
    store = await open_records(address, KEY)
    await store.settle(judged(1, *HIDE))
    await asked(address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert len(await store.settle(judged(2, *HIDE))) == 1
    await store.close()


async def test_who_reads_sees_one_moment_and_cannot_write(address):
    store, other = [await open_records(address, KEY, clock=lambda: NOW) for _ in range(2)]
    async with store.database.read() as connection:
        counted = text("SELECT count(*) FROM cases")
        before = (await connection.execute(counted)).scalar_one()
        await other.settle(judged(1, *HIDE))
        assert (await connection.execute(counted)).scalar_one() == before == 0
    with pytest.raises(RecordsError):
        async with store.database.read() as connection:
            await connection.execute(text("DELETE FROM cases"))
    assert len(await store.pending()) == 1
    await store.close()
    await other.close()


async def test_two_that_see_the_same_post_at_once_open_one_case(address):
    """An album's parts, or the same words in two chats, reach two processes: each would find no open case yet."""
    stores = [await open_records(address, KEY, clock=lambda: NOW) for _ in range(4)]
    edits = [judged(1, *HIDE, edited_at=NOW.replace(minute=number)) for number in range(len(stores))]
    await asyncio.gather(*(store.settle(edit) for store, edit in zip(stores, edits, strict=True)))
    assert await asked(address, "SELECT count(*) FROM cases") == [(1,)]
    for store in stores:
        await store.close()


async def test_one_program_acts_and_a_second_one_waits_until_it_has_ended(address):
    first, second = [await open_records(address, KEY) for _ in range(2)]
    await alone_on(first)
    with pytest.raises(RecordsError, match="another Schoolgate runs on this database"):
        await alone_on(second, patience=1)
    assert await second.last_alive("discord") is None  # who only looks is not stopped
    await first.close()
    await alone_on(second)
    await second.close()
