"""The model's label scheme: Detoxify's six, the policy's sixteen, and two that ask what to do."""

from __future__ import annotations

from typing import Final

DETOXIFY: Final = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
"""As the Detoxify library names them."""

POLICY: Final = (
    "allegation",
    "bullying",
    "complaint",
    "defamation",
    "negative",
    "discrimination",
    "threat",
    "personal_data",
    "investigation",
    "child_named",
    "safeguarding",
    "extremism",
    "obscene",
    "impersonation",
    "contact_with_child",
    "scam",
)
"""The categories parents' messages are labelled with (tests/data/messages/SCHEMA.md)."""

HARM: Final = "harm"
"""The message should be hidden."""

CONCERN: Final = "concern"
"""A person should look at it, or it should be hidden."""

LABELS: Final = (*(f"detoxify.{name}" for name in DETOXIFY), *POLICY, HARM, CONCERN)
"""Columns of every target and score array, in this order."""

INDEX: Final = {name: column for column, name in enumerate(LABELS)}
