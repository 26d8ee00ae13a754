"""Slurs and gross insults that stand alone or in a language the model does not read; told of, they go to a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.domain import Finding, Subject
from moderation.recognisers import slur_words as words

SURE, LIKELY = 0.95, 0.55
QUOTES: Final = frozenset("\"'\u2018\u2019\u201c\u201d")


def _words(pieces: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?=\w)(?:{'|'.join(pieces)})(?!\w)", re.I)


Rule = tuple[str, re.Pattern[str], float, str]
"""Category, pattern, score where the word is used, and why."""
RULES: Final[tuple[Rule, ...]] = (
    ("discrimination", _words((*words.ENGLISH_SLURS, *words.OTHER_SLURS)), SURE, "a slur"),
    ("obscene", _words((*words.ENGLISH_ABUSE, *words.OTHER_ABUSE)), SURE, "a gross insult"),
    ("obscene", _words(words.COARSE), LIKELY, "a coarse word"),
    ("bullying", _words(words.DEATH_WISHED), SURE, "somebody told to end their life"),
)
_MENTIONED: Final = re.compile(rf"\b(?:{'|'.join(words.MENTIONED)})")


def build() -> Slurs:
    """The detector; it has no options."""
    return Slurs("slurs", frozenset(category for category, *_ in RULES))


@dataclass(frozen=True, slots=True)
class Slurs:
    """Words of `slur_words` in the folded text; sure unless the message tells of the word rather than uses it."""

    name: str
    categories: frozenset[str]

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """The findings of each subject."""
        return [self._look(subject) for subject in subjects]

    def _look(self, subject: Subject) -> list[Finding]:
        text = subject.folded.text
        matches = [(rule, match) for rule in RULES for match in rule[1].finditer(text)]
        told = bool(matches) and _MENTIONED.search(text) is not None
        return [self._finding(subject, match, rule, told=told) for rule, match in matches]

    def _finding(self, subject: Subject, match: re.Match[str], rule: Rule, *, told: bool) -> Finding:
        category, _, score, why = rule
        quoted = subject.folded.text[max(0, match.start() - 1) : match.start()] in QUOTES
        return Finding(
            category=category,
            score=min(score, LIKELY) if told or quoted else score,
            detector=self.name,
            why=why,
            span=subject.folded.span(*match.span()),
        )
