"""Measures decisions against labels: per category, calibrated or not, for whom it errs. Needs numpy only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.models.identity_words import IDENTITY

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

HIDE: Final = "hide against allow"
"""The figure of hidden messages against those that need nothing; messages for review are left out."""

ACTIONS: Final = ("allow", "review", "hide")

_BETWEEN: Final = re.compile(r"[\s;,|\[\]\"']+")

GROUPS: Final[Mapping[str, re.Pattern[str]]] = {
    "identity words": re.compile(rf"\b(?:{'|'.join(IDENTITY)})\b", re.IGNORECASE),
    "Welsh": re.compile(
        r"\b(diolch|mae|yn|oes|ydy|ydi|dwi|dw i|plant|ysgol|bore da|heddiw|yfory|croeso"
        r"|gyda|efo|hefyd|rydym|bydd|i'r|a'r|o'r)\b",
        re.IGNORECASE,
    ),
}
"""Messages by what they contain; a benign one hidden more often here than elsewhere is unfair."""

SECOND_LANGUAGE: Final = re.compile(r"second.language|\besl\b|\beal\b|\b(?!welsh)\w+-english\b", re.IGNORECASE)
"""Annotators' notes on messages in second-language English (the messages cannot be told by their words)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """What an annotator said of one message. `groups` are named sets it belongs to, for fairness figures."""

    id: str
    labels: frozenset[str]
    action: str
    groups: frozenset[str] = frozenset()

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Labelled:
        """A row of labelled JSON Lines or CSV (labels then with spaces or ; between, or as a list is written).

        KeyError: a field is missing. ValueError: an action is none.
        """
        labels = row["labels"] or ()
        names = frozenset(filter(None, _BETWEEN.split(labels) if isinstance(labels, str) else labels))
        found = {name for name, pattern in GROUPS.items() if pattern.search(row["text"])}
        if SECOND_LANGUAGE.search(str(row.get("why") or "")):
            found.add("second-language English")
        action = str(row.get("action") or ("hide" if names else "allow")).strip().lower()
        if action not in ACTIONS:
            raise ValueError("action")
        return cls(id=str(row.get("id", "")), labels=names, action=action, groups=frozenset(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was made of one message: the action, the categories found and every category's score."""

    action: str
    categories: frozenset[str]
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Precision, recall and F1 of one category with the F1's 95 % bootstrap interval; `auc` None without scores."""

    name: str
    support: int
    precision: float
    recall: float
    f1: float
    interval: tuple[float, float]
    auc: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything `schoolgate evaluate` prints. Ids only: no text of a message is kept."""

    figures: tuple[Figure, ...]
    false_hide_rate: float
    review_rate: float
    ece: float
    reliability: tuple[tuple[float, float, int], ...]
    false_hides: tuple[str, ...]
    misses: tuple[str, ...]
    groups: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def auc(truth: Bools, scores: Floats) -> float:
    """Chance that a positive scores above a negative, ties counting half; NaN without both kinds."""
    positives = int(truth.sum())
    negatives = truth.size - positives
    if not positives or not negatives:
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def prf(truth: Bools, found: Bools) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where nothing was found or there was nothing to find."""
    hits = float((truth & found).sum())
    precision, recall = hits / max(1, int(found.sum())), hits / max(1, int(truth.sum()))
    return precision, recall, 2 * precision * recall / max(1e-12, precision + recall)


def interval(truth: Bools, found: Bools, rounds: int = 400, seed: int = 0) -> tuple[float, float]:
    """95 % bootstrap interval of F1 over messages."""
    picks = np.random.default_rng(seed).integers(0, truth.size, (rounds, truth.size))
    hits, right, said = ((part[picks]).sum(1) for part in (truth & found, truth, found))
    low, high = np.quantile(2 * hits / np.maximum(1, right + said), (0.025, 0.975))
    return float(low), float(high)


def figure(name: str, truth: Bools, found: Bools, scores: Floats | None = None) -> Figure:
    """One line of the table."""
    precision, recall, f1 = prf(truth, found)
    bounds = interval(truth, found) if truth.size else (0.0, 0.0)
    area = None if scores is None else auc(truth, scores)
    return Figure(
        name=name, support=int(truth.sum()), precision=precision, recall=recall, f1=f1, interval=bounds, auc=area
    )


def reliability(truth: Bools, scores: Floats, bins: int = 10) -> tuple[float, tuple[tuple[float, float, int], ...]]:
    """Expected calibration error, and per tenth: mean score, share that was right, messages."""
    at = np.minimum((scores * bins).astype(int), bins - 1)
    rows = tuple(
        (float(scores[at == part].mean()), float(truth[at == part].mean()), int((at == part).sum()))
        for part in range(bins)
        if (at == part).any()
    )
    return sum(abs(said - was) * size for said, was, size in rows) / max(1, truth.size), rows


def report(rows: Sequence[Labelled], judged: Sequence[Judged], harm: str = "harm", worst: int = 20) -> Report:
    """Compares judgements with labels, message by message in the same order."""
    strength = np.asarray([each.scores.get(harm, max(each.scores.values(), default=0.0)) for each in judged])
    truth, found = (np.asarray([each.action == "hide" for each in part]) for part in (rows, judged))
    looked = np.asarray([each.action == "review" for each in judged])
    benign = np.asarray([row.action == "allow" for row in rows])
    decided = truth | benign
    error, table = reliability(truth[decided], strength[decided])
    return Report(
        figures=(figure(HIDE, truth[decided], found[decided], strength[decided]), *_categories(rows, judged)),
        false_hide_rate=float(found[benign].mean()) if benign.any() else 0.0,
        review_rate=float(looked[benign].mean()) if benign.any() else 0.0,
        ece=error,
        reliability=table,
        false_hides=_ids(rows, strength, benign & found, -1)[:worst],
        misses=_ids(rows, strength, truth & ~found, 1)[:worst],
        groups=_groups(rows, benign, found),
    )


def _categories(rows: Sequence[Labelled], judged: Sequence[Judged]) -> list[Figure]:
    names = sorted({label for row in rows for label in row.labels})
    return [
        figure(
            name,
            np.asarray([name in row.labels for row in rows]),
            np.asarray([name in each.categories for each in judged]),
            np.asarray([each.scores.get(name, 0.0) for each in judged]),
        )
        for name in names
    ]


def _ids(rows: Sequence[Labelled], strength: Floats, chosen: Bools, order: int) -> tuple[str, ...]:
    at = np.flatnonzero(chosen)
    return tuple(rows[index].id for index in at[np.argsort(order * strength[at], kind="stable")])


def _groups(rows: Sequence[Labelled], benign: Bools, found: Bools) -> dict[str, tuple[int, int]]:
    """Per group: benign messages, and how many of them were hidden."""
    names = sorted({group for row in rows for group in row.groups})
    masks = {name: benign & np.asarray([name in row.groups for row in rows]) for name in names}
    return {name: (int(mask.sum()), int((mask & found).sum())) for name, mask in masks.items()}


def render(found: Report, *, line: Callable[[str], str] = str) -> str:
    """The report as Markdown."""
    parts = ["| category | messages | precision | recall | F1 | F1 95 % | AUC |", "|---|--:|--:|--:|--:|--:|--:|"]
    parts += [_row(each) for each in found.figures]
    parts += [
        "",
        f"Benign messages hidden: {found.false_hide_rate:.1%}, shown to a person: {found.review_rate:.1%}",
        f"Expected calibration error: {found.ece:.3f}",
    ]
    parts += ["", "| said | was | messages |", "|--:|--:|--:|"]
    parts += [f"| {said:.2f} | {was:.2f} | {size} |" for said, was, size in found.reliability]
    parts += ["", "| benign messages with | messages | hidden | rate |", "|---|--:|--:|--:|"]
    parts += [
        f"| {name} | {size} | {hidden} | {hidden / max(1, size):.1%} |" for name, (size, hidden) in found.groups.items()
    ]
    parts += [
        "",
        f"Worst false hides: {', '.join(found.false_hides) or 'none'}",
        f"Worst misses: {', '.join(found.misses) or 'none'}",
    ]
    return "\n".join(map(line, parts))


def _row(each: Figure) -> str:
    area = "" if each.auc is None or np.isnan(each.auc) else f"{each.auc:.3f}"
    low, high = each.interval
    return (
        f"| {each.name} | {each.support} | {each.precision:.2f} | {each.recall:.2f} | {each.f1:.2f} "
        f"| {low:.2f} to {high:.2f} | {area} |"
    )
