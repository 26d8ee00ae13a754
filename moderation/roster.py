"""A school's staff and pupils as a CSV file -> frozen values; every bad row is named, no value is ever shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COLUMNS: Final = (
    "kind",
    "given_name",
    "family_name",
    "known_as",
    "title",
    "role",
    "class",
    "photo_consent",
    "naming_consent",
    "school",
)
MIS_COLUMNS: Final = {
    "forename": "given_name",
    "legal_forename": "given_name",
    "preferred_forename": "known_as",
    "surname": "family_name",
    "legal_surname": "family_name",
    "registration_group": "class",
    "reg_group": "class",
    "reg": "class",
}
CONSENT: Final = {"yes": True, "no": False, "": False}
LONGEST: Final = 100


class RosterError(ValueError):
    """A roster that cannot be used. `errors` has one line for each bad row: file, line, field and what to do."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = tuple(errors)
        more = f" (and {len(self.errors) - 1} more)" if len(self.errors) > 1 else ""
        super().__init__(self.errors[0] + more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One pupil or member of staff; consent counts as refused until it says yes."""

    kind: str
    given_name: str
    family_name: str
    known_as: str = ""
    title: str = ""
    role: str = ""
    group: str = ""
    photo_consent: bool = False
    naming_consent: bool = False
    school: str = ""

    @property
    def is_pupil(self) -> bool:
        """Whether this is a child."""
        return self.kind == "pupil"

    def __repr__(self) -> str:
        """Without the name, so that no traceback or log shows it."""
        return f"Person(kind={self.kind!r})"


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody a school knows, in the order of the file."""

    people: tuple[Person, ...] = ()


def parse(source: Path | str) -> Roster:
    """The roster in a file (Path) or in CSV text (str). Raises RosterError naming every row that cannot be read."""
    name, text = _read(source) if isinstance(source, Path) else ("roster", source)
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    try:
        headers = reader.fieldnames or ()
        columns = {header: _column(header) for header in headers}
        if problem := _header_problem([columns[header] for header in headers]):
            raise RosterError([f"{name}:1: {problem}"])
        rows = [(reader.line_num, _renamed(row, columns)) for row in reader]
    except csv.Error as error:
        raise RosterError([f"{name}:{reader.line_num}: not CSV, check the quotation marks"]) from error
    if errors := [f"{name}:{line}: {problem}" for line, row in rows for problem in _problems(row)]:
        raise RosterError(errors)
    return Roster(tuple(_person(row) for _, row in rows))


def _read(path: Path) -> tuple[str, str]:
    try:
        return path.name, path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RosterError([f"{path.name}: not UTF-8, save it as 'CSV UTF-8'"]) from error
    except OSError as error:
        raise RosterError([f"{path}: cannot be read ({error.strerror}), check the path and its permissions"]) from error


def _column(header: str) -> str:
    column = header.strip().lstrip("\ufeff").lower().replace(" ", "_")
    return MIS_COLUMNS.get(column, column)


def _header_problem(known: Sequence[str]) -> str:
    if missing := [column for column in ("given_name", "family_name") if column not in known]:
        return f"{missing[0]}: column missing, the first line must name the columns"
    for column in known:
        if column not in COLUMNS:
            return f"{column[:LONGEST]!r}: unknown column, use {', '.join(COLUMNS)}"
        if known.count(column) > 1:
            return f"{column}: column given twice"
    return ""


def _renamed(row: Mapping[str, str | None], columns: Mapping[str, str]) -> dict[str, str | None]:
    """The row under our column names; "" holds what was too many, None stands for what was missing."""
    return {
        columns.get(header, header): value.strip() if isinstance(value, str) else value for header, value in row.items()
    }


def _problems(row: Mapping[str, str | None]) -> Iterator[str]:
    if "" in row:
        yield f"{COLUMNS[-1]}: more fields than columns, put names with a comma in quotation marks"
    for field, value in row.items():
        if field and value is None:
            yield f"{field}: missing, the row is too short"
        elif field and (len(value or "") > LONGEST or not (value or "").isprintable()):
            yield f"{field}: longer than {LONGEST} characters or not plain text"
    if row.get("kind", "pupil") not in {"pupil", "staff", None}:
        yield "kind: must be pupil or staff"
    if not row.get("family_name") and not row.get("given_name"):
        yield "given_name: a given name or a family name is needed"
    for field in ("photo_consent", "naming_consent"):
        if (row.get(field) or "").lower() not in CONSENT:
            yield f"{field}: must be yes, no or empty"


def _person(row: Mapping[str, str | None]) -> Person:
    value = {field: row.get(field) or "" for field in COLUMNS}
    return Person(
        kind=value["kind"] or "pupil",
        given_name=value["given_name"],
        family_name=value["family_name"],
        known_as=value["known_as"],
        title=value["title"],
        role=value["role"],
        group=value["class"],
        photo_consent=CONSENT[value["photo_consent"].lower()],
        naming_consent=CONSENT[value["naming_consent"].lower()],
        school=value["school"],
    )
