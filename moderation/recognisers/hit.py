"""What a recogniser gives back; apart, so that rules without presidio need not import it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters of the text that look like a kind of data; `sure` is between 0 and 1."""

    kind: str
    start: int
    end: int
    sure: float
    recogniser: str
