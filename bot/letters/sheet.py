"""A letter as values, the same for every format: what stands on it, in order, and in which language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter


class Style(StrEnum):
    """How a piece of the text is drawn."""

    HEADING = "heading"
    TEXT = "text"
    POINT = "point"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading, paragraph, list item or quotation; a quotation may have several lines."""

    style: Style
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A letter in one language.

    `language` is a BCP 47 tag (en-GB). `page` holds {page} and {pages}. `mark` stands on every page of a draft and
    `unsigned` below it; `signed` takes their place once a person signed it off. `sender` begins with the school's name.
    """

    language: str
    page: str
    mark: str
    unsigned: str
    sender: tuple[str, ...]
    to: tuple[str, ...]
    date: str
    reference: str
    subject: str
    blocks: tuple[Block, ...]
    closing: str
    signatory: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter: one sheet for each language it is written in, the first language first."""

    sheets: tuple[Sheet, ...]


LETTERS = TypeAdapter(Letter)
