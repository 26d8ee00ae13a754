"""Telling staff in their time: what waits for the morning, who is on duty, what is overdue, what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.ports import Group, Order, Platform, PlatformError, Records
from bot.ports.triage import Overdue
from bot.staff.cards import Card
from bot.staff.words import Setting
from moderation import triage
from moderation.clock import LONDON
from moderation.domain import Case, Member
from moderation.incidents import Breach, Rule
from moderation.triage import Duty, Habits

log = structlog.get_logger()
Place = tuple[str, str]  # platform and channel


@dataclass(kw_only=True)
class Triage:
    """What enforcement asks before it tells staff. `settings` finds a group's words and places."""

    records: Records
    platforms: Mapping[str, Platform]
    settings: Callable[[Member], Setting]
    watches: Callable[[Member], bool]
    habits: Habits = field(default_factory=Habits)
    rule: Rule = field(default_factory=Rule)

    async def waits(self, order: Order, now: datetime) -> bool:
        """Whether an order stays intended for now because it is quiet."""
        if not triage.waits(order.action.kind, order.by, ()) or not self.habits.quiet.is_quiet(now):
            return False
        ordered = [one.action.kind for one in await self.records.orders(order.case)]
        return triage.waits(order.action.kind, order.by, ordered)

    async def on_duty(self, group: Group, now: datetime) -> Duty | None:
        """Who is on duty for a group: the person put on duty, else whose turn it is."""
        return await self.records.duty(group.platform, group.id, now) or self.habits.turn(group.platform, now)

    async def addressed(self, card: Card, group: Group, now: datetime) -> Card:
        """A card that calls the person on duty; nobody is called while it is quiet, except for what is urgent."""
        if self.habits.quiet.is_quiet(now) and not card.urgent:
            return card
        duty = await self.on_duty(group, now)
        return replace(card, mention=duty.user) if duty else card

    async def joined(self, card: Card, case: Case) -> Card:
        """A card that also says how often it was posted, and with which cases it belongs together."""
        said = self.settings(case.member).staff.text
        fields = []
        if (times := await self.records.copies(case.id)) > 1:
            fields.append((said("card-posted"), said("card-times", times=times)))
        if together := await self.incident(case.id, case.member, case.opened_at):
            first, *others = together
            told = said("card-others", cases=triage.listed(others)) if case.id == first else said("card-of", case=first)
            fields.append((said("card-together"), told))
        return replace(card, fields=(*card.fields, *fields))

    async def incident(self, case: int, member: Member, at: datetime) -> tuple[int, ...]:
        """The cases of the pile-on that a case opened at `at` belongs to, oldest first; () for none."""
        if not self.rule.members:
            return ()
        seen = await self.records.breaches(member, at - max(self.rule.within, self.rule.again))
        breaches = (Breach(case=number, user=user, at=when) for number, user, when in seen)
        return triage.incident(case, breaches, self.rule)

    async def remind(self, now: datetime) -> None:
        """Say in each staff place, once a day and not while it is quiet, which cases wait too long."""
        day = now.astimezone(LONDON).date().isoformat()
        await self._alert_again(now, f"{day} alert")
        if self.habits.quiet.is_quiet(now):
            return
        late = await self.records.claim_overdue(now - self.habits.overdue, day)
        for place, cases in self._by_place(late).items():
            card = reminder([one.case for one in cases], self.settings(cases[0].member), self.habits.overdue)
            if not await self._remind(place, cases, card, now):
                await self.records.unclaim_overdue([one.case for one in cases], day)

    async def _alert_again(self, now: datetime, mark: str) -> None:
        """Say once a day which alerts nobody has acted on: at the DSL's, and at the staff's lest the DSL is away."""
        patience = self.habits.patience(now)
        late = await self.records.claim_alerts(now - patience, mark)
        for (platform, dsl), cases in self._by_place(late).items():
            setting = self.settings(cases[0].member)
            card = alarm([one.case for one in cases], setting, patience)
            places = dict.fromkeys(filter(None, (dsl, setting.group.staff_place)))
            told = [await self._remind((platform, place), cases, card, now) for place in places]
            if not any(told):
                await self.records.unclaim_overdue([one.case for one in cases], mark)

    async def _remind(self, where: Place, cases: Sequence[Overdue], card: Card, now: datetime) -> bool:
        """Whether it need not be tried again today."""
        platform, place = where
        setting = self.settings(cases[0].member)
        try:
            await self.platforms[platform].post(place, await self.addressed(card, setting.group, now))
        except PlatformError as error:
            log.warning("reminder not shown", trouble=error.trouble.value)
            return not error.passing
        return True

    def _by_place(self, late: Sequence[Overdue]) -> Mapping[Place, list[Overdue]]:
        """Where each case is reminded of: at the DSL's what the DSL was alerted about, else at the staff's."""
        places: dict[Place, list[Overdue]] = {}
        for one in (one for one in late if one.member.platform in self.platforms and self.watches(one.member)):
            group = self.settings(one.member).group
            if place := (group.dsl_place if one.alert else "") or group.staff_place:
                places.setdefault((group.platform, place), []).append(one)
        return places


def alarm(cases: Sequence[int], setting: Setting, after: timedelta) -> Card:
    """The alerts that wait at one place; nothing of what they are about."""
    said = setting.staff.text
    title = said("alert-waits-title", count=len(cases), cases=triage.listed(cases))
    what = said("alert-waits-do", hours=round(after.total_seconds() / 3600))
    return Card(title=title, fields=((said("overdue-what"), what),), urgent=True)


def reminder(cases: Sequence[int], setting: Setting, after: timedelta) -> Card:
    """One message for all the cases that wait at one place; nothing of what they are about."""
    said = setting.staff.text
    title = said("overdue-title", count=len(cases), cases=triage.listed(cases))
    hours = round(after.total_seconds() / 3600)
    return Card(title=title, fields=((said("overdue-what"), said("overdue-do", hours=hours)),))
