"""Numbers that are nobody's: dates and times of events, prices, scores, classes, sizes, orders.

Policy 4.2.7 means none of them: where every digit of a message is of these and nobody is spoken of, it tells no detail
of a person.
"""

from __future__ import annotations

import re
from typing import Final

from moderation.dates import MONTH, may_be_birthday, of_events
from moderation.recognisers.hit import Hit

DATED: Final = frozenset({"date of birth", "list or letter about people"})
NEAR: Final = 80  # characters
_BORN = re.compile(r"\b(?:born|d\.?o\.?bs?|dates? of birth|(?:g|ng)eni|ganwyd|urodz\w+|n[aă]scut\w?)\b", re.I)
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_CLOCK: Final = r"(?:[01]\d|2[0-3])[0-5]\d"
_UNIT: Final = (
    r"(?:am|pm|noon|o'?clock|h|hrs?|hours?|mins?|minutes?|secs?|seconds?|days?|weeks?|months?|years?|terms?|kids|"
    r"children|pupils|families|parents|people|adults|places|spaces|seats|tickets|pairs?|bottles|boxes|packs?|bags|"
    r"quid|pounds|pence|p|k|miles?|cm|mm|m|km|kg|g|ml|l|laps|lengths|goals|points|x|times|nil)"
)
_COUNTED: Final = (
    r"(?:years?|yrs?|y|p|s|ks|key stage|rooms?|rm|pages?|pp|sizes?|ages?|aged|sets?|groups?|teams?|u|under|over|bus|"
    r"coach|platform|lessons?|weeks?|terms?|levels?|grades?|parts?|chapters?|questions?|units?|top|only|"
    r"max(?:imum)?|min(?:imum)?|about|around|nearly|after|before|from|until|till|by|at|x)"
)
_NUMBERED: Final = (
    r"(?:orders?|tracking|parcel|ref(?:erence)?|isbn|invoice|booking|items?|lot|product|serial|ticket|raffle|voucher|"
    r"zoom(?: meeting)?|teams meeting|meeting|webinar|google meet|pass(?:code)?|(?:kahoot|quiz|game) (?:pin|code)|"
    r"bib|locker|barcode|bay|"
    r"evri|dpd|yodel|royal mail|parcelforce)"
)
_NO: Final = r"(?: ?(?:no\.?|number|num|nr|code|id|is|:|#)){0,2}"
_INNOCENT = re.compile(
    "|".join(
        (
            rf"\b{_NUMBERED}{_NO} ?(?=[\w-]{{0,20}}\d)[\w-]{{1,30}}(?: (?=\w{{0,6}}\d)\w{{1,8}}){{0,6}}",
            rf"\b{_CLOCK} ?(?:[-\u2013/]|to|till|until) ?{_CLOCK}\b",
            r"\b\d{1,2}:[0-5]\d(?::[0-5]\d|\.\d{1,3})\b",
            r"\b\d{1,4} ?[x\u00d7*+\u00f7/\-] ?\d{1,4} ?= ?\d{1,5}\b",
            rf"\b{_DAY}(?: ?(?:-|to|and|&) ?{_DAY})? (?:of )?{MONTH}(?:,? 20\d\d)?\b",
            rf"\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b",
            r"\b\d{1,2}[./\-]\d{1,2}(?:[./\-](?:20)?\d\d)?\b",
            r"\b20\d\d(?:[/\-]\d\d)?\b",
            r"\b\d{1,2}[:.]\d\d(?: ?[ap]m)?\b",
            r"£ ?\d{1,4}(?:[.,]\d{1,3})?",
            r"\b\d{1,3}(?:st|nd|rd|th)\b",
            rf"\b{_COUNTED} ?\d{{1,3}}(?: ?[-/&] ?\d{{1,3}})?[a-z]?\b(?![.:/]\d)",
            rf"\b\d{{1,4}}(?:\.\d)?(?: ?[-\u2013] ?\d{{1,3}})? ?{_UNIT}\b",
            r"\b\d{1,2} ?[-\u2013] ?\d{1,2}\b",
            r"\b\d{1,3}%",
        )
    ),
    re.I,
)


def only(text: str, year: int) -> bool:
    """Whether a text holds digits, and each is of a number that is nobody's. `year`: when it was written."""
    if not any(map(str.isdigit, text)) or may_be_birthday(text, year):
        return False
    return not any(map(str.isdigit, _INNOCENT.sub("", text)))


def is_of_an_event(text: str, hit: Hit, year: int) -> bool:
    """Whether a date, or a list with dates, is of what is planned or was of late: term dates, "she's off till ..."."""
    is_birth = _BORN.search(text, max(0, hit.start - NEAR), hit.end + NEAR)
    return hit.kind in DATED and of_events(text[hit.start : hit.end], year) and not is_birth
