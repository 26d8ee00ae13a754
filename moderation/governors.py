"""The digest as governors read it: no case numbers, and no number under five, whether said or worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moderation.digest import (
    FAILED,
    RESTORED,
    UNWATCHED,
    Counted,
    Period,
    clause,
    closing,
    in_short,
    last_weeks,
    overdue,
    unwatched,
    without_cases,
)

LEAST = 5
FEWER = f"fewer than {LEAST}"
WITHHELD = "not shown, because it would give a small number away"
UNCHECKED = "Messages not checked by every detector at first"


def shown(number: int) -> str:
    """A number, unless it is small."""
    return str(number) if number >= LEAST else FEWER


def total(number: int, parts: Iterable[int]) -> str:
    """A sum of `parts`, unless one of them is small and could be worked out from it."""
    return WITHHELD if any(map(_small, parts)) else shown(number)


def part(number: int, whole: int) -> str:
    """A number out of a whole that is shown too, unless the rest is small.

    Of a whole that is too little for two numbers that may be said, nothing is said: 6 could only be 5 and 1.
    """
    if LEAST <= whole < 2 * LEAST and 0 < number < whole:
        return WITHHELD
    return WITHHELD if number >= LEAST and _small(whole - number) else shown(number)


def sections_for_governors(
    figures: Counted, period: Period, clauses: Mapping[str, str], categories: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """(heading, words) pairs in the order they are read.

    `clauses`: the title of each clause; `categories`: what each category is called.
    """
    short = [("In short", in_short(figures, UNCHECKED))]
    return (
        ("Messages checked", shown(figures.judged)),
        *(short if without_cases(figures) else _about_cases(figures, clauses, categories)),
        (UNWATCHED, unwatched(figures)),
        (FAILED, shown(figures.failed_actions)),
        (UNCHECKED, part(figures.model_trouble, figures.judged)),
        ("New cases in the last weeks", _by_week(figures, period)),
        ("Restrictions in force", shown(figures.restrictions)),
        ("Restrictions that end this week", part(figures.ending, figures.restrictions)),
        ("Cases that retention deletes next week", shown(figures.going)),
        ("Small numbers", f"Numbers under {LEAST} are not said, so that nobody can be recognised."),
        *closing(figures, period),
    )


def bars(figures: Counted) -> tuple[tuple[int | str, ...], dict[str, int | str]]:
    """The chart's numbers, by week and by clause; a word where a number may not be drawn."""
    weeks = [_drawn(total(number, parts), number) for number, parts in _weeks(figures)]
    return tuple(weeks), {name: _drawn(shown(number), number) for name, number in figures.by_clause.items()}


def _small(number: int) -> bool:
    return 0 < number < LEAST


def _drawn(said: str, number: int) -> int | str:
    return number if said == str(number) else {FEWER: f"<{LEAST}", WITHHELD: "?"}[said]


def _about_cases(figures: Counted, clauses: Mapping[str, str], categories: Mapping[str, str]) -> list[tuple[str, str]]:
    count, parts = len(figures.new), figures.by_clause.values()
    counts = [f"{clause(name, clauses)}: {shown(figures.by_clause[name])}" for name in sorted(figures.by_clause)]
    return [
        ("Messages hidden", total(figures.hidden, (*parts, count - figures.hidden))),
        ("New cases by clause", "\n".join(counts) or "none"),
        ("New cases", total(count, parts)),
        ("Open cases", shown(len(figures.open))),
        (overdue(figures), part(len(figures.overdue), len(figures.open))),
        ("Appealed cases", shown(len(figures.appealed))),
        (RESTORED, shown(len(figures.restored))),
        ("Of what was hidden this week, put back since", _rates(figures.false_hides, categories) or FEWER),
        ("Alerts to the safeguarding lead", part(figures.alerts, count)),
        ("Until somebody acted on an alert", _wait(figures)),
    ]


def _weeks(figures: Counted) -> list[tuple[int, tuple[int, ...]]]:
    """Each week's total with what it is the sum of."""
    parts = zip(*figures.clause_trend.values(), strict=True) if figures.clause_trend else [()] * len(figures.trend)
    return list(zip(figures.trend, parts, strict=True))


def _by_week(figures: Counted, period: Period) -> str:
    names = [week.rpartition("-")[2] for week in last_weeks(period, len(figures.trend))]
    said = [_drawn(total(number, parts), number) for number, parts in _weeks(figures)]
    return ", ".join(f"{name} {number}" for name, number in zip(names, said, strict=True)) + " (?: not shown)"


def _rates(false_hides: Mapping[str, tuple[int, int]], categories: Mapping[str, str]) -> str:
    """Shares only: how many were hidden in a category could be set against its clause."""
    safe = {name: back / hidden for name, (back, hidden) in false_hides.items() if part(back, hidden) == str(back)}
    return "\n".join(f"{categories.get(name, name)}: {share:.0%}" for name, share in safe.items())


def _wait(figures: Counted) -> str:
    acted = figures.alerts - figures.alerts_waiting
    if acted < LEAST or _small(figures.alerts_waiting) or figures.alert_minutes is None:
        return WITHHELD
    return f"{figures.alert_minutes:.0f} minutes (median)"
