"""The composition root: builds, opens and closes everything in order. Only __main__ imports it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import structlog

from bot.digest import Digest
from bot.enforcement import Enforcement
from bot.front import Front
from bot.groups import Entry, Groups
from bot.intake import Intake, Judge
from bot.ports import Group, Platform, Records
from bot.records.keys import load_key
from bot.records.store import Store, open_records
from bot.schedule import Schedule
from bot.settings import ROOT, GroupSettings, Settings
from bot.staff.desk import Desk
from moderation.byname import find
from moderation.detectors import load as load_detectors
from moderation.digest import When
from moderation.domain import Author, Decision, Detector, Message, Ref
from moderation.policy.pack import load as load_pack

log = structlog.get_logger()
ADAPTERS = Path(__file__).parent / "adapters"


@dataclass(frozen=True)
class App:
    """Everything that runs, ready to be run."""

    settings: Settings
    records: Records
    platforms: Mapping[str, Platform]
    intake: Intake
    front: Front
    enforcement: Enforcement
    digest: Digest

    async def run(self) -> None:
        """Watch every platform until cancelled; a platform that cannot start stops the others with its reason."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.intake.run())
            for platform in self.platforms.values():
                tasks.create_task(platform.run(self.front))
            tasks.create_task(self._tend())

    async def missing(self) -> list[str]:
        """Run until connected and say what every platform lacks."""
        running = asyncio.create_task(self.run())
        ready = asyncio.ensure_future(asyncio.gather(*(platform.ready() for platform in self.platforms.values())))
        both: set[asyncio.Future[Any]] = {running, ready}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        lines = [line for platform in self.platforms.values() for line in await platform.missing()]
        running.cancel()
        await asyncio.wait({running})
        return lines

    async def _tend(self) -> None:
        """What is done by the clock, once every platform is ready to act."""
        for platform in self.platforms.values():
            await platform.ready()
            for line in await platform.missing():
                log.warning("missing", platform=platform.name, what=line)
        await self._note_gaps()
        every = self.settings.reconcile_every
        async with Schedule() as schedule:
            schedule.every("reconcile", every, self.enforcement.reconcile)
            schedule.every("rejudge", every, self.intake.rejudge)
            schedule.every("restrictions", every, self._tend_restrictions)
            schedule.every("alive", every, self._alive)
            schedule.daily("retention", "03:10", self._purge)
            schedule.weekly("digest", self.settings.digest.day, self.settings.digest.time, self._digest)
            await asyncio.Event().wait()

    async def _tend_restrictions(self) -> None:
        await self.enforcement.tend(datetime.now(UTC))

    async def _note_gaps(self) -> None:
        """The time since a platform was last watched counts as a gap in coverage."""
        now = datetime.now(UTC)
        for name in self.platforms:
            last = await self.records.last_alive(name)
            if last and now - last > 2 * self.settings.reconcile_every:
                await self.records.gap(name, last, now)

    async def _alive(self) -> None:
        for name in self.platforms:
            await self.records.alive(name, datetime.now(UTC))

    async def _purge(self) -> None:
        log.info("retention", cases_deleted=await self.records.purge(datetime.now(UTC)))

    async def _digest(self) -> None:
        await self.digest.send_due(datetime.now(UTC))


@asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[App]:
    """Build and open everything the settings ask for; close it in the opposite order."""
    groups = build_groups(settings)
    platforms = {name: build_platform(name, groups.on(name), settings) for name in settings.platforms}
    async with AsyncExitStack() as stack:
        records = await stack.enter_async_context(_open_records(settings))
        enforcement = Enforcement(
            records=records, platforms=platforms, settings=groups.setting, dry_run=settings.dry_run
        )
        intake = Intake(judge_of=groups.judge, platforms=platforms, records=records, enforcement=enforcement)
        digest = build_digest(settings, groups, platforms, records)
        desk = Desk(
            records=records,
            enforcement=enforcement,
            settings=groups.setting,
            groups=groups.all,
            explain=lambda group, text: asyncio.to_thread(explain, groups.judge(group.platform, group.id), text),
            digest=lambda: digest.preview(datetime.now(UTC)),
        )
        front = Front(intake=intake, desk=desk, records=records, rename=groups.rename)
        for platform in platforms.values():
            stack.push_async_callback(platform.close)
        stack.push_async_callback(intake.idle)
        yield App(settings, records, platforms, intake, front, enforcement, digest)


def build_groups(settings: Settings) -> Groups:
    """Every group of the platforms that run, with its detectors and its checked pack."""
    wanted = [group for group in settings.groups if group.platform in settings.platforms]
    return Groups(settings.school, [Entry(group.group(), build_judge(settings, group)) for group in wanted])


def build_judge(settings: Settings, group: GroupSettings) -> Judge:
    """What one group's messages are judged by; detectors with the same options are built once."""
    detectors = tuple(_detector(name, _options(settings, group, name)) for name in settings.detectors)
    produced = frozenset(category for detector in detectors for category in detector.categories)
    return Judge(detectors, load_pack(group.pack, produced))


def build_digest(settings: Settings, groups: Groups, platforms: Mapping[str, Platform], records: Store) -> Digest:
    """The weekly digest, to each place that a group names for it (else its DSL's, else its staff's)."""
    places = {(g.platform, g.digest_place or g.dsl_place or g.staff_place) for g in groups.all()}
    return Digest(
        records=records,
        platforms=platforms,
        places=sorted((platform, place) for platform, place in places if place),
        clauses={clause.id: clause.title for pack in groups.packs() for clause in pack.clause},
        when=When(day=settings.digest.day, time=settings.digest.time),
        school=settings.school,
    )


def build_platform(name: str, groups: Sequence[Group], settings: Settings) -> Platform:
    """The adapter whose file is called `name`. Raises UnknownNameError."""
    find(ADAPTERS, name, ".py")
    return cast("Platform", import_module(f"bot.adapters.{name}").build(groups, settings.options(name)))


def explain(judged_by: Judge, text: str) -> Decision:
    """A dry run on any text, as if a parent had written it."""
    ref = Ref(platform="why", chat="", message="")
    return judged_by([Message(ref=ref, group="", author=Author(user=""), text=text, sent_at=datetime.now(UTC))])[0]


def _options(settings: Settings, group: GroupSettings, name: str) -> dict[str, Any]:
    roster = {"roster": ROOT / group.roster} if name == "names" and group.roster else {}
    return dict(settings.detector.get(name, {})) | roster


def _detector(name: str, options: Mapping[str, Any]) -> Detector:
    return _built(name, tuple(sorted(options.items())))


@cache
def _built(name: str, options: tuple[tuple[str, Any], ...]) -> Detector:
    return load_detectors([name], {name: dict(options)})[0]


@asynccontextmanager
async def _open_records(settings: Settings) -> AsyncIterator[Store]:
    key = load_key(settings.key.get_secret_value(), settings.data / "schoolgate.key")
    records = await open_records(settings.database, key, settings.retention.model_dump())
    try:
        yield records
    finally:
        await records.close()
