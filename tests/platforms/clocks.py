"""Clocks for tests that need another time than now."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta


def going_on_from(start: datetime) -> Callable[[], datetime]:
    """A clock that shows `start` (aware) now, and goes on from there."""
    begun = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - begun)
