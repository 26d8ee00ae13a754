"""The digest as governors read it: no case numbers, and no number under five, whether said or worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moderation.digest import (
    Counted,
    Period,
    Texts,
    Vocabulary,
    clause,
    closing,
    in_short,
    last_weeks,
    median,
    overdue,
    title,
    unwatched,
    without_cases,
)

LEAST = 5
# The messages that stand where a number may not be said.
FEWER, WITHHELD = "digest-fewer", "digest-withheld"
DRAWN = {FEWER: f"<{LEAST}", WITHHELD: "?"}


def shown(number: int) -> str:
    """A number, or the message instead of a small one."""
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


def title_for_governors(period: Period, school: str, texts: Texts) -> str:
    """What their digest is called."""
    return texts.text("digest-title-governors", title=title(period, school, texts))


def sections_for_governors(figures: Counted, period: Period, words: Vocabulary) -> tuple[tuple[str, str], ...]:
    """(heading, words) pairs in the order they are read."""
    texts, said = words.texts, words.texts.text
    short = [(said("digest-in-short"), in_short(figures, said("digest-unchecked"), texts))]
    return (
        (said("digest-checked"), _said(shown(figures.judged), texts)),
        *(short if without_cases(figures) else _about_cases(figures, words)),
        (said("digest-unwatched"), unwatched(figures, texts)),
        (said("digest-failed"), _said(shown(figures.failed_actions), texts)),
        (said("digest-unchecked"), _said(part(figures.model_trouble, figures.judged), texts)),
        (said("digest-trend"), said("digest-trend-governors", weeks=_by_week(figures, period))),
        (said("digest-restrictions"), _said(shown(figures.restrictions), texts)),
        (said("digest-ending"), _said(part(figures.ending, figures.restrictions), texts)),
        (said("digest-going"), _said(shown(figures.going), texts)),
        (said("digest-small"), said("digest-small-why", least=LEAST)),
        *closing(figures, period, texts),
    )


def bars(figures: Counted) -> tuple[tuple[int | str, ...], dict[str, int | str]]:
    """The chart's numbers, by week and by clause; a word where a number may not be drawn."""
    weeks = [_drawn(total(number, parts)) for number, parts in _weeks(figures)]
    return tuple(weeks), {name: _drawn(shown(number)) for name, number in figures.by_clause.items()}


def _small(number: int) -> bool:
    return 0 < number < LEAST


def _drawn(number: str) -> int | str:
    return DRAWN.get(number) or int(number)


def _said(number: str, texts: Texts) -> str:
    return texts.text(number, least=LEAST) if number in DRAWN else number


def _about_cases(figures: Counted, words: Vocabulary) -> list[tuple[str, str]]:
    texts, said = words.texts, words.texts.text
    count, parts = len(figures.new), figures.by_clause.values()
    hidden = total(figures.hidden, (*parts, count - figures.hidden))
    late = part(len(figures.overdue), len(figures.open))
    return [
        (said("digest-hidden"), _said(hidden, texts)),
        (said("digest-by-clause"), _by_clause(figures, words) or said("digest-none")),
        (said("digest-new"), _said(total(count, parts), texts)),
        (said("digest-open"), _said(shown(len(figures.open)), texts)),
        (overdue(figures, texts), _said(late, texts)),
        *([(said("digest-orphaned"), _said(shown(len(figures.orphaned)), texts))] if figures.orphaned else []),
        (said("digest-appealed"), _said(shown(len(figures.appealed)), texts)),
        (said("digest-restored"), _said(shown(len(figures.restored)), texts)),
        (said("digest-put-back"), _rates(figures.false_hides, words) or _said(FEWER, texts)),
        (said("digest-alerts"), _said(part(figures.alerts, count), texts)),
        (said("digest-wait"), _wait(figures, texts) or _said(WITHHELD, texts)),
    ]


def _by_clause(figures: Counted, words: Vocabulary) -> str:
    said = {name: _said(shown(number), words.texts) for name, number in figures.by_clause.items()}
    return "\n".join(f"{clause(name, words)}: {said[name]}" for name in sorted(said))


def _weeks(figures: Counted) -> list[tuple[int, tuple[int, ...]]]:
    """Each week's total with what it is the sum of."""
    parts = zip(*figures.clause_trend.values(), strict=True) if figures.clause_trend else [()] * len(figures.trend)
    return list(zip(figures.trend, parts, strict=True))


def _by_week(figures: Counted, period: Period) -> str:
    names = [week.rpartition("-")[2] for week in last_weeks(period, len(figures.trend))]
    numbers = [_drawn(total(number, parts)) for number, parts in _weeks(figures)]
    return ", ".join(f"{name} {number}" for name, number in zip(names, numbers, strict=True))


def _rates(false_hides: Mapping[str, tuple[int, int]], words: Vocabulary) -> str:
    """Shares only: how many were hidden in a category could be set against its clause."""
    safe = {name: back / hidden for name, (back, hidden) in false_hides.items() if part(back, hidden) == str(back)}
    return "\n".join(f"{words.categories.get(name, name)}: {share:.0%}" for name, share in safe.items())


def _wait(figures: Counted, texts: Texts) -> str:
    """The median, "" where it would be that of few."""
    acted = figures.alerts - figures.alerts_waiting
    if acted < LEAST or _small(figures.alerts_waiting):
        return ""
    return median(figures.alert_minutes, texts)
