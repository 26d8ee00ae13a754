"""`schoolgate tune`: thresholds for a pack, chosen on labelled messages for a stated share of wrong hides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moderation.models.evaluate import Judged, Labelled, prf
from moderation.policy.pack import PackError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NEVER = 1.01
GRID = tuple(round(0.3 + 0.05 * step, 2) for step in range(14))
HIDES = (NEVER, *(score for score in GRID[::-1] if score >= 0.5))  # the milder of equals is taken
ROUNDS = 3
HARM = "harm"
NEVER_HIDE = ("safeguarding",)  # what a worry about a child says stays until a person has looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What thresholds are chosen on: which messages hide, which need nothing, and every category's scores."""

    hide: Bools
    benign: Bools
    scores: Mapping[str, Floats]
    labels: Mapping[str, Bools]

    @classmethod
    def of(cls, rows: Sequence[Labelled], judged: Sequence[Judged]) -> Sample:
        """The same messages in the same order."""
        names = sorted({name for each in judged for name in each.scores})
        return cls(
            hide=np.asarray([row.action == "hide" for row in rows]),
            benign=np.asarray([row.action == "allow" for row in rows]),
            scores={name: np.asarray([each.scores.get(name, 0.0) for each in judged]) for name in names},
            labels={name: np.asarray([name in row.labels for row in rows]) for name in names},
        )

    def as_a_whole(self, categories: Sequence[str]) -> Sample:
        """The same with harm as a pack weighs it: the mean of its score and of the strongest of these categories."""
        strongest = np.max([np.zeros_like(self.scores[HARM]), *(self.scores[name] for name in categories)], axis=0)
        return replace(self, scores={**self.scores, HARM: (self.scores[HARM] + strongest) / 2})

    def f1(self, limits: Mapping[str, float], false_hides: float) -> float:
        """F1 of hiding against leaving; below 0 where more benign messages than allowed are hidden."""
        found = np.zeros_like(self.hide)
        for name, limit in limits.items():
            found |= self.scores[name] >= limit
        wrong = float(found[self.benign].mean())
        decided = self.hide | self.benign
        return prf(self.hide[decided], found[decided])[2] if wrong <= false_hides else -wrong


def hides(sample: Sample, categories: Sequence[str], false_hides: float) -> dict[str, float]:
    """From which score each category hides: one threshold after the other is set to what is best with the others.

    `false_hides` is the share (0 to 1) of benign messages that may be hidden.
    """
    limits = dict.fromkeys(categories, NEVER)
    for _ in range(ROUNDS):
        for name in categories:
            limits[name] = max(HIDES, key=lambda limit: sample.f1(limits | {name: limit}, false_hides))
    return limits


def reviews(sample: Sample, categories: Sequence[str]) -> dict[str, float]:
    """From which score each category is named: the best F1 of its label."""
    return {
        name: max(GRID, key=lambda limit: prf(sample.labels[name], sample.scores[name] >= limit)[2])
        for name in categories
    }


def thresholds(rows: Sequence[Labelled], judged: Sequence[Judged], *, false_hides: float) -> Iterator[str]:
    """The lines for [harm] and [thresholds] in config/packs/_common.toml. Raises PackError without any to choose."""
    sample = Sample.of(rows, judged)
    _check(sample, false_hides)
    named = [name for name in sample.labels if sample.labels[name].any()]
    review = reviews(sample, named)
    hiding = [name for name in named if name not in NEVER_HIDE]
    sample = sample.as_a_whole(hiding)
    hide = hides(sample, [HARM, *hiding], false_hides)
    yield f"# hiding: F1 {sample.f1(hide, false_hides):.2f} with at most {false_hides:.1%} of benign messages hidden"
    yield f"{HARM}: hide = {min(hide[HARM], 1.0)}"
    for name in named:
        end = f", hide = {hide[name]}" if hide.get(name, NEVER) < NEVER else ""
        yield f"{name} = {{ review = {min(review[name], hide.get(name, NEVER))}{end} }}"


def _check(sample: Sample, false_hides: float) -> None:
    if not 0 <= false_hides < 1:
        raise PackError(f"--false-hides: {false_hides:g} is no share; write 3 % as 0.03")
    if not (sample.hide.any() and sample.benign.any()):
        raise PackError("thresholds are chosen between messages to hide and harmless ones: give labelled ones of both")
