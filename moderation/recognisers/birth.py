"""Dates of birth: a date beside words about being born, or beside a name in a list."""

from __future__ import annotations

from typing import Final

from moderation.dates import MONTH
from moderation.recognisers.base import Recogniser

_DATE: Final = (
    r"(?:\d{1,2}[./\-]\d{1,2}[./\-](?:(?:19|20)\d\d|\d\d)|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH},? (?:19|20)?\d\d)"
)


class BirthDate(Recogniser):
    """A full date; weak alone, for most dates are of events."""

    kind = "date of birth"
    shapes = (
        (rf"(?<![\w./\-]){_DATE}(?![\w/\-])", 0.1),
        (rf"(?<=(?-i:[A-Z])[a-z]{{2,12}},? ){_DATE}(?![\w/\-])", 0.3),
    )
    words = (
        r"born|birth|dob|d\.o\.b|b\.|doby?s|birthday|birthdays|bday|ganwyd|geni|pen-?blwydd|dyddiad geni|"
        r"urodz\w+|he's|she's|who's"
    )
    against = r"cut ?off|deadline|due|until|till|trip|closes?|inspected"


RECOGNISERS: Final = (BirthDate(),)
