"""A case to write letters about, and how a letter's files are read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

from docx import Document
from pypdf import PdfReader

from bot.letters import templates
from bot.letters.facts import Matter
from bot.letters.office import Office
from bot.ports import Group, Restriction
from bot.ports.letters import Letterhead
from bot.staff.words import Setting
from moderation.domain import Action, Author, Case, Decision, Kind, Member, Outcome, Ref, State, Status
from moderation.policy.pack import Clause, Harm, Pack, Step

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
MEMBER = Member(platform="discord", group="77", user="501")
THREAT = Clause(
    id="4.2.6", title="Threats of violence", words="Posting comments which threaten violence", source="4.2.6"
)
WARN = Clause(id="5.1.1", title="A warning", words="Set out the concerns", source="5.1.1", steps=(Step.LETTER,))
PACK = Pack(
    name="trust",
    title="Parental Use of Social Media",
    version="3.0",
    harm=Harm(hide=0.9, clauses=("4.2.6",)),
    thresholds={},
    clause=(THREAT, WARN),
)
HEAD = Letterhead(
    name="Hollybank Primary School",
    address=("Hollybank Lane", "HB1 2CD"),
    phone="01632 960 100",
    email="office@hollybank.example",
    signed_by="H. Marsden, Headteacher",
)
DONE = tuple(Action(kind=kind, clause="4.2.6") for kind in (Kind.HIDE, Kind.RESTRICT, Kind.WARN))
HELD = Restriction(
    id=1,
    case=7,
    member=MEMBER,
    clause="4.2.6",
    by="Office",
    reason="a threat",
    since=NOW,
    until=NOW + timedelta(days=3),
)


def setting(*locales: str) -> Setting:
    group = Group(name="Hollybank parents", platform="discord", id="77", locales=locales or ("en",))
    return Setting(school=HEAD.name, group=group, pack=PACK)


def case(text: str = "I will break his legs", name: str = "Ann Parent", *more: Kind) -> Case:
    actions = (*DONE, *(Action(kind=kind, clause="4.2.6") for kind in more))
    return Case(
        id=7,
        ref=Ref(platform="discord", chat="900", message="1234"),
        member=MEMBER,
        author=Author(user="501", name=name),
        text=text,
        decision=Decision(pack="trust", pack_version="3.0", clauses=("4.2.6",), actions=DONE),
        state=State.UPHELD,
        opened_at=NOW,
        outcomes=tuple(Outcome(action=action, status=Status.DONE, at=NOW) for action in actions),
    )


def matter(about: Case | None = None, *locales: str, **more: object) -> Matter:
    return Matter(**({"case": about or case(), "setting": setting(*locales), "held": HELD} | more))


def office() -> Office:
    return Office(languages=templates.load(), letterhead=HEAD)


def word_text(data: bytes) -> str:
    """Everything that can be read in a Word document: body, headers and footers."""
    document = Document(BytesIO(data))
    around = [p for s in document.sections for part in (s.header, s.footer) for p in part.paragraphs]
    return "\n".join(paragraph.text for paragraph in (*around, *document.paragraphs))


def pdf_text(data: bytes) -> str:
    """Everything that can be read in a PDF, on one line: where its lines break is of no account."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())
