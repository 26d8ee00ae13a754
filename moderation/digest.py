"""The weekly digest in words: which week is due, and what its figures say. Numbers only, never names or text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = timedelta(weeks=1)
MOST_NUMBERS = 40  # case numbers named in one line
QUIET = "Nothing happened: no message broke a clause and no case is open."


class Counted(Protocol):
    """The figures of one period; see bot.ports.Figures."""

    @property
    def judged(self) -> int: ...  # noqa: D102
    @property
    def hidden(self) -> int: ...  # noqa: D102
    @property
    def by_clause(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def new(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def open(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def overdue(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def restored(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def restrictions(self) -> int: ...  # noqa: D102
    @property
    def alerts(self) -> int: ...  # noqa: D102
    @property
    def failed_actions(self) -> int: ...  # noqa: D102
    @property
    def gap_minutes(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def model_trouble(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a digest is about: [start, end) in Europe/London; open cases and restrictions as they were at `at`."""

    label: str
    start: datetime
    end: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The weekly moment at which the digest of the week before is due, in Europe/London: mon..sun and HH:MM."""

    day: str = "mon"
    time: str = "07:30"

    def last_due(self, now: datetime) -> Period:
        """The latest week whose digest is due at `now`."""
        monday = _monday(now.astimezone(LONDON).date())
        due = self._moment(monday)
        if due > now:
            due = self._moment(monday - WEEK)
        return self._before(due)

    def week(self, label: str, now: datetime) -> Period:
        """A week by its ISO name (2026-W46); at `now` when it is not due yet. ValueError when there is no such week."""
        year, _, number = label.partition("-W")
        monday = date.fromisocalendar(int(year), int(number), 1)
        period = self._before(self._moment(monday + WEEK))
        return replace(period, at=min(period.at, now))

    def _moment(self, monday: date) -> datetime:
        """The due moment of the week that begins on `monday`; in UTC, so that it compares across clock changes."""
        day = monday + timedelta(days=DAYS.index(self.day))
        return datetime.combine(day, time.fromisoformat(self.time), LONDON).astimezone(UTC)

    @staticmethod
    def _before(due: datetime) -> Period:
        end = _monday(due.astimezone(LONDON).date())
        start = end - WEEK
        return Period(label=iso_week(start), start=_midnight(start), end=_midnight(end), at=due)


def so_far(now: datetime) -> Period:
    """The week that `now` is in, up to now."""
    local = now.astimezone(LONDON)
    monday = _monday(local.date())
    return Period(label=iso_week(monday), start=_midnight(monday), end=local, at=now)


def iso_week(day: date) -> str:
    """The ISO name of the week a day is in."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def is_quiet(figures: Counted) -> bool:
    """Whether there is nothing to report about messages and cases."""
    return not (figures.hidden or figures.by_clause or figures.open or figures.restored or figures.alerts)


def title(period: Period, school: str) -> str:
    """What the digest is called."""
    return f"{school}: weekly digest {period.label} ({_day(period.start)} to {_day(period.end - timedelta(hours=1))})"


def sections(figures: Counted, period: Period, clauses: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(heading, words) pairs in the order they are read. `clauses`: the title of each clause."""
    parts = [
        ("Messages", f"{figures.judged} checked, {figures.hidden} hidden"),
        *([("In short", QUIET)] if is_quiet(figures) else _about_cases(figures, clauses)),
        ("Restrictions in force", str(figures.restrictions)),
        *_about_trouble(figures),
        ("As at", f"{period.at.astimezone(LONDON):%A %d %B %Y, %H:%M}"),
    ]
    return tuple(parts)


def as_text(heading: str, parts: Sequence[tuple[str, str]]) -> str:
    """The digest as plain text."""
    blocks = [heading, "=" * len(heading)]
    for name, words in parts:
        blocks.append(f"{name}:\n  {words.replace(chr(10), chr(10) + '  ')}" if "\n" in words else f"{name}: {words}")
    return "\n".join(blocks) + "\n"


def _about_cases(figures: Counted, clauses: Mapping[str, str]) -> list[tuple[str, str]]:
    ranked = sorted(figures.by_clause.items(), key=lambda item: (-item[1], item[0]))
    counts = "\n".join(f"{_clause(name, clauses)}: {number}" for name, number in ranked)
    return [
        ("New cases by clause", counts or "none"),
        ("New cases", _numbers(figures.new)),
        ("Open cases", _numbers(figures.open)),
        ("Overdue (open for more than 72 hours)", _numbers(figures.overdue)),
        ("Hidden by mistake and restored", _numbers(figures.restored)),
        ("Alerts to the safeguarding lead", str(figures.alerts)),
    ]


def _about_trouble(figures: Counted) -> list[tuple[str, str]]:
    gaps = "\n".join(f"{platform}: {minutes} min" for platform, minutes in sorted(figures.gap_minutes.items()))
    trouble = figures.model_trouble
    return [
        ("Not watched", gaps or "no gaps"),
        ("Actions that failed", str(figures.failed_actions)),
        ("Detector trouble", f"{trouble} messages were not checked by every detector at first" if trouble else "none"),
    ]


def _clause(name: str, clauses: Mapping[str, str]) -> str:
    return f"{name} {clauses[name]}" if name in clauses else name


def _numbers(cases: Sequence[int]) -> str:
    """How many, and which; the newest are named when there are very many."""
    if not cases:
        return "none"
    named = ", ".join(f"#{number}" for number in cases[-MOST_NUMBERS:])
    more = len(cases) - MOST_NUMBERS
    return f"{len(cases)}: {named}" + (f" and {more} earlier ones" if more > 0 else "")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _day(moment: datetime) -> str:
    return f"{moment:%d %b %Y}"
