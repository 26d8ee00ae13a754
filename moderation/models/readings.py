"""Which texts of a message the model scores: the clean one, and the folded one where folding undid a disguise."""

from __future__ import annotations

from moderation.domain import Subject


def readings(subject: Subject) -> tuple[str, ...]:
    """One text, or two; the highest score of them counts."""
    clean, folded = subject.clean.text, subject.folded.text
    return (clean,) if folded == clean.lower() else (clean, folded)
