"""Times as people say them ("3 days", "until Friday 15:30") in Europe/London -> a moment in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.staff.words import LONDON

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
SPAN = re.compile(r"(\d{1,4})\s*(m|h|d|w)(?:in(?:ute)?s?|(?:ou)?rs?|ays?|(?:ee)?ks?)?", re.IGNORECASE)
LONGEST = timedelta(days=366)
HINT = "Say how long: for example 2 hours, 3 days, 1 week or until Friday 15:30."


class DurationError(ValueError):
    """The time was not understood, is over already or is too long; the message says how to write it."""


def until(said: str, now: datetime) -> datetime:
    """The moment meant by `said` at `now` (aware), at most 366 days ahead. Raises DurationError."""
    moment = _span(said, now) or _moment(said, now)
    if moment is None:
        raise DurationError(HINT)
    if moment <= now:
        raise DurationError(f"That time is over already. {HINT}")
    if moment - now > LONGEST:
        raise DurationError("A restriction lasts at most 366 days and is then looked at again.")
    return moment.astimezone(UTC)


def _span(said: str, now: datetime) -> datetime | None:
    found = SPAN.fullmatch(said.strip().removeprefix("for ").strip())
    return now + timedelta(**{UNITS[found[2].lower()]: int(found[1])}) if found else None


def _moment(said: str, now: datetime) -> datetime | None:
    import dateparser  # a slow import that most runs never need

    here = now.astimezone(LONDON)
    return dateparser.parse(
        said.strip().removeprefix("until ").strip(),
        languages=["en"],
        settings={
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": here.replace(tzinfo=None),
            "TIMEZONE": "Europe/London",
            "RETURN_AS_TIMEZONE_AWARE": True,
            "DATE_ORDER": "DMY",
        },
    )
