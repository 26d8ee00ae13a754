"""Who may be named or pictured: the entries of a consent registry, and what they make of a roster at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from moderation.clock import LONDON
from moderation.domain import Message
from moderation.roster import CONSENT, Person, Roster, RosterError, Row, table

if TYPE_CHECKING:
    from moderation.recognisers.naming import Naming

COLUMNS: Final = ("id", "given_name", "family_name", "school", "class", "photo_consent", "naming_consent", "until")
PICTURES: Final = frozenset({"photo", "video", "screenshot", "document"})
DAYS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d-%B-%Y", "%d-%b-%Y", "%d-%b-%y")
BETWEEN: Final = re.compile(r"[\s./-]+")
MIDNIGHT: Final = re.compile(r"[ T]00:00(?::00)?$")  # exports write a day as its first moment
DAY_HINT: Final = "write the day like 2027-07-31, 31/07/2027 or 31 July 2027"


class Purpose(StrEnum):
    """What a family consents to."""

    PHOTO = "photo"
    NAMING = "naming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One entry: consent given or withdrawn, noted by which member of staff, when, and until when (None: no end)."""

    purpose: Purpose
    given: bool
    by: str
    at: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether there is consent at this moment."""
        return self.given and (self.until is None or at < self.until)


# The newest entry for each purpose, by one of the identities of the pupil (Person.identities).
Standing = Mapping[str, Mapping[Purpose, Consent]]


def applied(roster: Roster, standing: Standing, at: datetime) -> Roster:
    """The roster as it is at a moment: the registry counts where it has an entry, the roster's columns elsewhere."""
    if not standing:
        return roster
    bearers = Counter(pupil.named for pupil in roster.pupils)
    return Roster(
        tuple(
            _applied(one, _noted(one, standing, alone=bearers[one.named] == 1), at) if one.is_pupil else one
            for one in roster.people
        )
    )


def _noted(pupil: Person, standing: Standing, *, alone: bool) -> Mapping[Purpose, Consent]:
    """The newest entries; what was noted before a pupil had a number is found by name: of namesakes only refusals."""
    earlier = standing.get(pupil.named, {}) if pupil.id else {}
    found = {purpose: entry for purpose, entry in earlier.items() if alone or not entry.given}
    for purpose, entry in standing.get(pupil.identity, {}).items():
        if purpose not in found or found[purpose].at <= entry.at:
            found[purpose] = entry
    return found


def _applied(pupil: Person, entries: Mapping[Purpose, Consent], at: datetime) -> Person:
    photo, naming = entries.get(Purpose.PHOTO), entries.get(Purpose.NAMING)
    return replace(
        pupil,
        photo_consent=photo.holds(at) if photo else pupil.photo_consent,
        naming_consent=naming.holds(at) if naming else pupil.naming_consent,
    )


def about(pupils: Sequence[Person], purpose: Purpose) -> Callable[[Message], bool]:
    """What tells whether a post names one of these pupils and, for photos, comes with a picture."""
    from moderation.recognisers.naming import Naming

    naming = Naming(pupils)

    def is_about(message: Message) -> bool:
        pictured = purpose is Purpose.NAMING or is_pictured(message)
        texts = (message.text, *(sent.text for sent in message.attachments))
        return pictured and any(naming.photo_refused(text) is not None for text in texts)

    return is_about


def named(naming: Naming, message: Message) -> frozenset[str]:
    """The identities of consenting pupils whom a message, or what is written with an attachment, names."""
    texts = (message.text, *(sent.text for sent in message.attachments))
    return frozenset(identity for text in texts if text for identity in naming.consenting(text))


def is_pictured(message: Message) -> bool:
    """Whether a message comes with a picture or a file that may hold one."""
    return any(sent.kind in PICTURES for sent in message.attachments)


def end_of_day(said: str) -> datetime | None:
    """The end of a day in Europe/London, as people write a day; None when it is no day."""
    plain = BETWEEN.sub("-", MIDNIGHT.sub("", said.strip()))
    for written in DAYS:
        with suppress(ValueError, OverflowError):
            day = datetime.strptime(plain, written).replace(tzinfo=LONDON)
            return day + timedelta(days=1)
    return None


def parse(source: Path | str, roster: Roster, *, by: str, at: datetime) -> list[tuple[str, Consent]]:
    """The entries of a CSV file (Path) or text (str) for pupils of a roster; an empty cell says nothing.

    A pupil is found by `id`, else by the names (and school) as the roster has them. Raises RosterError naming every
    row that cannot be read, or that says something else about a pupil than a row before it.
    """
    known = _known(roster)
    errors: list[str] = []
    entries: dict[tuple[str, Purpose], tuple[str, Consent]] = {}
    for where, row in table(source, COLUMNS):
        names = (row.get("id"), "") if row.get("id") else (row.get("given_name"), row.get("family_name"))
        found = known.get(_key(row.get("school"), *names), [])
        problems = [f"{where}: {problem}" for problem in _problems(row, found, at)]
        for entry in () if problems else _entries(row, by, at):
            before, known_entry = entries.setdefault((found[0], entry.purpose), (where, entry))
            if known_entry != entry:
                problems.append(f"{where}: {entry.purpose}_consent: not as in {before}, keep the row that is right")
        errors += problems
    if errors:
        raise RosterError(errors)
    return [(pupil, entry) for (pupil, _), (_, entry) in entries.items()]


def _known(roster: Roster) -> dict[tuple[str, ...], list[str]]:
    """The identities of the pupils with a school and names, or a school and an id."""
    known: dict[tuple[str, ...], list[str]] = {}
    for pupil in roster.pupils:
        known.setdefault(_key(pupil.school, pupil.given_name, pupil.family_name), []).append(pupil.identity)
        if pupil.id:
            known.setdefault(_key(pupil.school, pupil.id, ""), []).append(pupil.identity)
    return known


def _key(*values: str | None) -> tuple[str, ...]:
    return tuple((value or "").casefold() for value in values)


def _problems(row: Row, found: list[str], at: datetime) -> Iterator[str]:
    if "" in row or None in row.values():
        yield "row: too many or too few fields, put names with a comma in quotation marks"
    if not found:
        yield "pupil: not in the roster, write the names (or the id), and the school, as the roster has them"
    if len(found) > 1:
        yield "pupil: several in the roster, add the column id to both files to tell them apart"
    for field in ("photo_consent", "naming_consent"):
        if (row.get(field) or "").lower() not in CONSENT:
            yield f"{field}: must be yes, no or empty"
    if until := row.get("until"):
        end = end_of_day(until)
        if end is None:
            yield f"until: not a day, {DAY_HINT}"
        elif end <= at:
            yield "until: this day is over"


def _entries(row: Row, by: str, at: datetime) -> Iterator[Consent]:
    until = end_of_day(row.get("until") or "")
    for purpose in Purpose:
        if said := row.get(f"{purpose}_consent"):
            given = CONSENT[said.lower()]
            yield Consent(purpose=purpose, given=given, by=by, at=at, until=until if given else None)
