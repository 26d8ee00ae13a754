"""The weekly digest in words: which week is due, and what its figures say. Numbers only, never names or text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from moderation.clock import LONDON

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = timedelta(weeks=1)
MOST_NUMBERS = 40  # case numbers named in one line
# Why a platform did not do what it was asked (ports.Trouble), or what was done did not stay, in words for staff.
WHY = {
    "forbidden": "the bot lacks a right (run: schoolgate doctor)",
    "protected": "an administrator cannot be restricted",
    "no_member": "the member had left",
    "gone": "the message was gone already",
    "closed": "private messages were closed",
    "limited": "too many requests",
    "unreachable": "the platform did not answer",
    "unsupported": "the platform cannot do it",
    "moved": "it is from before the group became a supergroup",
    "not_kept": "its words were not kept",
    "invalid": "the platform refused the request",
    "did not hold": "it was done, but did not stay so",
}
QUIET = "Nothing happened: no message broke a clause and no case is open."
# Headings of both editions.
UNWATCHED, FAILED = "Not watched", "Actions that failed"
RESTORED = "Restored by staff (the decision was wrong)"


class Counted(Protocol):
    """The figures of one period; see bot.ports.Figures."""

    @property
    def judged(self) -> int: ...  # noqa: D102
    @property
    def hidden(self) -> int: ...  # noqa: D102
    @property
    def by_clause(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def trend(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def clause_trend(self) -> Mapping[str, tuple[int, ...]]: ...  # noqa: D102
    @property
    def new(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def open(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def overdue(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def overdue_after(self) -> timedelta: ...  # noqa: D102
    @property
    def appealed(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def restored(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def false_hides(self) -> Mapping[str, tuple[int, int]]: ...  # noqa: D102
    @property
    def restrictions(self) -> int: ...  # noqa: D102
    @property
    def ending(self) -> int: ...  # noqa: D102
    @property
    def alerts(self) -> int: ...  # noqa: D102
    @property
    def alerts_waiting(self) -> int: ...  # noqa: D102
    @property
    def alert_minutes(self) -> float | None: ...  # noqa: D102
    @property
    def failed_actions(self) -> int: ...  # noqa: D102
    @property
    def gap_minutes(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def model_trouble(self) -> int: ...  # noqa: D102
    @property
    def troubles(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def going(self) -> int: ...  # noqa: D102
    @property
    def chain_head(self) -> str: ...  # noqa: D102


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


def last_weeks(period: Period, count: int) -> tuple[str, ...]:
    """The ISO names of the period's week and those before it, oldest first."""
    return tuple(iso_week(period.start.date() - timedelta(weeks=back)) for back in range(count - 1, -1, -1))


def without_cases(figures: Counted) -> bool:
    """Whether there is nothing to report about messages and cases."""
    happened = (figures.hidden, figures.by_clause, figures.open, figures.appealed, figures.restored, figures.alerts)
    return not any(happened)


def in_short(figures: Counted, unchecked: str) -> str:
    """What is said of a week without cases; it was quiet only where all was watched, checked and done.

    `unchecked`: what the page calls the messages that not every detector has checked.
    """
    missed = [UNWATCHED] if any(figures.gap_minutes.values()) else []
    missed += [unchecked] if figures.model_trouble else []
    failed = [FAILED] if figures.failed_actions else []
    see = " and ".join(f'"{heading}"' for heading in missed + failed)
    if missed:
        return f"No message that was checked broke a clause, but not everything was checked: see {see}."
    return f"No message broke a clause, but not everything was done: see {see}." if failed else QUIET


def overdue(figures: Counted) -> str:
    """What overdue cases are called, with the time after which they are."""
    hours = figures.overdue_after / timedelta(hours=1)
    return f"Overdue (open for more than {hours:g} hour{'' if hours == 1 else 's'})"


def title(period: Period, school: str) -> str:
    """What the digest is called."""
    last = period.end - timedelta(microseconds=1)
    return f"{school}: weekly digest {period.label} ({_day(period.start)} to {_day(last)})"


def sections(
    figures: Counted, period: Period, clauses: Mapping[str, str], categories: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """(heading, words) pairs in the order they are read.

    `clauses`: the title of each clause; `categories`: what each category is called.
    """
    short = [("In short", in_short(figures, "Detector trouble"))]
    parts = [
        ("Messages", f"{figures.judged} checked, {figures.hidden} hidden"),
        *(short if without_cases(figures) else _about_cases(figures, clauses, categories)),
        *_about_trouble(figures),
        ("New cases in the last weeks", _by_week(figures.trend, period)),
        ("Restrictions in force", str(figures.restrictions)),
        ("Restrictions that end this week", str(figures.ending)),
        ("Cases that retention deletes next week", str(figures.going)),
        *closing(figures, period),
    ]
    return tuple(parts)


def closing(figures: Counted, period: Period) -> list[tuple[str, str]]:
    """What stands at the end of every digest: the evidence log's head, and the moment it is about."""
    return [
        ("Head of the evidence log", figures.chain_head or "nothing has been logged yet"),
        ("As at", f"{period.at.astimezone(LONDON):%A %d %B %Y, %H:%M}"),
    ]


def as_text(heading: str, parts: Sequence[tuple[str, str]]) -> str:
    """The digest as plain text."""
    blocks = [heading, "=" * len(heading)]
    for name, words in parts:
        blocks.append(f"{name}:\n  {words.replace(chr(10), chr(10) + '  ')}" if "\n" in words else f"{name}: {words}")
    return "\n".join(blocks) + "\n"


def _about_cases(figures: Counted, clauses: Mapping[str, str], categories: Mapping[str, str]) -> list[tuple[str, str]]:
    rates = _rates(figures.false_hides, categories)
    return [
        ("New cases by clause", _by_clause(figures, clauses) or "none"),
        ("New cases", _numbers(figures.new)),
        ("Open cases", _numbers(figures.open)),
        (overdue(figures), _numbers(figures.overdue)),
        ("Appealed cases", _numbers(figures.appealed)),
        (RESTORED, _numbers(figures.restored)),
        ("Of what was hidden this week, put back since", rates or "nothing was hidden"),
        ("Alerts to the safeguarding lead", str(figures.alerts)),
        *([("Until somebody acted on an alert", _wait(figures))] if figures.alerts else []),
    ]


def _by_clause(figures: Counted, clauses: Mapping[str, str]) -> str:
    counts = {name: figures.by_clause.get(name, 0) for name in {*figures.by_clause, *figures.clause_trend}}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "\n".join(f"{clause(name, clauses)}: {number}{_past(name, figures)}" for name, number in ranked)


def _past(name: str, figures: Counted) -> str:
    weeks = figures.clause_trend.get(name, ())
    return f" ({len(weeks)} weeks: {' '.join(str(number) for number in weeks)})" if weeks else ""


def _by_week(trend: Sequence[int], period: Period) -> str:
    weeks = last_weeks(period, len(trend))
    return ", ".join(f"{week.rpartition('-')[2]} {number}" for week, number in zip(weeks, trend, strict=True)) or "none"


def _rates(false_hides: Mapping[str, tuple[int, int]], categories: Mapping[str, str]) -> str:
    return "\n".join(
        f"{categories.get(name, name)}: {back} of {all_} ({back / all_:.0%})"
        for name, (back, all_) in false_hides.items()
    )


def _wait(figures: Counted) -> str:
    """The median, and how many still wait."""
    known = "nobody has yet" if figures.alert_minutes is None else f"{figures.alert_minutes:.0f} minutes (median)"
    return known + (f"; {figures.alerts_waiting} still waiting" if figures.alerts_waiting else "")


def unwatched(figures: Counted) -> str:
    """The minutes in which a platform was not watched."""
    gaps = [f"{platform}: {minutes} min" for platform, minutes in sorted(figures.gap_minutes.items())]
    return "\n".join(gaps) or "no gaps"


def _about_trouble(figures: Counted) -> list[tuple[str, str]]:
    trouble = figures.model_trouble
    why = [f"{WHY.get(name, name)}: {number}" for name, number in sorted(figures.troubles.items())]
    return [
        (UNWATCHED, unwatched(figures)),
        (FAILED, str(figures.failed_actions)),
        *([("Why actions failed", "\n".join(why))] if why else []),
        ("Detector trouble", f"{trouble} messages were not checked by every detector at first" if trouble else "none"),
    ]


def called(names: Collection[str]) -> dict[str, str]:
    """What clauses, given as pack/number, are called: by their number, after their pack's name where packs differ."""
    parts = {name: name.partition("/") for name in names}
    many = len({pack for pack, _, _ in parts.values()}) > 1
    return {
        name: f"{pack.replace('_', ' ') if many else ''} {number}".strip() for name, (pack, _, number) in parts.items()
    }


def clause(name: str, clauses: Mapping[str, str]) -> str:
    """A clause by its number and title."""
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
