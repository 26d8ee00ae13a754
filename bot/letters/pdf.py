"""A letter as a PDF: A4, an embedded font that has the letters of Welsh, bookmarks, page numbers, a draft's mark."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Set
from datetime import datetime
from functools import cache
from pathlib import Path

import matplotlib
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fpdf import FPDF

from bot.letters.sheet import Block, Letter, Sheet, Style

FAMILY = "dejavu"
FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
MARGIN, BOTTOM, INDENT, PADDING, LINE = 25.0, 20.0, 7.0, 3.0, 5.0  # millimetres
SIZE = 10.5  # points
LEFT_TO_RIGHT = "\u200e"
DIRECTED = frozenset({"L", "R", "AL", "AN", "EN"})  # Unicode's classes of letters and digits
SIGNS = 100
RED, GREY, BLACK = (176, 0, 32), (225, 225, 225), (0, 0, 0)


def draw(letter: Letter, at: datetime) -> bytes:
    """The bytes of the file; `at` is when it was made."""
    first = letter.sheets[0]
    paper = _Paper(first)
    paper.set_creation_date(at)
    paper.set_title(first.subject)
    paper.set_author(first.sender[0])
    paper.set_lang(first.language)
    for sheet in letter.sheets:
        paper.write_sheet(sheet)
    return bytes(paper.output())


class _Paper(FPDF):
    """Draws sheets one below the other; `_coming` is the sheet whose pages begin next."""

    def __init__(self, first: Sheet) -> None:
        super().__init__(format="A4")
        self._sheet = self._coming = first
        for style, name in FILES.items():
            self.add_font(FAMILY, style, _font(name))
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=BOTTOM)
        self.c_margin = 0
        self._plain()
        # Right-to-left scripts need shaping; ligatures would hide letters from those who search or listen.
        self.set_text_shaping(features={"liga": False})

    def header(self) -> None:
        """On a draft: the mark across the page and above it."""
        self._sheet = self._coming
        if self._sheet.signed:
            return
        self._across(self._sheet.mark)
        self.set_font(FAMILY, "B", 14)
        self.set_text_color(*RED)
        self.set_y(10)
        self._put(self._sheet.mark, align="C")
        self._plain()
        self.set_y(MARGIN)

    def footer(self) -> None:
        """Page 1 of 2."""
        self.set_y(-14)
        self.set_font(FAMILY, "", 9)
        self._put(self._sheet.page.format(page=self.page_no(), pages="{nb}"), align="C")

    def write_sheet(self, sheet: Sheet) -> None:
        """One sheet, from a new page."""
        self._coming = sheet
        self.add_page()
        self._sender()
        self._lines(sheet.to, after=LINE)
        self._lines((sheet.date, sheet.reference), after=LINE)
        self._heading(Block(style=Style.HEADING, text=sheet.subject), size=13)
        for block in sheet.blocks:
            self._heading(block, size=11.5) if block.style is Style.HEADING else self._block(block)
        self._closing()

    def _sender(self) -> None:
        name, *rest = self._sheet.sender
        self.set_font(FAMILY, "B", 17)
        self._put(name, line=8)
        self._plain()
        self._lines(rest, after=2)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())
        self.ln(LINE * 1.5)

    def _lines(self, lines: Iterable[str], *, after: float) -> None:
        for line in lines:
            self._put(line)
        self.ln(after)

    def _heading(self, block: Block, *, size: float) -> None:
        if self.will_page_break(LINE * 4):
            self.add_page()
        self.ln(1.5)
        self.set_font(FAMILY, "B", size)
        self.start_section(self._shown(block.text))
        self._put(block.text, line=6)
        self._plain()
        self.ln(1.5)

    def _block(self, block: Block) -> None:
        if block.style is Style.TEXT:
            self._put(block.text)
        else:
            self._indented(block.text, quoted=block.style is Style.QUOTE)
        self.ln(LINE / 4 if block.style is Style.POINT else LINE / 2)

    def _indented(self, text: str, *, quoted: bool) -> None:
        if not quoted:
            self.cell(INDENT, LINE, "\u2022", align="C")
        self.set_left_margin(MARGIN + INDENT)
        self.c_margin = PADDING if quoted else 0
        self._put(text, border="L" if quoted else "")
        self.c_margin = 0
        self.set_left_margin(MARGIN)
        self.set_x(MARGIN)

    def _closing(self) -> None:
        sheet = self._sheet
        if self.will_page_break(LINE * 8):
            self.add_page()
        self._put(sheet.closing)
        self.ln(LINE * 3)
        self._lines([sheet.signatory] if sheet.signatory else [], after=LINE / 2)
        if not sheet.signed:
            self.set_text_color(*RED)
        self._put(sheet.signed or sheet.unsigned)
        self._plain()

    def _across(self, text: str) -> None:
        self.set_font(FAMILY, "B", 60)
        self.set_text_color(*GREY)
        with self.rotation(50, self.w / 2, self.h / 2):
            self.text(self.w / 2 - self.get_string_width(text) / 2, self.h / 2, text)

    def _put(self, text: str, *, line: float = LINE, align: str = "L", border: str = "") -> None:
        self.multi_cell(0, line, self._shown(text), align=align, border=border or 0, new_x="LMARGIN", new_y="NEXT")

    def _plain(self) -> None:
        self.set_font(FAMILY, "", SIZE)
        self.set_text_color(*BLACK)

    def _shown(self, text: str) -> str:
        """What the font has no sign for, in words: an emoji by its name, another script by the script's."""
        known = _signs() | {ord("\n")}
        kept = [char for char in text if not _is_mute(char, known)]
        parts = itertools.groupby(kept, key=lambda char: "" if ord(char) in known else _named(char))
        return _marked("".join(f"[{name}]" if name else "".join(chars) for name, chars in parts))


def _marked(text: str) -> str:
    """With a mark that cannot be seen after so many signs that say nothing of the direction one reads in.

    The library looks from each of them to the next letter by calling itself, sign after sign.
    """
    shown, signs = [], 0
    for char in text:
        signs = 0 if unicodedata.bidirectional(char) in DIRECTED else signs + 1
        shown.append(char)
        if signs == SIGNS:
            shown.append(LEFT_TO_RIGHT)
            signs = 0
    return "".join(shown)


def _font(name: str) -> Path:
    """One of the fonts that come with the library which draws our charts."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name


@cache
def _signs() -> frozenset[int]:
    """The code points that the font has a sign for."""
    with TTFont(_font(FILES[""]), lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def _is_mute(char: str, known: Set[int]) -> bool:
    """Whether it only changes the look of its neighbours: joiners, and accents that the font does not have."""
    if unicodedata.category(char) == "Cf":
        return True
    return ord(char) not in known and unicodedata.name(char, "").startswith(("VARIATION SELECTOR", "COMBINING"))


def _named(char: str) -> str:
    name = unicodedata.name(char, "a sign").lower()
    return f"{name.split()[0]} script" if unicodedata.category(char)[0] in "LM" else name
