"""Phone numbers said in words: "oh double seven ...", also in Welsh, Urdu and Polish."""

from __future__ import annotations

import re
from typing import Final

from moderation.recognisers.base import Recogniser
from moderation.recognisers.contact import is_phone

WORDS: Final = {
    "0": "oh|o|zero|nought|naught|nil|dim|sero",
    "1": "one|un|ek|jeden",
    "2": "two|dau|do|dwa",
    "3": "three|tri|teen|trzy",
    "4": "four|pedwar|char|chaar|cztery",
    "5": "five|pump|panch|paanch|pięć",
    "6": "six|chwech|chwe|che|chhe|cheh|sześć",
    "7": "seven|saith|saat|siedem",
    "8": "eight|wyth|aath|osiem",
    "9": "nine|naw|nau|dziewięć",
}
DIGIT: Final = {word: digit for digit, words in WORDS.items() for word in words.split("|")}
TIMES: Final = {"double": 2, "dwbl": 2, "treble": 3, "triple": 3}
HUNDRED: Final = frozenset({"hundred", "cant"})
_WORD: Final = "|".join([*DIGIT, *TIMES, *HUNDRED])
_TOKEN = re.compile(rf"\d|{'|'.join(sorted([*DIGIT, *TIMES, *HUNDRED], key=len, reverse=True))}", re.I)


def spoken_digits(text: str) -> str:
    """The digits that number words stand for: "double seven hundred" is 7700."""
    digits: list[str] = []
    times = 1
    for token in _TOKEN.findall(text.lower()):
        if token in TIMES:
            times = TIMES[token]
            continue
        digits.append("00" if token in HUNDRED else DIGIT.get(token, token) * times)
        times = 1
    return "".join(digits)


_FIGURES = re.compile(r"\d+(?:\.\d\d\b)?")


def _is_series(text: str) -> bool:
    """Whether its figures are of one length and go up, as times and ticket numbers do: "0745-0830, one each"."""
    figures = _FIGURES.findall(text)
    is_even = len({len(each) for each in figures}) == 1 and len(figures[0]) > 1
    return is_even and len(figures) > 1 and figures == sorted(figures)


class SpokenNumber(Recogniser):
    """Ten or eleven digits, most of them as words."""

    kind = "phone number"
    needs = rf"\b(?:{_WORD}|\d{{1,6}})\b[\s,.\-]{{0,3}}(?:{_WORD}|\d)"
    shapes = ((rf"\b(?:(?:{_WORD}|\d{{1,6}})\b[\s,.\-]{{0,3}}){{3,14}}", 0.8),)

    def invalidate_result(self, pattern_text: str) -> bool:
        """Some words, and digits that can be a number; a leading nought may be said apart."""
        digits = spoken_digits(pattern_text)
        words = len(re.findall(r"[^\W\d]{1,9}", pattern_text))
        enough = 1 if digits.startswith(("07", "447")) and not _is_series(pattern_text) else 3
        return words < enough or not (is_phone(digits) and digits.startswith(("0", "44", "7")))


_TENS: Final = ("ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEENS: Final = (
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS: Final = {word: str(ten) for ten, word in enumerate(_TENS, start=1)}
TEENS: Final = {word: str(number) for number, word in enumerate(_TEENS, start=11)}
_PART: Final = rf"(?:{'|'.join([*TENS, *TEENS])}|{_WORD}|\d{{1,4}})"
_PARTS = re.compile(rf"\b({'|'.join(TENS)})(?:[ \-]({'|'.join(DIGIT)})\b)?|\b({'|'.join(TEENS)})\b|(\w+)", re.I)


def spoken_numbers(text: str) -> str:
    """Digits of numbers said two by two: "twenty nine fifty" is 2950."""
    digits: list[str] = []
    for ten, unit, teen, other in _PARTS.findall(text.lower()):
        if ten:
            digits.append(TENS[ten] + DIGIT.get(unit, "0"))
        else:
            digits.append(TEENS.get(teen) or DIGIT.get(other, other if other.isdigit() else ""))
    return "".join(digits)


class SpokenAccount(Recogniser):
    """A sort code and an account number as words, fourteen digits in all."""

    kind = "bank account"
    needs = rf"\b{_PART}[\s,.\-]{{1,3}}(?:(?:then|and|account|acc) )?{_PART}"
    shapes = ((rf"\b{_PART}(?:[\s,.\-]{{1,3}}(?:(?:then|and|account|acc) )?{_PART}){{5,15}}\b", 0.2),)
    words = r"bank|sort(?: code)?|account|acc|transfer|pay|banc|cyfrif"

    def invalidate_result(self, pattern_text: str) -> bool:
        """Fourteen digits, most of them words."""
        few_words = len(re.findall(r"[^\W\d]{1,9}", pattern_text)) < 3
        return few_words or len(spoken_numbers(pattern_text)) != 14


RECOGNISERS: Final = (SpokenNumber(), SpokenAccount())
