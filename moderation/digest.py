"""The weekly digest: which week is due, and what its figures say in a language. Never names or text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from moderation.clock import LONDON

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = timedelta(weeks=1)
MOST_NUMBERS = 40  # case numbers named in one line


class Texts(Protocol):
    """Gives texts in one language; see bot.staff.locale.Locale."""

    def text(self, message: str, /, **values: str | int) -> str:
        """A message with its values filled in."""

    def has(self, message: str) -> bool:
        """Whether there is such a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a digest is told with: texts, and in the same language each clause's title and each category's name."""

    texts: Texts
    clauses: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)


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
    def orphaned(self) -> tuple[int, ...]: ...  # noqa: D102
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
    waiting = (figures.open, figures.orphaned)
    happened = (figures.hidden, figures.by_clause, figures.appealed, figures.restored, figures.alerts)
    return not any((*waiting, *happened))


def in_short(figures: Counted, unchecked: str, texts: Texts) -> str:
    """What is said of a week without cases; it was quiet only where all was watched, checked and done.

    `unchecked`: the heading of the messages that not every detector has checked.
    """
    said = texts.text
    missed = [said("digest-unwatched")] if any(figures.gap_minutes.values()) else []
    missed += [unchecked] if figures.model_trouble else []
    failed = [said("digest-failed")] if figures.failed_actions else []
    headings = f" {said('digest-and')} ".join(f'"{heading}"' for heading in missed + failed)
    if missed:
        return said("digest-not-all-checked", headings=headings)
    return said("digest-not-all-done", headings=headings) if failed else said("digest-quiet")


def overdue(figures: Counted, texts: Texts) -> str:
    """What overdue cases are called, with the time after which they are."""
    hours = figures.overdue_after / timedelta(hours=1)
    return texts.text("digest-overdue", hours=int(hours) if hours.is_integer() else f"{hours:g}")


def title(period: Period, school: str, texts: Texts) -> str:
    """What the digest is called."""
    first, last = (_day(moment, texts) for moment in (period.start, period.end - timedelta(microseconds=1)))
    return texts.text("digest-title", school=school, week=period.label, first=first, last=last)


def sections(figures: Counted, period: Period, words: Vocabulary) -> tuple[tuple[str, str], ...]:
    """(heading, words) pairs in the order they are read."""
    texts, said = words.texts, words.texts.text
    short = [(said("digest-in-short"), in_short(figures, said("digest-trouble"), texts))]
    parts = [
        (said("digest-messages"), said("digest-counted", judged=figures.judged, hidden=figures.hidden)),
        *(short if without_cases(figures) else _about_cases(figures, words)),
        *_about_trouble(figures, texts),
        (said("digest-trend"), _by_week(figures.trend, period) or said("digest-none")),
        (said("digest-restrictions"), str(figures.restrictions)),
        (said("digest-ending"), str(figures.ending)),
        (said("digest-going"), str(figures.going)),
        *closing(figures, period, texts),
    ]
    return tuple(parts)


def closing(figures: Counted, period: Period, texts: Texts) -> list[tuple[str, str]]:
    """What stands at the end of every digest: the evidence log's head, and the moment it is about."""
    return [
        (texts.text("digest-head"), figures.chain_head or texts.text("digest-no-head")),
        (texts.text("digest-as-at"), _moment(period.at.astimezone(LONDON), texts)),
    ]


def as_text(heading: str, parts: Sequence[tuple[str, str]]) -> str:
    """The digest as plain text."""
    blocks = [heading, "=" * len(heading)]
    for name, words in parts:
        blocks.append(f"{name}:\n  {words.replace(chr(10), chr(10) + '  ')}" if "\n" in words else f"{name}: {words}")
    return "\n".join(blocks) + "\n"


def _about_cases(figures: Counted, words: Vocabulary) -> list[tuple[str, str]]:
    texts, said = words.texts, words.texts.text
    rates = _rates(figures.false_hides, words)
    return [
        (said("digest-by-clause"), _by_clause(figures, words) or said("digest-none")),
        (said("digest-new"), _numbers(figures.new, texts)),
        (said("digest-open"), _numbers(figures.open, texts)),
        (overdue(figures, texts), _numbers(figures.overdue, texts)),
        *([(said("digest-orphaned"), _orphaned(figures, texts))] if figures.orphaned else []),
        (said("digest-appealed"), _numbers(figures.appealed, texts)),
        (said("digest-restored"), _numbers(figures.restored, texts)),
        (said("digest-put-back"), rates or said("digest-nothing-hidden")),
        (said("digest-alerts"), str(figures.alerts)),
        *([(said("digest-wait"), _wait(figures, texts))] if figures.alerts else []),
    ]


def _orphaned(figures: Counted, texts: Texts) -> str:
    return f"{_numbers(figures.orphaned, texts)}\n{texts.text('digest-orphaned-do')}"


def _by_clause(figures: Counted, words: Vocabulary) -> str:
    counts = {name: figures.by_clause.get(name, 0) for name in {*figures.by_clause, *figures.clause_trend}}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    past = {name: _past(figures.clause_trend.get(name, ()), words.texts) for name in counts}
    return "\n".join(f"{clause(name, words)}: {number}{past[name]}" for name, number in ranked)


def _past(weeks: Sequence[int], texts: Texts) -> str:
    numbers = " ".join(map(str, weeks))
    return f" ({texts.text('digest-weeks', count=len(weeks), numbers=numbers)})" if weeks else ""


def _by_week(trend: Sequence[int], period: Period) -> str:
    weeks = last_weeks(period, len(trend))
    return ", ".join(f"{week.rpartition('-')[2]} {number}" for week, number in zip(weeks, trend, strict=True))


def _rates(false_hides: Mapping[str, tuple[int, int]], words: Vocabulary) -> str:
    lines = []
    for name, (back, hidden) in false_hides.items():
        rate = words.texts.text("digest-rate", back=back, hidden=hidden, share=f"{back / hidden:.0%}")
        lines.append(f"{words.categories.get(name, name)}: {rate}")
    return "\n".join(lines)


def _wait(figures: Counted, texts: Texts) -> str:
    """The median, and how many still wait."""
    known = median(figures.alert_minutes, texts) or texts.text("digest-nobody-acted")
    waiting = figures.alerts_waiting
    return texts.text("digest-waiting", known=known, count=waiting) if waiting else known


def median(minutes: float | None, texts: Texts) -> str:
    """How long it took until somebody acted on an alert; "" where nobody has."""
    return "" if minutes is None else texts.text("digest-median", minutes=round(minutes))


def unwatched(figures: Counted, texts: Texts) -> str:
    """The minutes in which a platform was not watched."""
    gaps = sorted(figures.gap_minutes.items())
    lines = [f"{platform}: {texts.text('digest-gap', minutes=minutes)}" for platform, minutes in gaps]
    return "\n".join(lines) or texts.text("digest-no-gaps")


def _about_trouble(figures: Counted, texts: Texts) -> list[tuple[str, str]]:
    said, trouble = texts.text, figures.model_trouble
    why = [f"{_why(name, texts)}: {number}" for name, number in sorted(figures.troubles.items())]
    return [
        (said("digest-unwatched"), unwatched(figures, texts)),
        (said("digest-failed"), str(figures.failed_actions)),
        *([(said("digest-why"), "\n".join(why))] if why else []),
        (said("digest-trouble"), said("digest-unchecked-count", count=trouble) if trouble else said("digest-none")),
    ]


def _why(trouble: str, texts: Texts) -> str:
    """Why a platform did not do what it was asked (ports.Trouble), or what was done did not stay ("did not hold")."""
    message = f"digest-why-{trouble.replace(' ', '-')}"
    return texts.text(message) if texts.has(message) else trouble


def called(names: Collection[str]) -> dict[str, str]:
    """What clauses, given as pack/number, are called: by their number, after their pack's name where packs differ."""
    parts = {name: name.partition("/") for name in names}
    many = len({pack for pack, _, _ in parts.values()}) > 1
    return {
        name: f"{pack.replace('_', ' ') if many else ''} {number}".strip() for name, (pack, _, number) in parts.items()
    }


def clause(name: str, words: Vocabulary) -> str:
    """A clause by its number and title."""
    return f"{name} {words.clauses[name]}" if name in words.clauses else name


def _numbers(cases: Sequence[int], texts: Texts) -> str:
    """How many, and which; the newest are named when there are very many."""
    if not cases:
        return texts.text("digest-none")
    named = ", ".join(f"#{number}" for number in cases[-MOST_NUMBERS:])
    more = len(cases) - MOST_NUMBERS
    return f"{len(cases)}: " + (texts.text("digest-more", cases=named, count=more) if more > 0 else named)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _day(moment: datetime, texts: Texts) -> str:
    return texts.text("digest-day", day=moment.day, month=moment.month, year=moment.year)


def _moment(at: datetime, texts: Texts) -> str:
    day = {"weekday": at.isoweekday(), "day": at.day, "month": at.month, "year": at.year}
    return texts.text("digest-moment", **day, time=f"{at:%H:%M}")
