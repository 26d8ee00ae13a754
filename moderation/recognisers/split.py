"""Phone numbers in pieces: over several lines, or with words between them ("starts 077, then 00900, ends 123")."""

from __future__ import annotations

from typing import Final

from moderation.recognisers.base import Recogniser
from moderation.recognisers.contact import digits_only, is_phone

_PIECE: Final = r"\d{2,8}+(?:[ .\-]\d{2,6}){0,2}+"
FEWEST: Final = 10  # digits


class SplitNumber(Recogniser):
    """Two to four pieces that are a number together, in their order or with the last one said to be in front."""

    kind = "phone number"
    shapes = (
        (rf"(?<![\w.,/£\-]){_PIECE}(?:\s{{0,3}}\n\s{{0,3}}{_PIECE}){{1,3}}(?!\d)", 0.5),
        (rf"(?<![\w.,/£\-]){_PIECE}(?:(?:(?!:\d)[^\d£/]){{1,40}}+{_PIECE}){{1,3}}(?!\d)", 0.1),
    )
    words = (
        r"in front|at the front|before it|then|followed by|and the rest|the rest|starts?|begins|ends?|ending|"
        r"(?:first|last|second|other) (?:half|bit|part|three|four|five|six)|part (?:one|two|1|2)|put together|wedyn"
    )
    against = r"order|ref|reference|invoice|isbn|booking|code|tracking|score|won|page|pages"

    def invalidate_result(self, pattern_text: str) -> bool:
        """Only pieces that make a number of the right length that starts with a nought."""
        digits = digits_only(pattern_text)
        last = digits_only(pattern_text.split()[-1])
        front = len(digits) - len(last)
        return not any(
            each.startswith("0") and len(each) >= FEWEST and is_phone(each) for each in (digits, last + digits[:front])
        )


RECOGNISERS: Final = (SplitNumber(),)
