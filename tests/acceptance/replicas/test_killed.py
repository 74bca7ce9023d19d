"""A thousand citizens, several replicas, and one of them killed every few seconds."""

from __future__ import annotations

import asyncio
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


@pytest.mark.timeout(1100)
@pytest.mark.parametrize("replicas", [2, 4])
async def test_nothing_is_lost_or_doubled_though_replicas_are_killed(tmp_path: Path, replicas: int) -> None:
    """With SIGKILL to one replica after the other, everybody gets exactly one receipt for one response, and sees the
    questions in their order."""
    async with running(tmp_path, replicas) as cluster:
        people = citizens(cluster.api, CITIZENS)
        took = await _through(cluster, people, signal.SIGKILL, pause=4.0)
        await _all_is_well(cluster, people, took)


@pytest.mark.timeout(1100)
async def test_nothing_is_lost_or_doubled_in_a_rolling_restart(tmp_path: Path) -> None:
    """With SIGTERM to one replica after the other, as in an update: all that, and every one ends in order."""
    async with running(tmp_path, 2) as cluster:
        people = citizens(cluster.api, ROLLING)
        took = await _through(cluster, people, signal.SIGTERM, pause=3.0)
        await _all_is_well(cluster, people, took)
        assert "Traceback" not in cluster.logs()


async def _through(cluster: Cluster, people: list[Citizen], how: signal.Signals, pause: float) -> float:
    """All citizens from their first word to their receipt, while replicas go and come. Returns the seconds."""
    began = time.monotonic()
    ending = asyncio.create_task(_restart(cluster, how, pause))
    try:
        async with asyncio.timeout(BOUND):
            await asyncio.gather(*(citizen.finish() for citizen in people))
        return time.monotonic() - began
    finally:
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)


async def _restart(cluster: Cluster, how: signal.Signals, pause: float) -> None:
    for replica in itertools.cycle(cluster.replicas):
        await asyncio.sleep(pause)
        code = await replica.end(how)
        assert how is signal.SIGKILL or code == 0, f"it ended with {code}"
        cluster.restarts += 1
        await asyncio.shield(asyncio.ensure_future(replica.start()))


async def _all_is_well(cluster: Cluster, people: list[Citizen], took: float) -> None:
    for replica in cluster.replicas:
        if replica.process is not None and replica.process.returncode is not None:
            await replica.start()
    await cluster.until_empty()
    seen = told(cluster.api, people)
    shown = sum(len(one) for one in cluster.api.shown.values())
    print(
        f"\n{len(people)} citizens, {len(cluster.replicas)} replicas, {cluster.restarts} ended: {took:.0f} s, "
        f"{shown / took:.0f} screens/s; {seen.doubled} shown twice in a row, {cluster.api.again} edits of nothing, "
        f"{cluster.balancer.failures} answers of 502, "
        f"{[one.taken for one in cluster.balancer.replicas]} requests taken"
    )
    assert cluster.restarts >= 2
    responses = (await cluster.rows("SELECT count(*) FROM respons"))[0][0]
    assert responses == len(people)
    assert seen.several == 0
    assert len(seen.receipts) == len(people)
    assert set(seen.receipts.values()) == {1}
    assert not seen.backwards, seen.backwards[:5]
    checked = await cluster.replicas[0].ikm("db", "check")
    assert checked["differences"] == [], checked
