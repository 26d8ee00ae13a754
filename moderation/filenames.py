"""File names that a camera or a program made: they say nothing, and their long numbers look like personal data."""

from __future__ import annotations

import re
from typing import Final

_FILE: Final = re.compile(r"(?P<stem>[^/\\\n]{1,120})\.(?P<kind>[A-Za-z][A-Za-z0-9]{1,4})")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+")
_PHONE: Final = re.compile(r"\+?(?:0|44)\d{9,10}")
_CALLED: Final = (  # what cameras, messengers and scanners call things
    "img image images dsc dscn dscf pxl mvimg gopr photo picture pic video vid mov movie signal whatsapp wa telegram "
    "received fb instagram snapchat inshot screenshot screen shot scan scanned capture recording audio aud ptt voice "
    "message file unknown untitled document doc attachment at am pm on copy edit edited portrait night burst cover mp "
    "com android"
)
_MADE: Final = frozenset(_CALLED.split())


def said(text: str) -> str:
    """The lines of an attachment's text that somebody may have written: without file names made by a machine."""
    return "\n".join(line for line in text.splitlines() if not is_made(line.strip()))


def is_made(line: str) -> bool:
    """Whether it is a file name of numbers and a camera's or a program's own words, and no phone number."""
    found = _FILE.fullmatch(line)
    if not found or _PHONE.fullmatch(re.sub(r"[ _().-]", "", found["stem"])):
        return False
    words = {word.lower() for word in _WORD.findall(found["stem"])}
    return words <= _MADE and bool(words or _NUMBER.search(found["stem"]))
