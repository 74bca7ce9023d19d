"""Replicas while what they stand on goes away: the database, the platform; and what must be done once by all."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.acceptance.replicas.cluster import Cluster, running
from tests.acceptance.replicas.crowd import Citizen, citizens, told
from tests.fakes.telegram.server import FakeTelegram

CITIZENS = 150
OUTAGE = 60.0


@pytest.mark.timeout(300)
async def test_the_database_restarted_under_load_loses_nothing(tmp_path: Path) -> None:
    """Stopped in the middle of a hundred and fifty interviews and started again: all pause, go on by themselves, and
    everybody has one receipt for one response."""
    async with running(tmp_path, 2) as cluster:
        people = citizens(cluster.api, CITIZENS)
        going = [asyncio.create_task(citizen.finish()) for citizen in people]
        await _some_answers(cluster, 4 * CITIZENS)
        await asyncio.to_thread(cluster.server.stop)
        await asyncio.sleep(3)
        await asyncio.to_thread(cluster.server.start)
        async with asyncio.timeout(200):
            await asyncio.gather(*going)
        await _once_each(cluster, people)
        assert "Traceback" not in cluster.logs()


@pytest.mark.timeout(400)
async def test_a_minute_without_the_platform_drains_the_newest_first(tmp_path: Path) -> None:
    """Nothing gets through for a minute, in which people go on writing: it is asked a few times, then everything of
    use goes out, of those who wrote last before those who wrote first, and all interviews come to their end."""
    async with running(tmp_path, 2) as cluster:
        people = citizens(cluster.api, CITIZENS)
        going = [asyncio.create_task(citizen.finish()) for citizen in people]
        await _some_answers(cluster, 3 * CITIZENS)
        cluster.api.faults.fail("editMessageText", times=None, code=502, description="Bad Gateway")
        cluster.api.faults.fail("sendMessage", times=None, code=502, description="Bad Gateway")
        out = time.monotonic()
        late = citizens(cluster.api, 40, first=90_001)
        for citizen in late:
            await asyncio.sleep(OUTAGE / len(late))
            going.append(asyncio.create_task(citizen.finish()))
        tried = len([call for call in cluster.api.calls if call.error and "Bad Gateway" in call.error])
        before = {citizen.person.id: len(cluster.api.shown.get(citizen.person.id, [])) for citizen in late}
        assert not any(before.values())
        cluster.api.faults.clear()
        back, first = time.monotonic(), _order(cluster.api)
        async with asyncio.timeout(200):
            await asyncio.gather(*going)
        waited = [number for number in first if number >= 90_001]
        print(f"\n{back - out:.0f} s without the platform: {tried} tries; first shown again: {first[:20]}")
        assert tried < 250, "of them 128 were on their way when it went out"
        held = [number for number in waited if number < 90_001 + 30]  # those of the last seconds are not held up
        early, after = held[: len(held) // 3], held[-(len(held) // 3) :]
        assert sum(early) / len(early) > sum(after) / len(after), held
        await _once_each(cluster, [*people, *late])


def _order(api: FakeTelegram) -> list[int]:
    """The chats in the order in which they are shown something from now on; the list goes on filling."""
    shown: list[int] = []
    run = api._run

    async def noting(method: str, params: dict[str, object], files: object) -> object:
        result = await run(method, params, files)  # type: ignore[arg-type]  # as it came
        if method in {"sendMessage", "editMessageText"} and (chat := int(str(params["chat_id"]))) not in shown:
            shown.append(chat)
        return result

    api._run = noting  # type: ignore[method-assign]  # an ear, for this test only
    return shown


async def _some_answers(cluster: Cluster, n: int) -> None:
    async with asyncio.timeout(120):
        while sum(map(len, cluster.api.shown.values())) < n:  # noqa: ASYNC110  the double tells each chat alone
            await asyncio.sleep(0.1)


async def _once_each(cluster: Cluster, people: list[Citizen]) -> None:
    await cluster.until_empty()
    seen = told(cluster.api, people)
    assert (await cluster.rows("SELECT count(*) FROM respons"))[0][0] == len(people)
    assert seen.several == 0
    assert len(seen.receipts) == len(people)
    assert not seen.backwards, seen.backwards[:5]
    assert (await cluster.replicas[0].ikm("db", "check"))["differences"] == []
