"""A text in letters where signs, doubled letters or missing spaces keep its words from the model's vocabulary."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby, islice, product
from math import log
from typing import Final

from moderation.domain import Finding, View
from moderation.models.engine import BUNDLED
from moderation.normalise_words import ABUSE, EDGES

_SIGNS: Final[Mapping[str, str]] = {
    **dict(zip("034@$5678+€|¢", "oeaassgtbtelc", strict=True)),
    **dict.fromkeys("1!i", "il"),  # "shou1d" was folded to "shouid"
}
_STROKED: Final = str.maketrans("øłđħŧƀıǥßæœ", "oldhtbigsao")
_TOKEN: Final = re.compile(r"\S+")
_THING: Final = re.compile(r"\d+[a-z]{1,2}|[a-z]{1,2}\d{1,2}[a-z]?")  # 3pm, 2nd, u11s
_FIRST: Final = 1996  # in a vocabulary by frequency: signs and single letters stand before
_USUAL: Final = 3000  # as frequent as an ordinary word
_MOST: Final = 64  # spellings of one word that are tried
GLUED: Final = 16  # letters without a space that are several words; a long place name is shorter
SPELT_OUT: Final = 6  # the same where letters stood alone: "y o u f a t c o w" was folded to one word
_LONGEST: Final = 15
_SEVERAL: Final = 3  # words; one may be a slip, or British: "marvellous"
_AS_A_WORD: Final = 3.0  # what a further word costs, so that long ones are preferred to their pieces
_WHOLE: Final = (  # names and professions that are not in the vocabulary, and whose pieces say something else
    "alcock allcock assington assisi bitchfield burnage clitheroe cockburn cockerham cockermouth cockfosters cocking "
    "cockington cockleshell cockshutt crapstone cumbernauld cumnor fatfield gaydon gayton gaywood hangleton killamarsh "
    "killearn killin killinghall killingworth pakenham pakington penistone prickwillow rudheath scunthorpe shankill "
    "shitterton shotley shotton therapists woodcock"
)


@cache
def _ranks() -> Mapping[str, int]:
    """The whole words of the bundled model's vocabulary with their place in it: frequent ones first."""
    found = json.loads((BUNDLED / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    words = {word: at - _FIRST for word, at in found.items() if at >= _FIRST and word.isascii() and word.isalpha()}
    return {**dict.fromkeys((*ABUSE, *_WHOLE.split()), _USUAL), **words, "a": 1, "i": 1, "u": _USUAL}


def respelt(text: str, glued: int = GLUED) -> tuple[str, float]:
    """A folded text with its unknown words as known ones, and by how much the share of known words rose (0 to 1).

    `glued`: from how many letters on an unknown word may be several.
    """
    words = text.split()
    if not words:
        return text, 0.0
    again = [_word(word, glued) for word in words]
    changed = sum(one != two for one, two in zip(words, again, strict=True))
    spelt = " ".join(again).split()
    if changed < _SEVERAL and len(spelt) == len(words):
        return text, 0.0
    return " ".join(again), _share(spelt) - _share(words)


def respelt_view(folded: View) -> View:
    """A folded view with each of its unknown words as a known one, for rules, which mean nothing by other words."""
    text: list[str] = []
    offsets: list[int] = []
    done = 0
    for token in _TOKEN.finditer(folded.text):
        if (again := _word(token[0], GLUED)) == token[0]:
            continue
        text += (folded.text[done : token.start()], again)
        own = folded.offsets[token.start() : token.end()]
        offsets += (
            *folded.offsets[done : token.start()],
            *(own[at * (len(own) - 1) // max(len(again) - 1, 1)] for at in range(len(again))),
        )
        done = token.end()
    if not done:
        return folded
    return View("".join((*text, folded.text[done:])), (*offsets, *folded.offsets[done:]))


def read_twice(folded: View, look: Callable[[View], Iterable[Finding]]) -> list[Finding]:
    """What a rule finds in a folded view, and what it finds there only when the words are spelt out."""
    found = list(look(folded))
    if (again := respelt_view(folded)) is not folded:
        found += (one for one in look(again) if one not in found)
    return found


def _share(words: list[str]) -> float:
    """Known letters among all: a sentence without spaces weighs more than the word beside it."""
    return sum(len(word) for word in words if _known(word)) / sum(map(len, words))


def _known(word: str) -> bool:
    bare = word.strip(f"{EDGES}!")
    return not bare or bare.isdigit() or all(part in _ranks() for part in bare.split("'") if len(part) > 1)


@lru_cache(maxsize=4096)
def _word(word: str, glued: int) -> str:
    bare = word.strip(EDGES)
    if _known(word) or _THING.fullmatch(bare):
        return word
    if bare.isalpha() and len(bare) >= glued:
        return " ".join(_parts(bare)) or word
    known = [spelling for spelling in islice(_spellings(bare), _MOST) if spelling in _ranks()]
    return word.replace(bare, min(known, key=_ranks().__getitem__)) if known else word


def _spellings(word: str) -> Iterator[str]:
    """The word with letters for its signs and marks, and each of its doubled letters twice or once; none for others."""
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    plain = bare.translate(_STROKED)
    if not all(char.isalpha() or char in _SIGNS for char in plain):
        return  # before the product: with a sign that is no letter, nothing would ever end it
    for letters in product(*(_SIGNS.get(char, char) for char in plain)):
        runs = ((letter, len(list(run))) for letter, run in groupby(letters))
        yield from map("".join, product(*((letter * 2, letter) if long > 1 else letter for letter, long in runs)))


def _parts(glued: str) -> list[str]:
    """Letters without spaces as the likeliest known words; none where they are not all words."""
    best: dict[int, tuple[float, int]] = {0: (0.0, 0)}
    for end in range(1, len(glued) + 1):
        ways = (
            (best[at][0] + log(2 + _ranks()[glued[at:end]]) + _AS_A_WORD, at)
            for at in range(max(0, end - _LONGEST), end)
            if at in best and glued[at:end] in _ranks()
        )
        if (way := min(ways, default=None)) is not None:
            best[end] = way
    found: list[str] = []
    at = len(glued) if len(glued) in best else 0
    while at:
        found.append(glued[best[at][1] : at])
        at = best[at][1]
    return found[::-1]
