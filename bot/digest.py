"""The weekly digest: figures from the records, a card, a chart; sent to each place exactly once a week, and read."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import product
from typing import Protocol

import structlog

from bot.page import page
from bot.ports import Figures, PlatformError, Trouble
from bot.staff import words
from bot.staff.cards import Button, Card
from bot.staff.locale import FIRST, Locale, load
from moderation.digest import Period, Vocabulary, When, as_text, called, last_weeks, sections, so_far, title
from moderation.governors import bars, sections_for_governors, title_for_governors
from moderation.triage import OVERDUE

log = structlog.get_logger()
PATIENCE = 300  # seconds for one post; well under the 10 minutes after which a claim lapses
PASSING = timedelta(hours=1)  # how long a place may be away before staff are told
MOST_MISSED = 8  # weeks: a summer holiday
EMAIL = "email"  # the platform of a place that is an address
Chart = tuple[str, bytes]
Place = tuple[str, str]
Titles = Mapping[str, Mapping[str, str]]  # of each pack's clauses, by the pack's name and the clause's number
MONDAY_MORNING = When()


class Edition(StrEnum):
    """Who a digest is for."""

    DSL = "dsl"
    GOVERNORS = "governors"  # no case numbers, and no number under five


class Poster(Protocol):
    """What the digest needs of a platform, or of a mail server."""

    async def post(self, place: str, card: Card, file: Chart | None = None) -> str:
        """Show a card; PlatformError when that cannot be done."""


class Source(Protocol):
    """What the digest needs of the records; see ports.Records."""

    async def begun(self) -> datetime:
        """When the records began."""

    async def figures(self, start: datetime, end: datetime, *, now: datetime, overdue: timedelta = OVERDUE) -> Figures:
        """The counts of a period."""

    async def claim_digest(self, week: str, *, at: datetime) -> bool:
        """Take the sending; True for exactly one caller."""

    async def digest_sent(self, week: str, *, at: datetime) -> None:
        """Mark as sent."""

    async def digest_sent_at(self, week: str) -> datetime | None:
        """When it was sent."""

    async def last_digest(self) -> str:
        """The newest week of which the DSL's digest was sent to anybody."""

    async def digest_acknowledged(self, week: str) -> bool:
        """Whether somebody said that they read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One edition of a week to one place, and what is claimed for it.

    Each place has its own claim, so that one that fails does not make the others get it twice. Addresses are people's,
    so that the records know them by their hash alone.
    """

    week: str
    place: Place
    edition: str = Edition.DSL

    @property
    def key(self) -> str:
        """What is claimed."""
        platform, where = self.place
        mark = hashlib.sha256(where.encode()).hexdigest()[:16] if platform == EMAIL else where
        return f"{self.week} {platform}:{mark}" + ("" if self.edition == Edition.DSL else f" {self.edition}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of a sending; without an error it was sent."""

    sending: Sending
    error: PlatformError | None = None

    @property
    def sent(self) -> bool:
        """Whether it was."""
        return self.error is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One edition of a week's digest, which can be told in any language."""

    figures: Figures
    period: Period
    edition: Edition
    school: str
    titles: Callable[[str], Titles]

    async def told(self, locale: Locale) -> tuple[Card, Chart]:
        """Its card and its chart."""
        of_dsl = self.edition is Edition.DSL
        figures, clauses = _named(self.figures, self.titles(locale.name))
        categories = {name: words.category(name, locale) for name in figures.false_hides}
        vocabulary = Vocabulary(texts=locale, clauses=clauses, categories=categories)
        heading = (title if of_dsl else title_for_governors)(self.period, self.school, locale)
        fields = (sections if of_dsl else sections_for_governors)(figures, self.period, vocabulary)
        chart = await asyncio.to_thread(_draw, replace(self, figures=figures), locale)
        card = Card(title=heading, fields=fields, locale=locale.name)
        return card, (f"digest-{self.period.label}.png", chart)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Makes and sends digests. `packs`: the titles of each pack's clauses; `overdue`: after how long an open case is.

    `places` and `governors`: (platform, place) pairs for each edition; `second`: who is told when the DSL's was not
    delivered everywhere, or not acknowledged, within `patience`; `staff`: where, and in which language, staff are told
    that a digest does not get through. `spoken`: the language of each place that has its own, `locale` that of any
    other, and of what is made again; `translated`: `packs` in other languages, by their names. `looks_after`: whether a
    group (platform and id) is one of the school's now.
    """

    records: Source
    platforms: Mapping[str, Poster]
    places: Sequence[Place]
    governors: Sequence[Place] = ()
    second: Place | None = None
    staff: Mapping[Place, Locale] = field(default_factory=dict)
    patience: timedelta = timedelta(days=3)
    packs: Titles = field(default_factory=dict)
    translated: Mapping[str, Titles] = field(default_factory=dict)
    spoken: Mapping[Place, Locale] = field(default_factory=dict)
    locale: Locale = field(default_factory=lambda: load(FIRST))
    overdue: timedelta = OVERDUE
    when: When = MONDAY_MORNING
    school: str = "the school"
    looks_after: Callable[[Place], bool] = lambda _: True

    async def send_due(self, now: datetime) -> bool:
        """Send the last due week to every place that has not had it, and before it what fell due while nothing ran.

        Whether anything was sent. May be asked at any time and by any number of processes. Where posting fails the
        claim lapses after 10 minutes and a later call sends. So does the claim of a process that was killed: if that
        was between posting and marking, the place gets the same digest again (an e-mail with the same Message-ID). A
        week that was due before the records began is not sent.
        """
        last = self.when.last_due(now)
        if last.at < await self.records.begun():
            return False
        tried: list[Tried] = []
        clock, moment = asyncio.get_running_loop().time, now
        begun = clock()
        for period in (*await self._missed(last), last):
            tried += (now_tried := await self._send_week(period, moment))
            moment = now + timedelta(seconds=clock() - begun)  # a claim that began in the past would lapse too soon
            if not any(one.sent and one.sending.edition == Edition.DSL for one in now_tried):
                break  # the weeks are told in their order
        await self._tell_staff(last, [*tried, *await self._tell_second(last, now)], now)
        return any(one.sent for one in tried)

    async def _missed(self, last: Period) -> list[Period]:
        """The weeks since the last digest that anybody got, oldest first, where there was something to tell of."""
        known, begun = await self.records.last_digest(), await self.records.begun()
        weeks = [self.when.week(label, last.at) for label in last_weeks(last, MOST_MISSED + 1)[:-1]]
        since = [one for one in weeks if known and one.label > known and one.at >= begun]
        return [one for one in since if await self._has_news(one)]

    async def _has_news(self, period: Period) -> bool:
        figures = await self.records.figures(period.start, period.end, now=period.at)
        return bool(figures.judged or figures.new)

    async def preview(self, now: datetime, locale: Locale) -> tuple[Card, Chart]:
        """The digest of this week so far, in the language of whoever asks."""
        return await (await self._draft(so_far(now), Edition.DSL)).told(locale)

    async def text(self, week: str, now: datetime | None = None, edition: Edition = Edition.DSL) -> str:
        """A week's digest (2026-W46) as plain text, as it stood when it was due. ValueError: no such week.

        `now` (default: the clock) matters only for a week whose digest is not due yet.
        """
        card, _ = await self._again(week, now, edition)
        return as_text(card.title, card.fields)

    async def html(self, week: str, now: datetime | None = None, edition: Edition = Edition.DSL) -> str:
        """The same as a page, with the chart in it."""
        card, (_, png) = await self._again(week, now, edition)
        return page(card, f"data:image/png;base64,{base64.b64encode(png).decode()}")

    async def chart(self, week: str, now: datetime | None = None, edition: Edition = Edition.DSL) -> bytes:
        """The same week's chart, a PNG."""
        return (await self._again(week, now, edition))[1][1]

    async def _again(self, week: str, now: datetime | None, edition: Edition) -> tuple[Card, Chart]:
        draft = await self._draft(self.when.week(week, now or datetime.now(UTC)), edition)
        return await draft.told(self.locale)

    async def _send_week(self, period: Period, now: datetime) -> list[Tried]:
        each = await asyncio.gather(*(self._send_edition(edition, period, now) for edition in Edition))
        return [one for edition in each for one in edition]

    async def _send_edition(self, edition: Edition, period: Period, now: datetime) -> list[Tried]:
        claimed = [sending for sending in self._sendings(edition, period) if await self._claim(sending, now)]
        if not claimed:
            return []
        draft = await self._draft(period, edition)
        languages = dict.fromkeys(self._speech(sending.place) for sending in claimed)
        told = {locale: await _offered(draft, locale) for locale in languages}
        return await asyncio.gather(*(self._send(one, told[self._speech(one.place)], now) for one in claimed))

    def _speech(self, place: Place) -> Locale:
        return self.spoken.get(place, self.locale)

    def _sendings(self, edition: Edition, period: Period) -> list[Sending]:
        places = self.places if edition is Edition.DSL else self.governors
        return [Sending(week=period.label, place=place, edition=edition) for place in places]

    async def _claim(self, sending: Sending, now: datetime) -> bool:
        is_new = await self.records.digest_sent_at(sending.key) is None
        return is_new and await self.records.claim_digest(sending.key, at=now)

    async def _send(self, sending: Sending, what: tuple[Card, Chart | None], now: datetime) -> Tried:
        platform, where = sending.place
        try:
            async with asyncio.timeout(PATIENCE):
                await self.platforms[platform].post(where, *what)
        except (PlatformError, TimeoutError) as error:
            trouble = error if isinstance(error, PlatformError) else PlatformError(Trouble.UNREACHABLE)
            log.warning("digest not sent", week=sending.week, platform=platform, trouble=str(trouble))
            return Tried(sending=sending, error=trouble)
        await self.records.digest_sent(sending.key, at=now)
        return Tried(sending=sending)

    async def _tell_staff(self, period: Period, tried: Sequence[Tried], now: datetime) -> None:
        """Once a week for each way that fails; at once where trying again does not help, else after an hour."""
        shut = {one.sending.place for one in tried if one.error}
        late = now >= period.at + PASSING
        failed = {one.sending.place[0]: one.error for one in tried if one.error and (late or not one.error.passing)}
        for (way, error), (place, locale) in product(failed.items(), self.staff.items()):
            sending = Sending(week=period.label, place=place, edition=f"failed {way}")
            if place not in shut and await self._claim(sending, now):
                await self._send(sending, (_failed(period, way, error, locale), None), now)

    async def _tell_second(self, period: Period, now: datetime) -> list[Tried]:
        """Once, when nobody could be sure by now that the DSL knows."""
        if self.second is None:
            return []
        why = await self._unsure(period, now - self.patience)
        sending = Sending(week=period.label, place=self.second, edition="second")
        if not why or not await self._claim(sending, now):
            return []
        card = _unread(period, self.school, why, self._speech(self.second))
        return [await self._send(sending, (card, None), now)]

    async def _unsure(self, period: Period, by: datetime) -> str:
        """The message why nobody knows that what was due, or sent, by then was read; "" when it was, or sent since.

        An e-mail has no button to say so.
        """
        sent = {one.place: await self.records.digest_sent_at(one.key) for one in self._sendings(Edition.DSL, period)}
        if period.at <= by and not all(sent.values()):
            return "digest-second-undelivered"
        shown = [at for (platform, _), at in sent.items() if at and platform != EMAIL]
        if shown and max(shown) <= by and not await self.records.digest_acknowledged(period.label):
            return "digest-second-unread"
        return ""

    async def _draft(self, period: Period, edition: Edition) -> Draft:
        counted = await self.records.figures(period.start, period.end, now=period.at, overdue=self.overdue)
        orphaned = tuple(number for number, group in counted.groups.items() if not self.looks_after(group))
        figures = _without(orphaned, counted) if orphaned else counted
        return Draft(figures=figures, period=period, edition=edition, school=self.school, titles=self._titles)

    def _titles(self, language: str) -> Titles:
        return self.translated.get(language, self.packs)


async def _offered(draft: Draft, locale: Locale) -> tuple[Card, Chart]:
    """What is sent: the DSL's has a button to say that it was read."""
    card, chart = await draft.told(locale)
    read = Button(id=f"read:{draft.period.label}", label=locale.text("digest-button"), style="good")
    return (replace(card, buttons=(read,)) if draft.edition is Edition.DSL else card), chart


def _without(orphaned: Collection[int], figures: Figures) -> Figures:
    """The figures with these open cases by themselves: nobody who reads the others' cards can decide them."""
    still, late = (tuple(one for one in all_ if one not in orphaned) for all_ in (figures.open, figures.overdue))
    return replace(figures, open=still, overdue=late, orphaned=tuple(orphaned))


def _named(figures: Figures, packs: Titles) -> tuple[Figures, dict[str, str]]:
    """The figures with what each clause is called, and the titles by these names."""
    titles = {f"{pack}/{number}": title for pack, known in packs.items() for number, title in known.items()}
    names = called({*titles, *figures.by_clause, *figures.clause_trend})
    by_clause = {names[one]: number for one, number in figures.by_clause.items()}
    trends = {names[one]: numbers for one, numbers in figures.clause_trend.items()}
    shown = replace(figures, by_clause=by_clause, clause_trend=trends)
    return shown, {names[one]: title for one, title in titles.items()}


def _unread(period: Period, school: str, why: str, locale: Locale) -> Card:
    said = locale.text
    what, ask = said("digest-second-what"), said("digest-second-do")
    return Card(
        title=said("digest-second-title", school=school, week=period.label),
        fields=((what, said(why)), (ask, said("digest-second-ask"))),
        locale=locale.name,
    )


def _failed(period: Period, way: str, error: PlatformError, locale: Locale) -> Card:
    """In one line, what is wrong with a way that digests go; a mail server's own words say what to do."""
    said = locale.text
    why = str(error) if way == EMAIL else said(f"trouble-{error.trouble.value}")
    what = said("digest-failed-title", week=period.label, way=way)
    fields = ((said("overdue-what"), said("digest-failed-do", why=why)),)
    return Card(title=what, fields=fields, locale=locale.name)


def _draw(draft: Draft, locale: Locale) -> bytes:
    from bot.chart import Picture, draw  # here, because matplotlib is large and needed once a week

    figures = draft.figures
    weeks = last_weeks(draft.period, len(figures.trend))
    if draft.edition is Edition.GOVERNORS:
        trend, by_clause = bars(figures)
        return draw(Picture(texts=locale, trend=trend, by_clause=by_clause, weeks=weeks))
    return draw(
        Picture(
            texts=locale,
            trend=figures.trend,
            by_clause=figures.by_clause,
            weeks=weeks,
            clause_trend=figures.clause_trend,
        )
    )
