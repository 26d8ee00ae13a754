"""One running program for each data folder: a second one would answer every command again and take half the updates."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.ports import RecordsError


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
