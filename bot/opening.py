"""Has what is sent with a message fetched and looked at before it is judged; what fails or is late is not screened."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import structlog

from bot.ports import Platform, PlatformError
from moderation.domain import Attachment, Look, Message, Opener

log = structlog.get_logger()
SECONDS = 30.0  # for all that one message holds; its author and the group wait so long at most
AT_ONCE = 4  # attachments in memory that are being fetched or looked at
MOST_BYTES = 20 * 1024 * 1024

NO_TIME = "it could not be fetched and looked at in time"
NOT_FETCHED = "it could not be fetched"
BROKEN = "looking at it failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A message that knows what was seen in its attachments, and the bytes that were fetched, by attachment index."""

    message: Message
    files: Mapping[int, bytes] = field(default_factory=dict, repr=False)


@dataclass(kw_only=True)
class Opening:
    """Opens what detectors want to see. Each message waits for its own attachments only; `seconds` bounds that."""

    platforms: Mapping[str, Platform]
    seconds: float = SECONDS
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _eyes: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "eyes"))  # judging has its own

    async def open(self, message: Message, openers: Sequence[Opener]) -> Opened:
        """The message with a Look for each attachment that some detector wants to see."""
        wanted = {index: opener for index, sent in enumerate(message.attachments) if (opener := _for(sent, openers))}
        if not wanted:
            return Opened(message=message)
        files: dict[int, bytes] = {}
        tasks = {
            index: asyncio.create_task(self._look(message, index, opener, files)) for index, opener in wanted.items()
        }
        looks = await _within(self.seconds, tasks)
        for look in looks.values():
            if look.trouble:
                log.info("attachment not screened", message=message.ref.message, why=look.trouble)
        sent = tuple(replace(one, seen=looks.get(index)) for index, one in enumerate(message.attachments))
        return Opened(message=replace(message, attachments=sent), files=files)

    async def rest(self, opened: Opened) -> dict[int, bytes]:
        """The bytes of every attachment, for the evidence; one that cannot be read is only missing."""
        files = dict(opened.files)
        missing = [index for index, sent in enumerate(opened.message.attachments) if sent.handle and index not in files]
        await _within(self.seconds, {index: asyncio.create_task(self._keep(opened, index, files)) for index in missing})
        return files

    async def _look(self, message: Message, index: int, opener: Opener, files: dict[int, bytes]) -> Look:
        sent = message.attachments[index]
        async with self._places:
            data = await self._fetched(message, sent)
            if data is None:
                return Look(trouble=NOT_FETCHED)
            files[index] = data
            return await asyncio.get_running_loop().run_in_executor(self._eyes, opener.open, sent, data)

    async def _keep(self, opened: Opened, index: int, files: dict[int, bytes]) -> Look:
        data = await self._fetched(opened.message, opened.message.attachments[index])
        if data is not None:
            files[index] = data
        return Look()

    async def _fetched(self, message: Message, sent: Attachment) -> bytes | None:
        try:
            data = await self.platforms[message.ref.platform].fetch(sent)
        except PlatformError as error:
            log.warning("attachment not read", message=message.ref.message, trouble=error.trouble.value)
            return None
        return data if len(data) <= MOST_BYTES else None


def _for(sent: Attachment, openers: Sequence[Opener]) -> Opener | None:
    """The first detector that wants to see it, where there is something to see."""
    return next((opener for opener in openers if opener.opens(sent)), None) if sent.handle else None


async def _within(seconds: float, tasks: Mapping[int, asyncio.Task[Look]]) -> dict[int, Look]:
    """What each task saw; of one that takes longer or breaks, that it was not screened."""
    if not tasks:
        return {}
    try:
        await asyncio.wait(tasks.values(), timeout=seconds)
    finally:
        for task in tasks.values():
            task.cancel()
    return {index: _outcome(task) for index, task in tasks.items()}


def _outcome(task: asyncio.Task[Look]) -> Look:
    if not task.done() or task.cancelled():
        return Look(trouble=NO_TIME)
    if error := task.exception():
        log.error("attachment not looked at", error=type(error).__name__)
        return Look(trouble=BROKEN)
    return task.result()
