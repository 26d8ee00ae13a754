"""handle(message): once for each (platform, chat, message, edit) -> judge -> record -> enforce."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.enforcement import READER, Enforcement
from bot.opening import Opening
from bot.ports import Evidence, Platform, Records
from moderation import redact
from moderation.consents import named
from moderation.domain import Case, Decision, Detector, Member, Message, Opener, Ref, Verdict
from moderation.pipeline import judge_all
from moderation.policy.pack import Pack
from moderation.premoderation import hold
from moderation.recognisers.naming import Naming
from moderation.triage import likeness

log = structlog.get_logger()
MOST_AT_ONCE = 32
LONGEST_QUEUE = 2000


@dataclass(frozen=True, slots=True)
class Judge:
    """What one group's messages are judged by."""

    detectors: tuple[Detector, ...]
    pack: Pack
    naming: Naming | None = None

    def __call__(self, messages: Sequence[Message]) -> list[Decision]:
        """Decide about messages of this group; blocks, so it runs in a thread.

        A message that cannot be judged at all does not hold up the others: it is recorded as not judged.
        """
        try:
            return judge_all(messages, self.detectors, self.pack)
        except Exception as error:  # noqa: BLE001 (per message: the decision says so, staff are told, it is judged again)
            if len(messages) == 1:
                return [self._not_judged(error)]
        return [self([message])[0] for message in messages]

    @property
    def openers(self) -> tuple[Opener, ...]:
        """The detectors that want to see what is sent with a message."""
        return tuple(detector for detector in self.detectors if isinstance(detector, Opener))

    def named(self, message: Message) -> frozenset[str]:
        """Which pupils (by identity) a message names because their families consent to it, now."""
        return named(self.naming, message) if self.naming else frozenset()

    def instead(self, case: Case) -> str | None:
        """What the author of a hidden message could post in its place: its text masked, if that is allowed; blocks."""
        text = redact.instead(case.text, case.decision.findings)
        if text is None:
            return None
        message = Message(
            ref=case.ref,
            group=case.member.group,
            author=case.author,
            text=text,
            sent_at=case.opened_at,
            quoted=case.quoted,
        )
        (decision,) = self([message])
        return text if decision.verdict is Verdict.ALLOW and not decision.failed_detectors else None

    def _not_judged(self, error: Exception) -> Decision:
        failed = (f"judge: {type(error).__name__}",)
        return Decision(pack=self.pack.name, pack_version=self.pack.version, failed_detectors=failed)


Waiting = tuple[Message, asyncio.Future[Decision]]


@dataclass(kw_only=True)
class Intake:
    """Messages in, recorded and enforced decisions out. `judge_of` a platform and a group that somebody `watches`.

    While one batch is judged in a thread the next one gathers, so batches grow with the load and a lone message
    never waits. The queue is bounded: a flood makes the platform's own queue wait, nothing is dropped.
    """

    judge_of: Callable[[str, str], Judge]
    watches: Callable[[Member], bool]
    platforms: Mapping[str, Platform]
    records: Records
    enforcement: Enforcement
    _queue: asyncio.Queue[Waiting] = field(default_factory=lambda: asyncio.Queue(LONGEST_QUEUE))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _passed_over: set[Ref] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._opening = Opening(platforms=self.platforms)

    async def run(self) -> None:
        """Judge what comes in until cancelled."""
        while True:
            first = await self._queue.get()
            waiting = [first, *self._more()]
            for judge, batch in self._by_judge(waiting):
                decisions = await asyncio.to_thread(judge, [message for message, _ in batch])
                for (_, answer), decision in zip(batch, decisions, strict=True):
                    if not answer.done():
                        answer.set_result(decision)

    async def handle(self, message: Message, *, is_next: bool = True) -> None:
        """Return when the message is judged and recorded; what follows from it goes on in the background.

        `is_next`: as ports.Inbound says.
        """
        if await self.records.settled(message):
            return
        judge = self.judge_of(message.ref.platform, message.group)
        opened = await self._opening.open(message, judge.openers)
        decision = await self._decide(opened.message)
        files = await self._opening.rest(opened) if decision.actions else {}
        evidence = Evidence(
            message=opened.message,
            decision=decision,
            at=datetime.now(UTC),
            files=files,
            likeness=likeness(opened.message, decision),
            pupils=judge.named(opened.message),
            is_next=is_next,
        )
        if orders := await self.records.settle(evidence):
            self.later(self.enforcement.run(orders))
        self._alarm(message, decision)

    async def rejudge(self) -> None:
        """Judge again what a broken detector could not see."""
        for kept in await self.records.incomplete():
            message = await self._followed(kept)
            if not self.watches(message.member):
                self._pass_over(message.ref)
                continue
            decision = await self._decide(message)
            if decision.failed_detectors:
                self._alarm(message, decision)
                continue
            evidence = Evidence(message=message, decision=decision, at=datetime.now(UTC))
            self.later(self.enforcement.run(await self.records.rejudged(evidence)))

    async def idle(self) -> None:
        """Return when everything that was ordered so far has been tried."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _followed(self, message: Message) -> Message:
        """As a message of the group that its case is in now: a group may have a new id since."""
        if self.watches(message.member):
            return message
        number = await self.records.case_at(message.ref)
        case = await self.records.case(number, reader=READER) if number is not None else None
        return replace(message, group=case.member.group) if case else message

    def _pass_over(self, ref: Ref) -> None:
        """Leave an undecided message as it is; the log says so once."""
        if ref not in self._passed_over:
            self._passed_over.add(ref)
            log.warning("message not judged again: its group is not watched", platform=ref.platform)

    async def _decide(self, message: Message) -> Decision:
        pack = self.judge_of(message.ref.platform, message.group).pack  # no such group: before it is queued for run()
        answer: asyncio.Future[Decision] = asyncio.get_running_loop().create_future()
        await self._queue.put((message, answer))
        decision = await answer
        return hold(decision, message, pack) if pack.premoderate else decision

    def _alarm(self, message: Message, decision: Decision) -> None:
        """Tell staff of detectors that do not work, once what the others found is on record."""
        for name in decision.failed_detectors:
            log.error("detector failed", detector=name, platform=message.ref.platform, message=message.ref.message)
            self.later(self.enforcement.alarm(message.member, name))

    def _more(self) -> list[Waiting]:
        count = min(self._queue.qsize(), MOST_AT_ONCE - 1)
        return [self._queue.get_nowait() for _ in range(count)]

    def _by_judge(self, waiting: Iterable[Waiting]) -> list[tuple[Judge, list[Waiting]]]:
        batches: dict[int, tuple[Judge, list[Waiting]]] = {}
        for message, answer in waiting:
            judge = self.judge_of(message.ref.platform, message.group)
            batches.setdefault(id(judge), (judge, []))[1].append((message, answer))
        return list(batches.values())
