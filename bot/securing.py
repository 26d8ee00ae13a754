"""Securing a group: how it stood is recorded, then it is secured, and at the end put back; a pile-on is noticed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.ports import Order, Platform, PlatformError, Records, Trouble
from bot.ports.holding import Area, How, Lockdown
from bot.ports.reviews import OPEN_AGAIN
from bot.staff.cards import Card
from bot.staff.locale import Locale
from bot.staff.words import READER, Setting, spoken
from moderation.domain import Action, Kind, Member, Ref, Review, State
from moderation.incidents import Breach, Rule, pile_on

log = structlog.get_logger()
USUAL = timedelta(hours=2)
BY = "Schoolgate"
LEFT = "left open"  # what the bot may not secure, in the platform's words


@dataclass(kw_only=True)
class Securing:
    """Lockdowns from their order to their end. `settings` finds a group's pack."""

    records: Records
    platforms: Mapping[str, Platform]
    settings: Callable[[Member], Setting]
    rule: Rule = field(default_factory=Rule)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _told: set[int] = field(default_factory=set)

    async def begin(self, platform: Platform, order: Order, now: datetime) -> None:
        """Secure what an order asks for. How it stood is on record before anything is done."""
        async with self._one_at_a_time:
            await self._begin(platform, order, now)

    async def _begin(self, platform: Platform, order: Order, now: datetime) -> None:
        lockdown = await self.records.lockdown(order.id)
        if lockdown is None:
            area = _area(order)
            lockdown = await self.records.secured(
                Lockdown(
                    id=order.id,
                    case=order.case,
                    platform=platform.name,
                    area=area,
                    before=await platform.standing(area),
                    since=now,
                    until=order.until or now + USUAL,
                )
            )
        if lockdown.over or lockdown.until <= now:
            return
        try:
            after = await platform.secure(lockdown.area, lockdown.before)
        except PlatformError as error:
            await self._keep(lockdown, lockdown.before, _named(error))
            raise
        await self._keep(lockdown, after, "")

    async def _keep(self, lockdown: Lockdown, before: str, left: str) -> None:
        """Note what stayed open beside what is to be put back."""
        state = {key: value for key, value in json.loads(before).items() if key != LEFT}
        noted = json.dumps(state | ({LEFT: left} if left else {}))
        if noted != lockdown.before:
            await self.records.keep_before(lockdown.id, noted)

    async def holds(self, platform: Platform, order: Order) -> bool:
        """Whether an order's lockdown stands, or is over by now."""
        lockdown = await self.records.lockdown(order.id)
        return lockdown is None or lockdown.over or await platform.is_secured(lockdown.area)

    async def tend(self, now: datetime) -> list[int]:
        """End every lockdown whose time is over, also one that ended while nothing ran; the cases that changed."""
        async with self._one_at_a_time:  # else one that is being ended could be kept up by another run
            standing = await self.records.lockdowns()
            return [one.case for one in standing if await self._tended(one, now)]

    async def _tended(self, lockdown: Lockdown, now: datetime) -> bool:
        """Whether it is over now; else it is kept up."""
        platform = self.platforms.get(lockdown.platform)
        if platform is None:
            return False
        try:
            if lockdown.until <= now:
                await self._end(platform, lockdown, now)
                return True
            await platform.renew(lockdown.area)
        except PlatformError as error:
            log.warning("lockdown not tended", case=lockdown.case, trouble=error.trouble.value)
            if lockdown.until <= now and not error.passing:
                await self._tell_stuck(lockdown)
        return False

    async def _tell_stuck(self, lockdown: Lockdown) -> None:
        """Say once, where staff have the case's card, that only they can open the group again."""
        if lockdown.id in self._told:
            return
        self._told.add(lockdown.id)
        said = self._spoken(Member(platform=lockdown.platform, group=lockdown.area.group, user="")).text
        title = said("lockdown-stuck-title", case=lockdown.case)
        card = Card(title=title, fields=((said("card-what-now"), said("lockdown-stuck")),))
        for platform, place in {(one.platform, one.place) for one in await self.records.places(lockdown.case)}:
            try:
                await self.platforms[platform].post(place, card)
            except PlatformError as error:
                log.warning("stuck lockdown not shown", case=lockdown.case, trouble=error.trouble.value)

    def _spoken(self, group: Member) -> Locale:
        """The language of a group's staff; of a group that was taken out of the settings nobody knows it any more."""
        try:
            return self.settings(group).staff
        except KeyError:
            return spoken(None)

    async def _end(self, platform: Platform, lockdown: Lockdown, now: datetime) -> None:
        """Put back what no other lockdown of the group still holds, then note that it is over."""
        others = await self.records.lockdowns(lockdown.platform, lockdown.area.group)
        still = {key for other in others if other.id != lockdown.id for key in json.loads(other.before)}
        still.add(LEFT)
        mine = {key: value for key, value in json.loads(lockdown.before).items() if key not in still}
        await platform.release(lockdown.area, json.dumps(mine))
        await self.records.released(lockdown.id, at=now)
        case = await self.records.case(lockdown.case, reader=READER)
        if case and not case.member.user:  # about the group alone; a message's case is for staff to decide
            await self.records.decide(lockdown.case, Review(by=BY, verdict=OPEN_AGAIN, at=now), State.CLOSED)

    async def watch(self, member: Member, now: datetime) -> Order | None:
        """Propose to staff that a group be secured when many members break the policy at once; the order to tell them.

        Not while it is secured, nor again shortly after a case about the whole group.
        """
        seen = await self.records.breaches(member, now - max(self.rule.within, self.rule.again))
        if any(not user for _, user, _ in seen) or await self.records.lockdowns(member.platform, member.group):
            return None
        found = pile_on((Breach(case=case, user=user, at=at) for case, user, at in seen), self.rule)
        return await self._propose(member, found, now) if found else None

    async def _propose(self, member: Member, found: tuple[Breach, ...], now: datetime) -> Order:
        group = Member(platform=member.platform, group=member.group, user="")
        clause = authority(self.settings(group))
        reason = self.settings(group).staff.text(
            "pile-on-noticed",
            members=len({breach.user for breach in found}),
            minutes=max(1, round(self.rule.within.total_seconds() / 60)),
            cases=", ".join(str(breach.case) for breach in found),
        )
        ruling = self.settings(group).pack.ruling(clause)
        case = await self.records.open_case(group, whole(group), ruling, by=BY, at=now, reason=reason)
        return await self.records.order(case, Action(kind=Kind.NOTIFY_STAFF, clause=clause), by=BY)


def authority(setting: Setting) -> str:
    """The clause by which the school may secure a group; "" when its policy has none."""
    clause = setting.pack.authority(Kind.LOCKDOWN)
    return clause.id if clause else ""


def left_open(lockdown: Lockdown) -> str:
    """What of its area the bot may not secure, as staff read it; "" when that is nothing."""
    return str(json.loads(lockdown.before).get(LEFT, ""))


def whole(group: Member) -> Ref:
    """The address of a case about a whole group."""
    return Ref(platform=group.platform, chat=group.group, message="")


def _named(error: PlatformError) -> str:
    """What a refusal for want of a right names: that alone stayed open."""
    said = str(error)
    return said if error.trouble is Trouble.FORBIDDEN and said != error.trouble.value else ""


def _area(order: Order) -> Area:
    """What an order's words say ("closed" or "slow", and maybe a chat), else the whole group closed."""
    how, _, chat = order.words.partition(" ")
    return Area(group=order.member.group, chat=chat, how=How(how or How.CLOSED))
