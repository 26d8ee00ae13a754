"""What is done by the clock: wires callables to APScheduler, in Europe/London, and knows nothing about them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent  # type: ignore[import-untyped]
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from moderation.clock import LONDON

log = structlog.get_logger()
CATCH_UP = timedelta(minutes=15)

Work = Callable[[], Coroutine[Any, Any, None]]


class Schedule:
    """A running schedule; `async with` starts and stops it. Work that is still going on is not started again.

    A run that is late (a busy machine, a laptop that slept) still happens, once. Stopping waits for what has begun.
    """

    def __init__(self) -> None:
        late = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=LONDON, job_defaults=late)
        self._scheduler.add_listener(_failed, EVENT_JOB_ERROR)
        self._begun: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scheduler.shutdown(wait=False)
        if self._begun:
            await asyncio.wait(self._begun)

    def _finished(self, work: Work) -> Work:
        """The same work, done to its end even when the scheduler gives it up."""

        async def begin() -> None:  # APScheduler awaits only what it can see to be a coroutine function
            task = asyncio.ensure_future(work())
            self._begun.add(task)
            task.add_done_callback(self._begun.discard)
            await asyncio.shield(task)

        return begin

    def every(self, name: str, period: timedelta, work: Work) -> None:
        """Do `work` now and then once in each `period`."""
        seconds = period.total_seconds()
        self._add(name, work, "interval", seconds=seconds, next_run_time=datetime.now(LONDON))

    def daily(self, name: str, time: str, work: Work) -> None:
        """Do `work` now and then every day at `time` (HH:MM): what is switched off at night does it by day."""
        hour, minute = time.split(":")
        self._add(name, work, "cron", hour=hour, minute=minute, next_run_time=datetime.now(LONDON))

    def weekly(self, name: str, day: str, time: str, work: Work) -> None:
        """Do `work` on `day` (mon..sun) at `time` (HH:MM); also now and every 15 minutes, to catch up what was missed.

        So `work` is asked more often than it is due and must know by itself whether there is anything left to do.
        """
        hour, minute = time.split(":")
        self._add(name, work, "cron", day_of_week=day, hour=hour, minute=minute)
        self.every(f"{name}: catch up", CATCH_UP, work)

    def _add(self, name: str, work: Work, trigger: str, **when: object) -> None:
        self._scheduler.add_job(self._finished(work), trigger, id=name, name=name, **when)


def _failed(event: JobExecutionEvent) -> None:
    if not isinstance(event.exception, asyncio.CancelledError):
        log.error("scheduled work failed", job=event.job_id, error=type(event.exception).__name__)
