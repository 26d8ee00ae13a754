"""Lists of people with a value beside each name: dates of birth, results, allergies."""

from __future__ import annotations

from typing import Final

from moderation.recognisers.base import Recogniser

_NOBODY: Final = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|fri|sat|sun|january|february|march|july|"
    r"august|september|october|november|december|terms?|half|weeks?|years?|groups?|teams?|class|room|table|level|"
    r"reading|writing|maths|english|spag|gps|science|history|geography|french|welsh|spanish|music|art|pe|computing|"
    r"piano|flute|violin|guitar|cello|drums|trumpet|england|scotland|wales|ireland|britain|reds?|blues?|greens?|"
    r"yellows?|boys|girls)\b"
)
"""What a list may be of besides people: days, subjects, instruments, teams."""

_NAME: Final = rf"(?!{_NOBODY})(?-i:[A-Z][^\W\d_]{{1,15}}+)(?: (?-i:[A-Z][^\W\d_]{{0,15}}+))?"
_DATE: Final = r"\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}"
_MARK: Final = r"\d{1,3}%?"
_CONDITION: Final = r"(?:nuts?|peanuts?|milk|dairy|eggs?|coeliac|gluten|epi ?pen|asthma|diabet\w{1,5}|epilepsy|inhaler)"
_GAP: Final = r"[ ,:=\u2013\-]{1,3}"
_NEXT: Final = r"(?: \(\w{1,12}\))?[,;.\n]{0,2}(?: and)? ?"


class PeopleList(Recogniser):
    """Three names or more, each with a date, a mark or a condition."""

    kind = "list or letter about people"
    needs = rf"\d|\b{_CONDITION}\b"
    shapes = (
        (rf"(?<![^\W_])(?:{_NAME}{_GAP}{_DATE}{_NEXT}){{3,40}}", 0.4),
        (rf"(?<![^\W_])(?:{_NAME}{_GAP}{_CONDITION}{_NEXT}){{3,40}}", 0.5),
        (rf"(?<![^\W_])(?:{_NAME}{_GAP}{_MARK}{_NEXT}){{3,40}}", 0.1),
    )
    words = (
        r"phonics|sats|spellings?|marks|grades?|reading ages?|scaled|attendance|dobs?|birthdays?|born|class list|"
        r"medical|allerg\w{1,5}|scores so|tests?|ganwyd|canlyniadau"
    )
    against = (
        r"goals|scorers?|match|raffle|house points|fixtures|menus?|allergens|cakes|dishes|snacks|lunch(?:es)?|stalls?"
    )


RECOGNISERS: Final = (PeopleList(),)
