"""Text in the order and with the letters that readers see: written backwards or upside down. Pure.

Each character becomes one character in the same place, so offsets stay what they are.
"""

from __future__ import annotations

import re
from typing import Final

from moderation.normalise_words import backwards

_OVERRIDE: Final = re.compile("\u202e([^\u202c\u202d\u202e\n]*)")
_TURNED: Final = dict(
    zip("ɐɔǝɟƃɓɥᴉıɾʞʃɯɹʇʌʍʎ∀Ɔ⅄˙", "acefgghiijklmrtvwyacy.", strict=True),
)
_HALF_TURNED: Final = {**_TURNED, **dict(zip("bdnupq", "qpundb", strict=True))}
_ONLY_TURNED: Final = re.compile("[ǝƃᴉɾʞʇʎɥɟ]")  # no phonetic sign of English
_ENOUGH: Final = 2
_PAINTED: Final = str.maketrans("卂乃匚ᗪ乇千Ꮆ卄丨ﾌҜㄥ爪几ㄖ卩Ɋ尺丂ㄒㄩᐯ山乂ㄚ乙", "abcdefghijklmnopqrstuvwxyz")
_ONLY_PAINTED: Final = re.compile("[卂乇卩丂ㄒㄩㄥㄖㄚᗪ]")  # rare in Chinese
_FLAG_LETTERS: Final = re.compile("[\U0001f1e6-\U0001f1ff]+")  # a flag is two of them
_WORD: Final = re.compile(r"[^\W\d_]{3,40}")


def shown(raw: str) -> str:
    """The text as it appears, or as it is meant to be read, of the same length."""
    text = _OVERRIDE.sub(lambda run: f"\u202e{run[1][::-1]}", raw)
    if len(_ONLY_TURNED.findall(text)) >= _ENOUGH:
        text = "\n".join(map(_upright, text.split("\n")))
    if len(_ONLY_PAINTED.findall(text)) >= _ENOUGH:
        text = text.translate(_PAINTED)
    if any(len(run) % 2 for run in _FLAG_LETTERS.findall(text)):
        text = _FLAG_LETTERS.sub(lambda run: "".join(chr(ord(char) - 0x1F1E6 + ord("a")) for char in run[0]), text)
    if any(backwards(word.lower()) for word in _WORD.findall(text)):
        text = _WORD.sub(lambda word: word[0][::-1], text)
    return text


def _upright(line: str) -> str:
    """A line whose words are mostly upside down, or only those words."""
    words = line.split()
    if 2 * sum(map(_is_turned, words)) > len(words):
        return _turn(line)
    return _WORD.sub(lambda word: _turn(word[0]) if _is_turned(word[0]) else word[0], line)


def _is_turned(word: str) -> bool:
    return bool(_ONLY_TURNED.search(word))


def _turn(text: str) -> str:
    return "".join(_HALF_TURNED.get(char, char) for char in reversed(text))
