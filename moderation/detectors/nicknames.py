"""What somebody calls themselves stands over every message they write: plainly abusive display names.

Rules and no model: a model takes many people's real names for abuse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation.domain import Finding, Subject
from moderation.normalise import folded_view, shown_view

# Whole words that are nobody's name; folding has undone capitals, leet and spacing.
_ABUSE: Final = (
    r"f+u+c+k\w*|motherfuck\w*|cunts?|wankers?|twats?|bitch(?:es)?|slags?|sluts?|whores?|shit ?heads?|bastards?"
    r"|arseholes?|assholes?|dickheads?|paedo\w*|pedo(?:phile)?s?|nonces?|rapists?|scum"
)
_HATE: Final = (
    r"niggers?|niggas?|pakis?|chinks?|gypos?|gyppos?|pikeys?|coons?|wogs?|spastics?|retards?|retarded|trannys?|trannies"
    r"|fagg?ots?|kikes?|nazis?|hitler|kkk|white power|gas the jews"
)
_THREAT: Final = r"\b(?:kill|stab|murder)(?: all)?(?: the)? (?!time|bill|mystery)\w+"
_CLAIM: Final = r"\b(?:is|are) (?:a |an )?(?:liars?|thie(?:f|ves)|cheats?|bull(?:y|ies)|crooks?|perverts?|racists?)\b"
RULES: Final = (
    (re.compile(rf"\b(?:{_HATE})\b"), 0.95, "a word of hate"),
    (re.compile(rf"\b(?:{_ABUSE})\b"), 0.9, "a word of abuse"),
    (re.compile(_THREAT), 0.8, "a threat"),
    (re.compile(_CLAIM), 0.8, "a claim about a person"),
)


def build() -> Nicknames:
    """The detector; it has no options."""
    return Nicknames()


@dataclass(frozen=True, slots=True)
class Nicknames:
    """The display name of each message's author; the pack says what follows, the platform cannot change a name."""

    name: str = "nicknames"
    categories: frozenset[str] = frozenset({"nickname"})

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """At most one finding for each subject."""
        return [self._look(subject.message.author.name) for subject in subjects]

    def _look(self, name: str) -> list[Finding]:
        folded = folded_view(shown_view(name)).text if name else ""
        found = (
            Finding(category="nickname", score=score, detector=self.name, why=f"the author's display name: {why}")
            for pattern, score, why in RULES
            if pattern.search(folded)
        )
        return list(found)[:1]
