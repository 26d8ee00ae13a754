"""Who a sentence is about: somebody named, somebody pointed at, or the author's own family; found once for a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation.recognisers.context import Places, lowered, words
from moderation.recognisers.name_words import OWN_SOMEWHERE, word_set

NOBODY: Final = -1
EARLIER: Final = 300  # characters before a sentence in which the author's own family may have come up

_FAMILY: Final = (
    r"mums?|mams?|moms?|mummy|ma|mama|dads?|das?|daddy|parents|nans?|gran|granda|brothers?|sisters?|"
    r"wife|husband|ex|family|kids?|mam|tad|chwaer|brawd"
)
_NOT_WHOSE: Final = (
    r"(?!(?:else|any(?:one|body)|every(?:one|body)|some(?:one|body)|nobody|people|who|whoever|one|other|school|today|"
    r"tomorrow|it|that|there|here|what|where|how|let|thi|hi|wa|i|ha|doe|a|thank|plu|new|clas|les|acro|alway)"
    r"['\u2019]?s )"
)
"""What ends in an s before "mum" or "kids" and is no person: "anyone else's kid", "it's mum", "this family"."""

_NAME = re.compile(r"(?<![^\W_])[A-Z][^\W\d_A-Z]+(?:['\u2019\-][^\W\d_]+)?")
_START = re.compile(r"(?:^|[.!?\n]\s)\s*")
_AFTER_A_NAME = re.compile(
    r"['\u2019]s\b| (?:[A-Z][a-z\u2019'\-]*\b|is\b|has\b|had\b|was\b|takes\b|got\b|[a-z]{3,}s\b)"
)
_PREPOSITION = re.compile(r"\b(?:from|in|at|near|via|outside|behind|to|on)\s(?:the\s)?$")
_OWNED = re.compile(r"\b(?:[Mm]y|[Oo]ur|[Ww]or|[Oo]or|[Ff]y|[Ee]in|mój|moja|mera|meri)\s(?:[a-z]\w{0,15}\s)?$")
_SIGNED = re.compile(r"['\u2019]s (?:mum|mam|mom|mummy|dad|daddy|nan|gran|carer)( here)?\b")
_I_AM = re.compile(r"\b[Ii](?:['\u2019]?m| am)\s$")
_DESCRIBED = words(
    rf"(?:mr|mrs|ms|miss|dr|sir) \w+|(?<!i'm )(?<!i am ){_NOT_WHOSE}[^\W\d_]{{1,30}}['\u2019]?s (?:{_FAMILY})(?! here)|"
    rf"(?:his|her|their) (?:{_FAMILY})|"
    r"(?:that|the|this|only one|a certain|one of the dads|one of the mums|new|wee|little|poor) "
    r"(?:[^\W\d_]{1,30} )?(?:(?:year |yr ?|y)\d{1,2} )?(?:boy|lad|lass|lassie|"
    r"girl|kid|twins|family|dad|mum|fella|one|governor|teacher|ta)|y (?:bachgen|ferch|teulu)"
)
_POINTED = words(r"she|he|her|his|him|they|their|them|she's|he's|they're|nhw")
_TOLD = words(r"says?|said|told|tells|telling|heard|hears|reckons?|apparently|asked|saw|sees|knows|thinks")
_OWN = words(
    r"my|our|mine|i'?m|i'?ve|i|we|we'?re|we'?ve|me|us|ours|fy|ein|mój|moja|mera|meri|anyone|anybody|who|if|your"
)
_OWN_CHILD = words(
    r"(?:my|our|fy|ein|mój|moja|mera|meri) (?:\w{1,20} )?(?:son|daughter|lad|lass|boy|girl|child|kid|kids|eldest|"
    r"youngest|two|three|twins|little \w{1,20}|wee \w{1,20}|mum|dad|nan|husband|wife|mab|merch|plentyn)|mine|"
    r"[^\W\d_]{1,30}['\u2019]?s (?:mum|mam|mom|mummy|dad|daddy|nan|gran|carer) here|"
    r"(?:i'?m|i am) [^\W\d_]{1,30}['\u2019]?s (?:mum|mam|mom|mummy|dad|daddy|nan|gran|carer)"
)
_NOT_PEOPLE: Final = word_set(
    "i i'm i've i'd monday tuesday wednesday thursday friday saturday sunday year years reception english "
    "nurse nan school social universal asperger's christmas easter september october november december "
    "january february march june july pta send ehcp can could would please does anyone anybody just has "
    "have had is are was were ofsted the this that these if when what who why how and but so for from our "
    "my we they he she it its it's there you your then well yes no not now also ok thanks sorry morning hi hello "
    "dad mum"
)


@dataclass(frozen=True, slots=True)
class Persons:
    """Where a text names somebody, points at somebody, or speaks of the author's own."""

    named: tuple[int, ...]
    pointed: Places
    own: Places
    own_child: Places

    @classmethod
    def of(cls, text: str, others: Sequence[int] = ()) -> Persons:
        """Everybody in a text. `others`: where names from the roster begin that are not of the author's family."""
        low = lowered(text)
        named = {*others, *_capitals(text), *Places.of(_DESCRIBED, low).starts}
        own, child = Places.of(_OWN, low), Places.of(_OWN_CHILD, low)
        return cls(tuple(sorted(named)), Places.of(_POINTED, low), own, child)

    def last_named(self, start: int, end: int) -> int:
        """Where the last named person in `[start, end)` begins, from `start`; else NOBODY."""
        return _last(self.named, start, end)

    def last_pointed(self, start: int, end: int) -> int:
        """The same for "she", "his"."""
        return _last(self.pointed.starts, start, end)

    def last_own(self, start: int, end: int) -> int:
        """The same for the author and theirs, and for nobody in particular ("anyone")."""
        return _last(self.own.starts, start, end)

    def owned_before(self, at: int) -> bool:
        """Whether the author's own family came up not long before."""
        return self.own_child.within(at - EARLIER, at)


def spoken_of(text: str) -> bool:
    """Whether a text points at somebody or describes them: "she", "Mr Ash", "his mum"; a capital alone is no sign.

    "She" is the author's own child where that is said and nobody else is named: "she got 9/10, that's my girl".
    """
    low = lowered(text)
    if not _POINTED.search(low):
        return bool(_DESCRIBED.search(low))
    is_own = OWN_SOMEWHERE.search(text) and not _TOLD.search(low)
    return not is_own or bool(Persons.of(text).named)


def _last(starts: Sequence[int], low: int, high: int) -> int:
    found = bisect_left(starts, high) - 1
    return starts[found] - low if found >= 0 and starts[found] >= low else NOBODY


def _capitals(text: str) -> list[int]:
    """Where a capital letter is a name's, not the sentence's, a place's, a day's or a subject's."""
    openings = {match.end() for match in _START.finditer(text)}
    return [
        match.start()
        for match in _NAME.finditer(text)
        if match[0].lower().replace("\u2019", "'").removesuffix("'s") not in _NOT_PEOPLE
        and (match.start() not in openings or "'s" in match[0] or _AFTER_A_NAME.match(text, match.end()))
        and not _PREPOSITION.search(text, max(0, match.start() - 12), match.start())
        and not _OWNED.search(text, max(0, match.start() - 24), match.start())
        and not _is_signed(text, match)
    ]


def _is_signed(text: str, name: re.Match[str]) -> bool:
    """Whether the author says whose parent they are: "Tilly's mum here", "I'm Tilly's mum"."""
    signed = _SIGNED.match(text, name.end() - 2 * name[0].endswith(("'s", "\u2019s")))
    return bool(signed and (signed[1] or _I_AM.search(text, max(0, name.start() - 6), name.start())))
