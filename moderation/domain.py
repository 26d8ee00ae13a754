"""The nouns everything else speaks: frozen values, no I/O, no clock, no platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Kind(StrEnum):
    """What can be done to a message, a member or a group; the order here says nothing."""

    HIDE = "hide"
    RESTORE = "restore"
    RESTRICT = "restrict"
    LIFT = "lift"
    WARN = "warn"
    SIGNPOST = "signpost"
    NOTIFY_STAFF = "notify_staff"
    ALERT_DSL = "alert_dsl"
    HOLD = "hold"
    LOCKDOWN = "lockdown"


class Role(StrEnum):
    """Who an author is to the school; `parent` includes carers and relatives (trust policy 1.2)."""

    PARENT = "parent"
    STAFF = "staff"
    GOVERNOR = "governor"
    PUPIL = "pupil"


class Status(StrEnum):
    """Where an ordered action stands in the ledger."""

    INTENDED = "intended"
    DONE = "done"
    VERIFIED = "verified"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"
    DRY_RUN = "dry_run"


CARRIED_OUT = (Status.DONE, Status.VERIFIED)


class State(StrEnum):
    """Where a case stands for staff."""

    OPEN = "open"
    UPHELD = "upheld"
    RESTORED = "restored"
    CLOSED = "closed"


class Verdict(StrEnum):
    """What a decision means for the message: leave it, let a person look, or take it down."""

    ALLOW = "allow"
    REVIEW = "review"
    HIDE = "hide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """The address of one message; `thread` (a Telegram topic) only helps to answer in the right place."""

    platform: str
    chat: str
    message: str
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person in one school-managed group (a Discord server, a Telegram chat)."""

    platform: str
    group: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a message. `name` is for staff cards only and never for logs."""

    user: str
    name: str = ""
    role: Role = Role.PARENT

    @property
    def called(self) -> str:
        """How staff know them."""
        return self.name or self.user


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen when an attachment was opened: facts to judge by, never its bytes.

    `text` was read in it (lettering in a picture, a plain text file). `faces` is how many there are, None: not counted.
    `position`: its file says where it was made. `picture`: it is one, whatever it was sent as. `trouble` says what of
    it could not be screened, "" for nothing.
    """

    text: str = field(default="", repr=False)
    faces: int | None = None
    position: bool = False
    picture: bool = False
    trouble: str = ""


LIVE = "live"


def kind_of(content_type: str) -> str:
    """The kind of attachment that a file is by its media type (RFC 6838): a photo, a video, audio or a document."""
    known = {"image": "photo", "video": "video", "audio": "audio"}
    return known.get(content_type.split("/")[0].lower(), "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One thing sent with a message.

    `kind`: photo, video, document, audio, voice, sticker, contact, location, poll, link, forward or screenshot.
    `text` is what can be read of it without opening it (caption, alt text, file name, poll question); of a location
    that moves with somebody it is LIVE.
    `handle` is what the adapter needs to fetch its bytes (URL or file id), empty when there are none.
    `seen` is what was found when it was opened, None when it was not.
    """

    kind: str
    text: str = ""
    handle: str = ""
    size: int = 0
    seen: Look | None = None

    @property
    def words(self) -> str:
        """What people read of it."""
        return "" if (self.kind, self.text) == ("location", LIVE) else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as the platform delivered it, or one edit of it.

    `group` is the community it was posted in (Discord server id, Telegram chat id) and chooses the pack.
    `quoted` is what it answers: context, never blamed on its quoter.
    `parts` are further message ids that belong to the same post (a Telegram album); they are hidden with it.
    `names_topic`: it only tells what a topic is called now, and the topic keeps that name when it is hidden.
    """

    ref: Ref
    group: str
    author: Author
    text: str
    sent_at: datetime
    quoted: str = ""
    edited_at: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    parts: tuple[str, ...] = ()
    names_topic: bool = False

    @property
    def edit(self) -> int:
        """Which version of the message this is: 0 for the first, else the edit's Unix time in milliseconds."""
        return int(self.edited_at.timestamp() * 1000) if self.edited_at else 0

    @property
    def member(self) -> Member:
        """Its author as a member of the group."""
        return Member(platform=self.ref.platform, group=self.group, user=self.author.user)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a detector saw.

    `score` is between 0 and 1; `span` counts characters of the raw text (None: the message as a whole).
    `why` names the rule and the kind of data and never quotes the text. `settles`: the detector knows what this
    category is about here, so that what others guess of it does not count.
    """

    category: str
    score: float
    detector: str
    why: str
    span: tuple[int, int] | None = None
    settles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to do, and the clause that allows it. `duration` None: no end of its own."""

    kind: Kind
    clause: str
    duration: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One clause in one language, as the policy said it on the day of the decision; a later pack never changes it."""

    id: str
    locale: str
    policy: str
    title: str
    words: str
    notice: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What `judge()` made of one message under one version of one pack; `cited` keeps the words of `clauses`."""

    pack: str
    pack_version: str
    findings: tuple[Finding, ...] = ()
    clauses: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    failed_detectors: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()

    def words_of(self, clause: str, locale: str = "en") -> Cited | None:
        """A clause as it was cited, in this language or the first there is; None when it was not cited then."""
        found = [one for one in self.cited if one.id == clause]
        return next((one for one in found if one.locale == locale), found[0] if found else None)

    @property
    def verdict(self) -> Verdict:
        """Hide when a HIDE is ordered, review when anything else is, else allow."""
        if any(action.kind is Kind.HIDE for action in self.actions):
            return Verdict.HIDE
        return Verdict.REVIEW if self.actions else Verdict.ALLOW

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories found, strongest first."""
        best: dict[str, float] = {}
        for finding in self.findings:
            best[finding.category] = max(finding.score, best.get(finding.category, 0.0))
        return tuple(sorted(best, key=lambda name: (-best[name], name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one ordered action. `detail` is an error kind or a platform id, never text."""

    action: Action
    status: Status
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a member of staff decided about a case, and when."""

    by: str
    verdict: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One incident as staff see it: who, where, what was decided, done and reviewed.

    `text` is the evidence, decrypted for this reading only; `kept`: of which `attachments`, by index, there are bytes.
    """

    id: int
    ref: Ref
    member: Member
    author: Author
    text: str
    decision: Decision
    state: State
    opened_at: datetime
    outcomes: tuple[Outcome, ...] = ()
    reviews: tuple[Review, ...] = ()
    parts: tuple[str, ...] = ()
    quoted: str = ""
    attachments: tuple[Attachment, ...] = ()
    kept: tuple[int, ...] = ()
    names_topic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is on record about a member when a new message is judged."""

    warnings: int = 0
    hidden: int = 0
    restrictions: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """One folded reading of a raw text: `offsets[i]` is where character i of `text` came from in the raw text.

    `len(offsets) == len(text) + 1`; the last one is the length of the raw text.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw characters that `text[start:end]` was read from; covers what was removed in between."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Subject:
    """A message ready to be looked at, with the readings every detector shares.

    `clean`: zero-width and confusable characters undone, case and digits kept (for models, names and numbers).
    `folded`: also lower case, leet, s p a c i n g and repeated letters undone (for word rules).
    """

    message: Message
    clean: View
    folded: View


class Detector(Protocol):
    """What a file in moderation/detectors builds: `build(**options) -> Detector`.

    A detector looks at a batch because models are faster that way; rules just loop. It returns, for each
    subject, every finding it has, also those below any threshold: the pack decides what counts.
    It raises on failure; `judge` then asks again subject by subject and names the detector as failed.
    """

    name: str
    categories: frozenset[str]

    def __call__(self, subjects: Sequence[Subject]) -> Sequence[Sequence[Finding]]:
        """Findings for each subject, in the same order and number."""
        ...


@runtime_checkable
class Opener(Protocol):
    """A detector that has to see the bytes of some attachments; they are opened before the message is judged."""

    def opens(self, sent: Attachment) -> bool:
        """Whether it wants to see this one."""
        ...

    def open(self, sent: Attachment, data: bytes) -> Look:
        """What is in it; may take a second, so it runs in a thread."""
        ...
