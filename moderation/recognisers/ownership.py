"""Whose a detail is, told from the words around it: the author's, somebody else's, or an organisation's."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

BEFORE: Final = 70  # characters looked at
AFTER: Final = 45


class Whose(StrEnum):
    """Whose detail it is, as far as the words say."""

    OTHER = "somebody else's"
    PUBLIC = "an organisation's"
    OWN = "the author's own"
    UNKNOWN = "not said whose"


_OTHER = re.compile(
    r"\b(?:(?:texts|texting|calls|calling|rings|ringing|messages|messaging) (?:me|us|my \w+)(?: from| on)?|"
    r"his|her|hers|their|theirs|him|he|she|she's|he's|they're|dad's|mum's|mam's|nan's|wife'?s|husband's|"
    r"personal|private|home (?:phone|number)|u didnt|spam|flood|"
    r"give (?:him|her|them)|the (?:head|dad|mum|mam|caretaker|teacher)'?s|mam cadi|whoever|"
    r"(?:mr|mrs|ms|miss|dr) \w+|that'?s \w+'?s|[^\W\d_]{2,15}['\u2019]s (?:number|mobile|mob|phone|tel|email|"
    r"e-mail|address|house|insta|snap))\b",
    re.I,
)
_SECRET = re.compile(
    r"\b(?:you |u )?did\s?n[o']?t (?:get|hear)\b|\b(?:do\s?n[o']?t|dont) (?:say|tell)\b|\bbombard\b", re.I
)
"""What nobody says of a number that may be known, wherever near it that stands."""

_OWN = re.compile(
    r"\b(?:me|my|mine|i'?m|i am|i've|i can|i'll|we|we're|we've|us|our|ours|mój|moj|meri|fy|thats me|it's me|its me|"
    r"\w+ here|rsvp|(?:hoodie|swap|lift) \w+)\b",
    re.I,
)
_PUBLIC = re.compile(
    r"\b(?:office|school'?s?|ysgol|reception|helpline|helpdesk|box office|line|absences?|attendance|sickness|shop|"
    r"coach(?:es)?|"
    r"surgery|nurse|council|childline|nspcc|samaritans|booking|bookings|hall|club|company|desk|library|tickets?|"
    r"quote|flyers?|"
    r"ext|option \d|website|centre|center|firm|venue|apply|admissions|governors?|clerk|pta|senco|dsl|enquir\w+|"
    r"police|101|"
    r"bouncy|hire|tuition|tutor|leisure|pitches|kick ?off|bowling|visitors|swyddfa)\b",
    re.I,
)


def whose(text: str, start: int, end: int) -> Whose:
    """Who the detail at `text[start:end]` belongs to; when the words say both, the nearer ones win."""
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    if _SECRET.search(before) or _SECRET.search(after):
        return Whose.OTHER
    near = {
        Whose.OTHER: _distance(_OTHER, before, after),
        Whose.PUBLIC: _distance(_PUBLIC, before, after),
        Whose.OWN: _distance(_OWN, before, after),
    }
    nearest = min(near, key=lambda one: near[one])
    return nearest if near[nearest] <= BEFORE else Whose.UNKNOWN


def _distance(pattern: re.Pattern[str], before: str, after: str) -> int:
    """Characters between the detail and the nearest such word; what comes before counts more than what comes after."""
    gaps = [len(before) - match.end() for match in pattern.finditer(before)]
    gaps += [10 + match.start() for match in pattern.finditer(after)]
    return min(gaps, default=BEFORE + 1)
