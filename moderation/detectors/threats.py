"""Plain threats that no model may miss: "I will" + a violent act + somebody's body, close together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain import Finding, Subject

INTENT = (
    r"\b(?:i|we|me and \w+|our \w+|my \w+)(?:'?ll| will|(?:'?m| am|'?re| are|'?s| is)?"
    r" (?:so |just |literally )?(?:going to|goin to|gonna|gunna|gonny|about to|coming to|want to|wanna))"
)
ACT = (
    r"kill|murder|stab|shank|shoot|knife|batter|bash|beat|bottle|punch|slap|smack|deck|kick|hit|strangle|choke|burn|torch"
    r"|knock|break|snap|smash|crack|cave|slit|cut|rip|glass|blow"
)
WORDS = r"(?:(?!my |our |own )[\w']+ ){1,4}?"
BODY = (
    r"(?:legs?|arms?|neck|nose|jaw|face|head|skull|teeth|throat|fingers|ribs|knee ?caps?|knees|lights out|spark out"
    r"|windows|house down|windscreen|tyres)"
)
SURE, LIKELY = 0.95, 0.5
PATTERNS = (
    (re.compile(rf"{INTENT}(?: \w+)? (?:{ACT}) {WORDS}{BODY}\b"), SURE, "a threat to somebody's body or home"),
    (re.compile(r"\b(?:won'?t|will never|never) walk again\b"), SURE, "a threat of lasting injury"),
    (re.compile(r"\b(?:you'?re|ur|you are|he'?s|she'?s) (?:a )?dead (?:man|woman|meat)\b"), SURE, "a threat to a life"),
    (re.compile(rf"{INTENT} (?:kill|stab|shoot|murder|batter) (?:you|u|ya|your)\b"), SURE, "a threat to the reader"),
    (re.compile(rf"{INTENT} (?:kill|stab|shoot|murder|batter) (?:him|her|them)\b"), LIKELY, "perhaps a threat"),
)
QUOTED = re.compile("[\"'\N{LEFT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}]")


def build() -> Threats:
    """The detector; it has no options."""
    return Threats("threats", frozenset({"threat"}))


@dataclass(frozen=True, slots=True)
class Threats:
    """Threat phrases on the folded text; each pattern looks at a bounded number of words, so it stays linear."""

    name: str
    categories: frozenset[str]

    def __call__(self, subjects: Sequence[Subject]) -> list[list[Finding]]:
        """The findings of each subject; what stands right behind a quotation mark is somebody else's."""
        return [
            [
                self._finding(subject, match, (score, why))
                for pattern, score, why in PATTERNS
                for match in pattern.finditer(subject.folded.text)
                if not QUOTED.fullmatch(subject.folded.text[max(0, match.start() - 1) : match.start()])
            ]
            for subject in subjects
        ]

    def _finding(self, subject: Subject, match: re.Match[str], rule: tuple[float, str]) -> Finding:
        span = subject.folded.span(*match.span())
        score, why = rule
        return Finding(category="threat", score=score, detector=self.name, why=why, span=span)
