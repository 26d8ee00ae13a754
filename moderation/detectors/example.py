"""The detector to copy: words of your own, one finding for each. Its options are the keyword arguments of `build`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain import Finding, Subject


def build(*, words: Sequence[str], category: str = "example", score: float = 0.9) -> Example:
    """A detector of `words` (whole words, any case, leet and spacing undone); raises ValueError on a bad option."""
    if isinstance(words, str) or not words or not all(words):
        raise ValueError("example: option 'words' must be a list of words, none of them empty")
    if not 0 <= score <= 1:
        raise ValueError("example: option 'score' must be between 0 and 1")
    return Example(
        "example", frozenset({category}), re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.I), score
    )


@dataclass(frozen=True, slots=True)
class Example:
    """A list of words as a detector."""

    name: str
    categories: frozenset[str]
    pattern: re.Pattern[str]
    score: float

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """One finding for each word of the list in each subject."""
        return [self._look(subject) for subject in subjects]

    def _look(self, subject: Subject) -> list[Finding]:
        (category,) = self.categories
        spans = [subject.folded.span(*match.span()) for match in self.pattern.finditer(subject.folded.text)]
        why = "a word of the example list"
        return [Finding(category=category, score=self.score, detector=self.name, span=span, why=why) for span in spans]
