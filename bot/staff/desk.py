"""The desk every staff command works at: records, enforcement, the pack of a group, and who may do what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.enforcement import Enforcement
from bot.letters.office import Office
from bot.ports import Actor, Call, Group, Order, Records, Trouble
from bot.staff import safeguarding, words
from bot.staff.cards import Card
from bot.staff.locale import FIRST, Locale, Locales, speaking
from bot.staff.numbers import number
from bot.staff.refusal import Refusal
from bot.staff.words import Setting
from moderation.clock import utc_now
from moderation.domain import Action, Case, Decision, Member, Message, Role, Status
from moderation.roster import Roster
from moderation.terms import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What commands need. `explain` judges any text of a group without recording.

    `digest` makes this week's digest in a language, as a card and its chart.
    `submit` judges, records and enforces a message as if it came from its platform.
    `roster` is whom the school knows in a group, with the consents of now; `refresh` reads both again.
    `office` writes letters. `terms` is the school's calendar.
    """

    records: Records
    enforcement: Enforcement
    settings: Callable[[Member], Setting]
    groups: Callable[[], Sequence[Group]]
    explain: Callable[[Group, str], Awaitable[Decision]]
    digest: Callable[[Locale], Awaitable[tuple[Card, tuple[str, bytes]]]]
    submit: Callable[[Message], Awaitable[None]]
    roster: Callable[[Group], Roster]
    refresh: Callable[[], Awaitable[None]]
    office: Office
    terms: Sequence[Term] = ()

    def group(self, call: Call) -> Group:
        """The group a call is about: the one that it names, else the one whose staff place it was given in."""
        here = [group for group in self.groups() if group.platform == call.platform]
        named = [group for group in here if group.id == call.group]
        served = [group for group in here if group.serves(call.chat)]
        if not named + served:
            raise Refusal("refused-no-group", self.speech(call.platform))
        return (named + served)[0]

    def speech(self, platform: str = "", group: str = "") -> Locales:
        """What parents are answered in: their group's languages, else those of every group (of the platform)."""
        groups = self.groups()
        for wanted in ((platform, group), (platform,), ()):
            if here := [one for one in groups if (one.platform, one.id)[: len(wanted)] == wanted]:
                return speaking(name for one in here for name in one.locales)
        return speaking([FIRST])

    def staff_speech(self) -> Locales:
        """Every language that the staff of a group are answered in."""
        return speaking([group.locale or FIRST for group in self.groups()] or [FIRST])

    def spoken(self, actor: Actor, platform: str, *places: str) -> Locale:
        """What one of staff is answered in: the language of the group here, else of the first whose staff they are."""
        here = [group for group in self.groups() if group.platform == platform]
        at = [one for one in here if {one.id, *one.places} & ({*places} - {""})]
        theirs = [one for one in here if self.allowed(actor, one)]
        return words.spoken(next(iter(at + theirs), None))

    def allowed(self, actor: Actor, group: Group, case: Case | None = None) -> bool:
        """Whether somebody may use staff commands for a group, and see a case of it."""
        is_staff = group.role(actor.tokens) is Role.STAFF
        return is_staff and (case is None or safeguarding.is_open_to(case, group, actor.tokens))

    async def case(self, number: str, actor: Actor, place: str = "") -> Case:
        """A case by its number, for somebody who may work on it and asks in `place`. Raises Refusal."""
        case = await self.numbered(number)
        if case is None or not self._may_open(case.member, actor):
            raise Refusal("refused-no-case")
        await self.entrust(case, actor, "case", place)
        return await self.records.case(case.id, reader=actor.user) or case

    async def orphaned(self, number: str, actor: Actor, platform: str) -> Case | None:
        """A case of a group that nobody looks after any more, for a safeguarding lead of one here. Raises Refusal."""
        case = await self.numbered(number)
        here = [group for group in self.groups() if group.platform == platform]
        is_lead = any(safeguarding.is_lead(group, actor.tokens) for group in here)
        if case is None or not is_lead or self.enforcement.watches(case.member):
            return None
        if actor.user == case.member.user:
            raise Refusal("refused-own", case=case.id)
        if actor.user in await self._stepped_back(case.member):
            raise Refusal("refused-stepped-back", case=case.id)
        return case

    async def numbered(self, said: str, reader: str = words.READER) -> Case | None:
        """The case with the number that was said, whoever asks; None when there is none. `reader` is logged."""
        found = number(said)
        return None if found is None else await self.records.case(found, reader=reader)

    def _may_open(self, member: Member, actor: Actor) -> bool:
        return self.enforcement.watches(member) and self.allowed(actor, self.settings(member).group)

    async def entrust(self, case: Case, actor: Actor, what: str, place: str = "") -> None:
        """Let somebody of staff at a case who may work on it; a refusal is logged as of `what`. Raises Refusal."""
        if reason := await self.objection(case, actor, place):
            await self.records.refused(actor.user, what, utc_now())
            raise Refusal(reason, self.settings(case.member).staff, case=case.id)

    async def objection(self, case: Case, actor: Actor, place: str = "") -> str:
        """The message that says why somebody of staff may not work on a case, or not in `place`; "" when they may."""
        group = self.settings(case.member).group
        if not self.allowed(actor, group, case):
            return "refused-lead"
        if not safeguarding.is_shown_in(place, case, group):
            return "refused-lead-here"
        if actor.user == case.member.user:
            return "refused-own"
        return "refused-stepped-back" if actor.user in await self._stepped_back(case.member) else ""

    async def unbiased(self, member: Member, actor: Actor) -> None:
        """Refuse whoever is the member, or stepped back from a case of theirs. Raises Refusal."""
        staff = self.settings(member).staff
        if actor.user == member.user:
            raise Refusal("refused-member-own", staff)
        if actor.user in await self._stepped_back(member):
            raise Refusal("refused-member-back", staff)

    async def _stepped_back(self, member: Member) -> frozenset[str]:
        """Who stepped back from any case of a member: what keeps them from one keeps them from all."""
        listed = await self.records.docket(member.platform, member.group, user=member.user) if member.user else ()
        return frozenset[str]().union(*(one.charge.barred for one in listed))

    async def order(
        self, case: Case, action: Action, actor: Actor, *, reason: str = "", until: datetime | None = None
    ) -> str:
        """Put an order in the ledger, carry it out, and say in words what became of it."""
        by = actor.called
        order = await self.records.order(case.id, action, by=by, words=reason, until=until)
        return await self.carry_out(order)

    async def carry_out(self, order: Order) -> str:
        """One line on how an order went."""
        await self.enforcement.run([order])
        case = await self.records.case(order.case, reader=words.READER)
        outcomes = [o for o in case.outcomes if o.action == order.action] if case else []
        last = outcomes[-1] if outcomes else None
        locale = self.settings(order.member).staff
        if last is None or last.status in (Status.DONE, Status.VERIFIED):
            return words.succeeded(locale, order.action.kind)
        reason = f"trouble-{last.detail}" if last.detail in set(Trouble) else f"status-{last.status.value}"
        return locale.text("order-not-done", done=words.done(locale, order.action.kind), reason=locale.text(reason))

    async def view(self, case: Case, place: str = "") -> Card:
        """A case as a card, as it stands now and as it may be seen in a place."""
        fresh = await self.records.case(case.id, reader=words.READER) or case
        return await self.enforcement.card(fresh, place)

    async def clause(self, case: Case, said: str) -> str:
        """The clause that staff name on a case; its words are kept with the case. Raises Refusal."""
        ruling = self.ruling(case.member, said)
        await self.records.cite(case.id, ruling)
        return ruling.clauses[0]

    def ruling(self, group_of: Member, said: str) -> Decision:
        """What staff decide under a clause of the group's pack. Raises Refusal."""
        setting, wanted = self.settings(group_of), said.strip()
        if setting.pack.find(wanted) is None:
            known = "\n".join(f"{one.id}: {setting.headed(one)}" for one in setting.pack.clause)
            message = "refused-clause" if wanted else "refused-no-clause"
            raise Refusal(message, setting.staff, **({"clause": wanted[:12]} if wanted else {}), known=known)
        return setting.pack.ruling(wanted)
