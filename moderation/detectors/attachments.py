"""Pictures, contact cards, positions and what cannot be looked at: what is sent with a message counts too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from moderation.domain import Attachment, Finding, Role, Subject

STAFF: Final = frozenset({Role.STAFF, Role.GOVERNOR})
KINDS: Final[Mapping[str, tuple[str, float, str]]] = MappingProxyType(
    {
        "contact": ("personal_data", 0.9, "contact card: somebody's name and number"),
        "location": ("attachment", 0.35, "position: whose it is, is not known"),
        "photo": ("attachment", 0.5, "photo: who is in it and their consent are not known"),
        "video": ("attachment", 0.5, "video: who is in it and their consent are not known"),
        "screenshot": ("attachment", 0.5, "screenshot: may show what others wrote in confidence"),
        "document": ("attachment", 0.3, "document: only its name and caption were read"),
        "poll": ("attachment", 0.2, "poll: its question and answers were read"),
        "link": ("attachment", 0.1, "link: the page behind it was not read"),
        "voice": ("not_screened", 1.0, "voice message: cannot be screened"),
        "audio": ("not_screened", 1.0, "audio: cannot be screened"),
        "sticker": ("not_screened", 1.0, "sticker: cannot be screened"),
    }
)
UNKNOWN: Final = ("not_screened", 1.0, "attachment of an unknown kind: cannot be screened")
STAFF_MAY: Final = frozenset({"photo", "video", "document", "poll", "location"})
STAFF_SCORE: Final = 0.1


def build(*, kinds: Mapping[str, float] | None = None) -> Attachments:
    """A detector of attachments. `kinds` gives another score (0 to 1) for a kind; raises ValueError on a bad one."""
    scores = {kind: score for kind, (_, score, _) in KINDS.items()}
    for kind, score in (kinds or {}).items():
        if kind not in KINDS:
            raise ValueError(f"attachments: option 'kinds' knows no {kind!r}, use {', '.join(KINDS)}")
        if not 0 <= score <= 1:
            raise ValueError(f"attachments: option 'kinds': the score of {kind} must be between 0 and 1")
        scores[kind] = score
    return Attachments(MappingProxyType(scores))


@dataclass(frozen=True, slots=True)
class Attachments:
    """One finding for each attachment, by its kind and by who sent it."""

    scores: Mapping[str, float]
    name: str = "attachments"
    categories: frozenset[str] = frozenset({"attachment", "personal_data", "not_screened"})

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """What was sent with each subject."""
        return [[self._look(subject, sent) for sent in subject.message.attachments] for subject in subjects]

    def _look(self, subject: Subject, sent: Attachment) -> Finding:
        category, score, why = KINDS.get(sent.kind, UNKNOWN)
        score = self.scores.get(sent.kind, score)
        if subject.message.author.role in STAFF and sent.kind in STAFF_MAY:
            score = min(score, STAFF_SCORE)
        return Finding(category=category, score=score, detector=self.name, why=why)
