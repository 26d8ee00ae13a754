"""Words near a place in a text, found in one pass whatever the number of places asked about."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

NOWHERE: Final = 10_000  # characters; further than any message is long


def lowered(text: str) -> str:
    """The text in lower case, one character for one, so that positions stay true."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(char.lower()[0] for char in text)


@lru_cache(maxsize=256)
def words(pattern: str) -> re.Pattern[str]:
    """A pattern of whole words in lower case; without re.I an alternative is refused by its first letter."""
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Places:
    """Where words stand in one text, from left to right and never overlapping."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    @classmethod
    def of(cls, pattern: re.Pattern[str], low: str) -> Places:
        """Every match of a pattern in a lowered text."""
        spans = [match.span() for match in pattern.finditer(low)]
        return cls(tuple(start for start, _ in spans), tuple(end for _, end in spans))

    def within(self, start: int, end: int) -> bool:
        """Whether one lies wholly in `[start, end)`."""
        first = bisect_left(self.starts, start)
        return first < len(self.ends) and self.ends[first] <= end

    def before(self, at: int) -> int:
        """Characters from the last one that ends by `at` to `at`; NOWHERE when there is none."""
        last = bisect_left(self.ends, at + 1)
        return at - self.ends[last - 1] if last else NOWHERE

    def after(self, at: int) -> int:
        """Characters from `at` to the first one that starts there or later; NOWHERE when there is none."""
        first = bisect_left(self.starts, at)
        return self.starts[first] - at if first < len(self.starts) else NOWHERE
