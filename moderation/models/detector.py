"""What both model detectors are made of: some labels of one engine as findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from moderation.domain import Finding, Subject
from moderation.models.engine import Engine
from moderation.models.readings import readings

WHY: Final = "the message as a whole, as the model reads it"


class ModelDetector:
    """A detector over some labels of a model; `labels` maps each category to the model's name for it."""

    def __init__(self, name: str, engine: Engine, labels: Mapping[str, str]) -> None:
        """Raises ValueError naming a label the model does not have."""
        missing = [label for label in labels.values() if label not in engine.labels]
        if missing:
            raise ValueError(
                f"detector {name}: the model in {engine.folder} has no label {missing[0]!r}: use another model"
            )
        self.name = name
        self.categories = frozenset(labels)
        self._engine = engine
        self._columns = {category: engine.labels.index(label) for category, label in labels.items()}

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """One finding a category for each subject, whatever its score."""
        read = [readings(subject) for subject in subjects]
        scores = iter(self._engine.scores([pair for own in read for pair in own]))
        return [self._findings([next(scores) for _ in own]) for own in read]

    def _findings(self, rows: Sequence[Sequence[float]]) -> list[Finding]:
        return [
            Finding(
                category=category,
                score=max(float(row[column]) for row in rows),
                detector=self.name,
                why=WHY,
            )
            for category, column in self._columns.items()
        ]
