"""Slurs and gross insults that stand alone or in a language the model does not read; told of, the model decides.

Also plain words for who people are (`identity`), which make no message harmful.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.domain import Finding, Subject, View
from moderation.models.identity_words import IDENTITY
from moderation.recognisers import slur_words as words

SURE, LIKELY, STANDS = 0.95, 0.55, 1.0
QUOTES: Final = frozenset("\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u2039")


def _words(pieces: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?=\w)(?:{'|'.join(pieces)})(?!\w)", re.I)


ALONE: Final = rf"(?<!.){words.BESIDE_ONE}(?!.)"
Rule = tuple[str, re.Pattern[str], float, str]
"""Category, pattern, score and why."""
RULES: Final[tuple[Rule, ...]] = (
    ("discrimination", _words((*words.ENGLISH_SLURS, *words.OTHER_SLURS, ALONE)), SURE, "a slur"),
    ("discrimination", _words((rf"{words.INSULTING} {words.BESIDE_ONE}",)), SURE, "a slur"),
    ("obscene", _words((*words.ENGLISH_ABUSE, *words.OTHER_ABUSE)), SURE, "a gross insult"),
    ("obscene", re.compile("|".join(words.UNSPACED)), SURE, "a gross insult"),
    ("obscene", _words(words.COARSE), LIKELY, "a coarse word"),
    ("bullying", _words(words.DEATH_WISHED), SURE, "somebody told to end their life"),
    ("identity", _words(IDENTITY), STANDS, "a word for who people are"),
)
NEAR: Final = 60
"""How many characters before a word may tell that it is only told of."""
_BEFORE: Final = re.compile(rf"\b(?:{'|'.join(words.TOLD_BEFORE)})(?: [\w']+){{0,3}}? ?[^\w,.;!?]?$")
_AFTER: Final = re.compile(rf"[^\w]? ?(?:{'|'.join(words.TOLD_AFTER)})")


def build() -> Slurs:
    """The detector; it has no options."""
    return Slurs("slurs", frozenset(category for category, *_ in RULES))


@dataclass(frozen=True, slots=True)
class Slurs:
    """Words of `slur_words` in the folded text, where the message uses them."""

    name: str
    categories: frozenset[str]

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """The findings of each subject."""
        from moderation.models.respelling import read_twice

        return [read_twice(subject.folded, self._look) for subject in subjects]

    def _look(self, view: View) -> Iterator[Finding]:
        text = view.text
        for category, pattern, score, why in RULES:
            for match in pattern.finditer(text):
                if not _told(text, match):
                    span = view.span(*match.span())
                    yield Finding(category=category, score=score, detector=self.name, why=why, span=span)


def _told(text: str, match: re.Match[str]) -> bool:
    """Whether the message tells of the word, as somebody does who was called it, and does not call anybody it."""
    before = text[max(0, match.start() - NEAR) : match.start()]
    return before[-1:] in QUOTES or bool(_BEFORE.search(before)) or bool(_AFTER.match(text, match.end()))
