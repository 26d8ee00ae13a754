"""What a school's policy names and toxicity models do not: allegations, complaints, a child at risk and the rest."""

from __future__ import annotations

from moderation.domain import Detector
from moderation.models.labels import CONCERN, HARM, POLICY

WHOLE = (HARM, CONCERN)
"""The message as a whole: it should be hidden; a person should look at it, or it should be hidden."""


def build(*, model: str = "") -> Detector:
    """`model` is the folder of a trained model; empty: the bundled one. Raises FileNotFoundError naming it."""
    from moderation.models.detector import ModelDetector
    from moderation.models.engine import BUNDLED, Engine

    return ModelDetector("wording", Engine.load(model or BUNDLED), {name: name for name in (*POLICY, *WHOLE)})
