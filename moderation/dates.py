"""Dates of events: of about the year in which a message is written. People's birthdays lie further back."""

from __future__ import annotations

import re
from calendar import month_name
from typing import Final

AGO: Final = 1  # years; a date from before that may be somebody's birthday
AHEAD: Final = 5

MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
"""The name of a month, or the beginning of it; for patterns."""

_NUMBERS: Final = r"\b(?P<day>\d{1,2})[./\-](?P<month>\d{1,2})[./\-](?P<year>\d{4}|\d\d)\b"
_WORDS: Final = rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH},? "
_DATE = re.compile(_NUMBERS)
_SHORT = re.compile(rf"{_NUMBERS}|{_WORDS}(?P<said>(?:19|20)?\d\d)\b", re.I)
_ANY = re.compile(rf"{_NUMBERS}|{_WORDS}(?P<said>(?:19|20)\d\d)\b", re.I)


def may_be_birthday(text: str, year: int) -> bool:
    """Whether a date in a text lies so far before `year`, in which it was written, that somebody may be born on it."""
    return any(not _is_event(found["year"] or found["said"], year) for found in _ANY.finditer(text))


def of_events(text: str, year: int) -> bool:
    """Whether a text holds full dates, and all are of events of about `year`; "5 Dec 26" is one too."""
    years = [found["year"] or found["said"] for found in _SHORT.finditer(text)]
    return bool(years) and all(_is_event(said, year) for said in years)


def spelt(text: str, year: int) -> str:
    """A text with the dates of events in words, "8 June" for "08/06/2026": in numbers they look like a birthday's."""

    def one(found: re.Match[str]) -> str:
        month = int(found["month"])
        is_plain = 1 <= month <= len(month_name) - 1 and _is_event(found["year"], year)
        return f"{int(found['day'])} {month_name[month]}" if is_plain else found[0]

    return _DATE.sub(one, text)


def _is_event(said: str, year: int) -> bool:
    full = int(said) if len(said) > len("26") else 2000 + int(said)
    return year - AGO <= full <= year + AHEAD
