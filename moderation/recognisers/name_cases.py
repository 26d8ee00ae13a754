"""The cases that Polish gives a name: "Kasię", "z Tomkiem", "Kowalskiego". Without accents, as an index has them.

Only of names that look Polish, of five letters or more, and no form that is an English word or another's name. Welsh
needs nothing like it: a person's name is not mutated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

LEAST: Final = 5  # letters: "Nina" and "Wera" would be "nine" and "were"
_POLISH_LETTER: Final = re.compile("[ąćęłńśźż]", re.I)
_POLISH: Final = re.compile(
    r"sz|cz|rz|(?:(?:sk|ck|dzk)[ia]|wicz|czyk|czuk|iak|nowak|wojcik|mazur|krol|pawlak|duda|kowal)\b", re.I
)
_Cases = tuple[str | None, ...]
"""The endings: genitive, dative, accusative, instrumental, locative, others. None: it would be another name."""
_FEMALE: Final[tuple[tuple[str, _Cases], ...]] = (  # the end of the name, and what stands for it
    (r"(?<=[szcn])ia", ("i", "i", "ie", "ia", "i", "iu")),
    (r"(?<=[lrftdmgw])ia", ("ii", "ii", None, "ia", "ii")),
    (r"ja", ("ji", "ji", "je", "ja", "ji")),
    (r"ka", ("ki", "ce", "ke", "ka", "ce")),
    (r"ga", ("gi", "dze", "ge", "ga", "dze")),
    (r"ra", ("ry", "rze", "re", "ra", "rze")),
    (r"na", ("ny", "nie", "ne", "na", "nie")),
    (r"(?<=[bcdflmpstwz])a", ("y", None, "e", "a")),
)
_MALE: Final[tuple[tuple[str, _Cases], ...]] = (
    (r"(?<=[^aeiouy])ek", ("ka", "kowi", "ka", "kiem", "ku")),
    (r"wel", ("wla", "wlowi", "wla", "wlem")),
    (r"(?<=n)ik", (None, "ikowi", None, "ikiem")),  # with an a it is a woman's, as after "an" and "el": Dominika
    (r"(?<=[kg])", ("a", "owi", "a", "iem", "u")),
    (r"(?:(?<=an)|(?<=[eio]l))", (None, "owi", None, "em")),
    (r"(?<=[bcdfhjlmnprstwz])", ("a", "owi", "a", "em")),
)
_FAMILY: Final[tuple[tuple[str, _Cases], ...]] = (
    (r"(?<=[scz]k)i", ("iego", "iemu", "iego", "im", "im", "ich")),
    (r"(?<=[scz]k)a", ("iej", "iej", "a", "a", "iej")),
    (r"(?<=[kg])", ("a", "owi", "a", "iem", None, "ow", "ami")),
    (r"(?<=[bcdfhjlmnprstwz])", ("a", "owi", "a", "em", None, "ow")),
)
_VOWELS: Final = frozenset("aeiouy")
_OTHERS: Final = frozenset(
    {
        "antoni",
        "diane",
        "emilio",
        "helena",
        "helene",
        "irene",
        "joanne",
        "julio",
        "justina",
        "karoline",
        "kristina",
        "marianne",
        "mario",
        "martina",
        "marty",
        "pauline",
        "roberta",
        "simona",
        "susanne",
        "suzanne",
        "valentina",
    }
)


def is_polish(*names: str) -> bool:
    """Whether somebody with these names, as the roster has them and folded, is called so in Polish."""
    return any(_POLISH_LETTER.search(name) or _POLISH.search(name) for name in names)


def given(name: str) -> set[str]:
    """Every case of a given name."""
    return _alone(name, (*_FEMALE, *_MALE)) - _OTHERS


def family(name: str) -> set[str]:
    """Every case of a family name, without accents; a woman's that ends in a consonant has none."""
    return _alone(name, _FAMILY)


def full(first: str, last: str) -> str:
    """The genitive of a name in full, which beside the family name can be nobody else's: "Jana Kowalskiego"."""
    is_same = first[-1:] == "a" and last[-1:] not in _VOWELS  # Kasi Nowak
    return f"{_genitive(first, (*_FEMALE, *_MALE))} {last if is_same else _genitive(last, _FAMILY)}"


@lru_cache(maxsize=10_000)
def _genitive(name: str, rules: tuple[tuple[str, _Cases], ...]) -> str:
    form = next(iter(_forms(name, rules)), name)
    return form or (f"{name}a" if name[-1:] not in _VOWELS else name)


def _alone(name: str, rules: Iterable[tuple[str, _Cases]]) -> set[str]:
    return {form for form in _forms(name, rules) if form} - {name} if len(name) >= LEAST else set()


def _forms(name: str, rules: Iterable[tuple[str, _Cases]]) -> list[str | None]:
    if not name.isalpha():
        return []
    ended = ((re.search(rf"{end}$", name), endings) for end, endings in rules)
    found, endings = next(((found, endings) for found, endings in ended if found), (None, ()))
    return [ending and name[: found.start()] + ending for ending in endings] if found else []
