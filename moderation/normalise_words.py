"""Words of abuse and violence that people write with signs, gaps or missing letters inside them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

_LISTED: Final = (
    "fuck fucking fucker motherfucker cunt bitch twat wank wanker shit shitty bastard slut slag whore nonce paedo pedo "
    "paedophile pedophile rapist nigger nigga paki faggot retard retarded tranny spastic gypo gyppo pikey "
    "kike chink nazi hitler kafir kaffir scum stupid idiot moron ugly loser disgusting dickhead arsehole asshole prick "
    "kill killing murder stab strangle behead bomb terrorist jihad suicide porn nudes pussy muslim jews"
)
_BASES: Final = tuple(_LISTED.split())
_BESIDE: Final = (  # what stands with them in a sentence without spaces
    "i a u ur r im ill we you your youre they them their the this that those these he she him her his hers it its "
    "is are was were be been am will would shall should must can could gonna going to go goes get gets got want "
    "wants need needs deserve deserves let lets all every each both some any no not never dont of off out in on at "
    "up by for with from and or but so as if my me our us who what why how when where here there now today tomorrow "
    "tonight later soon school schools class teacher teachers head headteacher mr mrs miss ms sir kid kids child "
    "children boy boys girl girls mum mums dad dads son daughter baby family families people man men woman women "
    "gate gates house home country back please just really very fat old dirty little big white black race war power "
    "life lives death die dead hang burn shoot beat hit punch rape hate fight bring knife gun stop sack ban join "
    "like one two do did does has have had yourself self cow pig dog bell end total absolute such send watch meet "
    "come find hail heil sieg pride brexit england english british foreigners immigrants terrorists muslims jew "
    "blacks gay gays christians teaching teaches reception year yours"
)
_ENDINGS: Final = ("", "s", "z", "es", "ed", "er", "ers", "in", "ing", "head", "heads")
_TWO_WORDS: Final = frozenset(  # without a space after a full stop as well: "is it PE.Do they"
    {"pe do", "who re", "who res", "ji had", "be head", "be heads", "pi key", "pi keys"}
)
_SPACED: Final = frozenset({"sh it", "tw at", "mor on", "fag got", "st ab", "spas tic", "chin ks"})
_OWN_MEANING: Final = frozenset({"gals", "bats", "izan"})  # words and names also when they are read from their end
_SIGNS: Final = dict(zip("4@83€9605$7+v1!|", "aabeeggossttuiil", strict=True))
_READINGS: Final = tuple(str.maketrans(signs) for signs in ({}, _SIGNS, {**_SIGNS, "1": "l", "!": "l"}))
_VOWELS: Final = frozenset("aeiou")
_SIGN_RUN: Final = re.compile(r"[\W\d_]+")
_STAR: Final = re.compile(r"[\W_]+")  # in place of a vowel; digits mean letters of their own: sh00t
EDGES: Final = "\"'.,;:?()[]{}<>-_~*=/\\#^&%"
LONGEST: Final = 40  # letters and signs of one disguised word, or of a few words without spaces
SHORTEST: Final = 7  # Jewson's is a shop
LETTERS: Final = 2


def _single(word: str) -> str:
    """Each run of one letter once, so that "kiill" and "kill" are the same."""
    return "".join(letter for letter, _ in groupby(word))


def _starred(word: str) -> Iterator[str]:
    """The word with one of its inner vowels, or all of them, as a star."""
    inner = [at for at, letter in enumerate(word) if letter in _VOWELS and 0 < at < len(word) - 1]
    for at in inner:
        yield f"{word[:at]}*{word[at + 1 :]}"
    yield "".join("*" if at in inner else letter for at, letter in enumerate(word))


_WORDS: Final = tuple(base + ending for ending in _ENDINGS for base in _BASES)
ABUSE: Final = frozenset(_BASES)
_WHOLE: Final = {_single(word): word for word in reversed(_WORDS)}
_MEANT: Final = frozenset((*_BASES, *(f"{base}s" for base in _BASES), "heil")) - {"rapist", "rapists"}  # "therapist"
_PARTS: Final = _MEANT | frozenset(_BESIDE.split())
_LONGEST_WORD: Final = max(map(len, _PARTS))
_STARRED: Final = {_single(key): word for word in reversed(_WORDS) for key in _starred(word) if "*" in key}
_BROKEN: Final = (
    frozenset(
        f"{word[:at]} {word[at:]}"
        for base in _BASES
        for word in (base, f"{base}s")
        for at in range(2, len(word) - 1)
        if word[:at] not in _BASES and word[at:] not in _ENDINGS
    )
    - _TWO_WORDS
    - _SPACED
)
_BACKWARDS: Final = frozenset(word[::-1] for base in _BASES for word in (base, f"{base}s")) - _OWN_MEANING


def uncovered(token: str) -> str | None:
    """The word that a token in lower case hides behind signs, None when it hides none of these."""
    if token.isalpha() or len(token) > LONGEST:
        return None
    token = token.strip(EDGES)
    is_number_of_a_thing = token.isalnum() and token[-1].isdigit()
    if token.replace("'", "", 1).isalpha() or is_number_of_a_thing or "://" in token:
        return None
    if sum(map(str.isalpha, token)) < LETTERS or _SIGN_RUN.sub(" ", token) in _TWO_WORDS:
        return None
    if (starred := _single(_STAR.sub("*", token))) in _STARRED:
        return _STARRED[starred]
    bare = (_single(_SIGN_RUN.sub("", token.translate(signs))) for signs in _READINGS)
    return next((_WHOLE[one] for one in bare if one in _WHOLE), None)


def broken(pair: str) -> bool:
    """Whether two pieces with a space between them are one of these words."""
    return pair in _BROKEN


def backwards(word: str) -> bool:
    """Whether a word in lower case is one of these from its end."""
    return word in _BACKWARDS


def parted(glued: str) -> tuple[int, ...]:
    """Where words begin in letters without spaces that are all words and one of them one of these; else nowhere."""
    if not SHORTEST <= len(glued) <= LONGEST:
        return ()
    before = {0: 0}  # where the word that ends here begins
    for end in range(1, len(glued) + 1):
        starts = (at for at in range(max(0, end - _LONGEST_WORD), end) if at in before and glued[at:end] in _PARTS)
        if (start := next(starts, None)) is not None:
            before[end] = start
    begins: list[int] = []
    at = len(glued) if len(glued) in before else 0
    is_one = False
    while at:
        is_one = is_one or glued[before[at] : at] in _MEANT
        at = before[at]
        begins.append(at)
    return tuple(reversed(begins)) if is_one and len(begins) > 1 else ()
