"""Which texts of a message the model scores: the clean one, and the folded one where folding undid a disguise."""

from __future__ import annotations

from moderation.dates import spelt
from moderation.domain import Subject


def readings(subject: Subject) -> tuple[str, ...]:
    """One text, or two; the highest score of them counts."""
    clean, folded = subject.clean.text, subject.folded.text
    found = (clean,) if folded == clean.lower() else (clean, folded)
    return tuple(spelt(text, subject.message.sent_at.year) for text in found)
