"""The protocols between the bot's rooms: what a platform does, what it delivers, what records keep. No logic."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.staff.cards import Card, Choice, Menu, Notice, Reply
from moderation.domain import (
    Action,
    Attachment,
    Case,
    Decision,
    History,
    Kind,
    Member,
    Message,
    Ref,
    Review,
    Role,
    State,
    Status,
)


class Trouble(StrEnum):
    """Why a platform did not do what it was asked."""

    GONE = "gone"  # the message is not there (any more)
    FORBIDDEN = "forbidden"  # the bot lacks a right
    PROTECTED = "protected"  # an owner or administrator cannot be restricted
    CLOSED = "closed"  # the member takes no private messages from the bot
    NO_MEMBER = "no_member"  # the member left or is unknown
    LIMITED = "limited"  # too many requests; retry_after seconds
    UNREACHABLE = "unreachable"  # no answer, 5xx, network
    UNSUPPORTED = "unsupported"  # this platform has no such thing
    INVALID = "invalid"  # the platform rejected the request as malformed


class PlatformError(Exception):
    """A platform refused or did not answer; says which trouble it was (or what to do: `hint`), never any content."""

    def __init__(self, trouble: Trouble, retry_after: float = 0.0, hint: str = "") -> None:
        super().__init__(hint or trouble.value)
        self.trouble = trouble
        self.retry_after = retry_after

    @property
    def passing(self) -> bool:
        """Whether trying again later may help."""
        return self.trouble in (Trouble.LIMITED, Trouble.UNREACHABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One school-managed community, as the configuration describes it.

    `id`: Discord server id or Telegram chat id. `staff`, `dsl`, `governors`, `pupils` hold tokens that adapters
    derive for a person: `user:<id>`, `role:<id>` (Discord), `staff_place` or `dsl_place` (in this group's staff or
    DSL chat, Telegram; the token a person holds names the chat: `staff_place:<id>`).
    `staff_place` and `dsl_place` are the channels or chats for cards ("" for none: the DSL's falls back to staff's).
    """

    name: str
    platform: str
    id: str
    pack: str = "trust"
    staff: frozenset[str] = frozenset()
    dsl: frozenset[str] = frozenset()
    governors: frozenset[str] = frozenset()
    pupils: frozenset[str] = frozenset()
    staff_place: str = ""
    dsl_place: str = ""
    digest_place: str = ""
    restricted_role: str = ""
    locale: str = "en"

    def role(self, tokens: Collection[str]) -> Role:
        """Who somebody with these tokens is to the school."""
        held = set(tokens)
        for role, wanted in (
            (Role.STAFF, self.staff | self.dsl),
            (Role.GOVERNOR, self.governors),
            (Role.PUPIL, self.pupils),
        ):
            if held & {self.token(name) for name in wanted}:
                return role
        return Role.PARENT

    def token(self, name: str) -> str:
        """A configured token as a person would hold it: a place of this group, not of another school's."""
        return f"{name}:{getattr(self, name)}" if name in ("staff_place", "dsl_place") else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who gives a command or presses a button: id, name (for records staff read), and tokens (see Group)."""

    user: str
    name: str
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command as somebody gave it. `target` is the message it answers (Telegram reply) or names, if any.

    `member` values arrive as platform user ids. `group` is "" in a private chat with the bot.
    """

    command: str
    actor: Actor
    platform: str
    group: str
    chat: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    target: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button somebody pressed. `place` and `message` say where the card with the button is."""

    id: str
    actor: Actor
    platform: str
    group: str
    place: str = ""
    message: str = ""


class Inbound(Protocol):
    """What an adapter calls when something happens. Every method returns only when it is recorded."""

    menus: Sequence[Menu]

    async def message(self, message: Message) -> None:
        """A new message or an edit; judged once for each (platform, chat, message, edit)."""

    async def deleted(self, refs: Sequence[Ref]) -> None:
        """Messages that somebody else deleted."""

    async def command(self, call: Call) -> Reply:
        """A slash command or a filled-in form."""

    async def press(self, press: Press) -> Reply:
        """A button."""

    async def suggest(self, call: Call, wanted: str, typed: str) -> Sequence[Choice]:
        """At most 25 suggestions for the field named `wanted` of a command."""

    async def cursor(self, platform: str, chat: str) -> str:
        """The last message id of a chat that was settled, "" if none: read back from here after a stop."""

    async def gap(self, platform: str, start: datetime, end: datetime) -> None:
        """A time in which messages may have gone unseen (the digest counts the minutes)."""

    async def moved(self, platform: str, old: str, new: str) -> None:
        """A group has a new id (Telegram group -> supergroup)."""


class Platform(Protocol):
    """What enforcement asks of a platform. Every method raises PlatformError and nothing else of the SDK's."""

    name: str
    supports: frozenset[Kind]

    async def run(self, inbound: Inbound) -> None:
        """Connect, catch up from the cursors, deliver until cancelled; PlatformError(FORBIDDEN) on a bad token."""

    async def ready(self) -> None:
        """Return when connected and able to act."""

    async def close(self) -> None:
        """Disconnect."""

    async def missing(self) -> Sequence[str]:
        """One line for each right, intent or channel that is missing, saying what to do; [] when all is well."""

    async def hide(self, ref: Ref, parts: Sequence[str]) -> None:
        """Take a message (and the other parts of its album) down. Already gone is success."""

    async def is_hidden(self, ref: Ref, parts: Sequence[str]) -> bool:
        """Whether it is really gone."""

    async def restore(self, ref: Ref, author: str, text: str) -> str:
        """Post the text again in its place, marked as restored for `author` (a display name); the new message's id."""

    async def restrict(self, member: Member, until: datetime | None) -> None:
        """Stop a member from posting until then (None: until lifted). Renew where the platform's limit is shorter."""

    async def lift(self, member: Member) -> None:
        """Let a member post again."""

    async def is_restricted(self, member: Member) -> bool:
        """Whether a member is stopped from posting now."""

    async def tell(self, member: Member, ref: Ref, notice: Notice) -> str:
        """Tell a member privately; where that is closed, the fallback in the group. Returns `private` or `fallback`."""

    async def post(self, place: str, card: Card, file: tuple[str, bytes] | None = None) -> str:
        """Show a card in a staff channel; its message id. Content is never previewed outside the spoiler."""

    async def update(self, place: str, message: str, card: Card) -> None:
        """Draw a card again in place."""

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of an attachment (at most 20 MiB)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One line of the action ledger: what is to be done, to what and whom, and who ordered it ("" : the policy).

    `until` is when a RESTRICT ends. `words` is what staff want told with it (a reason, a warning).
    """

    id: int
    case: int
    action: Action
    ref: Ref
    member: Member
    parts: tuple[str, ...] = ()
    until: datetime | None = None
    by: str = ""
    words: str = ""
    status: Status = Status.INTENDED
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is recorded of one judged message. `files` holds the bytes that could be fetched, by attachment index."""

    message: Message
    decision: Decision
    at: datetime
    files: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """A member who may not post, why, by whose order and until when. `id` is its order's id."""

    id: int
    case: int
    member: Member
    clause: str
    by: str
    reason: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a case's card was posted, so that it can be drawn again."""

    platform: str
    place: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The counts of one period for the digest; never names or text."""

    start: datetime
    end: datetime
    judged: int = 0
    hidden: int = 0
    by_clause: Mapping[str, int] = field(default_factory=dict)
    trend: tuple[int, ...] = ()  # cases a week, the last eight weeks, oldest first
    new: tuple[int, ...] = ()  # case numbers
    open: tuple[int, ...] = ()
    overdue: tuple[int, ...] = ()
    restored: tuple[int, ...] = ()  # false hides
    restrictions: int = 0
    alerts: int = 0
    failed_actions: int = 0
    gap_minutes: Mapping[str, int] = field(default_factory=dict)  # by platform
    model_trouble: int = 0


class RecordsError(Exception):
    """The records could not be read or written; says what to do and names no content."""


class Records(Protocol):
    """What Schoolgate remembers. Each method is one transaction; times are aware and in UTC."""

    async def settled(self, message: Message) -> bool:
        """Whether this (platform, chat, message, edit) was judged before."""

    async def settle(self, evidence: Evidence) -> tuple[Order, ...] | None:
        """Record a judged message before anything is done about it; None when it was settled before.

        A clean one leaves a counter and the cursor, never its text; any other opens a case with encrypted evidence.
        """

    async def order(
        self, case: int, action: Action, *, by: str, words: str = "", until: datetime | None = None
    ) -> Order:
        """Add what a member of staff wants done to the ledger, as intended."""

    async def open_case(self, member: Member, ref: Ref, clause: str, *, by: str, at: datetime, reason: str) -> int:
        """A case without a message: staff act on something they saw themselves."""

    async def outcome(self, order: int, status: Status, *, at: datetime, detail: str = "") -> None:
        """What became of an order; also counts the attempt."""

    async def pending(self, case: int | None = None) -> Sequence[Order]:
        """Orders (of one case) still intended, or done but not verified, oldest first."""

    async def orders(self, case: int) -> Sequence[Order]:
        """Every order of a case, oldest first."""

    async def case(self, number: int, *, reader: str) -> Case | None:
        """One case with its evidence decrypted; the reading is logged under `reader`."""

    async def case_at(self, ref: Ref) -> int | None:
        """The newest case about a message."""

    async def cases(self, states: Collection[State], limit: int = 25) -> Sequence[tuple[int, State, str, datetime]]:
        """(number, state, strongest clause, opened at) of cases in these states, newest first; no text."""

    async def decide(self, case: int, review: Review, state: State) -> Review | None:
        """Settle a case. None when this review did it; the earlier deciding review when somebody else was first."""

    async def note(self, case: int, review: Review) -> None:
        """Add a review that decides nothing (a note)."""

    async def history(self, member: Member) -> History:
        """What is on record about a member."""

    async def restrictions(self, *, member: Member | None = None) -> Sequence[Restriction]:
        """Restrictions that were carried out and neither lifted nor marked ended."""

    async def ended(self, restriction: int, *, at: datetime, by: str = "") -> None:
        """Mark a restriction as over."""

    async def placed(self, case: int, where: Placed) -> None:
        """Remember where a case's card is."""

    async def places(self, case: int) -> Sequence[Placed]:
        """Where a case's cards are."""

    async def cursor(self, platform: str, chat: str) -> str:
        """The last settled message id of a chat, "" if none."""

    async def alive(self, platform: str, at: datetime) -> None:
        """Note that a platform is being watched at this moment."""

    async def gap(self, platform: str, start: datetime, end: datetime) -> None:
        """Note a time in which messages may have gone unseen."""

    async def last_alive(self, platform: str) -> datetime | None:
        """When a platform was last noted as watched."""

    async def refused(self, actor: str, command: str, at: datetime) -> None:
        """Log that somebody without the right tried a command."""

    async def incomplete(self) -> Sequence[Message]:
        """Messages whose decision lists failed detectors, to be judged again."""

    async def rejudged(self, evidence: Evidence) -> tuple[Order, ...]:
        """Replace the decision of an incomplete message; new actions become intended orders."""

    async def moved(self, platform: str, old: str, new: str) -> None:
        """A group has a new id: members, cases and cursors follow it."""

    async def figures(self, start: datetime, end: datetime, *, now: datetime) -> Figures:
        """The counts of a period. A case is overdue when it is open for more than 72 hours."""

    async def begun(self) -> datetime:
        """When these records began."""

    async def attached(self, case: int, *, reader: str) -> Mapping[int, bytes]:
        """The bytes of a case's attachments by their position; the reading is logged under `reader`."""

    async def claim_digest(self, week: str, *, at: datetime) -> bool:
        """Take the sending of one week (2026-W46); True for one caller, and again 10 minutes after one that failed."""

    async def digest_sent(self, week: str, *, at: datetime) -> None:
        """Mark a week's digest as sent."""

    async def digest_done(self, week: str) -> bool:
        """Whether a week's digest was sent."""

    async def purge(self, now: datetime) -> int:
        """Delete what has outlived its retention; how many cases went."""

    async def close(self) -> None:
        """Finish and close."""
