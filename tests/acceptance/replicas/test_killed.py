"""A thousand citizens, several replicas, and one of them killed every few seconds."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import signal
import time
from pathlib import Path

import pytest

from tests.acceptance.replicas.cluster import Cluster, running
from tests.acceptance.replicas.crowd import Citizen, citizens, told

CITIZENS = 1000
ROLLING = 300
BOUND = 900.0
"""Seconds that all of them together may take."""
ENDED = 2
"""So many replicas have ended at least while people answered."""


@pytest.mark.timeout(1100)
@pytest.mark.parametrize("replicas", [2, 4])
async def test_nothing_is_lost_or_doubled_though_replicas_are_killed(tmp_path: Path, replicas: int) -> None:
    """With SIGKILL to one replica after the other, everybody gets exactly one receipt for one response, and sees the
    questions in their order."""
    async with running(tmp_path, replicas) as cluster:
        people, took = await _through(cluster, CITIZENS, signal.SIGKILL, pause=4.0)
        await _all_is_well(cluster, people, took)


@pytest.mark.timeout(1100)
async def test_nothing_is_lost_or_doubled_in_a_rolling_restart(tmp_path: Path) -> None:
    """With SIGTERM to one replica after the other, as in an update: all that, and every one ends in order."""
    async with running(tmp_path, 2) as cluster:
        people, took = await _through(cluster, ROLLING, signal.SIGTERM, pause=3.0)
        await _all_is_well(cluster, people, took)
        assert "Traceback" not in cluster.logs()


async def _through(cluster: Cluster, many: int, how: signal.Signals, pause: float) -> tuple[list[Citizen], float]:
    """So many citizens from their first word to their receipt, while replicas go and come; as many again where the
    machine was quicker than the replicas' ends. Returns them, and the seconds. All replicas are up then."""
    people: list[Citizen] = []
    began, over = time.monotonic(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(_restart(cluster, how, pause, over))
        try:
            async with asyncio.timeout(BOUND):
                while cluster.restarts < ENDED:
                    more = citizens(cluster.api, many, first=70_001 + len(people))
                    people += more
                    await asyncio.gather(*(citizen.finish() for citizen in more))
        finally:
            over.set()
        took = time.monotonic() - began
    return people, took


async def _restart(cluster: Cluster, how: signal.Signals, pause: float, over: asyncio.Event) -> None:
    for replica in itertools.cycle(cluster.replicas):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), pause)
            return
        code = await replica.end(how)
        assert how is signal.SIGKILL or code == 0, f"it ended with {code}"
        cluster.restarts += 1
        await replica.start()


async def _all_is_well(cluster: Cluster, people: list[Citizen], took: float) -> None:
    await cluster.until_empty()
    seen = told(cluster.api, people)
    shown = sum(len(one) for one in cluster.api.shown.values())
    print(
        f"\n{len(people)} citizens, {len(cluster.replicas)} replicas, {cluster.restarts} ended: {took:.0f} s, "
        f"{shown / took:.0f} screens/s; {seen.doubled} shown twice in a row, {cluster.api.again} edits of nothing, "
        f"{cluster.balancer.failures} answers of 502, "
        f"{[one.taken for one in cluster.balancer.replicas]} requests taken"
    )
    responses = (await cluster.rows("SELECT count(*) FROM respons"))[0][0]
    assert responses == len(people)
    assert seen.several == 0
    assert len(seen.receipts) == len(people)
    assert set(seen.receipts.values()) == {1}
    assert not seen.backwards, seen.backwards[:5]
    checked = await cluster.replicas[0].ikm("db", "check")
    assert checked["differences"] == [], checked
