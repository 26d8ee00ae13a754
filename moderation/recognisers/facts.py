"""placeholder"""

from __future__ import annotations
from collections.abc import Sequence
from moderation.recognisers.base import Hit


def look(text: str) -> Sequence[Hit]:
    return []
