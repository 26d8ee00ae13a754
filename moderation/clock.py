"""The schools' time zone."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
