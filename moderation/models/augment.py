"""Makes training examples harder in ways a label must survive: other names, other numbers, disguised spelling."""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from moderation.models.data import Example

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LOOKALIKE: Final = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "i": "і"}  # noqa: RUF001
_LEET: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5"}


def _per_word(change: Callable[[str, random.Random], str], share: float) -> Callable[[str, random.Random], str]:
    """The change made to some of a text's longer words."""

    def apply(text: str, rng: random.Random) -> str:
        def one(match: re.Match[str]) -> str:
            return change(match.group(), rng) if len(match.group()) > 3 and rng.random() < share else match.group()

        return _WORD.sub(one, text)

    return apply


def _zero_width(word: str, _: random.Random) -> str:
    return "\u200b".join(word)


def _lookalike(word: str, _: random.Random) -> str:
    return "".join(_LOOKALIKE.get(char, char) for char in word)


def _leet(word: str, _: random.Random) -> str:
    return "".join(_LEET.get(char, char) for char in word)


def _spaced(word: str, rng: random.Random) -> str:
    return rng.choice((" ", ".", "-", "*")).join(word)


def _doubled(word: str, rng: random.Random) -> str:
    return "".join(char * rng.randint(1, 3) for char in word)


def _emoji_between(word: str, _: random.Random) -> str:
    return "\N{FACE WITH TEARS OF JOY}".join(word)


def _mistype(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    return (
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if rng.random() < 0.5 else word[:at] + word[at + 1 :]
    )


_mistyped = _per_word(_mistype, 0.1)

TRICKS: Final[Mapping[str, Callable[[str, random.Random], str]]] = {
    "zero-width characters": _per_word(_zero_width, 0.3),
    "look-alike letters": _per_word(_lookalike, 0.3),
    "leet": _per_word(_leet, 0.3),
    "spaced letters": _per_word(_spaced, 0.3),
    "doubled letters": _per_word(_doubled, 0.3),
    "emoji between letters": _per_word(_emoji_between, 0.3),
}
"""Ways to disguise some of a text's words."""


@dataclass(frozen=True, slots=True)
class Names:
    """First and family names to swap in, and every name that may be swapped out."""

    first: tuple[str, ...]
    family: tuple[str, ...]
    given: frozenset[str]
    known: frozenset[str]

    @classmethod
    def load(cls, datasets: Path, words: Iterable[str], *, most: int = 4000) -> Names:
        """The public gazetteers, less names that are ordinary words in the given lower-case running text."""
        common = {word for word, count in Counter(words).items() if count > 2}
        with (datasets / "uk_babynames/ew_2005plus_totals_derived.csv").open(encoding="utf-8", newline="") as file:
            first = [row["name"] for row in csv.DictReader(file)][:most]
        family = (datasets / "name_databases/surnames_uk.txt").read_text(encoding="utf-8").split()
        first, family = ([name for name in names if name.lower() not in common] for names in (first, family))
        return cls(tuple(first), tuple(family), frozenset(first), frozenset(first) | frozenset(family))


@dataclass(frozen=True, slots=True)
class Augment:
    """What may be done to an example; each field is the chance for one example."""

    names: Names
    swap: float = 0.6
    numbers: float = 0.5
    disguise: float = 0.1
    typo: float = 0.1

    def __call__(self, example: Example, rng: random.Random) -> Example:
        """The example with the same labels and perhaps another wording."""
        text, quoted = example.text, example.quoted
        if rng.random() < self.swap:
            text, quoted = self._swap(example, rng)
        if rng.random() < self.numbers:
            text = _NUMBER.sub(lambda match: str(rng.randint(1, 10 ** len(match.group()) - 1)), text)
        if rng.random() < self.disguise:
            text = rng.choice(tuple(TRICKS.values()))(text, rng)
        if rng.random() < self.typo:
            text = _mistyped(text, rng)
        return replace(example, text=text, quoted=quoted)

    def _swap(self, example: Example, rng: random.Random) -> tuple[str, str]:
        """Each name in it becomes the same other name wherever it stands."""
        chosen: dict[str, str] = {}
        own = frozenset(example.names)

        def other(match: re.Match[str]) -> str:
            word = match.group()
            if not word[0].isupper() or not (word in self.names.known or word in own):
                return word
            return chosen.setdefault(
                word, rng.choice(self.names.first if word in self.names.given else self.names.family)
            )

        return _WORD.sub(other, example.text), _WORD.sub(other, example.quoted)
