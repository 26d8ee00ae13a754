"""How the tests share a machine, and the records that many of them work on."""

import os
import subprocess
from contextlib import ExitStack

import pytest
from hypothesis import settings

from bot.records.store import open_records
from tests.platforms.evidence import KEY, NOW

settings.register_profile("shared", deadline=None)  # another test may have the core for a second
settings.load_profile("shared")


def pytest_xdist_auto_num_workers():
    """Half as many again as there are cores: tests that talk to a server or a browser mostly wait for it."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


@pytest.fixture
def path(tmp_path):
    """Where the records' database lies."""
    return tmp_path / "records.db"


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server; the tests that need it are skipped, and say so in one line, where none can be started."""
    with ExitStack() as running:
        try:
            from tests.platforms.postgres import served

            server = running.enter_context(served())
        except (ImportError, OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"no PostgreSQL can be started here: {error}")
        yield server


@pytest.fixture
def database():
    """Which database the records are in."""
    return "sqlite"


@pytest.fixture
def address(request, database):
    """Where new records are to be kept."""
    if database == "sqlite":
        return f"sqlite+aiosqlite:///{request.getfixturevalue('path')}"
    return request.getfixturevalue("postgres").fresh()


@pytest.fixture
def clock():
    """What time the records think it is."""
    return lambda: NOW


@pytest.fixture
async def records(address, clock):
    store = await open_records(address, KEY, clock=clock)
    yield store
    await store.close()
