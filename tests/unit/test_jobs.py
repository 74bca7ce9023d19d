from __future__ import annotations

import asyncio
import logging

import pytest

from bot.jobs import Jobs


async def test_a_job_is_done_at_once_and_again() -> None:
    done: list[float] = []
    twice = asyncio.Event()

    async def job() -> None:
        done.append(asyncio.get_running_loop().time())
        if len(done) == 2:
            twice.set()

    jobs = Jobs({"count": (0.05, job)})
    jobs.start()
    await asyncio.wait_for(twice.wait(), 5)
    await jobs.close()


async def test_a_job_that_is_being_done_is_finished_before_the_end(caplog: pytest.LogCaptureFixture) -> None:
    begun, go_on, finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def job() -> None:
        begun.set()
        await go_on.wait()
        await asyncio.sleep(0.05)
        finished.set()

    jobs = Jobs({"long": (60, job)})
    jobs.start()
    await begun.wait()
    go_on.set()
    with caplog.at_level(logging.WARNING):
        await jobs.close()
    assert finished.is_set()
    assert caplog.records == []


async def test_a_job_that_fails_is_logged_and_done_again(caplog: pytest.LogCaptureFixture) -> None:
    again = asyncio.Event()
    tries = 0

    async def job() -> None:
        nonlocal tries
        tries += 1
        if tries > 1:
            again.set()
        raise ValueError("for once")

    jobs = Jobs({"failing": (0.05, job)})
    jobs.start()
    await asyncio.wait_for(again.wait(), 5)
    await jobs.close()
    assert "for once" in caplog.text
