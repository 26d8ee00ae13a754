"""Text that any page can hold: what people wrote, without what would break a file or reorder the letter's words."""

from __future__ import annotations

import re
import unicodedata

NEVER = frozenset({"Cc", "Cs"})  # control characters and lone surrogates
# Marks that turn the direction of what follows them, and the two code points that XML does not have.
MARKS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


def clean(text: str) -> str:
    """The text with plain line ends and spaces and without such characters."""
    plain = LINE_ENDS.sub("\n", text).replace("\t", " ")
    return "".join(char for char in plain if char == "\n" or not _is_unsafe(char))


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())


def _is_unsafe(char: str) -> bool:
    return char in MARKS or unicodedata.category(char) in NEVER
