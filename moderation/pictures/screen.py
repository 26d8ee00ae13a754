"""Bytes of an attachment -> what was seen in it: pictures are looked at, plain text is read, no more than that."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PIL import Image

from moderation.domain import Look
from moderation.pictures.opening import NotScreenedError, opened

LONGEST: Final = 8_000  # characters
WHITE: Final = frozenset("\n\r\t\f")
MARKUP: Final = ("{\\rtf", "%pdf", "%!ps", "<")  # how files begin that are written in letters and show something else
ONLY_START: Final = "only its beginning was read"
ONLY_LETTERS: Final = "what it shows when it is opened was not looked at"
MOVES: Final = "it moves and only its first frame was looked at"


@dataclass(frozen=True, slots=True)
class Screen:
    """What is done with a picture besides opening it: `read` its lettering, `count` its faces, where that is wanted."""

    read: Callable[[Image.Image], str] | None = None
    count: Callable[[Image.Image], int] | None = None

    def picture(self, data: bytes) -> Look:
        """What is in a picture."""
        try:
            found = opened(data)
        except NotScreenedError as error:
            return Look(trouble=str(error))
        text = self.read(found.frame) if self.read else ""
        return Look(
            text=text[:LONGEST],
            faces=self.count(found.frame) if self.count else None,
            position=found.position,
            picture=True,
            trouble=MOVES if found.moves else ONLY_START if len(text) > LONGEST else "",
        )

    def document(self, data: bytes) -> Look:
        """What is in a file: plain text, or a picture sent as a file."""
        text = plain_text(data)
        if text is None:
            return self.picture(data)
        return Look(text=text[:LONGEST], trouble=_unread(text))


def _unread(text: str) -> str:
    """What of a file of letters is not in the text that was read."""
    if text.lstrip().lower().startswith(MARKUP):
        return ONLY_LETTERS
    return ONLY_START if len(text) > LONGEST else ""


def plain_text(data: bytes) -> str | None:
    """The text of a plain text file in UTF-8; None for anything else."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    is_text = all(char in WHITE or unicodedata.category(char) != "Cc" for char in text)
    return text if is_text else None
