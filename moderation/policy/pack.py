"""A school's written policy as data: config/packs/*.toml as frozen values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from moderation.byname import find
from moderation.domain import Cited, Decision, Kind, Role
from moderation.policy import checking
from moderation.policy.ladder import Ladder
from moderation.policy.reading import PackError, Source, read

__all__ = ["FOLDER", "Clause", "Harm", "Pack", "PackError", "Said", "Step", "Threshold", "load"]
FOLDER = Path(__file__).parents[2] / "config" / "packs"
Score = Annotated[float, Field(gt=0, le=1, strict=True)]
UNKNOWN = "unknown key; mend its name or leave it out"
TABLE = "has to hold keys of its own, each with a value"
TO_DO = {
    "missing": "missing; add it",
    "extra_forbidden": UNKNOWN,
    "string_too_short": "is empty; write it",
    "string_type": "write a text in quotation marks",
    "tuple_type": 'write a list in square brackets, such as ["..."]; a clause begins with [[clause]]',
    "dict_type": TABLE,
    "mapping_type": TABLE,
    "model_type": TABLE,
    "model_attributes_type": TABLE,
    "float_type": "write a number without quotation marks, such as 0.35",
    "int_type": "write a whole number without quotation marks, such as 3",
    "bool_type": "write true or false without quotation marks",
}
Locale = Annotated[str, Field(pattern="^(en|cy)$")]
Words = Annotated[str, Field(min_length=1)]


class Step(StrEnum):
    """What a document says the school may go on to; a person decides each of them."""

    TALK = "talk"
    REMOVAL = "removal"
    LETTER = "letter"
    MEETING = "meeting"
    COMPLAINTS = "complaints"
    HOST_REPORT = "host_report"
    EVIDENCE = "evidence"
    DSL = "dsl"
    PREVENT = "prevent"
    POLICE = "police"
    EMERGENCY = "emergency"
    LEGAL_ADVICE = "legal_advice"
    LEGAL_ACTION = "legal_action"
    SITE_BAN = "site_ban"
    DISCIPLINE = "discipline"
    OTHER = "other"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Threshold(_Strict):
    """From which score a category is worth a look (`review`), and from which it is taken down (`hide`)."""

    review: Score
    hide: Score | None = None


class Said(_Strict):
    """A clause in one language, as people are told it; `notice` is our plain sentence beside the policy's words."""

    title: Words
    words: Words
    notice: str = ""
    source: str = ""


class Clause(_Strict):
    """One clause: its exact words, where they stand, what breaks it and what it allows.

    `categories` break it (their thresholds are the pack's); `hide` and `review` are ordered from that threshold.
    `applies` lists the roles of authors it binds (none: everybody); `gravity` is its severity, and of several broken
    clauses the gravest is cited first. `restrict_hours` bounds a restriction by the machine (at most 24).
    `escalates` lists the clauses that may be gone on to when this one is broken; `allows` lists the kinds of action,
    and `steps` the steps taken by people, that this clause gives the school authority for.
    With `beside` the clause counts only where one of these categories is found as well; `spares` lists categories that
    no clause of the pack may count alone.
    """

    id: Words
    title: Words
    words: Words
    source: Words
    notice: str = ""
    cy: Said | None = None
    applies: tuple[Role, ...] = ()
    categories: tuple[str, ...] = ()
    hide: tuple[Kind, ...] = ()
    review: tuple[Kind, ...] = ()
    escalates: tuple[str, ...] = ()
    allows: tuple[Kind, ...] = ()
    steps: tuple[Step, ...] = ()
    beside: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()
    gravity: Annotated[int, Field(ge=1, le=3, strict=True)] = 1
    restrict_hours: Annotated[int, Field(ge=1, le=24, strict=True)] = 24

    def binds(self, role: Role) -> bool:
        """Whether an author of this role can break it."""
        return not self.applies or role in self.applies

    def said(self, locale: str) -> Said:
        """The clause in a language, else in English."""
        english = Said(title=self.title, words=self.words, notice=self.notice, source=self.source)
        if locale == "cy" and self.cy:
            return self.cy.model_copy(update={"source": self.cy.source or self.source})
        return english


class Appeals(_Strict):
    """A pack's [appeals]: for how many days after they were told somebody can appeal."""

    days: Annotated[int, Field(ge=1, le=366, strict=True)] = 28


class Harm(_Strict):
    """When the message as a whole is looked at or taken down: the strongest of `clauses` is cited and applied.

    A person looks from `review` of the model's score for the whole message (`category`). It is taken down where the
    mean of that and of the strongest category of `among` (of all, where it names none) in `clauses` reaches `hide`,
    or, where a category of `surer` is found too, what stands there.
    """

    category: str = "harm"
    review: Score = 1.0
    hide: Score
    surer: Mapping[str, Score] = {}
    among: tuple[str, ...] = ()
    clauses: tuple[str, ...]

    def enough(self, found: Iterable[str]) -> float:
        """From which mean a message in which these categories are found is taken down."""
        return max((self.surer[name] for name in found if name in self.surer), default=self.hide)


class Pack(_Strict):
    """One policy document, ready to decide by. `version` ends in a fingerprint of the file.

    `locales`: the languages people are told in, in order; `titles` and `contacts` (whom a parent is pointed to) by
    locale. `premoderate`: posts are held until they are approved. `approved`, `review_by`: the document's own dates.
    """

    name: str
    title: Words
    version: str
    harm: Harm
    thresholds: Mapping[str, Threshold]
    exempt: Mapping[Role, tuple[str, ...]] = {}
    clause: tuple[Clause, ...]
    ladder: Ladder = Ladder()
    appeals: Appeals = Appeals()
    locales: Annotated[tuple[Locale, ...], Field(min_length=1)] = ("en",)
    titles: Mapping[Locale, str] = {}
    contacts: Mapping[Locale, str] = {}
    premoderate: StrictBool = False
    approved: date | None = None
    review_by: date | None = None

    def find(self, clause: str) -> Clause | None:
        """The clause with this id."""
        return next((known for known in self.clause if known.id == clause), None)

    def authority(self, kind: Kind) -> Clause | None:
        """The clause that lets the school do this."""
        return next((clause for clause in self.clause if kind in clause.allows), None)

    def basis(self, *kinds: Kind) -> str:
        """The clause that lets the school do the first of these its policy speaks of, else the first there is."""
        known = filter(None, map(self.authority, kinds))
        return next(known, self.clause[0]).id

    def categories(self) -> frozenset[str]:
        """Every category some clause listens to."""
        return frozenset(name for clause in self.clause for name in clause.categories) | {self.harm.category}

    def level(self, category: str) -> float:
        """From which score a category counts."""
        return self.harm.review if category == self.harm.category else self.thresholds[category].review

    def proposed(self, clauses: Iterable[str]) -> tuple[Clause, ...]:
        """What staff may go on to when these clauses are broken, in the document's order."""
        names = {name for clause in map(self.find, clauses) if clause for name in clause.escalates}
        return tuple(clause for clause in self.clause if clause.id in names)

    def restriction(self, clause: Clause) -> timedelta:
        """How long a restriction by the machine lasts under a clause."""
        return timedelta(hours=min(clause.restrict_hours, self.ladder.provisional_hours))

    def gravity(self, clause: str) -> int:
        """How much breaking a clause weighs on the ladder; 0 where nothing is ever taken down (a worry about a child).

        A clause that another version of the pack had weighs as little as any.
        """
        known = self.find(clause)
        if known and known.categories and Kind.HIDE not in known.hide:
            return 0
        return known.gravity if known else 1

    def called(self, locale: str) -> str:
        """The document's title in a language, else in its own."""
        return self.titles.get(locale, self.title)

    def cite(self, clause: Clause) -> tuple[Cited, ...]:
        """The clause in each of the pack's languages, to be kept with a decision."""
        said = ((locale, clause.said(locale)) for locale in self.locales)
        return tuple(
            Cited(id=clause.id, locale=locale, policy=self.called(locale), **one.model_dump()) for locale, one in said
        )

    def ruling(self, clause: str) -> Decision:
        """What staff decide themselves: one clause (none where it is ""), with its words and this version."""
        known = self.find(clause)
        cited = self.cite(known) if known else ()
        clauses = (clause,) if clause else ()
        return Decision(pack=self.name, pack_version=self.version, clauses=clauses, cited=cited)


def load(name: str, produced: Collection[str], folder: Path = FOLDER) -> Pack:
    """Read one pack, and those it extends, and check it against the categories that detectors produce.

    Raises UnknownNameError for a name without a file; PackError, a line for each thing that is wrong in it.
    """
    source = read(find(folder, name, ".toml"))
    pack = _parse(source)
    if wrong := list(checking.problems(pack, frozenset(produced), source.measured)):
        raise PackError(*(source.say(where, what) for where, what in wrong))
    return pack


def _parse(source: Source) -> Pack:
    if "name" in source.data:  # a pack's name is its file's
        raise PackError(source.say(("name",), UNKNOWN))
    version = f"{source.data.get('version', '')} #{source.fingerprint}"
    try:
        return Pack.model_validate({**source.data, "name": source.name, "version": version})
    except ValidationError as error:
        wrong = [
            source.say(source.place(found["loc"]), TO_DO.get(found["type"], found["msg"])) for found in error.errors()
        ]
        raise PackError(*wrong) from None
