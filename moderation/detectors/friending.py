"""Friend requests between families and staff on people's own accounts (Heathfields: "'Friending' members of staff")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation.domain import Finding, Role, Subject

SITE: Final = (
    r"(?:my |your |his |her |their )?(?:face ?book|fb|insta(?:gram)?|snap(?:chat)?|tik ?tok|twitter|whats ?app"
    r"|messenger|social media|personal account)\b"
)
TITLE: Final = r"(?:mr|mrs|ms|miss|dr|sir|mx)"
MISS: Final = (  # the title, and not the verb: "we'll miss you"
    r"(?<!to )(?<!'ll )(?<!will )(?<!n't )(?<!dont )(?<!not )(?<!\bi )(?<!we )(?<!you )(?<!they )(?<!all )miss"
    r"(?! (?:the|an?|you|u|out|it|this|that|these|those|him|her|them|us|our|your|my|his|their|any|all|being|having)\b)"
)
STAFF: Final = (
    rf"\b(?:mr|mrs|ms|{MISS}|dr|sir|mx|teachers?|staff|head ?teacher|the head|teaching assistants?|senco|tutor)\b"
)
A_PAGE: Final = r" (?:(?:us|our|this|these)\b|the (?:school|pta|ptfa|class|page|group|nursery|academy|club)\b)"
ASKS: Final = (
    r"\bfriend(?:ship)? requests?\b|\bfriend me\b"
    rf"|\b(?:add|friend|befriend)(?:ed|ing|s)?\b(?!{A_PAGE})(?:(?! to )[^.!?\n]){{0,40}}? on {SITE}"
    rf"|\bfollow(?:ed|ing|s)? (?:me|him|her|{TITLE})\b[^.!?\n]{{0,40}}? on {SITE}"
    rf"|\bfriends? (?:with [^.!?\n]{{1,30}} )?on {SITE}|\bmy {SITE} is\b"
)
SURE, LIKELY = 0.85, 0.55
OFFICIAL: Final = frozenset({Role.STAFF, Role.GOVERNOR})
_STAFF, _ASKS = re.compile(STAFF), re.compile(ASKS.replace(" ", r"(?:\s{1,3})"))
_NOT = re.compile(
    r"\b(?:do not|don'?t|can'?t|cannot|never|no|not|please stop|ignore|reject(?:ed|s)?|declined?|fake|hacked"
    r"|school'?s|official)\b"
)


def build() -> Friending:
    """The detector; it has no options."""
    return Friending("friending", frozenset({"friending"}))


@dataclass(frozen=True, slots=True)
class Friending:
    """A friend request counts where a member of staff is named or spoken to beside it, or where staff write it."""

    name: str
    categories: frozenset[str]

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """The friend requests in each subject."""
        return [list(map(self._finding, *self._seen(subject))) for subject in subjects]

    def _seen(self, subject: Subject) -> tuple[list[tuple[int, int]], list[float]]:
        text = subject.folded.text
        by_staff = subject.message.author.role in OFFICIAL
        if not (by_staff or _STAFF.search(text)):
            return [], []
        score = LIKELY if _NOT.search(text) else SURE
        spans = [subject.folded.span(*match.span()) for match in _ASKS.finditer(text)]
        return spans, [score] * len(spans)

    def _finding(self, span: tuple[int, int], score: float) -> Finding:
        why = "a friend request between a family and a member of staff"
        return Finding(category="friending", score=score, detector=self.name, why=why, span=span)
