"""When what has to be looked at is looked at. APScheduler says when; the database says whether anything is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[object]]

FINISH_SECONDS = 2.0
"""For a job that is being done when the service ends."""


class Jobs:
    """Jobs by name: (seconds between, what to do), each done at once and then again and again.

    Kept in memory: nothing hangs on a tick missed.
    """

    def __init__(self, every: Mapping[str, tuple[float, Job]]) -> None:
        # A job that takes longer than its ticks are apart is no news: the next tick does what is due.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._doing: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        for name, (seconds, job) in every.items():
            self._scheduler.add_job(
                self._do, "interval", (job,), seconds=seconds, id=name, next_run_time=datetime.now(UTC)
            )

    def start(self) -> None:
        self._scheduler.start()

    async def close(self) -> None:
        """Begin no more, and finish what is being done: the scheduler itself would break it off."""
        self._scheduler.pause()
        if self._doing:
            await asyncio.wait(self._doing, timeout=FINISH_SECONDS)
        self._scheduler.shutdown(wait=False)

    async def _do(self, job: Job) -> None:
        # APScheduler awaits coroutine functions only; of anything else it would throw the coroutine away.
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  a coroutine always runs in one
        self._doing.add(task)
        try:
            await job()
        finally:
            self._doing.discard(task)
