"""What the model reads: the same preparation in training and in scoring."""

from __future__ import annotations

import re
import unicodedata

_LINK = re.compile(r"(?:https?://|www\.)(?:www\.)?([^\s/]+)\S*", re.IGNORECASE)
_MENTION = re.compile(r"@\w{2,}|\[USER\]|\[URL\]|@USER")
_LONG_NUMBER = re.compile(r"\d{3,}")
_SPACE = re.compile(r"\s+")
_UNNAMED = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\u20e3")


def _spoken(char: str) -> str:
    """An emoji as its Unicode name, so that a vocabulary without emoji still reads it."""
    if char < "\u2190":
        return char
    if char in _UNNAMED:
        return ""
    if unicodedata.category(char) not in {"So", "Sk"}:
        return char
    return f" {unicodedata.name(char, '').lower().replace('emoji modifier fitzpatrick', 'skin')} "


def _once(text: str) -> str:
    """Emoji repeated in a row say no more than one."""
    return "".join(char for at, char in enumerate(text) if not (at and char == text[at - 1] and char >= "\u2190"))


def readable(text: str) -> str:
    """Text as the model's tokeniser gets it: links by host, mentions masked, long numbers as zeros, emoji as words."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # half of a surrogate pair is no character
    text = _MENTION.sub("@user", _LINK.sub(r" link \1 ", text))
    text = _LONG_NUMBER.sub(lambda match: "0" * len(match.group()), text)
    return _SPACE.sub(" ", "".join(map(_spoken, _once(text)))).strip()
