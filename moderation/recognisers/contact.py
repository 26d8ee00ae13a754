"""Ways to reach somebody: phone numbers, e-mail addresses, names on social platforms, private profiles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import phonenumbers

from moderation.recognisers.base import Recogniser

_SEP: Final = r"[^\w\n]{0,3}"
_NOT_A_PHONE: Final = (
    r"order|ref|reference|invoice|isbn|booking|code|parcel|tracking|product|item|serial|upn|uln|nhs|urn|ticket|crime|1z"
)
_EVENT = re.compile(r"\d{1,2}([./\-])\d{1,2}\1(?:20[2-9]\d|[2-9]\d)(?:\s|$)")
_ALONE: Final = r"(?:(?=\d{4})|(?<!(?<!\d)\d[.,:/\-])(?<!(?<!\d)\d\d[.,:/\-])(?<!\d,))"
"""Where a number begins, and no second half of a date, time, score, price or a number with commas does."""

_TIME = re.compile(r"(?<![\d.:])\d{1,2}(?::[0-5]\d(?!\d)|\.[0-5]\d(?![.:]?\d))")
_NUMBER = re.compile(r"\d+")
_LONE_NOUGHT = re.compile(r"0[.:/\-]\d{2,3}(?!\d)")
_CITY = re.compile(r"0(?P<gap>[.:/\-])(?:(?:11\d|1\d1)(?P=gap)\d{3}|2\d(?P=gap)\d{4})(?P=gap)\d{4}")
_SCORES = re.compile(r"(?!0-7)(?:\d-\d[ ,]{1,2}){2}\d-\d(?!\d)")
_JOINT = re.compile(r"(?<=\d)[^\w()]{0,2}[^\w()\s][^\w()]{0,2}(?=\d)")
_JOINTS: Final = 4
_RISING: Final = 6  # numbers that go up are counted: 0, 10, 20
_DIGITISH = re.compile(r"(?<![\w|])(?=[OoIl|]{0,13}\d)[\dOoIl|]{2,14}(?![\w|])")
_LOOKS_LIKE = str.maketrans("OoIl|", "00111")


def digits_only(text: str) -> str:
    """The digits of a text, in order."""
    return "".join(filter(str.isdigit, text))


def is_phone(digits: str) -> bool:
    """Whether UK digits (0..., 44...) could be somebody's number: of Ofcom's lengths, and no service range."""
    national = (digits[2:] if digits.startswith("44") else digits).lstrip("0")
    return (len(national), national[:1]) in {(10, "1"), (10, "2"), (10, "7"), (9, "1")}


@lru_cache(maxsize=1024)
def _possible(number: str) -> bool:
    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(number)))
    except phonenumbers.NumberParseException:
        return False


def _is_series(text: str) -> bool:
    """Whether it is several numbers and no one: times, scores, steps, or what is joined now so and now otherwise."""
    if text.startswith("+") or _CITY.fullmatch(text):
        return False
    if len(_TIME.findall(text)) > 1 or _LONE_NOUGHT.match(text) or _SCORES.match(text) or _is_rising(text):
        return True
    joints = _JOINT.findall(text)
    return len(joints) >= _JOINTS and len(set(joints)) > 1


def _is_rising(text: str) -> bool:
    """Whether it counts: 0 2 4 6 8 10."""
    numbers = [(len(number), number) for number in _NUMBER.findall(text)]
    return len(numbers) >= _RISING and numbers == sorted(set(numbers))


class PhoneNumber(Recogniser):
    """UK and international numbers, however they are split up; O, I and l may stand for digits."""

    kind = "phone number"
    shapes = (
        (rf"(?<![\w+]){_ALONE}0{_SEP}[12378](?:{_SEP}\d){{8,9}}(?!\d)", 0.6),
        (rf"(?<!\w)(?:\+|00){_SEP}[1-9](?:{_SEP}\d){{8,14}}(?!\d)", 0.6),
        (r"(?<![\w+/\-])\d{2,3}[ \-]\d{2,3}[ \-]\d{3,4}(?![\w/\-])", 0.1),
    )
    words = (
        r"phone|mobile|mob|number|num|no|digits|tel|telephone|landline|cell|call|ring|text|whatsapp|"
        r"rhif|ffon|ffoniwch|ffonio|tecstiwch|numer|zadzwo\w+"
    )
    against = _NOT_A_PHONE

    def reading(self, text: str) -> str:
        """With letters that stand for digits as digits, in words that hold a digit and nothing else."""
        return _DIGITISH.sub(lambda word: word[0].translate(_LOOKS_LIKE), super().reading(text))

    def invalidate_result(self, pattern_text: str) -> bool:
        """Service ranges and impossible lengths are nobody's number; dates, prices, times and scores are none."""
        if _EVENT.match(pattern_text) or "£" in pattern_text or _is_series(pattern_text):
            return True
        digits = digits_only(pattern_text)
        if "+" in pattern_text or digits.startswith("00"):
            national = digits.lstrip("0")
            return not (is_phone(national) if national.startswith("44") else _possible("+" + national))
        return digits.startswith("0") and not is_phone(digits)


class BackwardsNumber(Recogniser):
    """A phone number written from the end, and said to be."""

    kind = "phone number"
    shapes = ((rf"(?<!\w)\d(?:{_SEP}\d){{9,10}}(?!\d)", 0.1),)
    words = r"backwards?|reversed?|back to front"

    def invalidate_result(self, pattern_text: str) -> bool:
        """Only what is a UK mobile when turned round."""
        return not digits_only(pattern_text)[::-1].startswith("07")


_TLD: Final = r"(?:com|c[o0]|org|net|uk|ac|sch|gov|example|io|me|info|wales|scot|cymru|eu|pl|ie)"


class EmailAddress(Recogniser):
    """E-mail addresses as they are, spaced out, or spelt with "at" and "dot"; *.sch.uk like any other."""

    kind = "e-mail address"
    needs = r"@|\bat\b"
    shapes = (
        (r"(?<![\w.+\-])[\w.%+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}", 0.9),
        (
            (
                r"(?<![\w.%+@\-])[\w.%+\-]{1,40}(?:@[\w.%+\-]{1,40})? ?@ ?[\w\-]{2,30}(?: [\w\-]{2,12})?"
                rf"(?: ?\. ?{_TLD}\b){{1,3}}"
            ),
            0.8,
        ),
        (r"(?<!(?:^|\s)[\w.+\-] )(?<![\w.+\-])(?:[\w.+\-] ){3,}+@(?: [\w\-]){2,30}(?: \.(?: \w){2,7}){1,3}", 0.9),
        (
            (
                r"\b[\w.%+\-]{1,40}(?: (?!at\b)\w{1,10}+){0,5}+[ (\[]{1,2}at[ )\]]{1,2}[\w\-]{2,30}"
                rf"(?:[ (\[]{{1,2}}(?:dot|punkt)[ )\]]{{1,2}}{_TLD}\b){{1,3}}"
            ),
            0.8,
        ),
    )


_SPEAKS_FOR_MANY = re.compile(
    r"everyone|here$|mods|school|primary|high|academy|confessions|official|(?:^|[^a-z])p(?:ta|tfa|tsa)|p(?:ta|tfa|tsa)$|"
    r"PT[FS]?A|parents|(?:^|_)year_?\d|_club|club_|group|/(?:groups|events|pages)/",
    re.I,
)
"""Everybody, the moderators, and pages that speak for a school or its PTA are no person."""

_PLATFORM: Final = (
    r"insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|xbox|psn|roblox|discord|twitter|kik|be ?real|telegram|steam|strava|"
    r"vinted|depop|twitch"
)


class SocialHandle(Recogniser):
    """Somebody's name on a platform, with the platform beside it."""

    kind = "social media name"
    needs = rf"@|#|\b(?:{_PLATFORM})\b"
    shapes = (
        (r"(?<![\w@.])@(?=[\w.]{0,29}[\d_.a-z])[A-Za-z][\w.]{2,29}", 0.1),
        (
            (
                rf"\b(?:{_PLATFORM})(?:'s| is| its| it's| name| handle| user(?:name)?|:| =| as|,| under){{0,3}} "
                r"[\w.]{0,20}[\d_.][\w.]{1,20}"
            ),
            0.5,
        ),
        (rf"(?<![\w.@])(?=[\w.]{{0,20}}[a-z]{{3}})[\w.]{{0,20}}[\d_][\w.]{{0,20}} on (?:{_PLATFORM})\b", 0.5),
        (r"(?<![\w.@#])[a-z][\w.]{1,30}#\d{4}(?!\w)", 0.1),
    )
    words = _PLATFORM + r"|follow|gamer ?tag|(?:his|her|their) tag|user ?name"

    def invalidate_result(self, pattern_text: str) -> bool:
        """Only a person's."""
        return bool(_SPEAKS_FOR_MANY.search(pattern_text))


class ProfileLink(Recogniser):
    """A link to somebody's page on a platform."""

    kind = "link to a profile"
    needs = r"\.(?:com|me)/"
    shapes = ((r"\b(?:instagram|facebook|fb|tiktok|linkedin|snapchat|twitter|x|t)\.(?:com|me)/@?[\w.\-/]{2,60}", 0.6),)

    def invalidate_result(self, pattern_text: str) -> bool:
        """Only a person's."""
        return bool(_SPEAKS_FOR_MANY.search(pattern_text))


RECOGNISERS: Final = (EmailAddress(), PhoneNumber(), BackwardsNumber(), SocialHandle(), ProfileLink())
