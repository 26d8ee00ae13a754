"""The one door for time, which `judge` never goes through, and the schools' time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)
