"""What records keep of the letters about a case: the draft, and what was signed off, byte for byte. No logic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes: the school as its letters show it; `address` has a line for each line of the envelope."""

    name: str = "the school"
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    signed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """One letter as it is kept: its content (JSON, from which the signed version is made) and a file for each format.

    `files` maps a format (`docx`, `pdf`) to its bytes.
    """

    content: bytes
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The named person who signed a letter off, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One letter of a case as a list shows it, without its content."""

    id: int
    kind: str
    at: datetime
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLetter:
    """One letter with its files: those that were signed off where it was, else those of the draft."""

    id: int
    case: int
    kind: str
    by: str
    at: datetime
    papers: Papers = field(repr=False)
    signed: Signature | None = None


class Letters(Protocol):
    """The letters kept with cases, sealed as the evidence is and deleted with it. Nothing ever changes a kept file."""

    async def keep_letter(self, case: int, kind: str, papers: Papers, *, by: str) -> int:
        """Keep a draft, made now by a member of staff; its number. Raises RecordsError when there is no such case."""

    async def letter(self, number: int, *, reader: str) -> KeptLetter | None:
        """One letter with its files; the reading is logged under `reader`."""

    async def letters(self, case: int) -> Sequence[Listed]:
        """Every letter of a case, newest first."""

    async def sign_letter(self, number: int, signature: Signature, files: Mapping[str, bytes]) -> Signature | None:
        """Sign a letter off with its final files. None when this did it; the earlier signature when it was signed."""
