"""A letter as a Word document (DOCX): real headings, the language of every word, page numbers that Word counts."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.letters.sheet import Letter, Sheet, Style

FONT = "Arial"
RED = RGBColor(0xB0, 0x00, 0x20)
BLACK = RGBColor(0, 0, 0)
STYLES = {Style.HEADING: "Heading 2", Style.TEXT: "Normal", Style.POINT: "List Bullet", Style.QUOTE: "Quote"}
COUNTED = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
SIZES = {"Normal": 11, "Heading 1": 14, "Heading 2": 12, "Quote": 11, "Title": 18, "List Bullet": 11}


def draw(letter: Letter, at: datetime) -> bytes:
    """The bytes of the document; `at` is when it was made."""
    document = Document()
    _set_styles(document)
    _set_properties(document, letter.sheets[0], at)
    for index, sheet in enumerate(letter.sheets):
        section = document.sections[0] if index == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        _Writer(document, sheet).write(section)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_styles(document: WordDocument) -> None:
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), BLACK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Normal"].paragraph_format.space_after = Pt(8)
    document.styles["Quote"].font.italic = False
    document.styles["Quote"].paragraph_format.left_indent = Cm(1)


def _set_properties(document: WordDocument, sheet: Sheet, at: datetime) -> None:
    about = document.core_properties
    about.title, about.author, about.language, about.comments = sheet.subject, sheet.sender[0], sheet.language, ""
    about.last_modified_by, about.created, about.modified = sheet.sender[0], at, at


class _Writer:
    """Writes one sheet to the end of the document; every run says its language."""

    def __init__(self, document: WordDocument, sheet: Sheet) -> None:
        self._document = document
        self._sheet = sheet

    def write(self, section: Section) -> None:
        """Header and footer, then the letter from top to bottom."""
        sheet = self._sheet
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        self._top_and_bottom(section)
        self._sender()
        self._lines(sheet.to)
        self._line(sheet.date)
        self._line(sheet.reference)
        self._line(sheet.subject, "Heading 1")
        for block in sheet.blocks:
            self._line(block.text, STYLES[block.style])
        self._closing()

    def _top_and_bottom(self, section: Section) -> None:
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.alignment = foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if not self._sheet.signed:
            self._marked(head, self._sheet.mark)
        for part in re.split(r"(\{pages?\})", self._sheet.page):
            self._add(foot, part) if part not in COUNTED else _count(foot, COUNTED[part])

    def _marked(self, paragraph: Paragraph, text: str) -> None:
        run = self._add(paragraph, text)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(16), RED

    def _sender(self) -> None:
        name, *rest = self._sheet.sender
        self._line(name).runs[0].bold = True
        self._document.paragraphs[-1].runs[0].font.size = Pt(18)
        self._document.paragraphs[-1].paragraph_format.space_after = Pt(2)
        self._lines(rest)

    def _lines(self, lines: list[str] | tuple[str, ...]) -> None:
        """Lines that belong together, such as an address."""
        if lines:
            self._line("\n".join(lines)).paragraph_format.space_after = Pt(18)

    def _line(self, text: str, style: str = "Normal") -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        self._add(paragraph, text)
        return paragraph

    def _closing(self) -> None:
        sheet = self._sheet
        self._line(sheet.closing).paragraph_format.keep_with_next = True
        if sheet.signatory:
            self._line(sheet.signatory).paragraph_format.space_before = Pt(36)
        if sheet.signed:
            self._line(sheet.signed)
        else:
            self._marked(self._line(""), sheet.unsigned)

    def _add(self, paragraph: Paragraph, text: str) -> Run:
        run = paragraph.add_run(text)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), self._sheet.language)
        run._element.get_or_add_rPr().append(language)  # noqa: SLF001 (the library has no other way to its XML)
        return run


def _count(paragraph: Paragraph, what: str) -> None:
    """A number that Word fills in: PAGE or NUMPAGES."""
    counted = OxmlElement("w:fldSimple")
    counted.set(qn("w:instr"), what)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    counted.append(run)
    paragraph._p.append(counted)  # noqa: SLF001
