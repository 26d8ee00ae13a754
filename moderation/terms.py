"""The school's terms: which one a day is in, and when it, its half-term holiday and the next one begin or end. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term by its first and last school day. `half_term` is the first day of its half-term holiday, if any."""

    name: str
    starts: date
    ends: date
    half_term: date | None = None


def holidays(day: date, terms: Sequence[Term]) -> date | None:
    """The first day after the term that `day` is in; None when it is in none."""
    return next((term.ends + timedelta(days=1) for term in terms if term.starts <= day <= term.ends), None)


def half_term(day: date, terms: Sequence[Term]) -> date | None:
    """The first day of the next half-term holiday after `day`; None when the calendar has none."""
    return min((term.half_term for term in terms if term.half_term and term.half_term > day), default=None)


def next_term(day: date, terms: Sequence[Term]) -> date | None:
    """The first day of the next term after `day`; None when the calendar has none."""
    return min((term.starts for term in terms if term.starts > day), default=None)
