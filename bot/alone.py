"""One running program for each data folder and each database: a second one would do everything again."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from bot.ports import Records, RecordsError

log = structlog.get_logger()
PATIENCE = 60
"""For how many seconds another one is waited for: hosts start a new version before they stop the old one."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which ends with the program however that ends. Raises RecordsError when it is held."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "schoolgate.lock").open("w")
    except OSError as error:
        raise RecordsError(f"{folder}: {error.strerror}: make the folder writable, or set SCHOOLGATE_DATA") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            advice = "stop that one first, or give this one a folder of its own with SCHOOLGATE_DATA"
            raise RecordsError(f"{folder}: another Schoolgate runs with this folder: {advice}") from None
        yield


async def alone_on(records: Records, patience: int = PATIENCE) -> None:
    """Be the one program that acts on these records. Raises RecordsError when another still does after `patience`."""
    for second in range(patience):
        if await records.hold():
            return
        if second == 0:
            log.warning("waiting", what="another Schoolgate acts on these records", seconds=patience)
        await asyncio.sleep(1)
    raise RecordsError("DATABASE_URL: another Schoolgate runs on this database: stop that one first")
