"""Carries out orders from the action ledger: act, record, verify; what failed for now is tried again by reconcile()."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.ports import Order, Placed, Platform, PlatformError, Records, Trouble
from bot.staff import words
from bot.staff.cards import Card
from bot.staff.words import Setting
from moderation.domain import Case, Kind, Member, Status

log = structlog.get_logger()
READER = words.READER
ALARM_EVERY = timedelta(hours=1)
REDUCED = "Messages are still checked by everything else, and are judged again when it works. Tell your IT provider."
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
    """The only place that acts on a platform. `settings` finds the words for a group; `dry_run` only records."""

    records: Records
    platforms: Mapping[str, Platform]
    settings: Callable[[Member], Setting]
    dry_run: bool = False
    _locks: WeakValueDictionary[int, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _not_before: dict[int, datetime] = field(default_factory=dict)
    _alarmed: dict[tuple[str, str], datetime] = field(default_factory=dict)

    async def run(self, orders: Iterable[Order]) -> None:
        """Carry out orders case by case: stop the harm, then talk, and show staff what became of it."""
        for case in dict.fromkeys(order.case for order in orders):
            await self._work(case)

    async def reconcile(self) -> None:
        """Take up everything the ledger says is not finished, whatever stopped it."""
        for case in dict.fromkeys(order.case for order in await self.records.pending()):
            if not self._lock(case).locked():
                await self._work(case)

    async def _work(self, case: int) -> None:
        """Whatever the ledger still holds for one case; one at a time, so nothing is carried out twice."""
        async with self._lock(case):
            orders = [order for order in await self.records.pending(case) if self._may_try(order)]
            for order in sorted(orders, key=lambda order: EXECUTION.index(order.action.kind)):
                await self._carry_out(order)
            kinds = {order.action.kind for order in orders}
            if kinds and (Kind.NOTIFY_STAFF not in kinds or Kind.ALERT_DSL in kinds):
                await self.redraw(case)  # a card that stood before the last order was carried out

    def _lock(self, case: int) -> asyncio.Lock:
        return self._locks.setdefault(case, asyncio.Lock())

    def _may_try(self, order: Order) -> bool:
        """Not before the platform said, and only where its platform runs."""
        wait = self._not_before.get(order.id)
        return order.member.platform in self.platforms and (wait is None or wait <= datetime.now(UTC))

    async def tend(self, now: datetime) -> None:
        """End restrictions whose time is over, and renew those the platform forgot (a rejoin, a shorter limit)."""
        for held in await self.records.restrictions():
            platform = self.platforms.get(held.member.platform)
            if platform is None:
                continue
            try:
                if held.until and held.until <= now:
                    await platform.lift(held.member)
                    await self.records.ended(held.id, at=now)
                elif not await platform.is_restricted(held.member):
                    await platform.restrict(held.member, held.until)
            except PlatformError as error:
                log.warning("restriction not tended", case=held.case, trouble=error.trouble.value)

    async def redraw(self, case_number: int) -> None:
        """Draw every card of a case again."""
        case = await self.records.case(case_number, reader=READER)
        if case is None:
            return
        card = words.card(case, self.settings(case.member), await self.records.history(case.member))
        for placed in await self.records.places(case_number):
            try:
                await self.platforms[placed.platform].update(placed.place, placed.message, card)
            except PlatformError as error:
                log.warning("card not redrawn", case=case_number, trouble=error.trouble.value)

    async def alarm(self, member: Member, failed: str) -> None:
        """Tell staff that a detector does not work, at most once an hour for each group and detector."""
        group, now = self.settings(member).group, datetime.now(UTC)
        last = self._alarmed.get((group.id, failed))
        if not group.staff_place or (last and now - last < ALARM_EVERY):
            return
        self._alarmed[group.id, failed] = now
        fields = (("Where", group.name), ("Not working", failed), ("What now", REDUCED))
        try:
            await self.platforms[group.platform].post(group.staff_place, Card(title="Less protection", fields=fields))
        except PlatformError as error:
            log.warning("alarm not shown", trouble=error.trouble.value)

    async def _carry_out(self, order: Order) -> None:
        if self.dry_run and order.action.kind is not Kind.NOTIFY_STAFF:
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
        if order.action.kind not in platform.supports:
            raise PlatformError(Trouble.UNSUPPORTED)
        return await DOERS[order.action.kind](self, platform, order)

    def _check(self, order: Order) -> Callable[[], Awaitable[bool]] | None:
        platform = self.platforms[order.member.platform]
        match order.action.kind:
            case Kind.HIDE:
                return lambda: platform.is_hidden(order.ref, order.parts)
            case Kind.RESTRICT:
                return lambda: platform.is_restricted(order.member)
            case Kind.LIFT:
                return lambda: _not(platform.is_restricted(order.member))
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
            self._not_before[order.id] = datetime.now(UTC) + timedelta(seconds=error.retry_after)
            await self._note(order, order.status, error.trouble.value)
            return
        never = order.status is Status.INTENDED and error.trouble is Trouble.UNSUPPORTED
        status = Status.UNSUPPORTED if never else Status.FAILED
        await self._note(order, status, error.trouble.value)

    async def _note(self, order: Order, status: Status, detail: str = "") -> None:
        await self.records.outcome(order.id, status, at=datetime.now(UTC), detail=detail)

    async def _case(self, order: Order) -> Case:
        case = await self.records.case(order.case, reader=READER)
        if case is None:
            raise PlatformError(Trouble.GONE)
        return case

    async def _hide(self, platform: Platform, order: Order) -> str:
        await platform.hide(order.ref, order.parts)
        return ""

    async def _restore(self, platform: Platform, order: Order) -> str:
        case = await self._case(order)
        return await platform.restore(order.ref, case.author.name, case.text)

    async def _restrict(self, platform: Platform, order: Order) -> str:
        await platform.restrict(order.member, order.until)
        return ""

    async def _lift(self, platform: Platform, order: Order) -> str:
        await platform.lift(order.member)
        return ""

    async def _tell(self, platform: Platform, order: Order) -> str:
        case = await self._case(order)
        if order.action.kind is Kind.SIGNPOST and Kind.WARN in {action.kind for action in case.decision.actions}:
            return "told together with the reason"
        return await platform.tell(order.member, order.ref, words.notice(case, order, self.settings(order.member)))

    async def _notify(self, platform: Platform, order: Order) -> str:
        setting = self.settings(order.member)
        is_alert = order.action.kind is Kind.ALERT_DSL
        place = (setting.group.dsl_place if is_alert else "") or setting.group.staff_place
        if not place:
            raise PlatformError(Trouble.UNSUPPORTED)
        case = await self._case(order)
        card = words.card(case, setting, await self.records.history(order.member))
        message = await platform.post(place, card)
        await self.records.placed(order.case, Placed(platform=platform.name, place=place, message=message))
        return ""


Doer = Callable[[Enforcement, Platform, Order], Awaitable[str]]
DOERS: Mapping[Kind, Doer] = {
    Kind.HIDE: Enforcement._hide,  # noqa: SLF001 (one row for each kind)
    Kind.RESTORE: Enforcement._restore,  # noqa: SLF001
    Kind.RESTRICT: Enforcement._restrict,  # noqa: SLF001
    Kind.LIFT: Enforcement._lift,  # noqa: SLF001
    Kind.WARN: Enforcement._tell,  # noqa: SLF001
    Kind.SIGNPOST: Enforcement._tell,  # noqa: SLF001
    Kind.NOTIFY_STAFF: Enforcement._notify,  # noqa: SLF001
    Kind.ALERT_DSL: Enforcement._notify,  # noqa: SLF001
}


async def _not(answer: Awaitable[bool]) -> bool:
    return not await answer
