"""Personal data of anybody: numbers, addresses, dates and facts that are not the reader's business (policy 4.2.7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from moderation.domain import Finding, Role, Subject
from moderation.normalise import clean_view

if TYPE_CHECKING:
    from moderation.recognisers.base import Recogniser
    from moderation.recognisers.hit import Hit
    from moderation.recognisers.ownership import Whose

CATEGORY: Final = "personal_data"
WORTH_LOOKING: Final = re.compile(r"[\d@/]|\b(?:double|dot|at|oh|seven|saith|saat|siedem|number|no|rhif)\b", re.I)
SURE: Final = 0.4  # presidio's least score with context; below it a hit stays below the packs' thresholds
CONTACT: Final = frozenset({"phone number", "e-mail address", "social media name", "link to a profile"})
OFFICIAL: Final = frozenset({Role.STAFF, Role.GOVERNOR})
SCORES: Final = {"somebody else's": 0.9, "not said whose": 0.78, "the author's own": 0.55, "an organisation's": 0.2}
OWN_CONTACT: Final = 0.3  # a parent may give their own number for a lift share; their address a person looks at


def build(*, own: Sequence[str] = ()) -> PersonalData:
    """The detector. `own`: the school's published numbers, addresses and mail domains, never a finding.

    Raises ValueError when `own` is not a list of texts.
    """
    if isinstance(own, str) or not all(isinstance(item, str) and item.strip() for item in own):
        raise ValueError("personal_data: option 'own' must be a list of texts, none of them empty")
    from moderation.recognisers import facts, load, ownership, shared

    return PersonalData(load.recognisers(), facts.look, shared.look, ownership.whose, tuple(map(_bare, own)))


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Recognisers in turn; each finding says the kind of data and the recogniser, never the value."""

    recognisers: tuple[Recogniser, ...]
    facts: Callable[[str], Sequence[Hit]]
    shared: Callable[[str, Collection[str]], Sequence[Hit]]
    whose: Callable[[str, int, int], Whose]
    own: tuple[str, ...]
    name: str = "personal_data"
    categories: frozenset[str] = frozenset({CATEGORY})

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """What each message and the texts of its attachments hold."""
        return [[*self._message(subject), *self._attached(subject)] for subject in subjects]

    def _message(self, subject: Subject) -> Iterator[Finding]:
        official = subject.message.author.role in OFFICIAL
        for hit in self._hits(subject.clean.text):
            score, whose = self._score(subject.clean.text, hit, official=official)
            yield self._finding(hit, score, whose, subject.clean.span(hit.start, hit.end))
        for hit in self.facts(subject.clean.text):
            yield self._finding(hit, hit.sure, "about a person", subject.clean.span(hit.start, hit.end))
        for hit in self.shared(subject.clean.text, {sent.kind for sent in subject.message.attachments}):
            yield self._finding(hit, hit.sure, "with what is said of it", None)

    def _attached(self, subject: Subject) -> Iterator[Finding]:
        """Captions and file names; without a span, for spans point into the message's own text."""
        for sent in subject.message.attachments:
            clean = clean_view(sent.text)
            for hit in (*self._hits(clean.text), *self.facts(clean.text)):
                yield self._finding(hit, min(hit.sure, SCORES["somebody else's"]), f"in the {sent.kind}'s text", None)

    def _hits(self, text: str) -> list[Hit]:
        """The surest reading of each place, without the school's own details."""
        if not WORTH_LOOKING.search(text):
            return []
        found = [hit for recogniser in self.recognisers for hit in recogniser.look(text) if hit.sure > 0]
        kept: list[Hit] = []
        for hit in sorted(found, key=lambda one: -one.sure):
            if all(hit.end <= other.start or hit.start >= other.end for other in kept):
                kept.append(hit)
        return [hit for hit in kept if not self._is_own(text[hit.start : hit.end])]

    def _is_own(self, value: str) -> bool:
        return any(own in _bare(value) for own in self.own)

    def _score(self, text: str, hit: Hit, *, official: bool) -> tuple[float, str]:
        whose = self.whose(text, hit.start, hit.end)
        if hit.sure < SURE:
            return hit.sure, whose
        score = SCORES[whose]
        if hit.kind in CONTACT and (whose == "the author's own" or (official and whose != "somebody else's")):
            score = min(score, OWN_CONTACT)
        return min(score, hit.sure + SURE), whose

    def _finding(self, hit: Hit, score: float, whose: str, span: tuple[int, int] | None) -> Finding:
        why = f"{hit.kind} ({hit.recogniser}): {whose}"
        return Finding(category=CATEGORY, score=score, detector=self.name, span=span, why=why)


def _bare(value: str) -> str:
    """Letters and digits only, so that "0116 496 0123" is "01164960123" however it is spaced."""
    return "".join(char for char in value.lower() if char.isalnum() or char in "@.").strip(".")
