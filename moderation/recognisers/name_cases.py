"""The cases that Polish gives a name: "Kasię", "z Tomkiem", "Kowalskiego". Without accents, as an index has them.

Only of names that look Polish, of five letters or more, and no form that is an English word or another's name. Welsh
needs nothing like it: a person's name is not mutated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

LEAST: Final = 5  # letters: "Nina" and "Wera" would be "nine" and "were"
_POLISH_LETTER: Final = re.compile("[ąćęłńśźż]", re.I)
_POLISH: Final = re.compile(
    r"sz|cz|rz|(?:(?:sk|ck|dzk)[ia]|wicz|czyk|czuk|iak|nowak|wojcik|mazur|krol|pawlak|duda|kowal)\b", re.I
)
_FEMALE: Final = (  # the end of the name, and what stands for it
    (r"(?<=[szcn])ia", ("i", "ie", "iu")),
    (r"(?<=[lrftdmgw])ia", ("ii", "io")),
    (r"ja", ("ji", "je", "jo")),
    (r"ka", ("ki", "ke", "ko", "ce")),
    (r"ga", ("gi", "ge", "go", "dze")),
    (r"ra", ("ry", "re", "ro", "rze")),
    (r"na", ("ny", "ne", "no", "nie")),
    (r"(?<=[bcdflmpstwz])a", ("y", "e", "o")),
)
_MALE: Final = (
    (r"(?<=[^aeiouy])ek", ("ka", "kowi", "kiem", "ku")),
    (r"wel", ("wla", "wlowi", "wlem")),
    (r"(?<=n)ik", ("ikowi", "ikiem")),  # with an a it is a woman's name, as after "an" and "el": Dominika, Gabriela
    (r"(?<=[kg])", ("a", "owi", "iem", "u")),
    (r"(?:(?<=an)|(?<=[eio]l))", ("owi", "em")),
    (r"(?<=[bcdfhjlmnprstwz])", ("a", "owi", "em")),
)
_FAMILY: Final = (
    (r"(?<=[scz]k)i", ("iego", "iemu", "im", "ich")),
    (r"(?<=[scz]k)a", ("iej",)),
    (r"(?<=[kg])", ("a", "owi", "iem", "ow", "ami")),
    (r"(?<=[bcdfhjlmnprstwz])", ("a", "owi", "em", "ow")),
)
_VOWELS: Final = frozenset("aeiouy")
_OTHERS: Final = frozenset(
    {"diane", "helene", "irene", "joanne", "karoline", "marianne", "marty", "pauline", "susanne", "suzanne"}
)


def is_polish(*names: str) -> bool:
    """Whether somebody with these names as the roster has them is called so in Polish."""
    return any(_POLISH_LETTER.search(name) or _POLISH.search(name) for name in names)


def given(names: Iterable[str]) -> set[str]:
    """Every case of given names."""
    return {form for name in names if len(name) >= LEAST for form in _forms(name, (*_FEMALE, *_MALE))} - _OTHERS


def beside(names: Iterable[str]) -> set[str]:
    """The same where the family name follows, so that it can be nobody else's: "Jana Kowalskiego"."""
    forms = {form for name in names for form in _forms(name, (*_FEMALE, *_MALE))}
    return forms | {f"{name}a" for name in names if name[-1:] not in _VOWELS}


def family(names: Iterable[str]) -> set[str]:
    """Every case of family names, without accents; a woman's that ends in a consonant has none."""
    return {form for name in names if len(name) >= LEAST for form in _forms(name, _FAMILY)}


def _forms(name: str, rules: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    if not name.isalpha():
        return []
    ended = ((re.search(rf"{end}$", name), instead) for end, instead in rules)
    found, instead = next(((found, instead) for found, instead in ended if found), (None, ()))
    return [name[: found.start()] + ending for ending in instead] if found else []
