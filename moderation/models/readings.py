"""What of a message the model scores: its clean text, and the folded one where folding undid a disguise."""

from __future__ import annotations

from moderation.dates import spelt
from moderation.domain import Subject
from moderation.models.tokens import Pair
from moderation.normalise import clean_view


def readings(subject: Subject) -> tuple[Pair, ...]:
    """One text, or two, each with what the message answers; the highest score of them counts."""
    quoted = clean_view(subject.message.quoted).text
    clean, folded = subject.clean.text, subject.folded.text
    found = (clean,) if folded == clean.lower() else (clean, folded)
    return tuple((quoted, spelt(text, subject.message.sent_at.year)) for text in found)
