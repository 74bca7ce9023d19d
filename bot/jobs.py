"""When what has to be looked at is looked at. APScheduler says when; the database says whether anything is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[object]]


def build_scheduler(every: dict[str, tuple[float, Job]]) -> AsyncIOScheduler:
    """A scheduler for jobs by name: (seconds between, what to do), each done at once and then again and again.

    Kept in memory: nothing hangs on a tick missed.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for name, (seconds, job) in every.items():
        scheduler.add_job(_do, "interval", (job,), seconds=seconds, id=name, next_run_time=datetime.now(UTC))
    return scheduler


async def _do(job: Job) -> None:
    # APScheduler awaits coroutine functions only; of anything else it would throw the coroutine away.
    await job()
