"""Makes probabilities of logits and chooses the thresholds a policy pack uses, on messages that were not trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.models.data import Example
from moderation.models.evaluate import Judged
from moderation.models.labels import CONCERN, HARM, INDEX, LABELS, POLICY

Floats = NDArray[np.floating[Any]]

LOOKED_AT: Final = frozenset({"safeguarding", "child_named"})
"""Never hide by themselves: kind words about a child, or a worry for one, may stay for a person to look at."""


def targets(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Targets (examples, labels), NaN where unknown."""
    return np.asarray([each.row() for each in examples], dtype=np.float64)


def platt(logits: Floats, truth: Floats) -> dict[str, tuple[float, float, float]]:
    """The network's slope, the shift and the n-grams' slope for each label, from logits (n, labels, 2).

    Fitted where its target is known; a label too rare to fit keeps the network's score.
    """
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    fitted: dict[str, tuple[float, float, float]] = {}
    for column, label in enumerate(LABELS):
        known = ~np.isnan(truth[:, column])
        right = truth[known, column]
        if min(right.sum(), (1 - right).sum()) < 10:
            fitted[label] = (1.0, 0.0, 0.0)
            continue
        model = LogisticRegression(C=1.0).fit(logits[known, column], right)
        fitted[label] = (float(model.coef_[0, 0]), float(model.intercept_[0]), float(model.coef_[0, 1]))
    return fitted


def probabilities(logits: Floats, fitted: Mapping[str, tuple[float, float, float]]) -> NDArray[np.float64]:
    """Logits (n, labels, 2) -> probabilities, as the engine does."""
    slope, shift, other = np.asarray([fitted[label] for label in LABELS]).T
    summed = slope * logits[..., 0] + shift + other * logits[..., 1]
    return np.asarray(1 / (1 + np.exp(-np.clip(summed, -30, 30))), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """`harm` hides whatever the category; `categories[name]` is (review, hide), hide above 1 for never by itself."""

    harm: float
    concern: float
    categories: Mapping[str, tuple[float, float]]

    def table(self) -> dict[str, Any]:
        """As calibration.json keeps them, rounded to three places."""
        pairs = {
            name: {"review": round(review, 3)} | ({"hide": round(hide, 3)} if hide <= 1 else {})
            for name, (review, hide) in self.categories.items()
        }
        return {"harm": round(self.harm, 3), "concern": round(self.concern, 3), "categories": pairs}

    def judge(self, row: Floats) -> Judged:
        """What the policy makes of one message's probabilities when nothing but the model speaks."""
        found = {name for name, (review, _) in self.categories.items() if row[INDEX[name]] >= review}
        hidden = any(row[INDEX[name]] >= hide for name, (_, hide) in self.categories.items())
        scores = {label: float(row[column]) for label, column in INDEX.items()}
        if hidden or row[INDEX[HARM]] >= self.harm:
            return Judged(action="hide", categories=frozenset(found), scores=scores)
        looked = "review" if found or row[INDEX[CONCERN]] >= self.concern else "allow"
        return Judged(action=looked, categories=frozenset(found), scores=scores)


def _best(truth: NDArray[np.bool_], scores: Floats) -> float:
    """The threshold with the highest F1."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, truth.size + 1) + truth.sum())
    at = int(f1.argmax())
    following = scores[order[at + 1]] if at + 1 < truth.size else 0.0
    return float((scores[order[at]] + following) / 2)


def _above(scores: Floats, share: float) -> float:
    """The lowest threshold that at most this share of the scores reaches."""
    allowed = int(share * scores.size)
    ordered = np.sort(scores)[::-1]
    return float(min(0.999, (ordered[allowed] + ordered[max(0, allowed - 1)]) / 2 if allowed else ordered[0] + 1e-3))


def choose(scores: Floats, examples: Sequence[Example], false_hides: float) -> Thresholds:
    """Thresholds from probabilities (examples, labels) so that at most this share of benign messages is hidden.

    `harm` decides; a category hides by itself only from halfway between its most alarming benign message and 1.
    """
    truth = targets(examples)
    benign = np.asarray([each.action == "allow" for each in examples])
    categories: dict[str, tuple[float, float]] = {}
    for name in POLICY:
        column = scores[:, INDEX[name]]
        review = _best(truth[:, INDEX[name]] == 1, column)
        hide = 1.1 if name in LOOKED_AT else max(review, (1 + float(column[benign].max())) / 2)
        categories[name] = (review, hide)
    alone = np.zeros(len(examples), dtype=bool)
    for name, (_, hide) in categories.items():
        alone |= scores[:, INDEX[name]] >= hide
    left = false_hides - float(alone[benign].mean())
    harm = _above(np.where(alone, 0.0, scores[:, INDEX[HARM]])[benign], max(0.0, left))
    return Thresholds(
        harm=harm, concern=_best(truth[:, INDEX[CONCERN]] == 1, scores[:, INDEX[CONCERN]]), categories=categories
    )
