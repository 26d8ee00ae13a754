"""A school's staff and pupils as a CSV file -> frozen values; every bad row is named, no value is ever shown."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    "known_family",
    "id",
    "parents",
)
# What the exports of English management information systems call the same: SIMS, Arbor, Bromcom.
MIS_COLUMNS: Final = {
    "forename": "given_name",
    "first_name": "given_name",
    "legal_forename": "given_name",
    "legal_first_name": "given_name",
    "preferred_forename": "known_as",
    "preferred_first_name": "known_as",
    "chosen_name": "known_as",
    "surname": "family_name",
    "last_name": "family_name",
    "legal_surname": "family_name",
    "legal_last_name": "family_name",
    "preferred_surname": "known_family",
    "preferred_last_name": "known_family",
    "registration_group": "class",
    "registration_form": "class",
    "registration": "class",
    "tutor_group": "class",
    "reg_group": "class",
    "reg": "class",
    "admission_number": "id",
    "admission_no": "id",
    "adno": "id",
    "photo_permission": "photo_consent",
}
# Also in such exports, and not kept: Schoolgate does not need it.
LEFT_OUT: Final = frozenset(
    {"upn", "uln", "gender", "sex", "dob", "date_of_birth", "age", "year", "year_group", "nc_year", "house"}
    | {"middle_name", "middle_names", "enrolment_status", "admission_date", "ethnicity"}
)
CONSENT: Final = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False, "": False}
PARENT: Final = re.compile(r"[a-z]+:\S+")
LONGEST: Final = 100
SEMICOLONS: Final = " (is it separated by semicolons? save it with commas)"
Row = Mapping[str, str | None]


class RosterError(ValueError):
    """A roster that cannot be used. `errors` has one line for each bad row: file, line, field and what to do."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = tuple(errors)
        more = f" (and {len(self.errors) - 1} more)" if len(self.errors) > 1 else ""
        super().__init__(self.errors[0] + more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One pupil or member of staff; consent counts as refused until it says yes.

    `id` is the school's own number for them, `parents` who is on record as their parent (`platform:user id`).
    """

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
    known_family: str = ""
    id: str = ""
    parents: frozenset[str] = frozenset()

    @property
    def is_pupil(self) -> bool:
        """Whether this is a child."""
        return self.kind == "pupil"

    @property
    def identity(self) -> str:
        """What stays the same from one roster to the next: the school's number, without one the names."""
        return f"{self.kind}/{self.school}/{self.id}".casefold() if self.id else self.named

    @property
    def named(self) -> str:
        """The identity of somebody without a number."""
        return f"{self.kind}/{self.school}/{self.given_name} {self.family_name}".casefold()

    @property
    def identities(self) -> tuple[str, ...]:
        """By what they may be known: the identity, and the one from before they had a number."""
        return tuple(dict.fromkeys((self.identity, self.named)))

    def __repr__(self) -> str:
        """Without the name, so that no traceback or log shows it."""
        return f"Person(kind={self.kind!r})"


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody a school knows, in the order of the file."""

    people: tuple[Person, ...] = ()

    @property
    def pupils(self) -> tuple[Person, ...]:
        """The children."""
        return tuple(person for person in self.people if person.is_pupil)

    def namesakes(self) -> frozenset[str]:
        """The identities that several pupils share, because nothing but their names is known."""
        counted = Counter(person.identity for person in self.pupils)
        return frozenset(identity for identity, count in counted.items() if count > 1)


def parse(source: Path | str, seen: Callable[[], None] = lambda: None) -> Roster:
    """The roster in a file (Path) or in CSV text (str); `seen` is called for each row.

    Raises RosterError naming every row that cannot be read.
    """
    errors: list[str] = []
    people = []
    for where, row in table(source, COLUMNS, ("given_name", "family_name")):
        problems = [f"{where}: {problem}" for problem in _problems(row)]
        errors += problems
        people += [] if problems else [_person(row)]
        seen()
    if errors:
        raise RosterError(errors)
    return Roster(tuple(people))


def table(source: Path | str, columns: Sequence[str], needed: Sequence[str] = ()) -> Iterator[tuple[str, Row]]:
    """The rows of a CSV file (Path) or text (str) under these columns, each with `file:line`. Raises RosterError.

    A spreadsheet leaves rows of commas below and columns without a name beside what was written: they are passed over.
    """
    name, text = _read(source) if isinstance(source, Path) else ("roster", source)
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    try:
        written = reader.fieldnames or ()
        headers = _named(written)
        if problem := _header_problem(headers, columns, needed):
            raise RosterError([f"{name}:1: {problem}"])
        reader.fieldnames = headers
        names = {header: _column(header) for header in headers}
        for row in reader:
            beside = row.get("") or ()
            if not any(map(str.strip, beside)) and len(beside) <= len(written) - len(headers):
                row.pop("", None)
            if any("".join(value or "").strip() for value in row.values()):
                yield f"{name}:{reader.line_num}", _renamed(row, names)
    except csv.Error as error:
        raise RosterError([f"{name}:{reader.line_num}: not CSV, check the quotation marks"]) from error


def _named(headers: Sequence[str]) -> list[str]:
    """The headers up to the last that says something."""
    last = max((at for at, header in enumerate(headers, start=1) if header.strip()), default=0)
    return list(headers[:last])


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


def _header_problem(headers: Sequence[str], allowed: Sequence[str], needed: Sequence[str]) -> str:
    known = [_column(header) for header in headers]
    hint = SEMICOLONS if any(";" in column for column in known) else ""
    if missing := [column for column in needed if column not in known]:
        return f"{missing[0]}: column missing, the first line must name the columns{hint}"
    if not set(known) & set(allowed):  # it may be somebody's row
        return f"the first line must name the columns, use {', '.join(allowed)}{hint}"
    for header, column in zip(headers, known, strict=True):
        if column not in (*allowed, *COLUMNS, *LEFT_OUT):
            return f"{header.strip()[:LONGEST]!r}: unknown column, use {', '.join(allowed)}{hint}"
        if known.count(column) > 1:
            twice = " and ".join(repr(one.strip()) for one in headers if _column(one) == column)
            return f"{column}: column given twice ({twice}), delete one"
    return ""


def _renamed(row: Row, columns: Mapping[str, str]) -> Row:
    """The row under our column names; "" holds what was too many, None stands for what was missing."""
    return {
        columns.get(header, header): value.strip() if isinstance(value, str) else value for header, value in row.items()
    }


def _problems(row: Row) -> Iterator[str]:
    if "" in row:
        yield f"{COLUMNS[-1]}: more fields than columns, put names with a comma in quotation marks"
    for field, value in row.items():
        if field and value is None:
            yield f"{field}: missing, the row is too short"
        elif field in COLUMNS and (len(value or "") > LONGEST or not (value or "").isprintable()):
            yield f"{field}: longer than {LONGEST} characters or not plain text"
    if (row.get("kind") or "pupil").lower() not in {"pupil", "staff"}:
        yield "kind: must be pupil or staff"
    if not row.get("family_name") and not row.get("given_name"):
        yield "given_name: a given name or a family name is needed"
    for field in ("photo_consent", "naming_consent"):
        if (row.get(field) or "").lower() not in CONSENT:
            yield f"{field}: must be yes, no or empty"
    if any(not PARENT.fullmatch(parent) for parent in (row.get("parents") or "").split()):
        yield "parents: must be platform:user id, with a space between two, for example telegram:700000123"


def _person(row: Row) -> Person:
    value = {field: row.get(field) or "" for field in COLUMNS}
    return Person(
        kind=value["kind"].lower() or "pupil",
        given_name=value["given_name"],
        family_name=value["family_name"],
        known_as=value["known_as"],
        title=value["title"],
        role=value["role"],
        group=value["class"],
        photo_consent=CONSENT[value["photo_consent"].lower()],
        naming_consent=CONSENT[value["naming_consent"].lower()],
        school=value["school"],
        known_family=value["known_family"],
        id=value["id"],
        parents=frozenset(value["parents"].split()),
    )
