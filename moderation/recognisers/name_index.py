"""A roster as one Aho-Corasick automaton: every name in a text in one pass, whatever the roster's size."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol

import ahocorasick  # type: ignore[import-not-found]

from moderation.normalise import clean_view, folded_view
from moderation.recognisers.name_words import ORDINARY

UNDECOMPOSED: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "s", "æ": "a", "ð": "d", "\u2019": "'", "-": " "}
)
LEET_DIGITS: Final = str.maketrans("0134578", "oieastb")
PLURAL_FROM: Final = 4  # letters: "tylers dad", but not "mos"


class Bearer(Protocol):
    """Somebody with a name, as a roster has them."""

    @property
    def given_name(self) -> str:
        """As in the roster."""
        ...

    @property
    def family_name(self) -> str:
        """As in the roster."""
        ...

    @property
    def known_family(self) -> str:
        """As in the roster."""
        ...

    @property
    def known_as(self) -> str:
        """As in the roster."""
        ...

    @property
    def title(self) -> str:
        """As in the roster."""
        ...

    @property
    def group(self) -> str:
        """As in the roster."""
        ...

    @property
    def naming_consent(self) -> bool:
        """As in the roster."""
        ...

    @property
    def photo_consent(self) -> bool:
        """As in the roster."""
        ...

    @property
    def parents(self) -> frozenset[str]:
        """As in the roster."""
        ...

    @property
    def is_pupil(self) -> bool:
        """As in the roster."""
        ...

    @property
    def identity(self) -> str:
        """As in the roster."""
        ...


class Form(StrEnum):
    """How a person is named."""

    FIRST = "first name"
    FULL = "full name"
    FAMILY = "family name"
    STAFF = "name of staff"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name says: its form, the initials of the other name, whether all who bear it may be named or pictured.

    `parents`: who is on record as the parent of somebody who bears it (`platform:user id`). `consenting`: the
    identities of the pupils who bear it and whose families consent to pictures or to naming.
    """

    form: Form
    initials: frozenset[str] = frozenset()
    naming: bool = False
    photo: bool = False
    ordinary: bool = False
    parents: frozenset[str] = frozenset()
    consenting: frozenset[str] = frozenset()

    def merged(self, other: Entry) -> Entry:
        """One entry for two people of the same name."""
        return replace(
            self,
            form=other.form if self.form is Form.FAMILY else self.form,
            initials=self.initials | other.initials,
            naming=self.naming and other.naming,
            photo=self.photo and other.photo,
            parents=self.parents | other.parents,
            consenting=self.consenting | other.consenting,
        )


@dataclass(frozen=True, slots=True)
class Named:
    """One name found: where in the folded text, and what it may mean."""

    start: int
    end: int
    entry: Entry


def flat(text: str) -> str:
    """Folded text without accents, hyphens as spaces; as long as before."""
    if text.isascii():
        return text.replace("-", " ")
    return "".join(map(_flat_char, text))


@lru_cache(maxsize=4096)
def _flat_char(char: str) -> str:
    return (unicodedata.normalize("NFD", char)[:1] or char).translate(UNDECOMPOSED)[:1]


class NameIndex:
    """Every form of every name; `find` costs the length of the text, not of the roster."""

    def __init__(self, people: Iterable[Bearer]) -> None:
        self._keys: dict[str, Entry] = {}
        for person in people:
            for key, entry in _forms(person):
                known = self._keys.get(key)
                self._keys[key] = known.merged(entry) if known else entry
        self._automaton = ahocorasick.Automaton()
        for key, entry in self._keys.items():
            self._automaton.add_word(key, (key, entry))
        self._automaton.make_automaton()

    def find(self, folded: str) -> list[Named]:
        """The names in a folded text, longest first where they overlap, in the order of the text."""
        if not self._keys:
            return []
        text = flat(folded)
        whole = [*self._whole_words(text), *self._leet_words(text)]
        kept: list[Named] = []
        taken = bytearray(len(text))
        for named in sorted(whole, key=lambda one: one.start - one.end):
            if not any(taken[named.start : named.end]):
                taken[named.start : named.end] = b"\1" * (named.end - named.start)
                kept.append(named)
        return sorted(kept, key=lambda one: one.start)

    def _whole_words(self, text: str) -> Iterator[Named]:
        for last, (key, entry) in self._automaton.iter(text):
            start, end = last + 1 - len(key), last + 1
            if start and text[start - 1].isalnum():
                continue
            plural = text[end : end + 1] == "s" and len(key) >= PLURAL_FROM
            if not text[end + plural : end + plural + 1].isalnum():
                yield Named(start, end, entry)

    def _leet_words(self, text: str) -> Iterator[Named]:
        """Names in words that mix letters and digits: "4bd1"."""
        if not any(map(str.isdigit, text)):
            return
        at = 0
        for word in text.split(" "):
            letters = word.translate(LEET_DIGITS)
            entry = self._keys.get(letters) if letters != word and not word.isdigit() else None
            if entry and not entry.ordinary:
                yield Named(at, at + len(word), entry)
            at += len(word) + 1


def fold(name: str) -> str:
    """A name as the folded text of a message has it."""
    return " ".join(map(_fold_word, name.split()))


@lru_cache(maxsize=100_000)
def _fold_word(word: str) -> str:
    return flat(folded_view(clean_view(word)).text).strip()


def _forms(person: Bearer) -> Iterable[tuple[str, Entry]]:
    forms = _pupil_forms(person) if person.is_pupil else _staff_forms(person)
    for name, form in forms:
        key = fold(name)
        if len(key) > 1:
            yield from _variants(key, _entry(person, key, form))


def _variants(key: str, entry: Entry) -> Iterator[tuple[str, Entry]]:
    """Also without the apostrophe or, in a first name, the space or hyphen."""
    yield key, entry
    for mark in ("'", " "):
        if mark in key and entry.form in {Form.FIRST, Form.FAMILY}:
            yield key.replace(mark, ""), entry


def _entry(person: Bearer, key: str, form: Form) -> Entry:
    family, given = fold(person.family_name), fold(person.given_name)
    initials = frozenset((given if form is Form.FAMILY else family)[:1])
    naming, photo = person.naming_consent, person.photo_consent
    consenting = frozenset({person.identity} if person.is_pupil and (naming or photo) else ())
    return Entry(form, initials, naming, photo, key in ORDINARY, person.parents, consenting)


def _pupil_forms(person: Bearer) -> Iterator[tuple[str, Form]]:
    firsts = {person.given_name, person.known_as, person.given_name.split(" ")[0]} - {""}
    families = {person.family_name, person.known_family} - {""}
    for first in firsts:
        yield first, Form.FIRST
        yield from ((f"{first} {family}", Form.FULL) for family in families)
    yield from ((family, Form.FAMILY) for family in families)


def _staff_forms(person: Bearer) -> Iterator[tuple[str, Form]]:
    yield person.known_as, Form.STAFF
    yield f"{person.title} {person.family_name}", Form.STAFF
    yield f"{person.given_name} {person.family_name}", Form.STAFF
