"""Carries out orders from the action ledger: act, record, verify; what failed for now is tried again by reconcile()."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.ports import Order, Placed, Platform, PlatformError, Records, RecordsError, Trouble
from bot.ports.holding import Stage
from bot.ports.reviews import AFTER_ALL, ITSELF
from bot.restrictions import Restrictions
from bot.securing import Securing
from bot.staff import attached, holding, notices, safeguarding, words
from bot.staff.cards import Card, Notice
from bot.staff.words import Setting
from bot.triage import Triage
from moderation import premoderation
from moderation.clock import utc_now
from moderation.domain import CARRIED_OUT, Case, Kind, Member, Review, State, Status
from moderation.incidents import Rule
from moderation.triage import Habits

log = structlog.get_logger()
READER = words.READER
REMINDERS = (timedelta(hours=24), timedelta(hours=72))  # after so long staff and author hear that a post still waits
ALARM_EVERY = timedelta(hours=1)
TROUBLES = frozenset(map(str, Trouble))  # as the detail of an order: not done, or not known to be
SHOWN = (Kind.NOTIFY_STAFF, Kind.ALERT_DSL)  # what is done in a dry run, too
EXECUTION = (
    Kind.HIDE,
    Kind.HOLD,
    Kind.RESTRICT,
    Kind.LOCKDOWN,
    Kind.LIFT,
    Kind.RESTORE,
    Kind.ALERT_DSL,
    Kind.WARN,
    Kind.SIGNPOST,
    Kind.NOTIFY_STAFF,
)


@dataclass(kw_only=True)
class Enforcement:
    """The only place that acts on a platform. `settings` finds the words for a group; `dry_run` only records.

    Nothing is done about cases of a group that it no longer `watches`.
    """

    records: Records
    platforms: Mapping[str, Platform]
    settings: Callable[[Member], Setting]
    watches: Callable[[Member], bool]
    dry_run: bool = False
    rule: Rule = field(default_factory=Rule)
    habits: Habits = field(default_factory=Habits)
    clock: Callable[[], datetime] = utc_now
    instead: Callable[[Case], Awaitable[str | None]] | None = None  # what could be posted in a message's place
    _locks: WeakValueDictionary[int, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _not_before: dict[int, datetime] = field(default_factory=dict)
    _alarmed: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _noticing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._securing = Securing(
            records=self.records, platforms=self.platforms, settings=self.settings, rule=self.rule
        )
        self._restrictions = Restrictions(
            records=self.records, platforms=self.platforms, settings=self.settings, watches=self.watches
        )
        self.triage = Triage(
            records=self.records,
            platforms=self.platforms,
            settings=self.settings,
            watches=self.watches,
            habits=self.habits,
            rule=self.rule,
        )

    async def run(self, orders: Iterable[Order]) -> None:
        """Carry out orders case by case: stop the harm, then talk, and show staff what became of it."""
        for case in dict.fromkeys(order.case for order in orders):
            await self._work(case)

    async def reconcile(self) -> None:
        """Take up everything the ledger says is not finished; a case whose records are damaged holds up no other."""
        for case in dict.fromkeys(order.case for order in await self.records.pending()):
            if not self.at_work(case).locked():
                try:
                    await self._work(case)
                except RecordsError as error:
                    log.error("orders not carried out", case=case, what=str(error))  # noqa: TRY400 (a traceback quotes)

    async def _work(self, case: int) -> None:
        """Whatever the ledger still holds for one case; one at a time, so nothing is carried out twice."""
        async with self.at_work(case):
            orders = [order for order in await self.records.pending(case) if await self._may_try(order)]
            for order in sorted(orders, key=lambda order: EXECUTION.index(order.action.kind)):
                await self._carry_out(order)
            kinds = {order.action.kind for order in orders}
            if kinds and (Kind.NOTIFY_STAFF not in kinds or Kind.ALERT_DSL in kinds):
                await self.redraw(case)  # a card that stood before the last order was carried out
        if orders and {Kind.HIDE, Kind.RESTRICT} & kinds:
            await self._notice_pile_on(orders[0])

    async def try_again(self, member: Member, *reasons: Trouble) -> None:
        """Do once more what was refused for reasons that may be gone, and say on the cards what was done after all.

        `member` is one of a group, or (`user` "") everybody in it.
        """
        kinds = SHOWN if self.dry_run else tuple(Kind)
        orders = [order for why in reasons for order in await self.records.again(member, why, kinds)]
        await self.run(orders)
        tried = {order.id for order in orders}
        for case in dict.fromkeys(order.case for order in orders):
            now = await self.records.orders(case)
            if any(one.id in tried and one.status in CARRIED_OUT and one.detail not in TROUBLES for one in now):
                await self.records.note(case, Review(by=ITSELF, verdict=AFTER_ALL, at=self.clock()))
                await self.redraw(case)

    async def came_back(self, member: Member) -> None:
        """Somebody is in a group again: what binds them is put back, and what could not be done meanwhile is done."""
        await self._restrictions.keep_up(member, self.clock())
        await self.try_again(member, Trouble.NO_MEMBER)

    def at_work(self, case: int) -> asyncio.Lock:
        """Held while something is done about a case: of this and of what staff decide, one comes after the other."""
        return self._locks.setdefault(case, asyncio.Lock())

    async def _may_try(self, order: Order) -> bool:
        """Not before the platform said, only where it is watched, and not what waits for the end of quiet hours."""
        wait, now = self._not_before.get(order.id), self.clock()
        is_watched = order.member.platform in self.platforms and self.watches(order.member)
        if not is_watched or (wait and wait > now):
            return False
        return not await self.triage.waits(order, now)

    async def tend(self, now: datetime) -> None:
        """End restrictions whose time is over, keep up the others, and ask staff about those that end soon."""
        await self.run(await self._restrictions.tend(now))

    async def mind(self, now: datetime) -> None:
        """End lockdowns whose time is over, and remind staff and authors of posts that wait too long."""
        for case in await self._securing.tend(now):
            await self.redraw(case)
        for case in await self.records.remind(now, REMINDERS):
            await self._work(case)

    async def unlock(self, orders: Iterable[int], *, by: str) -> None:
        """End lockdowns now, by somebody's order; one that the platform cannot end now is ended by mind()."""
        for order in orders:
            await self.records.shorten(order, at=self.clock(), by=by)
        await self.mind(self.clock())

    async def _notice_pile_on(self, seen: Order) -> None:
        """Many members against the policy at once: propose to staff that the group be secured.

        The first one's card shows which cases belong together.
        """
        if not seen.member.user:
            return
        async with self._noticing:
            order = await self._securing.watch(seen.member, self.clock())
        together = await self.triage.incident(seen.case, seen.member, self.clock())
        if together and together[0] != seen.case:
            await self.redraw(together[0])
        if order:
            await self._work(order.case)

    async def remind(self) -> None:
        """Tell staff of cases that wait too long."""
        await self.triage.remind(self.clock())

    async def card(self, case: Case, place: str = "") -> Card:
        """What staff see of a case in a place, whatever it is about."""
        setting = self.settings(case.member)
        if not safeguarding.is_shown_in(place, case, setting.group):
            return safeguarding.veiled(case, setting)
        if not case.member.user:
            orders = [order for order in await self.records.orders(case.id) if order.action.kind is Kind.LOCKDOWN]
            locks = [await self.records.lockdown(order.id) for order in orders]
            limits = self.platforms[case.member.platform].secures
            return holding.group_card(case, setting, tuple(filter(None, locks)), limits)
        standing = await self.records.standing(case.member, setting.pack)
        history = await self.records.history(case.member, before=case.id)
        card = words.card(case, setting, history, standing)
        held = await self.records.held(case.id)
        return await self.triage.joined(holding.held_card(card, case, held, setting) if held else card, case)

    async def notice(self, case: Case, order: Order) -> Notice:
        """What an order tells the author of a case; that a post is shown, only once it is (UNREACHABLE until then)."""
        setting = self.settings(order.member)
        if notices.is_outcome(order):
            return notices.outcome(case, order, setting)
        held = await self.records.held(case.id) if order.action.kind is Kind.SIGNPOST else None
        if held and order.words == Stage.APPROVED and not held.published:
            raise PlatformError(Trouble.UNREACHABLE)
        if held:
            return holding.notice(case, held, order, setting)
        masked = await self.instead(case) if self.instead and notices.can_be_changed(case, order) else None
        return notices.notice(case, await self._restrictions.told(order), setting, masked or "")

    async def redraw(self, case_number: int) -> None:
        """Draw every card of a case again."""
        case = await self.records.case(case_number, reader=READER)
        if case is None or not self.watches(case.member):
            return
        for placed in await self.records.places(case_number):
            try:
                await self._draw(case, placed)
            except PlatformError as error:
                log.warning("card not redrawn", case=case_number, trouble=error.trouble.value)

    async def _draw(self, case: Case, placed: Placed) -> None:
        """Draw a card again; one that somebody deleted while its case is open is shown anew."""
        platform, card = self.platforms[placed.platform], await self.card(case, placed.place)
        try:
            await platform.update(placed.place, placed.message, card)
        except PlatformError as error:
            if error.trouble is not Trouble.GONE or case.state is not State.OPEN:
                raise
            message = await platform.post(placed.place, card)
            await self.records.placed(case.id, replace(placed, message=message), instead_of=placed)

    async def alarm(self, member: Member, failed: str) -> None:
        """Tell staff that a detector does not work, at most once an hour for each group and detector."""
        setting, now = self.settings(member), self.clock()
        group, said = setting.group, setting.staff.text
        last = self._alarmed.get((group.id, failed))
        if not group.staff_place or (last and now - last < ALARM_EVERY):
            return
        self._alarmed[group.id, failed] = now
        fields = (
            (said("card-where"), group.name),
            (said("alarm-failed"), failed),
            (said("alarm-now"), said("alarm-do")),
        )
        try:
            await self.platforms[group.platform].post(group.staff_place, Card(title=said("alarm-title"), fields=fields))
        except PlatformError as error:
            log.warning("alarm not shown", trouble=error.trouble.value)

    async def _carry_out(self, order: Order) -> None:
        if self.dry_run and order.action.kind not in SHOWN:
            await self._note(order, Status.DRY_RUN)
            return
        try:
            if order.status is Status.INTENDED:
                await self._note(order, Status.DONE, await self._act(order))
                order = replace(order, status=Status.DONE)
            if check := self._check(order):
                await self._verify(order, check)
        except PlatformError as error:
            await self._trouble(order, error)

    async def _act(self, order: Order) -> str:
        platform = self.platforms[order.member.platform]
        return await DOERS[order.action.kind](self, platform, order)

    def _check(self, order: Order) -> Callable[[], Awaitable[bool]] | None:
        platform = self.platforms[order.member.platform]
        match order.action.kind:
            case Kind.HIDE:
                return lambda: self._is_hidden(platform, order)
            case Kind.RESTRICT:
                return lambda: platform.is_restricted(order.member)
            case Kind.HOLD:
                return lambda: self._is_held(platform, order)
            case Kind.LOCKDOWN:
                return lambda: self._securing.holds(platform, order)
            case Kind.LIFT:
                return lambda: self._may_post(platform, order)
        return None

    async def _verify(self, order: Order, check: Callable[[], Awaitable[bool]]) -> None:
        """What was done is looked at; if it did not hold, it is done again and the ledger says so."""
        if await check():
            await self._note(order, Status.VERIFIED)
            return
        await self._act(order)
        if await check():
            await self._note(order, Status.VERIFIED)
        else:
            await self._note(order, Status.FAILED, "did not hold")

    async def _trouble(self, order: Order, error: PlatformError) -> None:
        log.warning("order not done", order=order.id, case=order.case, trouble=error.trouble.value)
        if error.passing:
            self._not_before[order.id] = self.clock() + timedelta(seconds=error.retry_after)
            await self._note(order, order.status, error.trouble.value)
            return
        if order.action.kind is Kind.LIFT and error.trouble is Trouble.NO_MEMBER:  # done when they are back: try_again
            for status in CARRIED_OUT:
                await self._note(order, status, error.trouble.value)
            return
        never = order.status is Status.INTENDED and error.trouble is Trouble.UNSUPPORTED
        status = Status.UNSUPPORTED if never else Status.FAILED
        await self._note(order, status, error.trouble.value)

    async def _note(self, order: Order, status: Status, detail: str = "") -> None:
        await self.records.outcome(order.id, status, at=self.clock(), detail=detail)

    async def _case(self, order: Order) -> Case:
        case = await self.records.case(order.case, reader=READER)
        if case is None:
            raise PlatformError(Trouble.GONE)
        return case

    async def _hide(self, platform: Platform, order: Order) -> str:
        await platform.hide(order.ref, await self._parts(order))
        return ""

    async def _is_hidden(self, platform: Platform, order: Order) -> bool:
        return await platform.is_hidden(order.ref, await self._parts(order))

    async def _parts(self, order: Order) -> tuple[str, ...]:
        """The rest of an album: as it was ordered, else (in a case that staff opened) as it was seen."""
        return (await self._case(order)).parts if order.by and not order.parts else order.parts

    async def _restore(self, platform: Platform, order: Order) -> str:
        case = await self._case(order)
        held = await self.records.held(order.case)
        files = attached.files(case, await self.records.attached(order.case, reader=READER)) if case.kept else ()
        if held is None:
            if not (case.text or files):  # what the bot never saw, or could not fetch
                raise PlatformError(Trouble.NOT_KEPT)
            return await platform.restore(order.ref, case.author.called, case.text, files)
        where = premoderation.place(order.ref)
        message = await platform.publish(where, case.author.called, held.text, files)
        await self.records.published(order.case, message)
        return message

    async def _hold(self, platform: Platform, order: Order) -> str:
        """One that was handed in waits already; one that reached the group comes down."""
        if premoderation.is_public(order.ref):
            await platform.hide(order.ref, order.parts)
        return ""

    async def _is_held(self, platform: Platform, order: Order) -> bool:
        return not premoderation.is_public(order.ref) or await platform.is_hidden(order.ref, order.parts)

    async def _lockdown(self, platform: Platform, order: Order) -> str:
        await self._securing.begin(platform, order, self.clock())
        return ""

    async def _restrict(self, platform: Platform, order: Order) -> str:
        await platform.restrict(order.member, await self._restrictions.end(order))
        return ""

    async def _lift(self, platform: Platform, order: Order) -> str:
        await platform.lift(order.member)
        return ""

    async def _may_post(self, platform: Platform, order: Order) -> bool:
        return not await platform.is_restricted(order.member)

    async def _tell(self, platform: Platform, order: Order) -> str:
        case = await self._case(order)
        warned = Kind.WARN in {action.kind for action in case.decision.actions}
        if order.action.kind is Kind.SIGNPOST and warned and not notices.is_outcome(order):
            return "told together with the reason"
        where = premoderation.place(order.ref)
        return await platform.tell(order.member, where, await self.notice(case, order))

    async def _notify(self, platform: Platform, order: Order) -> str:
        setting = self.settings(order.member)
        is_alert = order.action.kind is Kind.ALERT_DSL
        place = (setting.group.dsl_place if is_alert else "") or setting.group.staff_place
        if not place:
            raise PlatformError(Trouble.UNSUPPORTED)
        case = await self._case(order)
        card = await self.triage.addressed(await self.card(case, place), setting.group, self.clock())
        message = await platform.post(place, card)
        await self.records.placed(order.case, Placed(platform=platform.name, place=place, message=message))
        return ""


Doer = Callable[[Enforcement, Platform, Order], Awaitable[str]]
DOERS: Mapping[Kind, Doer] = {
    Kind.HIDE: Enforcement._hide,  # noqa: SLF001 (one row for each kind)
    Kind.RESTORE: Enforcement._restore,  # noqa: SLF001
    Kind.HOLD: Enforcement._hold,  # noqa: SLF001
    Kind.LOCKDOWN: Enforcement._lockdown,  # noqa: SLF001
    Kind.RESTRICT: Enforcement._restrict,  # noqa: SLF001
    Kind.LIFT: Enforcement._lift,  # noqa: SLF001
    Kind.WARN: Enforcement._tell,  # noqa: SLF001
    Kind.SIGNPOST: Enforcement._tell,  # noqa: SLF001
    Kind.NOTIFY_STAFF: Enforcement._notify,  # noqa: SLF001
    Kind.ALERT_DSL: Enforcement._notify,  # noqa: SLF001
}
