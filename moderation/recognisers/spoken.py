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


class SpokenNumber(Recogniser):
    """Ten or eleven digits, most of them as words."""

    kind = "phone number"
    shapes = ((rf"\b(?:(?:{_WORD}|\d{{1,6}})\b[\s,.\-]{{0,3}}){{6,14}}", 0.8),)

    def invalidate_result(self, pattern_text: str) -> bool:
        """Some words, and digits that can be a number; a leading nought may be said apart."""
        digits = spoken_digits(pattern_text)
        few_words = len(re.findall(r"[^\W\d]{1,9}", pattern_text)) < 3
        return few_words or not (is_phone(digits) and digits.startswith(("0", "44", "7")))


RECOGNISERS: Final = (SpokenNumber(),)
