"""Raw text -> the readings detectors share (clean and folded), with offsets back to the raw text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from confusable_homoglyphs import confusables  # type: ignore[import-untyped]

from moderation.domain import Message, Subject, View

MARKS_KEPT: Final = 3  # per letter; a longer pile is decoration, and normalising it would take quadratic time
FILLERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u20e3")  # invisible, or the keycap's frame
LOOKALIKE_BLOCKS: Final = ((0x0250, 0x02AF), (0x1D00, 0x1DBF), (0xA720, 0xA7FF))  # Latin only in phonetic writing
TYPED: Final = str.maketrans(
    "\u2018\u2019\u201a\u201b\u02bb\u02bc\u02b9\u2032\u00b4\u201c\u201d\u201e\u201f\u2033\u2010\u2011\u2212",
    "'" * 9 + '"' * 5 + "-" * 3,
)
LEET: Final = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "€": "e"}
DOUBLED_AT_END: Final = frozenset("lsfz")  # "killl" was "kill"; elsewhere three of a letter were one

_PLAIN = re.compile(r"[\n\t\r\x20-\x7e]*")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\S+")
_CODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\b|[A-Z]{2}\d{2}[A-Z]{3}\b|[^\s@]+@[^\s@.]+\.")  # outcode, plate, e-mail
_LEET = re.compile(
    r"(?<=[^\W\d_])[013457@$!€]{1,2}(?=[^\W\d_])"  # between letters: h4te, br00ks
    r"|\$(?=[^\W\d_])|(?<=[^\W\d_])\$+(?!\w)|(?<=[^\W\d_]{2})0(?!\w)|(?<!\w)0(?=[^\W\d_]{2})"
)
_GAP = r"(?: |(?! ) ?(?:[^\w\s'&,/+]|_){1,3} ?)"
_SPACED = re.compile(rf"(?<![\w'])[^\W\d_](?:{_GAP}[^\W\d_](?![^\W_])){{2,}}(?!')")
_EMOJI = r"[\U0001F000-\U0001FAFF\u2600-\u2763\u2765-\u27BF]{1,3}"  # not the heart: I ❤ you
_WEDGE = re.compile(
    rf"(?<![^\W\d_])[^\W\d_]{{1,2}}{_EMOJI}(?=[^\W\d_])|(?<=[^\W\d_]){_EMOJI}[^\W\d_]{{1,2}}(?![^\W\d_])"
)
_REPEAT = re.compile(r"([^\W\d_])\1{2,}")


def prepare(message: Message) -> Subject:
    """The message with both readings of its text. Attachments keep their own text: spans point into the message's."""
    clean = clean_view(message.text)
    return Subject(message, clean, folded_view(clean))


def clean_view(raw: str) -> View:
    """Invisible characters gone, fancy letters, digits, quotation marks and hyphens plain, look-alike letters Latin.

    Case and accents are kept.
    """
    if _PLAIN.fullmatch(raw):
        return View(raw, tuple(range(len(raw) + 1)))
    text, offsets = _unwrap(raw)
    return View(_latin_words(text), (*offsets, len(raw)))


def folded_view(clean: View) -> View:
    """A clean view in lower case with leet, s p a c i n g, wedged emoji and repeated letters undone."""
    letters = _lower(View(_TOKEN.sub(_unleet, clean.text), clean.offsets))
    joined = _keep(_keep(letters, _WEDGE, _letters_only), _SPACED, _unspaced)
    return _keep(joined, _REPEAT, _unrepeated)


def _unwrap(raw: str) -> tuple[str, list[int]]:
    """Each base character with its marks, normalised; parallel list of raw positions."""
    text: list[str] = []
    offsets: list[int] = []
    start = 0
    while start < len(raw):
        end = start + 1
        while end < len(raw) and _is_mark(raw[end]):
            end += 1
        plain = _plain(raw[start : min(end, start + 1 + MARKS_KEPT)])
        text.append(plain)
        offsets.extend([start] * len(plain))
        start = end
    return "".join(text), offsets


def _is_mark(char: str) -> bool:
    return char > "\u02ff" and unicodedata.category(char) in {"Mn", "Me"}


@lru_cache(maxsize=8192)
def _plain(cluster: str) -> str:
    """A character and its marks in plain form, as a typewriter has it; empty when nothing of it is visible."""
    if _invisible(cluster[0]):
        return ""
    visible = "".join(char for char in cluster if not _invisible(char)).translate(TYPED)
    digit = unicodedata.decimal(visible, None) if len(visible) == 1 else None
    plain = unicodedata.normalize("NFKC", visible) if digit is None else str(digit)
    plain = "".join(_styled(char) for char in plain)
    if plain[:1].isascii() or _is_latin(plain[:1]):
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    return plain


def _invisible(char: str) -> bool:
    """Format and control characters, variation selectors, tags and fillers."""
    if char in "\n\t\r":
        return False
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef" or "\u180b" <= char <= "\u180f"
    return selector or char in FILLERS or unicodedata.category(char) in {"Cc", "Cf"}


def _styled(char: str) -> str:
    """Letters drawn as small capitals or in filled circles and squares, which NFKC leaves alone."""
    name = unicodedata.name(char, "")
    if name.startswith(("LATIN LETTER SMALL CAPITAL ", "NEGATIVE CIRCLED LATIN", "NEGATIVE SQUARED LATIN")):
        letter = name.rsplit(" ", 1)[1]
        if len(letter) == 1:
            return letter.lower() if name.startswith("LATIN") else letter
    return char


@lru_cache(maxsize=8192)
def _is_latin(char: str) -> bool:
    foreign = any(low <= ord(char) <= high for low, high in LOOKALIKE_BLOCKS) if char else True
    return not foreign and unicodedata.name(char, "").startswith("LATIN")


@lru_cache(maxsize=8192)
def _lookalike(char: str) -> str | None:
    """The ASCII letter that a left-to-right letter of another alphabet can be taken for."""
    found: list[Any] = confusables.is_confusable(char, greedy=True) or []
    glyphs: list[str] = [glyph["c"] for glyph in found[0]["homoglyphs"]] if found else []
    if unicodedata.bidirectional(char) != "L":
        return None
    letters = [glyph for glyph in glyphs if len(glyph) == 1 and glyph.isascii() and glyph.isalpha()]
    same_case = [letter for letter in letters if letter.isupper() == char.isupper()]
    return next(iter(same_case or letters), None)


def _latin_words(text: str) -> str:
    """Look-alike letters made Latin in words that mix alphabets, or that could be wholly Latin among Latin text."""
    letters = [char for char in text if char.isalpha()]
    latin = sum(map(_is_latin, letters))
    if latin == len(letters):
        return text
    mostly = 2 * latin > len(letters)
    return _WORD.sub(lambda match: _latin_word(match[0], mostly_latin=mostly), text)


def _latin_word(word: str, *, mostly_latin: bool) -> str:
    if all(map(_is_latin, word)):
        return word
    folded = "".join(char if _is_latin(char) else _lookalike(char) or char for char in word)
    mixed = any(map(_is_latin, word))
    return folded if mixed or (mostly_latin and all(map(_is_latin, folded))) else word


def _lower(view: View) -> View:
    """In lower case, one character for one: only "İ" would become two, a letter and a mark."""
    return View("".join(char.lower()[0] for char in view.text), view.offsets)


def _unleet(token: re.Match[str]) -> str:
    word = token[0]
    if word.isalpha() or _CODE.match(word):
        return word
    letters = sum(map(str.isalpha, word))
    return _LEET.sub(lambda leet: _as_letters(leet[0], letters), word)


def _as_letters(leet: str, letters: int) -> str:
    """A digit counts as a letter only among at least three, except 0: "p4c" and "f1a" are names of things."""
    return "".join(LEET[char] if letters > 2 or not char.isdigit() or char == "0" else char for char in leet)


def _keep(view: View, pattern: re.Pattern[str], kept: Callable[[re.Match[str]], Iterable[int]]) -> View:
    """The view without those characters of each match whose positions `kept` does not give."""
    positions: list[int] = []
    done = 0
    for match in pattern.finditer(view.text):
        positions.extend(range(done, match.start()))
        positions.extend(kept(match))
        done = match.end()
    if not done:
        return view
    positions.extend(range(done, len(view.text)))
    offsets = (*(view.offsets[at] for at in positions), view.offsets[-1])
    return View("".join(view.text[at] for at in positions), offsets)


def _letters_only(match: re.Match[str]) -> list[int]:
    return [at for at in range(match.start(), match.end()) if match.string[at].isalpha()]


def _unspaced(match: re.Match[str]) -> Iterable[int]:
    """Only a space between three single letters may be text speak: "u r a"."""
    letters = _letters_only(match)
    text_speak = len(letters) == 3 and set(match[0][1::2]) == {" "}
    return range(match.start(), match.end()) if text_speak else letters


def _unrepeated(match: re.Match[str]) -> range:
    ends = not match.string[match.end() : match.end() + 1].isalpha()
    vowel_before = match.string[max(0, match.start() - 1) : match.start()] in set("aeiou")
    doubled = match[1] in DOUBLED_AT_END and ends and vowel_before
    return range(match.start(), match.start() + 1 + doubled)
