"""Bank details: cards by Luhn, IBAN by its check digits, sort code with account."""

from __future__ import annotations

import re
from typing import Final

from stdnum import iban, luhn

from moderation.recognisers.base import Recogniser
from moderation.recognisers.contact import digits_only

FIRST: Final = frozenset({4, 8})
"""How many digits of a card are written before the first space: two numbers side by side pass Luhn's check too."""
USUAL: Final = 16  # digits, as nearly all cards have: these may be split up in any way


class PaymentCard(Recogniser):
    """Thirteen to nineteen digits that pass Luhn's check (ISO/IEC 7812)."""

    kind = "payment card"
    shapes = ((r"(?<![\w\-])[2-6]\d{3}(?:[ \-]?\d{2,6}){2,4}(?![\w\-])", 0.3),)
    words = r"card|cerdyn|visa|mastercard|debit|credit|lloyds|barclays|natwest|hsbc|santander|monzo"
    against = r"order|tracking|parcel|ref|isbn|code"

    def validate_result(self, pattern_text: str) -> bool | None:
        """True with a right check digit; undecided without one, for a typing slip hides no card."""
        digits = digits_only(pattern_text)
        pieces = re.split(r"[ \-]", pattern_text)
        is_split_oddly = len(pieces) > 1 and len(pieces[0]) not in FIRST and len(digits) != USUAL
        if not 13 <= len(digits) <= 19 or is_split_oddly:
            return False
        return True if luhn.is_valid(digits) else None


class Iban(Recogniser):
    """International account numbers (ISO 13616)."""

    kind = "bank account"
    shapes = ((r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", 0.3),)
    words = r"iban|bank|account|transfer|pay|banc|cyfrif"

    def validate_result(self, pattern_text: str) -> bool | None:
        """True when the check digits are right."""
        return True if iban.is_valid(pattern_text) else None


class BankAccount(Recogniser):
    """A UK sort code and account number."""

    kind = "bank account"
    shapes = (
        (r"(?<![\w\-])\d{2}[\- ]\d{2}[\- ]\d{2}(?![\w\-])[^\d\n]{1,30}(?<![\w\-])\d{4} ?\d{4}(?![\w\-])", 0.7),
        (r"\b(?:acc(?:ount)?|a/c)(?: (?:no|num(?:ber)?))?\.?:? \d{8}(?![\w\-])", 0.4),
    )
    words = r"sort(?: code)?|s/c|bank|account|acc|a/c|transfer|pay|deposit|send|banc|cyfrif|cod didoli|talu|talwch"


RECOGNISERS: Final = (Iban(), PaymentCard(), BankAccount())
