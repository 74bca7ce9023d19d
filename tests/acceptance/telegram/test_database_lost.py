"""The database goes away under the running service: it says so once, refuses, goes on by itself, loses nothing."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import aiohttp
import pytest

from tests.acceptance.telegram.citizens import answer_once, changed, finish, screen
from tests.acceptance.telegram.service import UNIT, Service
from tests.acceptance.telegram.service import running as service_running
from tests.fakes.telegram import Person
from tests.postgres import Server
from tests.postgres import running as postgres_running
from tests.processes import children

PEOPLE = 4
GONE, BACK = "the database does not answer since", "the database answers again, after"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A server that this test may stop."""
    with postgres_running() as made:
        await made.run("CREATE DATABASE ikm")
        yield made


def _settings(server: Server) -> dict[str, str]:
    return {"IKM_DATABASE_URL": server.url("ikm"), "IKM_TELEGRAM_CHAT_BURST": "200"}


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_stopped_server_is_told_once_and_nothing_is_lost(
    server: Server, tmp_path: Path, webhook: bool
) -> None:
    """Stopped in the middle of interviews and started again: 503 meanwhile, every answer stored afterwards, and two
    lines in the log, however many parts of the service asked the database."""
    async with service_running(tmp_path, webhook=webhook, settings=_settings(server)) as (service, _):
        people = [service.citizen() for _ in range(PEOPLE)]
        await asyncio.gather(*map(_begin, people))
        await asyncio.to_thread(server.stop)
        going = [asyncio.create_task(finish(person, random.Random(person.id), 90)) for person in people]
        code, state, _ = await _until(service, 503)
        assert (code, state["database"]) == (503, False)
        assert state["reason"]
        await asyncio.sleep(4)
        assert await _health(service) == 200
        await asyncio.to_thread(server.start)
        await asyncio.gather(*going)
        await _until(service, 200)
        found = await service.ikm("db", "check")
        assert (found["responses"], found["differences"]) == (PEOPLE, [])
        await service.stop()
    _two_lines(service.log())


async def test_a_silent_server_makes_nobody_wait(server: Server, tmp_path: Path) -> None:
    """A server that takes connections and says nothing, as a hanging machine does: health turns red in time, the
    webhook answers in time, and all goes on when the server does."""
    async with service_running(tmp_path, webhook=True, settings=_settings(server)) as (service, api):
        person = service.citizen()
        await _begin(person)
        with _silent(server):
            begun = time.monotonic()
            going = asyncio.create_task(finish(person, random.Random(1), 90))
            _, state, took = await _until(service, 503)
            assert state["database"] is False
            assert took < 8
            await _logged(tmp_path, GONE)
            assert time.monotonic() - begun < 25
            assert await _health(service) == 200
            assert min([(await _ready(service))[2] for _ in range(3)]) < 1
            assert api.webhook is not None
            assert "503" in await _last_problem(service)
        await _until(service, 200)
        await going
        assert (await service.ikm("db", "check"))["responses"] == 1
        await service.stop()
    _two_lines(service.log())


async def test_it_waits_at_start_for_a_server_that_comes_up_later(server: Server, tmp_path: Path) -> None:
    """Machines that start together come up in any order."""
    await asyncio.to_thread(server.stop)
    starting = asyncio.create_task(_started(server, tmp_path))
    await _logged(tmp_path, "the database does not answer yet")
    await asyncio.sleep(2)
    await asyncio.to_thread(server.start)
    log = await starting
    assert log.count("the database does not answer yet; waiting up to 30 s for it") == 1
    assert log.count("the database answers, after") == 1


async def _started(server: Server, folder: Path) -> str:
    async with service_running(folder, settings=_settings(server)) as (service, _):
        await service.stop()
    return service.log()


async def _logged(folder: Path, words: str) -> None:
    log = folder / "log"
    async with asyncio.timeout(60):
        while not (log.exists() and words in log.read_text()):  # noqa: ASYNC110  the other process tells nobody
            await asyncio.sleep(0.1)


async def _begin(person: Person) -> None:
    await person.start(UNIT)
    await changed(person, None, 20)
    for _ in range(4):
        seen = screen(person)
        assert seen is not None
        await answer_once(person, random.Random(person.id))
        await changed(person, (seen.message_id, seen.text), 10)


def _two_lines(log: str) -> None:
    lines = [line for line in log.splitlines() if re.search(r" (WARNING|ERROR|CRITICAL) ", line)]
    assert len(lines) == 2, "\n".join(lines)
    assert GONE in lines[0]
    assert BACK in lines[1]
    assert "Traceback" not in log


async def _ready(service: Service) -> tuple[int, dict[str, object], float]:
    begun = time.monotonic()
    async with aiohttp.ClientSession() as client, client.get(f"{service.url}/readyz") as answer:
        return answer.status, json.loads(await answer.read()), time.monotonic() - begun


async def _health(service: Service) -> int:
    async with aiohttp.ClientSession() as client, client.get(f"{service.url}/healthz") as answer:
        return answer.status


async def _until(service: Service, code: int) -> tuple[int, dict[str, object], float]:
    async with asyncio.timeout(30):
        while (found := await _ready(service))[0] != code:  # noqa: ASYNC110  the other process tells nobody
            await asyncio.sleep(0.1)
    return found


async def _last_problem(service: Service) -> str:
    """What the platform says of our webhook, once it has tried."""
    async with asyncio.timeout(15):
        while not (service.api.webhook and service.api.webhook.last_error_message):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return service.api.webhook.last_error_message


@contextmanager
def _silent(server: Server) -> Iterator[None]:
    """Every process of the server stands still."""
    assert server.process is not None
    parent = server.process.pid
    os.kill(parent, signal.SIGSTOP)  # before the others, so that it starts no more of them
    kin = [parent, *children(b"postgres", parent)]
    try:
        _tell(kin, signal.SIGSTOP)
        yield
    finally:
        _tell(kin, signal.SIGCONT)


def _tell(kin: list[int], what: signal.Signals) -> None:
    for pid in kin:
        with suppress(ProcessLookupError):  # one may end of itself
            os.kill(pid, what)
