"""Times as people say them ("3 days", "until Friday 15:30", "rest of term") in Europe/London -> a moment in UTC."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.staff.refusal import Refusal
from moderation import terms as calendar
from moderation.clock import LONDON
from moderation.policy.ladder import LONGEST
from moderation.terms import Term

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
SPAN = re.compile(r"(\d{1,4})\s*(m|h|d|w)(?:in(?:ute)?s?|(?:ou)?rs?|ays?|(?:ee)?ks?)?", re.IGNORECASE)
WEEK = timedelta(weeks=1)
# From the shortest way to say it; each names a day of the calendar, at whose beginning the time is over.
DAYS: Sequence[tuple[re.Pattern[str], Callable[[date, Sequence[Term]], date | None]]] = (
    (re.compile(r"(?:the )?(?:rest|end) of (?:this |the )?term"), calendar.holidays),
    (re.compile(r"(?:the )?half[ -]?term(?: holidays?)?"), calendar.half_term),
    (re.compile(r"(?:(?:the )?(?:start|beginning) of )?(?:the )?next term"), calendar.next_term),
)


class DurationError(Refusal):
    """The time was not understood, is over already or is too long; the message says how to write it."""


def until(said: str, now: datetime, terms: Sequence[Term] = ()) -> datetime:
    """The moment meant by `said` at `now` (aware), at most 366 days ahead. Raises DurationError.

    A day of a span has 24 hours. A time of day is in London: one that a night leaves out is read
    as if the clocks had not yet gone forward, and of one that comes twice on its day the next is meant.
    """
    moment = _span(said, now) or _day(said, now, terms) or _moment(said, now)
    if moment is None:
        raise DurationError("time-how")
    if moment <= now:
        raise DurationError("time-over")
    if moment - now > LONGEST:
        raise DurationError("time-too-long")
    return moment.astimezone(UTC)


def _span(said: str, now: datetime) -> datetime | None:
    found = SPAN.fullmatch(said.strip().removeprefix("for ").strip())
    return now + timedelta(**{UNITS[found[2].lower()]: int(found[1])}) if found else None


def _bare(said: str) -> str:
    return " ".join(said.lower().split()).removeprefix("for ").removeprefix("until ")


def _day(said: str, now: datetime, terms: Sequence[Term]) -> datetime | None:
    """The midnight that a day of the term calendar begins with. Raises DurationError when the calendar lacks it."""
    meant = next((find for pattern, find in DAYS if pattern.fullmatch(_bare(said))), None)
    if meant is None:
        return None
    day = meant(now.astimezone(LONDON).date(), terms)
    if day is None:
        raise DurationError("time-no-term")
    return datetime.combine(day, time(), LONDON)


def _moment(said: str, now: datetime) -> datetime | None:
    import dateparser  # a slow import that most runs never need

    here = now.astimezone(LONDON).replace(tzinfo=None)
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": here, "DATE_ORDER": "DMY"}
    found = dateparser.parse(_bare(said), languages=["en"], settings=settings)
    if found is None or found.tzinfo:
        return found
    is_today = f"{here:%A}".lower() in _bare(said) and "next" not in _bare(said)
    return _in_london(found - WEEK if is_today and found - WEEK > here else found, now)


def _in_london(clock: datetime, now: datetime) -> datetime:
    """The next moment when the clocks in London show this; in UTC, for London's own times compare without the night."""
    twice = (clock.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1))
    first, second = twice
    return second if first <= now < second else first
