"""The composition root: builds, opens and closes everything in order. Only __main__ imports it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import structlog

from bot.alone import alone_on
from bot.digest import EMAIL, Digest, Poster
from bot.directory import Directory
from bot.enforcement import Enforcement
from bot.front import Front
from bot.groups import Entry, Groups
from bot.intake import Intake, Judge
from bot.lacking import lacking
from bot.letters.office import Office
from bot.letters.templates import load as load_letters
from bot.mail import Mailer
from bot.misread import SettingsError
from bot.onlooker import Onlooker
from bot.ports import Group, Inbound, Platform, Records
from bot.records.store import Store, open_records
from bot.rosters import master_key, open_rosters
from bot.schedule import Schedule
from bot.settings import ROOT, SANDBOX, GroupSettings, Settings
from bot.staff.desk import Desk
from bot.staff.words import spoken
from bot.welcome import Welcomes
from moderation.byname import find
from moderation.clock import utc_now
from moderation.detectors import load as load_detectors
from moderation.digest import When
from moderation.domain import Author, Decision, Detector, Member, Message, Ref
from moderation.policy.pack import load as load_pack
from moderation.recognisers.naming import Naming
from moderation.roster import Roster, parse

log = structlog.get_logger()
ADAPTERS = Path(__file__).parent / "adapters"
ARRIVING = 60.0  # seconds in which a platform should be ready to act
STOPPING = 5.0  # seconds in which one that is cancelled should have stopped
Refresh = Callable[[], Coroutine[Any, Any, None]]
# Which options of which detectors come from the roster; built anew when it changes, so that no old one is kept.
OF_THE_ROSTER: Mapping[str, Callable[[Naming], dict[str, Any]]] = {
    "names": lambda naming: {"roster": naming},
    "attachments": lambda naming: {"photo_refused": naming.photo_refused},
    "personal_data": lambda naming: {"people": naming},
}


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
    refresh: Refresh

    async def run(self) -> None:
        """Watch every platform until cancelled; a platform that cannot start stops the others with its reason."""
        await alone_on(self.records)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.intake.run())
            for platform in self.platforms.values():
                tasks.create_task(_watch(platform, self.front))
            tasks.create_task(self._tend())

    async def missing(self) -> list[str]:
        """Connect, do nothing else, and say what every platform lacks."""
        onlooker = Onlooker(watcher=self.front)
        async with asyncio.TaskGroup() as tasks:
            watching = [tasks.create_task(_watch(platform, onlooker)) for platform in self.platforms.values()]
            found = await asyncio.gather(*(_lacks(platform) for platform in self.platforms.values()))
            for one in watching:
                one.cancel()
        lines = [line for lines in found for line in lines]
        return [*lines, *lacking(self.settings), *await self._mail()]

    async def _mail(self) -> list[str]:
        """A line where e-mail would not go out."""
        return await build_mailer(self.settings).missing() if self.settings.mail.host else []

    async def _tend(self) -> None:
        """What is done by the clock, once every platform is ready to act; one that is away does not stop it for all."""
        for line in lacking(self.settings):
            log.warning("missing", platform=line.partition(":")[0], what=line)
        watched: dict[str, bool] = {}
        async with Schedule() as schedule, asyncio.TaskGroup() as tasks:
            arriving = [tasks.create_task(self._arrived(one, watched)) for one in self.platforms.values()]
            await asyncio.wait(arriving, timeout=ARRIVING)
            self._begin(schedule, watched)
            await asyncio.Event().wait()

    async def _arrived(self, platform: Platform, watched: dict[str, bool]) -> None:
        """Once a platform is ready to act: say what it lacks; from then on it counts as watched (True: on record)."""
        await platform.ready()
        for line in await platform.missing():
            log.warning("missing", platform=platform.name, what=line)
        watched[platform.name] = False

    def _begin(self, schedule: Schedule, watched: dict[str, bool]) -> None:
        every = self.settings.reconcile_every
        schedule.every("reconcile", every, self.enforcement.reconcile)
        schedule.every("rejudge", every, self.intake.rejudge)
        schedule.every("restrictions", every, self._tend_restrictions)
        schedule.every("lockdowns and held posts", every, self._mind)
        schedule.every("overdue cases", every, self.enforcement.remind)
        schedule.every("alive", every, lambda: self._alive(watched))
        schedule.every("chain", every, self._chain)
        schedule.every("rosters", every, self.refresh)
        schedule.daily("retention", "03:10", self._purge)
        schedule.weekly("digest", self.settings.digest.day, self.settings.digest.time, self._digest)

    async def _forget_pretended(self) -> None:
        """Where real groups are watched, the sandbox was only tried: no digest is to count its people."""
        if SANDBOX not in self.platforms and (gone := await self.records.forget(SANDBOX)):
            log.info("the sandbox's pretended cases were deleted", cases=gone)

    async def _tend_restrictions(self) -> None:
        await self.enforcement.tend(datetime.now(UTC))

    async def _mind(self) -> None:
        await self.enforcement.mind(datetime.now(UTC))

    async def _alive(self, watched: dict[str, bool]) -> None:
        """Every platform that is watched is, now; the time before that without anybody is a gap in coverage."""
        for name, is_noted in tuple(watched.items()):
            if not is_noted:
                await self._note_gap(name)
                watched[name] = True
            await self.records.alive(name, datetime.now(UTC))

    async def _note_gap(self, platform: str) -> None:
        now = datetime.now(UTC)
        last = await self.records.last_alive(platform)
        if last and now - last > 2 * self.settings.reconcile_every:
            await self.records.gap(platform, last, now)

    async def _chain(self) -> None:
        await self.records.extend_chain()

    async def _purge(self) -> None:
        await self._forget_pretended()
        log.info("retention", cases_deleted=await self.records.purge(datetime.now(UTC)))

    async def _digest(self) -> None:
        await self.digest.send_due(datetime.now(UTC))


@asynccontextmanager
async def build(settings: Settings, clock: Callable[[], datetime] = utc_now) -> AsyncIterator[App]:
    """Build and open everything the settings ask for; close it in the opposite order."""
    async with AsyncExitStack() as stack:
        records = await stack.enter_async_context(_open_records(settings))
        directory = Directory(rosters=open_rosters(settings), consents=records, plain=_plain(settings))
        await directory.refresh(datetime.now(UTC))
        groups = build_groups(settings, directory)
        platforms = {name: build_platform(name, groups.on(name), settings) for name in settings.platforms}
        refresh = _refresher(settings, directory, groups)
        enforcement = Enforcement(
            records=records,
            platforms=platforms,
            settings=groups.setting,
            watches=groups.watches,
            dry_run=settings.dry_run,
            rule=settings.pile_on.rule(),
            habits=settings.habits,
            clock=clock,
            instead=lambda case: asyncio.to_thread(groups.judge(case.member.platform, case.member.group).instead, case),
        )
        intake = Intake(
            judge_of=groups.judge,
            watches=groups.watches,
            platforms=platforms,
            records=records,
            enforcement=enforcement,
        )
        digest = build_digest(settings, groups, platforms, records)
        desk = Desk(
            records=records,
            enforcement=enforcement,
            settings=groups.setting,
            groups=groups.all,
            explain=lambda group, text: asyncio.to_thread(explain, groups.judge(group.platform, group.id), text),
            digest=lambda locale: digest.preview(datetime.now(UTC), locale),
            submit=intake.handle,
            roster=lambda group: directory.roster(group.name),
            refresh=refresh,
            terms=tuple(term.term() for term in settings.terms),
            office=Office(languages=load_letters(), letterhead=settings.letterhead.letterhead(settings.school)),
        )
        welcomes = Welcomes(records=records, platforms=platforms, settings=groups.setting)
        front = Front(intake=intake, desk=desk, records=records, rename=groups.rename, welcomes=welcomes)
        for platform in platforms.values():
            stack.push_async_callback(platform.close)
        stack.push_async_callback(intake.idle)
        yield App(settings, records, platforms, intake, front, enforcement, digest, refresh)


def build_groups(settings: Settings, directory: Directory) -> Groups:
    """Every group of the platforms that run, with its detectors and its checked pack.

    Raises SettingsError where closed cases are kept for fewer days than they can be appealed.
    """
    entries = [_entry(group, build_judge(settings, group, directory.roster(group.name))) for group in settings.watched]
    groups = Groups(settings.school, entries)
    for pack in groups.packs():
        if settings.retention.case < pack.appeals.days:
            gone = f"a case would be deleted while pack {pack.name} still lets its author appeal"
            raise SettingsError(f"retention.case: {settings.retention.case}: {gone}; write {pack.appeals.days} or more")
    return groups


def build_judge(settings: Settings, group: GroupSettings, roster: Roster | None = None) -> Judge:
    """What one group's messages are judged by; detectors with the same options are built once.

    `roster`: who the school knows, when it is not in the file that `group` names.
    """
    if roster is None:
        roster = parse(ROOT / group.roster) if group.roster else Roster()
    naming = Naming(roster.people) if roster.people else None
    detectors = tuple(_detector(name, settings.detector.get(name, {}), naming) for name in settings.detectors)
    produced = frozenset(category for detector in detectors for category in detector.categories)
    pack = load_pack(group.pack, produced)
    if group.premoderate is not None:
        pack = pack.model_copy(update={"premoderate": group.premoderate})
    return Judge(detectors, pack, naming)


def _entry(group: GroupSettings, judge: Judge) -> Entry:
    """A group and its judge; whether its posts are held is the pack's to say unless the group's settings do."""
    return Entry(replace(group.group(), premoderate=judge.pack.premoderate), judge)


def build_digest(settings: Settings, groups: Groups, platforms: Mapping[str, Platform], records: Store) -> Digest:
    """The weekly digest, to each place that a group names for it (else its DSL's, else its staff's).

    A group's places are told it in the language of its staff (the first group's where they serve several), any other
    place in that of the first group's.
    """
    named = {(g.platform, g.digest_place or g.dsl_place or g.staff_place) for g in groups.all()}
    speech = {(g.platform, place): spoken(g) for g in reversed(groups.all()) for place in g.places if place}
    languages = {spoken(g).name for g in groups.all()}
    configured = {(group.platform, group.id) for group in settings.groups}
    posters: dict[str, Poster] = {**platforms, EMAIL: build_mailer(settings)}
    return Digest(
        records=records,
        platforms=posters,
        places=settings.digest.to or sorted((platform, place) for platform, place in named if place),
        governors=settings.digest.governors,
        second=settings.digest.second,
        staff={place: speech[place] for g in groups.all() if (place := (g.platform, g.staff_place)) in speech},
        patience=timedelta(days=settings.digest.patience_days),
        packs={pack.name: {clause.id: clause.title for clause in pack.clause} for pack in groups.packs()},
        translated={
            name: {pack.name: {clause.id: clause.said(name).title for clause in pack.clause} for pack in groups.packs()}
            for name in languages
        },
        spoken=speech,
        locale=spoken(next(iter(groups.all()), None)),
        overdue=settings.habits.overdue,
        when=When(day=settings.digest.day, time=settings.digest.time),
        school=settings.school,
        looks_after=lambda group: (
            group in configured or groups.watches(Member(platform=group[0], group=group[1], user=""))
        ),
    )


def build_mailer(settings: Settings) -> Mailer:
    """What sends e-mail; it is asked only where the settings name an address."""
    mail = settings.mail
    return Mailer(
        host=mail.host,
        port=mail.port,
        sender=mail.sender,
        username=mail.username,
        password=settings.mail_password.get_secret_value(),
        security=mail.security,
    )


def build_platform(name: str, groups: Sequence[Group], settings: Settings) -> Platform:
    """The adapter whose file is called `name`. Raises UnknownNameError."""
    find(ADAPTERS, name, ".py")
    return cast("Platform", import_module(f"bot.adapters.{name}").build(groups, settings.options(name)))


def explain(judged_by: Judge, text: str) -> Decision:
    """A dry run on any text, as if a parent had written it."""
    ref = Ref(platform="why", chat="", message="")
    return judged_by([Message(ref=ref, group="", author=Author(user=""), text=text, sent_at=datetime.now(UTC))])[0]


async def _watch(platform: Platform, inbound: Inbound) -> None:
    """Run a platform until cancelled; close it where its library lost the cancelling (wait_for in Python 3.11 can)."""
    running = asyncio.ensure_future(platform.run(inbound))
    try:
        await asyncio.wait({running})
    except asyncio.CancelledError:
        running.cancel()
        await asyncio.wait({running}, timeout=STOPPING)
        if not running.done():
            await platform.close()
    await running


async def _lacks(platform: Platform) -> Sequence[str]:
    """What a platform lacks, as far as it answers."""
    try:
        async with asyncio.timeout(ARRIVING):
            await platform.ready()
            return await platform.missing()
    except TimeoutError:
        return [f"{platform.name} does not answer: check the network, and the addresses that are set"]


def _plain(settings: Settings) -> dict[str, Path | None]:
    return {group.name: ROOT / group.roster if group.roster else None for group in settings.watched}


def _refresher(settings: Settings, directory: Directory, groups: Groups) -> Refresh:
    """What reads rosters and consents again and has every group judged by them as they are now."""
    refreshing = asyncio.Lock()  # whoever comes second returns when the first one's judges are in place

    async def refresh() -> None:
        async with refreshing:
            changed = set(await directory.refresh(datetime.now(UTC)))
            for group in (group for group in settings.watched if group.name in changed):
                roster = directory.roster(group.name)
                groups.judged_by(group.name, await asyncio.to_thread(build_judge, settings, group, roster))

    return refresh


def _detector(name: str, options: Mapping[str, Any], naming: Naming | None) -> Detector:
    if naming and name in OF_THE_ROSTER:
        return load_detectors([name], {name: dict(options) | OF_THE_ROSTER[name](naming)})[0]
    return _built(name, json.dumps(options, sort_keys=True))


@cache
def _built(name: str, options: str) -> Detector:
    """Options come as JSON text, for a list or a table among them could not be remembered."""
    return load_detectors([name], {name: json.loads(options)})[0]


@asynccontextmanager
async def _open_records(settings: Settings) -> AsyncIterator[Store]:
    records = await open_records(settings.database, master_key(settings), settings.retention.model_dump())
    try:
        yield records
    finally:
        await records.close()
