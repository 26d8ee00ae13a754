"""Restrictions by the clock: over at their end, kept up where the platform forgot them, asked about before they end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.ports import Order, Platform, PlatformError, Records, RecordsError, Restriction, Trouble
from bot.staff.reviewing import review_card
from bot.staff.safeguarding import place_of
from bot.staff.words import READER, Setting
from moderation.domain import Kind, Member
from moderation.policy.ladder import governing

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Restrictions:
    """What is done about every restriction in force, again and again."""

    records: Records
    platforms: Mapping[str, Platform]
    settings: Callable[[Member], Setting]
    watches: Callable[[Member], bool]

    async def tend(self, now: datetime) -> list[Order]:
        """End or keep up every restriction, then ask staff about those that end soon; the notices still to be given.

        Ending comes first for everybody: nothing else that fails may keep somebody restricted.
        """
        held = [one for one in await self.records.restrictions() if self._is_watched(one.member)]
        binding = [await self._of_one([one for one in held if one.member == member], now) for member in _members(held)]
        by_staff = [one for one in binding if one and one.by]
        notices = [await self.records.announce(one.id) for one in by_staff]
        for one in by_staff:
            await self._ask(one, now)
        return [notice for notice in notices if notice]

    async def keep_up(self, member: Member, now: datetime) -> None:
        """Leave the restrictions of somebody who is there again as they should be at `now`, if they can be read."""
        try:
            held = await self.records.restrictions(member=member)
            if held and self._is_watched(member):
                await self._of_one(held, now)
        except RecordsError as error:
            log.warning("restrictions not kept up", platform=member.platform, error=type(error).__name__)

    async def end(self, order: Order) -> datetime | None:
        """Until when an order restricts somebody: what the machine adds does not shorten what binds them already.

        Records of earlier restrictions that cannot be read hold up no new one.
        """
        try:
            held = () if order.by else await self.records.restrictions(member=order.member)
        except RecordsError:
            log.warning("restricted without regard to what bound them before", case=order.case)
            return order.until
        return max(order.until, governing(held)[0].until) if held and order.until else order.until

    async def told(self, order: Order) -> Order:
        """An order with the end that its author is told, where the machine restricted them: of what binds them."""
        ordered = () if order.by else await self.records.orders(order.case)
        restricted = [one for one in ordered if one.action.kind is Kind.RESTRICT and not one.by]
        return replace(order, until=await self.end(restricted[-1])) if restricted else order

    def _is_watched(self, member: Member) -> bool:
        return member.platform in self.platforms and self.watches(member)

    async def _of_one(self, held: Sequence[Restriction], now: datetime) -> Restriction | None:
        """Leave one member's restrictions as they should be at `now`; the one that binds, None when it is over."""
        binding, replaced = governing(held)
        for old in replaced:
            await self.records.ended(old.id, at=now, by=binding.by)
        platform = self.platforms[binding.member.platform]
        try:
            if binding.until <= now:
                await let_go(platform, binding.member)
                for one in held:
                    await self.records.ended(one.id, at=now)
                return None
            if not await platform.is_restricted(binding.member) and await self._stands(binding):
                await platform.restrict(binding.member, binding.until)
                if not await self._stands(binding):  # staff lifted it in this moment
                    await let_go(platform, binding.member)
        except PlatformError as error:
            log.warning("restriction not tended", case=binding.case, trouble=error.trouble.value)
        return binding

    async def _stands(self, one: Restriction) -> bool:
        """Whether a restriction that was read a while ago still has not been lifted or ended."""
        return any(other.id == one.id for other in await self.records.restrictions(member=one.member))

    async def _ask(self, held: Restriction, now: datetime) -> None:
        """Ask staff once whether a restriction of theirs that ends soon is to go on."""
        setting = self.settings(held.member)
        due = setting.pack.ladder.is_due(held.since, held.until, now)
        if not due or await self.records.is_reminded(held.id):
            return
        case = await self.records.case(held.case, reader=READER)
        place = place_of(case, setting.group) if case else ""
        if not place:
            return
        try:
            await self.platforms[held.member.platform].post(place, review_card(held, setting))
            await self.records.reminded(held.id, at=now)
        except PlatformError as error:
            log.warning("review not shown to staff", case=held.case, trouble=error.trouble.value)


def _members(held: Sequence[Restriction]) -> Sequence[Member]:
    return tuple(dict.fromkeys(one.member for one in held))


async def let_go(platform: Platform, member: Member) -> None:
    """Let a member post again; somebody who left the group is not there to be let."""
    try:
        await platform.lift(member)
    except PlatformError as error:
        if error.trouble is not Trouble.NO_MEMBER:
            raise
