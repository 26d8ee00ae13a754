"""The desk every staff command works at: records, enforcement, the pack of a group, and who may do what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.enforcement import Enforcement
from bot.ports import Actor, Call, Group, Order, Records, Trouble
from bot.staff import words
from bot.staff.cards import Card, Reply
from bot.staff.words import Setting
from moderation.domain import Action, Case, Decision, Member, Role, Status

TROUBLE = {
    Trouble.GONE: "the message is not there any more",
    Trouble.FORBIDDEN: "the bot lacks a right in this group: run `schoolgate doctor`, it says which",
    Trouble.PROTECTED: "the person is an owner or administrator here and cannot be restricted; change their role first",
    Trouble.NO_MEMBER: "the person is not a member of this group any more",
    Trouble.LIMITED: "the platform asks to wait; it is tried again by itself",
    Trouble.UNREACHABLE: "the platform does not answer; it is tried again by itself",
    Trouble.UNSUPPORTED: "this platform cannot do that",
    Trouble.INVALID: "the platform did not accept it",
    Trouble.CLOSED: "the person takes no messages from the bot",
}


class Refusal(Exception):  # noqa: N818 (an answer to a person, not a fault)
    """What was asked cannot be done; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What commands need. `explain` judges any text of a group without recording; `digest` makes this week's card."""

    records: Records
    enforcement: Enforcement
    settings: Callable[[Member], Setting]
    groups: Callable[[], Sequence[Group]]
    explain: Callable[[Group, str], Awaitable[Decision]]
    digest: Callable[[], Awaitable[tuple[Card, tuple[str, bytes] | None]]]

    def group(self, call: Call) -> Group:
        """The group a call is about: the one it was given in, or the one whose staff place it was given in."""
        for group in self.groups():
            if group.platform == call.platform and (
                group.id == call.group or call.chat in (group.staff_place, group.dsl_place, group.digest_place)
            ):
                return group
        raise Refusal("This can only be done in a group that Schoolgate looks after, or in its staff channel.")

    def allowed(self, actor: Actor, group: Group) -> bool:
        """Whether somebody may use staff commands for a group."""
        return group.role(actor.tokens) is Role.STAFF

    async def case(self, number: str, actor: Actor) -> Case:
        """A case by its number, for somebody who is staff of its group. Raises Refusal."""
        digits = number.strip().lstrip("#")
        case = await self.records.case(int(digits), reader=actor.user) if digits.isdecimal() else None
        if case is None or not self.allowed(actor, self.settings(case.member).group):
            raise Refusal("There is no case with that number. `case` lists the open ones.")
        return case

    async def order(
        self, case: Case, action: Action, actor: Actor, *, reason: str = "", until: datetime | None = None
    ) -> str:
        """Put an order in the ledger, carry it out, and say in words what became of it."""
        by = actor.name or actor.user
        order = await self.records.order(case.id, action, by=by, words=reason, until=until)
        return await self.carry_out(order)

    async def carry_out(self, order: Order) -> str:
        """One line on how an order went."""
        await self.enforcement.run([order])
        case = await self.records.case(order.case, reader=words.READER)
        outcomes = [o for o in case.outcomes if o.action == order.action] if case else []
        last = outcomes[-1] if outcomes else None
        done = words.DONE[order.action.kind]
        if last is None or last.status in (Status.DONE, Status.VERIFIED):
            return f"{done}."
        reason = TROUBLE[Trouble(last.detail)] if last.detail in set(Trouble) else words.STATUS[last.status]
        return f"{done}: NOT done, because {reason}."

    async def view(self, case: Case) -> Card:
        """A case as a card, as it stands now."""
        fresh = await self.records.case(case.id, reader=words.READER) or case
        return words.card(fresh, self.settings(case.member), await self.records.history(case.member))

    def clause(self, group_of: Member, said: str) -> str:
        """A clause of the group's pack that allows or forbids something. Raises Refusal."""
        pack = self.settings(group_of).pack
        if pack.find(said.strip()) is None:
            raise Refusal(f"There is no clause {said.strip()[:12]}. There are: {', '.join(c.id for c in pack.clause)}.")
        return said.strip()


def now() -> datetime:
    """The one door for time."""
    return datetime.now(UTC)


def refuse(text: str) -> Reply:
    """An answer that says no."""
    return Reply(text=text, refused=True)
