"""The weekly digest: figures from the records, a card, a chart, plain text; sent to each place exactly once a week."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from bot.ports import Figures, Platform, PlatformError
from bot.staff.cards import Card
from moderation.digest import Period, When, as_text, iso_week, sections, so_far, title

log = structlog.get_logger()
PATIENCE = 300  # seconds for one post; well under the 10 minutes after which a claim lapses
Chart = tuple[str, bytes]
Place = tuple[str, str]
MONDAY_MORNING = When()


class Source(Protocol):
    """What the digest needs of the records; see ports.Records."""

    async def begun(self) -> datetime:
        """When the records began."""

    async def figures(self, start: datetime, end: datetime, *, now: datetime) -> Figures:
        """The counts of a period."""

    async def claim_digest(self, week: str, *, at: datetime) -> bool:
        """Take the sending; True for exactly one caller."""

    async def digest_sent(self, week: str, *, at: datetime) -> None:
        """Mark as sent."""

    async def digest_done(self, week: str) -> bool:
        """Whether it was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Makes and sends digests. `places`: (platform, place) pairs; `clauses`: the title of each clause."""

    records: Source
    platforms: Mapping[str, Platform]
    places: Sequence[Place]
    clauses: Mapping[str, str] = field(default_factory=dict)
    when: When = MONDAY_MORNING
    school: str = "the school"

    async def send_due(self, now: datetime) -> bool:
        """Send the last due week to every place that has not had it; whether anything was sent.

        May be asked at any time and by any number of processes. Where posting fails the claim lapses after 10 minutes
        and a later call sends. A week that was due before the records began is not sent.
        """
        period = self.when.last_due(now)
        if period.at < await self.records.begun():
            return False
        claimed = [place for place in self.places if await self._claim(period, place, now)]
        if not claimed:
            return False
        card, chart = await self._card(period)
        sent = await asyncio.gather(*(self._send(period, place, (card, chart), now) for place in claimed))
        return any(sent)

    async def preview(self, now: datetime) -> tuple[Card, Chart]:
        """The digest of this week so far."""
        return await self._card(so_far(now))

    async def text(self, week: str, now: datetime | None = None) -> str:
        """A week's digest (2026-W46) as plain text, as it stood when it was due. ValueError: no such week.

        `now` (default: the clock) matters only for a week whose digest is not due yet.
        """
        period = self.when.week(week, now or datetime.now(UTC))
        figures = await self.records.figures(period.start, period.end, now=period.at)
        return render_text(figures, period, self.clauses, self.school)

    async def _claim(self, period: Period, place: Place, now: datetime) -> bool:
        key = _key(period, place)
        return not await self.records.digest_done(key) and await self.records.claim_digest(key, at=now)

    async def _send(self, period: Period, place: Place, what: tuple[Card, Chart], now: datetime) -> bool:
        platform, where = place
        try:
            async with asyncio.timeout(PATIENCE):
                await self.platforms[platform].post(where, *what)
        except (PlatformError, TimeoutError) as error:
            log.warning("digest not sent", week=period.label, platform=platform, trouble=str(error) or "no answer")
            return False
        await self.records.digest_sent(_key(period, place), at=now)
        return True

    async def _card(self, period: Period) -> tuple[Card, Chart]:
        figures = await self.records.figures(period.start, period.end, now=period.at)
        chart = await asyncio.to_thread(_draw, figures, period)
        card = Card(title=title(period, self.school), fields=sections(figures, period, self.clauses))
        return card, (f"digest-{period.label}.png", chart)


def _key(period: Period, place: Place) -> str:
    """What is claimed: a week for one place, so that a place that fails does not make the others get it twice."""
    return f"{period.label} {place[0]}:{place[1]}"


def render_text(figures: Figures, period: Period, clauses: Mapping[str, str], school: str) -> str:
    """The digest as plain text."""
    return as_text(title(period, school), sections(figures, period, clauses))


def _draw(figures: Figures, period: Period) -> bytes:
    from bot.chart import draw  # here, because matplotlib is large and needed once a week

    count = len(figures.trend)
    weeks = [iso_week(period.start.date() - timedelta(weeks=back)) for back in range(count - 1, -1, -1)]
    return draw(figures.trend, figures.by_clause, weeks)
