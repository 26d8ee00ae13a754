"""Starts the whole program on a configuration of the test's own, and stops it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

from bot import app as composition
from bot.settings import load
from moderation.clock import utc_now

ROSTER = """kind,given_name,family_name,known_as,title,role,class,photo_consent,naming_consent
staff,Helen,Marsden,Mrs Marsden,Mrs,Headteacher,,,
pupil,Callum,Whitaker,,,,Year 4 Oaks,no,no
"""


def configure(folder: Path, monkeypatch, groups: str, **environment: str) -> None:
    """Write the configuration (`groups`: TOML tables) and set the environment."""
    (folder / "roster.csv").write_text(ROSTER)
    path = folder / "schoolgate.toml"
    path.write_text(f'school = "Hollybank Primary School"\n{groups}')
    settings = {"SCHOOLGATE_CONFIG": str(path), "SCHOOLGATE_DATA": str(folder / "var")}
    for name in ("DISCORD_TOKEN", "TELEGRAM_TOKEN", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (settings | environment).items():
        monkeypatch.setenv(name, value)


@asynccontextmanager
async def running(clock: Callable[[], datetime] = utc_now) -> AsyncIterator[composition.App]:
    """The program, connected and ready to act; `clock` is what enforcement knows of the time."""
    async with composition.build(load(), clock) as app:
        task = asyncio.create_task(app.run())
        ready = asyncio.gather(*(platform.ready() for platform in app.platforms.values()))
        done, _ = await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=30)
        if task in done:
            ready.cancel()
            task.result()
        try:
            yield app
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def until(check: Callable[[], object | Awaitable[object]], within: float = 30.0) -> None:
    """Wait until something is so."""
    loop = asyncio.get_running_loop()
    end = loop.time() + within
    while True:
        answer = check()
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer:
            return
        assert loop.time() < end, "it did not come to be in time"
        await asyncio.sleep(0.02)


def recorded(folder: Path) -> dict[str, str]:
    """Where each kind of order stands, read by another program's connection; empty before any evidence is there."""
    with sqlite3.connect(folder / "var" / "schoolgate.db") as database:
        rows = database.execute("select kind, status from orders where exists (select 1 from evidence)")
        return dict(rows.fetchall())
