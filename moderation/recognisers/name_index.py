"""A roster as one Aho-Corasick automaton: every name in a text in one pass, whatever the roster's size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache, reduce
from typing import Final, Protocol

import ahocorasick  # type: ignore[import-not-found]

from moderation.normalise import clean_view, folded_view
from moderation.recognisers import name_cases as cases
from moderation.recognisers.famous import FAMOUS
from moderation.recognisers.name_words import FAMILY, NO_TITLE, NOT_MIDDLE, ORDINARY, PARTICLES

UNDECOMPOSED: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ß": "s",
        "æ": "a",
        "ð": "d",
        "\u2019": "'",
        "-": " ",
        "\u2013": " ",
        "\u2014": " ",
        "_": " ",
    }
)
LEET_DIGITS: Final = str.maketrans("0134578", "oieastb")
PLURAL_FROM: Final = 4  # letters: "tylers dad", but not "mos"; shorter ones before somebody's family: "mias mum"
JOINED_FROM: Final = 8  # letters: "jamiethornton", but not "anli"
INSIDE_FROM: Final = 11  # letters: also in a longer word, "jamiethorntonehcp"
MIDDLE_NAMES: Final = 2
ALIKE_FROM: Final = 5  # letters: of short ones another is another name, "Sian" and "Sean"
ALIKE: Final = 0.7  # of the letters are the same, as in "Kaitlyn" and "Caitlin"

_OF_FAMILY: Final = re.compile(rf"(?<!thi)(?<!les)(?<!hi)(?<!he)(?<!we)s (?:{FAMILY})\b")  # no "this mum"
_LAST: Final = re.compile(r"(?<![^\W_])([^\W\d_]{4,20}) $")
_ALIKE: Final = (("ph", "f"), ("ch", "k"), ("ck", "k"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"))
_TWICE: Final = re.compile(r"(.)\1+")
_SILENT: Final = re.compile(r"(?<=.)[aeiouhyw']+")
_NEXT: Final = re.compile(r" ([^\W\d_]{1,20}(?:'(?!s\b)[^\W\d_]{1,20})?)\.?")


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
    OTHER = "name of somebody famous"


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
    """Folded text without accents, hyphens, dashes and underscores as spaces; as long as before."""
    if text.isascii():
        return text.replace("-", " ").replace("_", " ")
    return "".join(map(_flat_char, text))


@lru_cache(maxsize=4096)
def _flat_char(char: str) -> str:
    return (unicodedata.normalize("NFD", char)[:1] or char).translate(UNDECOMPOSED)[:1]


class NameIndex:
    """Every form of every name; `find` costs the length of the text, not of the roster."""

    def __init__(self, people: Iterable[Bearer]) -> None:
        everybody = tuple(people)
        self._keys = _merged(form for person in everybody for form in _forms(person))
        self._sounds = _by_sound(self._keys)
        self._keys = _cases(everybody, self._keys) | self._keys
        for name in _famous() - self._keys.keys():
            if not self._keys.keys().isdisjoint(name.split(" ")):
                self._keys[name] = Entry(Form.OTHER)
        self._automaton = ahocorasick.Automaton()
        for key, entry in self._keys.items():
            self._automaton.add_word(key, (key, entry))
        self._automaton.make_automaton()

    def find(self, folded: str, *, famous: bool = True) -> list[Named]:
        """The names in a folded text, longest first where they overlap; `famous`: those of somebody famous are none."""
        if not self._keys:
            return []
        text = flat(folded)
        whole = [*self._whole_words(text), *self._leet_words(text)]
        kept: list[Named] = []
        taken = bytearray(len(text))
        if not famous:
            whole = [one for one in whole if one.entry.form is not Form.OTHER]
        for named in sorted(whole, key=lambda one: one.start - one.end):
            if not any(taken[named.start : named.end]):
                taken[named.start : named.end] = b"\1" * (named.end - named.start)
                kept.append(named)
        return sorted((one for one in kept if one.entry.form is not Form.OTHER), key=lambda one: one.start)

    def _whole_words(self, text: str) -> Iterator[Named]:
        ended: dict[int, list[int]] = {}  # where names begin, by where they end: for names that are run together
        for last, (key, entry) in self._automaton.iter(text):
            start, end = last + 1 - len(key), last + 1
            ended.setdefault(end, []).append(start)
            for first in ended.get(start, ()):
                yield from self._run_together(text, first, start, end)
            if not _is_word(text, start, end):
                continue
            yield Named(start, end, entry)
            if entry.form is Form.FAMILY and not entry.ordinary:
                yield from self._misspelt(text, start, end)
            if entry.form is Form.FIRST and not entry.ordinary:
                yield from self._with_middle_names(text, start, end)

    def _run_together(self, text: str, start: int, middle: int, end: int) -> Iterator[Named]:
        """A name in full as one word, or, when it is long, in the middle of one: "jamiethorntonehcp"."""
        least = JOINED_FROM if _is_word(text, start, end) else INSIDE_FROM
        entry = self._full(text[start:middle], text[middle:end]) if end - start >= least else None
        if entry:
            yield Named(start, end, entry)

    def _misspelt(self, text: str, start: int, end: int) -> Iterator[Named]:
        """A first name that sounds like that of a pupil of this family: "Mohamed Iqbal" for Mohammed."""
        word = _LAST.search(text, max(0, start - 22), start)
        if word is None or word[1] in NO_TITLE:
            return
        heard = self._sounds.get(f"{sound(word[1])} {text[start:end]}", ())
        meant = [self._keys[key] for key in heard if _is_alike(word[1], key.partition(" ")[0])]
        if meant:
            yield Named(word.start(1), end, reduce(Entry.merged, meant))

    def _with_middle_names(self, text: str, start: int, end: int) -> Iterator[Named]:
        """From a first name over one or two others to a family name of the same pupil: "jamie lee thornton"."""
        first = text[start:end]
        for _ in range(MIDDLE_NAMES + 1):
            word = _NEXT.match(text, end)
            if word is None or word[1] in NOT_MIDDLE:
                return
            end = word.end()
            entry = self._full(first, word[1])
            if entry and not text[word.end(1) : word.end(1) + 1].isalnum():
                yield Named(start, word.end(1), entry)

    def _full(self, first: str, family: str) -> Entry | None:
        entry = self._keys.get(f"{first} {family}")
        return entry if entry and entry.form is Form.FULL else None

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


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches it, but for the s of "tylers"."""
    if start and text[start - 1].isalnum():
        return False
    plural = text[end : end + 1] == "s" and (end - start >= PLURAL_FROM or bool(_OF_FAMILY.match(text, end)))
    return not text[end + plural : end + plural + 1].isalnum()


def fold(name: str) -> str:
    """A name as the folded text of a message has it."""
    return " ".join(map(_fold_word, name.split()))


@lru_cache(maxsize=100_000)
def _fold_word(word: str) -> str:
    return flat(folded_view(clean_view(word)).text).strip()


@lru_cache(maxsize=1)
def _famous() -> frozenset[str]:
    return frozenset(map(fold, FAMOUS))


def sound(name: str) -> str:
    """What two spellings of a folded name have in common: "muhammad" and "mohamed" are "mmd"."""
    for written, alike in _ALIKE:
        name = name.replace(written, alike)
    plain = _SILENT.sub("", _TWICE.sub(r"\1", name))
    return f"a{plain[1:]}" if plain[:1] in "aeiou" else plain


def _by_sound(keys: Mapping[str, Entry]) -> dict[str, list[str]]:
    """Names in full by the sound of the first name, where the family name is no other word."""
    found: dict[str, list[str]] = {}
    for key, entry in keys.items():
        first, _, family = key.partition(" ")
        if entry.form is Form.FULL and family not in ORDINARY and len(first) >= ALIKE_FROM:
            found.setdefault(f"{sound(first)} {family}", []).append(key)
    return found


def _is_alike(typed: str, name: str) -> bool:
    """Whether most letters are the same, too: "Mehmood" and "likes" sound like Mohammed and Lucas and are neither."""
    return len(typed) >= ALIKE_FROM and SequenceMatcher(None, typed, name).ratio() >= ALIKE


def _forms(person: Bearer) -> Iterable[tuple[str, Entry]]:
    forms = _pupil_forms(person) if person.is_pupil else _staff_forms(person)
    for key, form in dict(forms).items():
        if len(key) > 1:
            yield key, _entry(person, key, form)


def _merged(forms: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
    keys: dict[str, Entry] = {}
    for key, entry in forms:
        known = keys.get(key)
        keys[key] = known.merged(entry) if known else entry
    return keys


def _cases(people: Iterable[Bearer], known: Mapping[str, Entry]) -> dict[str, Entry]:
    """The forms that Polish grammar gives pupils' names: each says what the name itself does."""
    firsts, families, fulls = set[str](), set[str](), set[tuple[str, str]]()
    for person in people:
        if not person.is_pupil:
            continue
        first, family = {fold(person.given_name), fold(person.known_as)} - {""}, fold(person.family_name)
        if cases.is_polish(person.given_name, person.known_as, person.family_name, *first, family):
            firsts |= first
            families.add(family)
            fulls |= {(one, family) for one in first}
    return _merged(
        (form, _as(known[name], kind, form))
        for kind, name, forms in (
            *((Form.FULL, f"{first} {family}", (cases.full(first, family),)) for first, family in fulls),
            *((Form.FIRST, first, cases.given(first)) for first in firsts),
            *((Form.FAMILY, family, cases.family(family)) for family in families),
        )
        for form in forms
        if name in known
    )


def _as(entry: Entry, form: Form, key: str) -> Entry:
    ordinary = ORDINARY.issuperset(key.split())
    is_same = entry.form is form and entry.ordinary is ordinary
    return entry if is_same else replace(entry, form=form, ordinary=ordinary)


def _entry(person: Bearer, key: str, form: Form) -> Entry:
    firsts, families = (person.given_name, person.known_as), fold(f"{person.family_name} {person.known_family}").split()
    initials = frozenset(fold(other)[:1] for other in (firsts if form is Form.FAMILY else families))
    naming, photo = person.naming_consent, person.photo_consent
    consenting = frozenset({person.identity} if person.is_pupil and (naming or photo) else ())
    return Entry(form, initials, naming, photo, ORDINARY.issuperset(key.split()), person.parents, consenting)


def _pupil_forms(person: Bearer) -> Iterator[tuple[str, Form]]:
    given = fold(person.given_name)
    firsts = _variants({given, fold(person.known_as), fold(person.given_name.split(" ")[0])})
    families = _variants({fold(person.family_name), fold(person.known_family)})
    yield from ((family, Form.FAMILY) for family in families)
    for first in firsts | {given.split(" ")[0]} - {""}:
        for family in families.union(*map(_parts, families)):
            yield f"{first} {family}", Form.FULL
    yield from ((first, Form.FIRST) for first in firsts)


def _variants(names: set[str]) -> set[str]:
    """Also without the apostrophe, and without the space that may be a hyphen."""
    bare = names | {name.replace("'", "") for name in names}
    return (bare | {name.replace(" ", "") for name in bare}) - {""}


def _parts(family: str) -> list[str]:
    """The parts of a double family name, each of which may be used for it."""
    return [part for part in family.split(" ") if len(part) > 2 and part not in PARTICLES]


def _staff_forms(person: Bearer) -> Iterator[tuple[str, Form]]:
    for name in (person.known_as, f"{person.title} {person.family_name}", f"{person.given_name} {person.family_name}"):
        yield fold(name), Form.STAFF
