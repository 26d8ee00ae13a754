"""Numbers the state gives a person: NHS, National Insurance, UPN, ULN, passport, driving licence; and a car's plate."""

from __future__ import annotations

import re
from typing import Final

from presidio_analyzer import RecognizerResult
from stdnum.gb import nhs, upn

from moderation.recognisers.base import BEFORE, Recogniser
from moderation.recognisers.contact import digits_only
from moderation.recognisers.context import Places


class NhsNumber(Recogniser):
    """Ten digits with a check digit (NHS Data Dictionary); without one only beside the letters NHS."""

    kind = "NHS number"
    shapes = ((r"(?<![\w\-+/])\d{3}[ \-]?\d{3}[ \-]?\d{4}(?![\w\-/])", 0.1),)
    words = r"nhs|gig|gp|health (?:number|no)|medical number|rhif iechyd|hospital number"
    against = r"order|isbn|ref|uln|code|ring|call"

    def validate_result(self, pattern_text: str) -> bool | None:
        """False for UK phone numbers; a right check digit alone proves little, so context decides."""
        return False if digits_only(pattern_text).startswith("0") else None

    def weigh(self, text: str, found: RecognizerResult, near: Places, against: Places) -> float:
        """Certain with context and a right check digit; half sure when it is only written as one and right."""
        weight = super().weigh(text, found, near, against)
        written = text[found.start : found.end]
        right = nhs.is_valid(digits_only(written))
        if weight > 0.4:
            return 1.0 if right else 0.8
        spaced = len(written) == len("999 999 9999")
        return min(weight, 0.1) * (5 if spaced else 3) if right else 0.0


class NationalInsurance(Recogniser):
    """Two letters, six digits and A to D (HMRC manual NIM39110); QQ is the prefix of examples."""

    kind = "National Insurance number"
    needs = r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|oh|zero)\b"
    shapes = (
        (
            r"(?<![^\W_])(?!BG|GB|NK|KN|NT|TN|ZZ)[A-CEGHJ-PQR-TW-Z][A-CEGHJ-NPQR-TW-Z](?: ?\d{2}){3} ?[A-D](?![^\W_])",
            0.5,
        ),
        (r"\b[a-z][ -]?[a-z](?: (?:one|two|three|four|five|six|seven|eight|nine|oh|zero)){6} [a-d]\b", 0.5),
    )
    words = r"ni|nino|national insurance|n\.?i\.? n\w+|yswiriant|payroll"
    against = r"order|order number is|ref|booking|code"


class PupilNumber(Recogniser):
    """A pupil's UPN: a check letter and twelve digits (DfE guide to unique pupil numbers)."""

    kind = "UPN"
    shapes = ((r"(?<![^\W_])[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z](?![^\W_])", 0.5),)
    words = r"upns?|pupil (?:number|no)|rhif disgybl"

    def validate_result(self, pattern_text: str) -> bool | None:
        """True when the check letter is right."""
        return True if upn.is_valid(pattern_text) else None


def is_uln(digits: str) -> bool:
    """Whether the tenth digit is ten less the remainder of the weighted first nine by eleven (LRS guide, annex)."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return rest != 0 and int(digits[9]) == 10 - rest


class LearnerNumber(Recogniser):
    """Ten digits of a ULN (LRS unique learner numbers), only beside its name; a right check digit makes it certain."""

    kind = "ULN"
    shapes = ((r"(?<![\w\-+/])[1-9]\d{9}(?![\w\-/])", 0.1),)
    words = r"ulns?|learner (?:number|no|record)|unique learner|rhif dysgwr"

    def weigh(self, text: str, found: RecognizerResult, near: Places, against: Places) -> float:
        """Without its name ten digits are nothing, for one in eleven has a right check digit by chance."""
        weight = super().weigh(text, found, near, against)
        return 1.0 if weight > 0.4 and is_uln(text[found.start : found.end]) else weight


class Passport(Recogniser):
    """Nine digits, or two letters and seven digits, beside the word."""

    kind = "passport number"
    shapes = ((r"(?<![\w\-])(?:[A-Z]{2}\d{7}|\d{9})(?![\w\-])", 0.1),)
    words = r"passports?|pasbort|paszport"


class DrivingLicence(Recogniser):
    """Sixteen characters made of surname, birth date and initials (DVLA)."""

    kind = "driving licence number"
    shapes = (
        (
            (
                r"\b[A-Z][A-Z9]{4} ?\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])"
                r"(?:0[1-9]|[12]\d|3[01])\d ?[A-Z9]{2}[A-Z0-9] ?[A-Z]{2}\b"
            ),
            0.6,
        ),
    )
    words = r"licen[cs]e|dvla|driving|trwydded"


KINDNESS: Final = 0.2
_LEFT_ON = re.compile(
    r"\blights?(?:'?s| is| are|'re)? (?:still |been )?(?:left )?on\b|\bleft (?:your|their|its|the|a) "
    r"(?:\w+ )?(?:lights?|windows?|boot|door|engine|sunroof)\b|"
    r"\b(?:windows?|boot|door|sunroof)(?:'?s| is| are)? (?:left |wide )?open\b|"
    r"\bflat tyre\b|\balarm(?:'?s| is)? going\b",
    re.I,
)
_MEANT = re.compile(r"\b(?:he|she|he's|she's|his|her|key|keyed|scratch|slash|teacher'?s|mr|mrs|ms|miss)\b", re.I)


class NumberPlate(Recogniser):
    """A car's registration (DVLA INF104); older forms only beside words about cars."""

    kind = "number plate"
    shapes = (
        (r"(?<![^\W_])(?-i:[A-HJ-PR-Y]{2}\d{2} ?[A-Z]{3})(?![^\W_])", 0.5),
        (r"(?<![^\W_])[A-HJ-PR-Y]{2}\d{2} ?[A-HJ-PR-Z]{3}(?![^\W_])", 0.1),
        (r"(?<![^\W_])(?-i:[A-HJ-PR-Y]{2} \d{2} [A-HJ-PR-Z]{3})(?![^\W_])", 0.1),
        (r"(?<![^\W_])(?-i:[A-HJ-NP-TV-Y]\d{1,3} ?[A-HJ-PR-Z]{3}|[A-Z]{3} ?\d{1,4})(?![^\W_])", 0.1),
    )
    words = (
        r"reg|plate|car|van|park(?:ed|s|ing)?|driv(?:e|es|er|ing)|zig ?zags?|drop kerb|double yellows?|owns?|"
        r"corsa|golf|fiesta|focus|astra|audi|bmw|merc|range rover|yaris|polo|mini|tesla|kia|qashqai|transit|skoda|ceir"
    )
    against = r"order|ref|reference|code|postcode|class|form"

    def weigh(self, text: str, found: RecognizerResult, near: Places, against: Places) -> float:
        """Who left their lights on can be told by their plate alone: a kindness, and no more."""
        weight = super().weigh(text, found, near, against)
        around = max(0, found.start - BEFORE), found.end + BEFORE
        is_kind = _LEFT_ON.search(text, *around) and not _MEANT.search(text, *around)
        return min(weight, KINDNESS) if is_kind else weight


class IpAddress(Recogniser):
    """An IPv4 address."""

    kind = "IP address"
    shapes = ((r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]\d)", 0.2),)
    words = r"ip|address|server|login|logged in|router"
    against = r"version|v"


RECOGNISERS: Final = (
    PupilNumber(),
    NationalInsurance(),
    NhsNumber(),
    LearnerNumber(),
    Passport(),
    DrivingLicence(),
    NumberPlate(),
    IpAddress(),
)
