"""Numbers that people type and buttons carry: of cases, of letters and of what waits in them."""

from __future__ import annotations

from typing import Final

MOST: Final = 18  # digits: what is longer is no number of ours, and more than a database holds


def number(said: str) -> int | None:
    """The number that was said, with or without a #; None for anything else."""
    digits = said.strip().lstrip("#")
    return int(digits) if digits.isdecimal() and len(digits) <= MOST else None
