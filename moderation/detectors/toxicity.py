"""Detoxify's six labels, from the bundled model or an exported official checkpoint."""

from __future__ import annotations

from moderation.domain import Detector

LABELS = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")


def build(*, model: str = "") -> Detector:
    """`model` is the folder of an exported model; empty: the bundled one. Raises FileNotFoundError naming it."""
    from moderation.models.detector import ModelDetector
    from moderation.models.engine import BUNDLED, Engine

    names = {f"detoxify.{label}": f"detoxify.{label}" for label in LABELS}
    return ModelDetector("toxicity", Engine.load(model or BUNDLED), names)
