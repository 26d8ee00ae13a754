"""What records keep and answer. No logic."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.ports.consents import Consents
from bot.ports.docket import Dockets
from bot.ports.holding import Holding
from bot.ports.ladder import Ladders
from bot.ports.letters import Letters
from bot.ports.triage import Triage
from bot.ports.welcomes import Welcomes
from moderation.domain import Action, Case, Decision, History, Kind, Member, Message, Ref, Review, State, Status
from moderation.triage import OVERDUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One line of the action ledger: what is to be done, to what and whom, and who ordered it ("" : the policy).

    `until` is when a RESTRICT ends. `words` is what staff want told with it (a reason, a warning). `detail` is an error
    kind or a platform id.
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
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is recorded of one judged message. `files` holds the bytes that could be fetched, by attachment index.

    `likeness`: by what the same post is known again and joins the case of the first; "" when it stands for itself.
    `pupils`: identities of those whom the message names and whose families consent to pictures or to naming.
    `is_next`: whether the chat's cursor may go on to it, because nothing older is still to be read back.
    """

    message: Message
    decision: Decision
    at: datetime
    files: Mapping[int, bytes] = field(default_factory=dict)
    likeness: str = field(default="", repr=False)
    pupils: frozenset[str] = field(default=frozenset(), repr=False)
    is_next: bool = True


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
    until: datetime


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
    by_clause: Mapping[str, int] = field(default_factory=dict)  # by pack/clause: trust/4.2.6
    trend: tuple[int, ...] = ()  # cases a week, the last eight weeks, oldest first
    clause_trend: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # the same for each clause
    new: tuple[int, ...] = ()  # case numbers
    open: tuple[int, ...] = ()
    groups: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # platform and group of each open case
    orphaned: tuple[
        int, ...
    ] = ()  # open, of groups that nobody looks after any more, and in no other list of open ones
    overdue: tuple[int, ...] = ()
    overdue_after: timedelta = OVERDUE
    appealed: tuple[int, ...] = ()
    restored: tuple[int, ...] = ()  # cases whose decision staff undid, whatever was done about the message
    false_hides: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # by category: put back since, hidden
    restrictions: int = 0
    ending: int = 0  # of those, how many end within a week of `end`
    alerts: int = 0
    alerts_waiting: int = 0  # of those, how many nobody has acted on
    alert_minutes: float | None = None  # the median until somebody acted
    failed_actions: int = 0
    gap_minutes: Mapping[str, int] = field(default_factory=dict)  # by platform
    model_trouble: int = 0
    troubles: Mapping[str, int] = field(default_factory=dict)  # why actions failed: forbidden, unreachable ...
    going: int = 0  # cases that retention deletes in the week after `now`
    chain_head: str = ""  # of the evidence log at `now`: 64 hexadecimal digits


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What a check of the evidence log's chain found; no `faults`: nothing was changed or deleted out of turn."""

    links: int
    head: str
    faults: tuple[str, ...] = ()


class RecordsError(Exception):
    """The records could not be read or written; says what to do and names no content."""


class Records(Consents, Dockets, Holding, Ladders, Letters, Welcomes, Triage, Protocol):
    """What Schoolgate remembers. Each method is one transaction; times are aware and in UTC."""

    async def hold(self) -> bool:
        """Whether this program, until it ends, is the only one that acts on these records; others may look."""

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

    async def open_case(
        self,
        member: Member,
        ref: Ref,
        ruling: Decision,
        *,
        by: str,
        at: datetime,
        reason: str,
        seen: Message | None = None,
    ) -> int:
        """A case of staff's own: they act on what they saw themselves, under the clause of their ruling.

        `seen` is the message it is about as the platform shows it: it is kept as evidence, encrypted.
        """

    async def cite(self, case: int, ruling: Decision) -> None:
        """Keep the words of a clause that staff named on a case; those kept first stay."""

    async def outcome(self, order: int, status: Status, *, at: datetime, detail: str = "") -> None:
        """What became of an order; also counts the attempt."""

    async def pending(self, case: int | None = None) -> Sequence[Order]:
        """Orders (of one case) still intended, or done but not verified, oldest first."""

    async def again(self, member: Member, why: str, kinds: Collection[Kind] = tuple(Kind)) -> Sequence[Order]:
        """Intend once more what could not be done for this reason (a Trouble) and is still to be done; oldest first.

        About one member, or (`user` "") about anybody in the group; of these kinds.
        """

    async def orders(self, case: int) -> Sequence[Order]:
        """Every order of a case, oldest first."""

    async def case(self, number: int, *, reader: str) -> Case | None:
        """One case with its evidence decrypted; the reading is logged under `reader`."""

    async def case_at(self, ref: Ref) -> int | None:
        """The newest case about a message."""

    async def cases(self, states: Collection[State], limit: int = 25) -> Sequence[tuple[int, State, str, datetime]]:
        """(number, state, strongest clause, opened at) of cases in these states, newest first; no text."""

    async def decide(self, case: int, review: Review, state: State, undo: Sequence[Action] = ()) -> Review | None:
        """Settle a case. None when this review did it; the earlier deciding review when somebody else was first.

        `undo` is ordered with it, and, where something is undone or the author appealed, a SIGNPOST whose words are the
        state. Where it is RESTORED, what the machine had still to do to message and author is not done any more.
        """

    async def appeal(self, case: int, review: Review) -> bool:
        """Keep an author's appeal; an upheld or closed case is open again. False when nothing is left to decide."""

    async def note(self, case: int, review: Review) -> None:
        """Add a review that decides nothing (a note)."""

    async def history(self, member: Member, *, before: int | None = None) -> History:
        """What is on record about a member: all of it, or what came before one case."""

    async def restrictions(self, *, member: Member | None = None) -> Sequence[Restriction]:
        """Restrictions that were carried out and neither lifted nor marked ended."""

    async def ended(self, restriction: int, *, at: datetime, by: str = "") -> None:
        """Mark a restriction as over."""

    async def placed(self, case: int, where: Placed, *, instead_of: Placed | None = None) -> None:
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
        """A chat has a new id: the members and cases of a group follow it; messages and cards stay where they were."""

    async def figures(self, start: datetime, end: datetime, *, now: datetime, overdue: timedelta = OVERDUE) -> Figures:
        """The counts of a period. A case is overdue when it is open for longer than `overdue`."""

    async def begun(self) -> datetime:
        """When these records began."""

    async def attached(self, case: int, *, reader: str) -> Mapping[int, bytes]:
        """The bytes of a case's attachments by their position; the reading is logged under `reader`."""

    async def claim_digest(self, week: str, *, at: datetime) -> bool:
        """Take the sending of one week (2026-W46); True for one caller, and again 10 minutes after one that failed."""

    async def digest_sent(self, week: str, *, at: datetime) -> None:
        """Mark a week's digest as sent."""

    async def digest_sent_at(self, week: str) -> datetime | None:
        """When a week's digest was sent, None if it was not."""

    async def last_digest(self) -> str:
        """The newest week of which the safeguarding lead's digest was sent to anybody, "" if none was."""

    async def acknowledge_digest(self, week: str, *, reader: str, at: datetime) -> bool:
        """Note that somebody (an id) read a week's digest; False when that was noted before."""

    async def digest_acknowledged(self, week: str) -> bool:
        """Whether somebody said that they read a week's digest."""

    async def extend_chain(self) -> str:
        """Chain what the evidence log gained; the head (64 hexadecimal digits)."""

    async def check_chain(self, head: str = "") -> ChainReport:
        """Compare the evidence log with its chain. `head`: one that an earlier digest named, to be found in it."""

    async def purge(self, now: datetime) -> int:
        """Delete what has outlived its retention; how many cases went."""

    async def forget(self, platform: str) -> int:
        """Delete everything about a platform whose people were pretended; how many cases went."""

    async def close(self) -> None:
        """Finish and close."""
