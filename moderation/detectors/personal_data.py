"""Personal data of anybody: numbers, addresses, dates and facts that are not the reader's business (policy 4.2.7)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from moderation.domain import Finding, Role, Subject
from moderation.normalise import single_spaced
from moderation.recognisers import facts, innocent, ownership, shared
from moderation.recognisers.ownership import Whose
from moderation.recognisers.persons import spoken_of

if TYPE_CHECKING:
    from moderation.recognisers.base import Recogniser
    from moderation.recognisers.hit import Hit
    from moderation.recognisers.naming import Naming, Seen

CATEGORY: Final = "personal_data"
OWN: Final = "own_contact"
"""Staff who give their own number: no data of others, but a policy may forbid it (Stokes Wood, "everyone must", 7)."""
CHILD: Final = "child_named"
SURE: Final = 0.4  # presidio's least score with context; below it a hit stays below the packs' thresholds
CONTACT: Final = frozenset({"phone number", "e-mail address", "social media name", "link to a profile"})
PERSONS: Final = frozenset(
    {
        *("NHS number", "National Insurance number", "UPN", "ULN", "passport number", "driving licence number"),
        *("date of birth", "payment card"),
    }
)
"""No organisation has one: where one stands near, it is still somebody's."""
OFFICIAL: Final = frozenset({Role.STAFF, Role.GOVERNOR})
SCORES: Final = {"somebody else's": 0.9, "not said whose": 0.78, "the author's own": 0.55, "an organisation's": 0.2}
OPEN: Final = frozenset({Whose.OWN, Whose.PUBLIC})
OWN_CONTACT: Final = 0.3  # a parent may give their own number for a lift share; their address a person looks at
AGREED: Final = re.compile(
    r"\b(?:says?|said|is|'s|are|was) (?:it'?s |that's )?(?:happy|fine|ok|okay|all right|alright)\b|"
    r"\bon (?:his|her|their) (?:flyers?|cards?|van|website)\b|\basked me to (?:pass|share|post)\b",
    re.I,
)
"""Somebody's word that they do not mind: a person looks, nothing is hidden for it (policy 4.2.7: consent)."""
FOR_HIRE: Final = re.compile(
    r"£ ?\d{1,3}(?:\.\d\d)? ?(?:an?|per|for|/) ?.{0,9}\b(?:hr|hour|session|class|lesson|week|term|block|child|head)\b|"
    r"\b(?:for hire|for rent|to let|pcm|tuition|tutoring|catering|childmind\w+|babysit\w*|dog walk\w+|"
    r"window clean\w+)\b",
    re.I,
)
"""Who offers work gives a number to be found: a person looks, nothing is hidden for it."""
MASKED: Final = 0.1
NEAR: Final = 80  # characters
NAMED: Final = 0.4  # from here on the roster's name is that of somebody who is not the author's own child


def build(*, own: Sequence[str] = (), people: Naming | None = None) -> PersonalData:
    """The detector. `own`: the school's published numbers, addresses and mail domains, never a finding.

    `people`: the names of the school's roster, so that a fact beside one is known to be about somebody.
    Raises ValueError when `own` is not a list of texts.
    """
    if isinstance(own, str) or not all(isinstance(item, str) and item.strip() for item in own):
        raise ValueError("personal_data: option 'own' must be a list of texts, none of them empty")
    from moderation.recognisers import load

    return PersonalData(load.recognisers(), tuple(map(_plain, own)), people)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Recognisers in turn; each finding says the kind of data and the recogniser, never the value."""

    recognisers: tuple[Recogniser, ...]
    own: tuple[str, ...]
    people: Naming | None = None
    name: str = "personal_data"
    categories: frozenset[str] = frozenset({CATEGORY, OWN})

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """What each message holds."""
        narrow = [replace(each, clean=single_spaced(each.clean)) for each in subjects]
        return [self._settled(each, self._found(each)) for each in narrow]

    def _found(self, subject: Subject) -> list[Finding]:
        parts = (self._masked, self._numbers, self._said)
        found = [finding for part in parts for finding in part(subject)]
        is_weak = all(finding.score < SURE for finding in found)
        return (list(self._nobodys(subject)) if is_weak else []) or found

    def _masked(self, subject: Subject) -> Iterator[Finding]:
        """What was masked is told to nobody: [phone number]."""
        kinds = sorted({one.kind for one in self.recognisers if f"[{one.kind}]" in subject.message.text})
        if kinds:
            why = f"{', '.join(kinds)}: masked"
            yield Finding(category=CATEGORY, score=MASKED, detector=self.name, why=why, settles=True)

    def _nobodys(self, subject: Subject) -> Iterator[Finding]:
        """Dates, prices, classes: where nothing else is told, and of nobody, its numbers are no personal data."""
        text = subject.clean.text
        if innocent.only(text, subject.message.sent_at.year) and not spoken_of(text):
            why = "numbers: dates, prices and the like"
            yield Finding(category=CATEGORY, score=MASKED, detector=self.name, why=why, settles=True)

    def _settled(self, subject: Subject, found: list[Finding]) -> list[Finding]:
        """A parent's own number, a firm's, or nobody's settles it where nothing else is told and no pupil spoken to."""
        is_open = found and all(one.settles for one in found) and subject.message.author.role is Role.PARENT
        if is_open and not any(one.category == CHILD for one in self._others(subject)):
            return found
        return [replace(one, settles=False) for one in found]

    def _numbers(self, subject: Subject) -> Iterator[Finding]:
        for hit in self._hits(subject):
            score, whose = _score(subject.clean.text, hit, subject.message.author.role)
            found = self._finding(hit, score, whose, subject.clean.span(hit.start, hit.end))
            is_open = hit.kind in CONTACT and whose in OPEN and score <= OWN_CONTACT
            yield replace(found, settles=is_open and ownership.is_said(subject.clean.text, hit.start, hit.end))
            if hit.kind in CONTACT and whose == Whose.OWN and subject.message.author.role in OFFICIAL:
                yield replace(found, category=OWN, score=SCORES[Whose.OTHER])

    def _said(self, subject: Subject) -> Iterator[Finding]:
        """Facts about somebody, and what the words say of a picture or a file."""
        text, sent = subject.clean.text, {sent.kind for sent in subject.message.attachments}
        official = subject.message.author.role in OFFICIAL
        found = facts.find(text, official=official)
        others = self._others(subject) if found or sent else []
        places = tuple(bisect_left(subject.clean.offsets, one.span[0]) for one in others)
        for hit in facts.weigh(text, found, facts.Setting(others=places, quoted=subject.message.quoted)):
            yield self._finding(hit, hit.sure, "about a person", subject.clean.span(hit.start, hit.end))
        for hit in shared.look(text, sent, names_somebody=any(one.category == CHILD for one in others)):
            yield self._finding(hit, hit.sure, "with what is said of it", None)

    def _others(self, subject: Subject) -> list[Seen]:
        """The roster's names that are not of the author's own family."""
        if not self.people:
            return []
        message = subject.message
        user = f"{message.ref.platform}:{message.author.user}"
        seen = self.people.look(subject.clean, subject.folded, message.author.role, user)
        return [one for one in seen if one.score >= NAMED]

    def _hits(self, subject: Subject) -> list[Hit]:
        """The surest reading of each place, without the school's own details and dates on which nobody was born."""
        text, year = subject.clean.text, subject.message.sent_at.year
        found = [hit for recogniser in self.recognisers for hit in recogniser.look(text) if hit.sure > 0]
        taken = bytearray(len(text))
        kept: list[Hit] = []
        for hit in sorted(found, key=lambda one: -one.sure):
            if not any(taken[hit.start : hit.end]):
                taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
                kept.append(hit)
        return [
            hit
            for hit in kept
            if not self._is_own(text[hit.start : hit.end]) and not innocent.is_of_an_event(text, hit, year)
        ]

    def _is_own(self, value: str) -> bool:
        """A number or address as it is published, with what may follow it; a mailbox of a published domain."""
        plain = _plain(value)
        return any(_is_part(own, plain) for own in self.own)

    def _finding(self, hit: Hit, score: float, whose: str, span: tuple[int, int] | None) -> Finding:
        why = f"{hit.kind} ({hit.recogniser}): {whose}"
        return Finding(category=CATEGORY, score=score, detector=self.name, span=span, why=why)


def _score(text: str, hit: Hit, role: Role) -> tuple[float, str]:
    """How much a hit counts, and whose it is. A pupil's own way to be reached is a child's, and counts in full."""
    whose = Whose.PUBLIC if _is_desk(text, hit) else ownership.whose(text, hit.start, hit.end)
    if whose is Whose.PUBLIC and hit.kind in PERSONS:
        whose = Whose.UNKNOWN
    if hit.sure < SURE:
        return hit.sure, whose
    score = SCORES[whose]
    if hit.kind in CONTACT and whose == "the author's own":
        score = SCORES["not said whose"] if role is Role.PUPIL else OWN_CONTACT
    elif hit.kind in CONTACT and role in OFFICIAL and (whose != "somebody else's" or _is_line(text, hit)):
        score = min(score, OWN_CONTACT)
    elif hit.kind in CONTACT and (_near(AGREED, text, hit) or _near(FOR_HIRE, text, hit)):
        score = min(score, SCORES["the author's own"])
    return min(score, hit.sure + SURE), whose


def _near(pattern: re.Pattern[str], text: str, hit: Hit) -> bool:
    return bool(pattern.search(text, max(0, hit.start - NEAR), hit.end + NEAR))


def _is_desk(text: str, hit: Hit) -> bool:
    """Whether it is the address of an office, whoever is named beside it."""
    return hit.kind == "e-mail address" and ownership.is_desk(text[hit.start : hit.end])


def _is_line(text: str, hit: Hit) -> bool:
    """Whether a number is a landline: what staff give of a colleague is then the school's."""
    return hit.kind == "phone number" and not _bare(text[hit.start : hit.end]).startswith(("07", "447"))


def _is_part(own: str, plain: str) -> bool:
    return plain.startswith(own) if own[:1].isdigit() else plain == own or plain.endswith(f"@{own}")


def _plain(value: str) -> str:
    """Bare, and a phone number without its leading nought or country code."""
    bare = _bare(value)
    return bare.removeprefix("44").lstrip("0") if bare.isdigit() else bare


def _bare(value: str) -> str:
    """Letters and digits only, so that "0116 496 0123" is "01164960123" however it is spaced."""
    return "".join(char for char in value.lower() if char.isalnum() or char in "@.").strip(".")
