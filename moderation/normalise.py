"""Raw text -> the readings detectors share (clean and folded), with offsets back to the raw text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, Final

from confusable_homoglyphs import confusables  # type: ignore[import-untyped]

from moderation.domain import Message, Subject, View
from moderation.normalise_folding import folded_view
from moderation.normalise_shown import shown

__all__ = ["clean_view", "folded_view", "prepare", "shown_view", "single_spaced"]

MARKS_KEPT: Final = 3  # per letter; a longer pile is decoration, and normalising it would take quadratic time
FILLERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u20e3")  # invisible, or the keycap's frame
BLANKS: Final = frozenset("\u2800")  # seen as a space, and no space to Unicode
LOOKALIKE_BLOCKS: Final = ((0x0250, 0x02AF), (0x1D00, 0x1DBF), (0xA720, 0xA7FF))  # Latin only in phonetic writing
TYPED: Final = str.maketrans(
    "\u2018\u2019\u201a\u201b\u02bb\u02bc\u02b9\u2032\u00b4\u201c\u201d\u201e\u201f\u2033\u2010\u2011\u2212",
    "'" * 9 + '"' * 5 + "-" * 3,
)
DRAWN: Final = dict(zip("ετυκηχωμπσδвмтнкиязғ", "etuknxwmnodbmthknrzf", strict=True))  # only in a mixed word
DECORATIVE: Final = frozenset({"CHEROKEE", "CANADIAN", "LISU"})  # alphabets nobody in a UK school's group writes in
LIKE_LATIN: Final = DECORATIVE | {"GREEK", "CYRILLIC"}

_PLAIN = re.compile(r"[\n\t\r\x20-\x7e]*")
_WORD = re.compile(r"[^\W\d_]+")
_WIDE = re.compile(r"(?<=[^\S\n])[^\S\n]|\t")


def prepare(message: Message) -> Subject:
    """The message with both readings of its text. Attachments keep their own text: spans point into the message's."""
    clean = clean_view(message.text)
    return Subject(message, clean, folded_view(shown_view(message.text)))


def shown_view(raw: str) -> View:
    """The clean view of the text as readers see it, where it is written backwards or upside down."""
    return clean_view(shown(raw))


def single_spaced(view: View) -> View:
    """A view with one space where thumbs and spreadsheets leave two or a tab: "Jamie  Thornton"; lines stay lines."""
    if not _WIDE.search(view.text):
        return view
    text = view.text.replace("\t", " ")
    kept = [at for at in range(len(text)) if not _WIDE.match(text, at)]
    return View("".join(text[at] for at in kept), (*(view.offsets[at] for at in kept), view.offsets[-1]))


def clean_view(raw: str) -> View:
    """Invisible characters gone, fancy letters, digits, quotation marks and hyphens plain, look-alike letters Latin.

    Case and accents are kept.
    """
    if _PLAIN.fullmatch(raw):
        return View(raw, tuple(range(len(raw) + 1)))
    text, offsets = _unwrap(raw)
    return View(_latin_words(text), (*offsets, len(raw)))


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
    if visible in BLANKS:
        return " "
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
    alphabets = {unicodedata.name(char, "").partition(" ")[0] for char in word}
    mixed = any(map(_is_latin, word)) or len(alphabets & LIKE_LATIN) > 1
    folded = "".join(char if _is_latin(char) else _latin(char, mixed=mixed) for char in word)
    whole = (mostly_latin or alphabets <= DECORATIVE) and all(map(_is_latin, folded))
    return folded if mixed or whole else word


def _latin(char: str, *, mixed: bool) -> str:
    drawn = DRAWN.get(char.lower(), "") if mixed else ""
    return _lookalike(char) or (drawn.upper() if char.isupper() else drawn) or char
